"""The recommendation: never without IT, within what was applied for, under a criterion that the case meets."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from businesscase.domain.cases import case_of, save_case
from businesscase.enums import BenefitType, CostCategory
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage, Parameter
from governance.domain.recommendations import Proposed, defer_review, recommend, resume_review
from governance.domain.submission import submit_proposal
from governance.enums import RecommendationOutcome as Outcome
from governance.models import AgendaItem, ITAssessment, Recommendation
from governance.selectors.eligibility import asked_of_pool, eligibility_view, try_on_pool
from portfolio.domain.versions import current_version, submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.businesscase import WORDS, benefit, cost
from tests.factories.governance import (
    Town,
    make_draft,
    make_meeting,
    make_recommended,
    make_standing,
    make_submitted,
    make_town,
)


@pytest.fixture
def application(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def make_case(town: Town, *, gain: str, hours=(), **fields) -> Proposal:
    """Submit an application that costs 100.000 and gains `gain` in the first year, which is not discounted."""
    draft = make_draft(town, kind=ProposalKind.APPLICATION, **fields)
    case = case_of(current_version(draft))
    save_case(
        draft,
        actor=town.author,
        edition=case.edition,
        fields=WORDS | {"difference_reason": "Prisen er fra tilbuddet", "staff_hours_override_reason": "Frikøb"},
        costs=[cost(CostCategory.PURCHASE, 100_000, None, None), *hours],
        benefits=[benefit(BenefitType.ECONOMIC, gain, None, None, owner=town.author),
                  benefit(BenefitType.SERVICE, None, None, None, owner=town.author, label="Svar samme dag")],
    )  # fmt: skip
    return submit_proposal(draft, actor=town.author)


def refusal(proposal: Proposal, town: Town, **said) -> str:
    full = {"outcome": Outcome.APPROVE, "amount": Decimal(100_000), "criterion": "mandatory", "reasons": "Derfor"}
    with pytest.raises(Refused) as refused:
        recommend(proposal, Proposed(**(full | said)), actor=town.chair)
    assert (refused.value.act, Recommendation.objects.count()) == ("proposal.recommend", 0)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.REVIEW
    return refused.value.reason


def test_it_goes_to_management_with_everything_that_was_said(town, application):
    row = make_recommended(
        town, application, Outcome.APPROVE_IN_PART, amount=Decimal("99999.99"),
        conditions=" Batteritest \n\n Opgør ", minority="Ét medlem vil vente",
    )  # fmt: skip
    application.refresh_from_db()
    assert application.state == ProposalState.RECOMMENDED
    assert (row.amount, row.criterion, row.version) == (
        Decimal("99999.99"), "mandatory", submitted_version(application)
    )  # fmt: skip
    assert (row.condition_lines, row.minority) == (["Batteritest", "Opgør"], "Ét medlem vil vente")
    assert (row.recorded_by_name, row.eligibility["profile"]) == ("Chair Test", "odder")
    assert row.eligibility["reasons"][0]["rule"] == "D9"
    act = AuditEntry.objects.get(act="proposal.recommend")
    assert (act.reason, act.data["amount"], act.data["outcome"]) == ("Derfor", "99999.99", "approve_in_part")
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reasons": " "}, "Skriv begrundelsen."),
        ({"amount": Decimal(0)}, "Skriv det beløb, I indstiller. Det skal være over 0 kr."),
        ({"amount": Decimal(-1)}, "Skriv det beløb, I indstiller. Det skal være over 0 kr."),
        ({"amount": Decimal("100000.01")}, "I kan ikke indstille mere end de 100.000 kr., der er søgt om."),
        ({"amount": Decimal("99999.999")}, "Skriv beløbet med højst to decimaler."),
        ({"criterion": ""}, "Vælg et af puljens kriterier."),
        ({"criterion": "hobby"}, "Vælg et af puljens kriterier."),
        ({"outcome": Outcome.REJECT}, "En indstilling om afslag har intet beløb."),
    ],
)
def test_what_an_application_demands(town, application, said, sentence):
    assert refusal(application, town, **said) == sentence


@pytest.mark.parametrize(
    "said", [{"amount": Decimal(1), "criterion": ""}, {"amount": Decimal(0), "criterion": "mandatory"}]
)
def test_a_notification_has_no_money(town, said):
    notification = make_submitted(town, "review")
    assert refusal(notification, town, **said) == ("Sagen søger ikke penge i puljen, så indstillingen har intet beløb.")
    assert make_recommended(town, notification).amount == 0


def test_a_rejection_is_held_against_no_criterion(town):
    case = make_case(town, gain="1", pool_criterion="efficiency")
    assert set(make_recommended(town, case, Outcome.REJECT).eligibility) == {"criteria"}


@pytest.mark.parametrize("criterion", ["efficiency", "operations"])
@pytest.mark.parametrize(
    ("gain", "npv", "missing"),
    [("100000.01", "0.01", None), ("100000.00", "0", "0,01 kr."), ("99999.99", "-0.01", "0,02 kr.")],
)
def test_a_positive_business_case_at_the_boundary(town, criterion, gain, npv, missing):
    case = make_case(town, gain=gain, pool_criterion=criterion)
    figures = asked_of_pool(submitted_version(case))
    assert figures.result.npv == Decimal(npv)
    if missing is None:
        assert make_recommended(town, case, criterion=criterion).amount == Decimal(100_000)
        return
    said = refusal(case, town, criterion=criterion)
    # The figure, the definition and the distance, once (D12, D13).
    figure = npv.replace("-", "−").replace(".", ",")
    assert said.endswith(f"Nettonutidsværdien er {figure} kr. Der mangler {missing}, før den er over nul.")
    assert said.lower().count("nettonutidsværdi") == 1


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("net gain > 0", "Nettogevinsten er −0,01 kr. Der mangler 0,02 kr., før den er over nul."),
        (
            "payback <= 2 years",
            "Den er positiv, når pengene er tjent hjem inden for 2 år. Her bliver de ikke tjent hjem.",
        ),
    ],
)
def test_the_refusal_goes_by_the_definition_that_the_administrator_chose(town, definition, said):
    """AM11: dated, stored with the case's result, and the only one that the refusal speaks of."""
    Parameter.objects.create(
        profile="odder", key="positive_definition", value=definition, unit="text", valid_from="2026-01-01", source="S"
    )
    case = make_case(town, gain="99999.99", pool_criterion="efficiency")
    assert case_of(submitted_version(case)).result.definition == definition
    assert refusal(case, town, criterion="efficiency") == f"Business casen skal være positiv. {said}"


def test_strictly_necessary_operations_need_no_positive_case(town):
    case = make_case(
        town, gain="1", pool_criterion="operations", strictly_necessary_reason="Producenten stopper opdateringerne"
    )
    assert make_recommended(town, case).criterion == "operations"


def test_the_obligation_must_be_binding_and_named(town):
    case = make_case(town, gain="1", obligation_level="guiding")
    assert refusal(case, town) == "Angiv den fællesoffentlige eller fælleskommunale forpligtelse, som sagen opfylder."


def test_the_strategy_must_be_named(town, application):
    assert (
        refusal(application, town, criterion="own_strategy") == "Vælg det pejlemærke eller princip, som sagen udmønter."
    )


def test_only_management_directs_a_case_to_the_pool(town, application):
    said = refusal(application, town, criterion="directed")
    assert said == "Angiv den beslutning, hvor Direktionen har anvist sagen til puljen (dato eller sagsnummer)."


@pytest.mark.parametrize(("requested", "refused"), [("100000.00", False), ("100000.01", True)])
def test_the_pool_pays_purchase_and_implementation_only(town, requested, refused):
    hours = [cost(CostCategory.STAFF_HOURS, 10, None, None, label="Projektleder")]
    case = make_case(town, gain="1", hours=hours, requested_amount=Decimal(requested))
    if refused:
        said = refusal(case, town, amount=Decimal(requested))
        assert said == (
            "Sagen søger 100.000,01 kr., men puljen kan kun betale 100.000 kr. af udgifterne."
            " Puljen betaler som klar hovedregel ikke personaletimer (4.000 kr.)."
            " Kun Direktionen kan fravige det, med en begrundelse."
        )
    else:
        assert make_recommended(town, case).amount == Decimal(requested)


def test_the_chair_is_told_what_is_met_and_what_the_pool_may_pay(town, application):
    figures = asked_of_pool(submitted_version(application))
    outcome = try_on_pool(application, figures, requested=Decimal(100_000), criterion="mandatory")
    view = eligibility_view(outcome)
    assert (outcome.eligible, outcome.capacity, view.blocking) == (True, None, ())
    assert view.fundable == Decimal(140_000)
    assert [reason.rule for reason in outcome.reasons] == ["D9", "D15", "D16", "D15"]


def test_never_without_its_approval(town):
    draft = make_draft(town, kind=ProposalKind.APPLICATION, acquisition_type="acquisition")
    case = submit_proposal(draft, actor=town.author)
    # As if the case had slipped past IT.
    Proposal.objects.filter(pk=case.pk).update(state=ProposalState.REVIEW)
    assert ITAssessment.objects.get().answered_at is None
    assert refusal(case, town) == "IT-afdelingen skal godkende anskaffelsen, før sagen kan indstilles."


def test_it_is_frozen_in_the_database(town, application):
    make_recommended(town, application)
    for attempt in (
        lambda: Recommendation.objects.update(amount=1),
        lambda: Recommendation.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Recommendation.objects.get().amount == Decimal(100_000)


def test_deferring_and_taking_up_again(town, application):
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        defer_review(application, actor=town.chair, reason="")
    deferred = defer_review(application, actor=town.chair, reason="Venter på tilbud")
    assert deferred.state == ProposalState.DEFERRED
    make_meeting(town)
    resumed = resume_review(deferred, actor=town.secretary, reason="Tilbuddet er her")
    assert resumed.state == ProposalState.REVIEW
    assert AgendaItem.objects.filter(proposal=application, kind="for_review").count() == 1


def test_the_page_of_the_chair_says_who_and_refuses_in_words(town, client):
    case = make_case(town, gain="99999.99", pool_criterion="efficiency")
    client.force_login(town.chair)
    url = reverse("governance:proposal_recommendation", args=[case.pk])
    page = client.get(url).content.decode()
    assert ("Spærrer:" in page, "0 af 2 har vurderet sagen." in page) == (True, True)
    said = {"outcome": "approve", "amount": "100.000,00", "criterion": "efficiency", "reasons": "Fordi det er godt"}
    answer = client.post(url, said)
    assert answer.status_code == 200
    assert "Fordi det er godt" in answer.content.decode()
    assert Recommendation.objects.count() == 0
    answer = client.post(url, {"outcome": "reject", "amount": "", "criterion": "efficiency", "reasons": "Derfor"})
    assert answer.url == reverse("portfolio:proposal_detail", args=[case.pk])
    assert Recommendation.objects.get().outcome == Outcome.REJECT


@pytest.mark.parametrize("amount", ["-1", "NaN", "1e9", "100000000000000", "hundrede", "1,234"])
def test_bad_amounts_get_a_sentence(town, application, client, amount):
    client.force_login(town.chair)
    url = reverse("governance:proposal_recommendation", args=[application.pk])
    said = {"outcome": "approve", "amount": amount, "criterion": "mandatory", "reasons": "Ja"}
    assert client.post(url, said).status_code == 200
    assert Recommendation.objects.count() == 0


@pytest.mark.parametrize("name", ["member", "secretary", "director", "author", "it"])
def test_others_are_sent_back_with_who_can(town, application, client, name):
    client.force_login(town.people[name])
    url = reverse("governance:proposal_recommendation", args=[application.pk])
    answer = client.post(url, {"outcome": "reject", "reasons": "Nej", "criterion": "mandatory"}, follow=True)
    assert "formanden for Digitaliseringsstrategigruppen" in answer.content.decode()
    assert Recommendation.objects.count() == 0
    assert AuditEntry.objects.filter(act="proposal.recommend", outcome="refused").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_chairs_two_tabs_make_one_recommendation():
    town = make_town()
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    barrier, outcomes = Barrier(2), []

    def record_it() -> None:
        said = Proposed(Outcome.APPROVE, Decimal(100_000), "mandatory", "Derfor")
        try:
            barrier.wait(timeout=60)
            recommend(case, said, actor=town.chair)
            outcomes.append("recorded")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=record_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes) == ["recorded", "refused"]
    assert Recommendation.objects.count() == 1
    assert AuditEntry.objects.filter(act="proposal.recommend").count() == 1
    assert Proposal.objects.get(pk=case.pk).state == ProposalState.RECOMMENDED


def test_a_recommended_case_stands_where_management_decides(town):
    assert make_standing(town, ProposalState.RECOMMENDED, ProposalKind.APPLICATION).state == ProposalState.RECOMMENDED
