"""Management decides: what departs, what the rules let through, what is written, and who is told (A2, D9-D16)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from businesscase.domain.cases import case_of, save_case
from businesscase.enums import BenefitType, CostCategory
from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain import decisions
from governance.domain.decisions import decide, resume_decision
from governance.domain.directions import direct_to_pool
from governance.domain.recommendations import defer_review, resume_review
from governance.domain.submission import submit_proposal
from governance.enums import RecommendationOutcome as Outcome
from governance.enums import Verdict
from governance.models import AgendaItem, Decision, ITAssessment, LedgerEntry
from portfolio.domain.versions import current_version, submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.businesscase import WORDS, benefit, cost
from tests.factories.governance import Town, make_draft, make_meeting, make_recommended, make_submitted, make_town
from tests.factories.pool import balance, make_application, make_decided, make_frame, ruling, this_year

APPLICATION = ProposalKind.APPLICATION
HUNDRED = Decimal(100_000)
CHANGED, REJECTED, DEFERRED, SENT_BACK = Verdict.CHANGED, Verdict.REJECTED, Verdict.DEFERRED, Verdict.SENT_BACK


@pytest.fixture
def application(town) -> Proposal:
    make_frame(500_000)
    return make_application(town)


def refusal(town: Town, proposal: Proposal, verdict: Verdict = Verdict.APPROVED, **said: Any) -> str:
    """Return why it is refused, having seen that nothing at all has changed."""
    before = (LedgerEntry.objects.count(), OutboxMessage.objects.count(), AuditEntry.objects.count())
    with pytest.raises(Refused) as refused:
        decide(proposal, ruling(verdict, **said), actor=town.director)
    assert refused.value.subject == proposal
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count(), AuditEntry.objects.count()) == before
    assert not Decision.objects.exists()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.RECOMMENDED
    return refused.value.reason


def year_of(amount: Decimal | int | str, *others: Decimal | int) -> dict[int, Decimal]:
    return {this_year() + ahead: Decimal(one) for ahead, one in enumerate((amount, *others))}


def test_following_the_recommendation_allocates_it_in_one_transaction(town, application):
    decision = make_decided(town, application)
    application.refresh_from_db()
    assert application.state == ProposalState.APPROVED
    assert (decision.verdict, decision.departs, decision.amount, decision.criterion) == (
        "approved", False, HUNDRED, "mandatory",
    )  # fmt: skip
    assert (decision.version, decision.recommendation) == (
        submitted_version(application), application.recommendations.get(),
    )  # fmt: skip
    assert (decision.body_kind, decision.decided_by, decision.decided_by_name) == (
        "management", town.director, "Director Test",
    )  # fmt: skip
    entry = LedgerEntry.objects.get(kind="commitment")
    assert (entry.amount, entry.priority, entry.decision, entry.proposal) == (HUNDRED, 1, decision, application)
    assert (balance().committed_mandatory, balance().left) == (HUNDRED, Decimal(400_000))
    act = AuditEntry.objects.filter(act__startswith="proposal.").latest("sequence")
    assert (act.act, act.data["departs"], act.data["amount"], act.data["years"]) == (
        "proposal.approve", False, "100000", {str(this_year()): "100000"},
    )  # fmt: skip


def test_exactly_the_decision_and_its_project_are_written_and_those_told_whom_they_concern(town, application):
    last, letters = AuditEntry.objects.latest("sequence").sequence, OutboxMessage.objects.count()
    make_decided(town, application, CHANGED, shares=year_of(60_000), reasons="Vi begynder med Nord")
    acts = AuditEntry.objects.filter(sequence__gt=last).order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["proposal.approve_with_changes", "project.start"]
    # The author and the owner of the decision, the owner of the project too.
    assert OutboxMessage.objects.count() - letters == 3
    letter = OutboxMessage.objects.latest("pk")
    assert "Udmøntet fra puljen: 60.000 kr." in letter.body
    assert "Kriterium: Obligatoriske digitale løsninger" in letter.body
    assert "Beslutningen afviger fra strategigruppens indstilling." in letter.body


def test_the_conditions_of_the_recommendation_follow_when_it_is_followed(town):
    make_frame()
    case = make_submitted(town, "review", kind=APPLICATION)
    make_recommended(town, case, conditions="Batteritest\nOpgør")
    assert make_decided(town, case).condition_lines == ["Batteritest", "Opgør"]


@pytest.mark.parametrize(
    ("outcome", "verdict", "said", "departs"),
    [
        (Outcome.APPROVE, CHANGED, {"shares": year_of("99999.99")}, True),
        (Outcome.APPROVE, CHANGED, {"criterion": "operations"}, True),
        (Outcome.APPROVE, CHANGED, {"conditions": "Kun Nord"}, True),
        (Outcome.APPROVE, REJECTED, {}, True),
        (Outcome.REJECT, REJECTED, {}, False),
        (Outcome.REJECT, CHANGED, {}, True),
        (Outcome.APPROVE, DEFERRED, {}, False),
        (Outcome.APPROVE, SENT_BACK, {}, False),
    ],
)
def test_what_departs_from_the_recommendation(town, outcome, verdict, said, departs):
    make_frame()
    case = make_case(town, gain="200000")
    make_recommended(town, case, outcome)
    assert make_decided(town, case, verdict, **said).departs is departs


def make_case(town: Town, *, gain: str, hours: int = 0, **fields: Any) -> Proposal:
    """Submit an application whose purchase is 100.000 and whose gain is `gain`, with so many hours of 400 kr."""
    draft = make_draft(town, kind=APPLICATION, **fields)
    lines = [cost(CostCategory.STAFF_HOURS, hours, None, None, label="Projektleder")] if hours else []
    save_case(
        draft,
        actor=town.author,
        edition=case_of(current_version(draft)).edition,
        fields=WORDS | {"difference_reason": "Prisen er fra tilbuddet", "staff_hours_override_reason": "Frikøb"},
        costs=[cost(CostCategory.PURCHASE, 100_000, None, None), *lines],
        benefits=[benefit(BenefitType.ECONOMIC, gain, None, None, owner=town.author),
                  benefit(BenefitType.SERVICE, None, None, None, owner=town.author, label="Svar samme dag")],
    )  # fmt: skip
    return submit_proposal(draft, actor=town.author)


@pytest.mark.parametrize(
    ("verdict", "said", "sentence"),
    [
        (CHANGED, {"reasons": " "}, "Skriv begrundelsen."),
        (REJECTED, {"reasons": ""}, "Skriv begrundelsen."),
        (DEFERRED, {"reasons": ""}, "Skriv begrundelsen."),
        (SENT_BACK, {"reasons": ""}, "Skriv begrundelsen."),
        (REJECTED, {"shares": year_of(1)}, "Kun en godkendelse udmønter penge."),
        (DEFERRED, {"criterion": "mandatory"}, "Kun en godkendelse udmønter penge."),
        (SENT_BACK, {"forecast_reason": "Ja"}, "Kun en godkendelse udmønter penge."),
        (CHANGED, {}, "Intet er anderledes end indstillet. Vælg at følge indstillingen."),
        (
            Verdict.APPROVED,
            {"shares": year_of(99_999)},
            "Det er ikke det, der er indstillet. Vælg at godkende med ændringer.",
        ),
        (
            Verdict.APPROVED,
            {"conditions": "Kun Nord"},
            "Det er ikke det, der er indstillet. Vælg at godkende med ændringer.",
        ),
        (CHANGED, {"criterion": ""}, "Vælg et af puljens kriterier."),
        (CHANGED, {"criterion": "hobby"}, "Vælg et af puljens kriterier."),
        (CHANGED, {"shares": {}}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        (CHANGED, {"shares": year_of(0)}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        (CHANGED, {"shares": year_of(-1)}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        (CHANGED, {"shares": year_of(90_000, -1)}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        (CHANGED, {"shares": year_of("NaN")}, "Skriv det beløb, du udmønter. Det skal være over 0 kr."),
        (CHANGED, {"shares": year_of("99999.999")}, "Skriv beløbet med højst to decimaler."),
        (CHANGED, {"shares": year_of("100000.01")}, "Du kan ikke udmønte mere end de 100.000 kr., der er søgt om."),
        (
            CHANGED,
            {"shares": {this_year() - 1: HUNDRED - 1}},
            f"Puljen har ingen ramme for {this_year() - 1}, der kan udmøntes fra.",
        ),
        (
            CHANGED,
            {"shares": year_of(50_000, 40_000)},
            f"Puljen har ingen ramme for {this_year() + 1}, der kan udmøntes fra.",
        ),
        (
            CHANGED,
            {"shares": year_of(90_000), "staff_hours_reason": "Frikøb"},
            "Beløbet betaler ingen personaletimer, så undtagelsen er ikke nødvendig.",
        ),
        (
            CHANGED,
            {"shares": year_of(90_000), "forecast_reason": "Haster"},
            "Beløbet holder sig inden for prognosen, så undtagelsen er ikke nødvendig.",
        ),
        (
            CHANGED,
            {"criterion": "directed"},
            "Angiv den beslutning, hvor Direktionen har anvist sagen til puljen (dato eller sagsnummer).",
        ),
    ],
)
def test_what_a_decision_demands(town, application, verdict, said, sentence):
    make_frame(year=this_year() - 1)
    assert refusal(town, application, verdict, **said) == sentence


@pytest.mark.parametrize("verdict", [Verdict.APPROVED, CHANGED])
def test_to_overrule_a_rejection_says_that_it_does(town, verdict):
    make_frame()
    case = make_submitted(town, "review", kind=APPLICATION)
    make_recommended(town, case, Outcome.REJECT)
    if verdict == CHANGED:
        assert make_decided(town, case, verdict).departs is True
    else:
        said = refusal(town, case, verdict)
        assert said == "Indstillingen er et afslag. Vælg at godkende med ændringer, hvis du godkender."


def test_the_pool_refuses_with_the_amounts(town):
    make_frame("99999.99")
    said = refusal(town, make_application(town))
    assert said == "Puljen rækker ikke: der er 99.999,99 kr. tilbage, og sagen søger 100.000 kr."


def test_each_years_share_is_held_against_its_own_year(town, application):
    make_frame(30_000, year=this_year() + 1)
    said = refusal(town, application, CHANGED, shares=year_of(69_999, "30000.01"))
    assert said == f"{this_year() + 1}: Puljen rækker ikke: der er 30.000 kr. tilbage, og sagen søger 30.000,01 kr."
    decision = make_decided(town, application, shares=year_of(70_000, 30_000))
    assert (decision.verdict, decision.amount) == ("approved", HUNDRED)
    assert (balance().committed, balance(this_year() + 1).left) == (Decimal(70_000), 0)
    letter = OutboxMessage.objects.latest("pk").body
    assert f"{this_year()}: 70.000 kr.\n{this_year() + 1}: 30.000 kr." in letter


@pytest.mark.parametrize(("frame", "expected", "refused"), [(150_000, 50_000, False), (150_000, "50000.01", True)])
def test_mandatory_comes_first_and_the_forecast_keeps_money_for_it(town, frame, expected, refused):
    make_frame(frame, expected=Decimal(expected))
    case = make_case(town, gain="200000", pool_criterion="efficiency")
    make_recommended(town, case, criterion="efficiency")
    if not refused:
        assert make_decided(town, case, criterion="efficiency").amount == HUNDRED
        return
    assert refusal(town, case, criterion="efficiency") == (
        "Når 50.000,01 kr. holdes tilbage til forventede obligatoriske løsninger, er der kun 99.999,99 kr. tilbage,"
        " og sagen søger 100.000 kr. Kun Direktionen kan fravige det, med en begrundelse."
    )
    decision = make_decided(town, case, criterion="efficiency", forecast_reason=" Fristen er udsat ")
    assert (decision.forecast_reason, decision.departs) == ("Fristen er udsat", False)
    assert decision.eligibility["years"][str(this_year())][1]["message"] == "forecast_override_granted"
    assert (
        "Prognosen for obligatoriske løsninger er fraveget: Fristen er udsat" in OutboxMessage.objects.latest("pk").body
    )


def test_a_mandatory_solution_may_use_what_the_forecast_keeps(town):
    make_frame(150_000, expected=Decimal(150_000))
    assert make_decided(town, make_application(town)).amount == HUNDRED


def test_the_hard_limit_holds_also_against_an_exception_from_the_forecast(town):
    make_frame(99_999)
    case = make_case(town, gain="200000", pool_criterion="efficiency")
    make_recommended(town, case, criterion="efficiency")
    said = refusal(town, case, criterion="efficiency", forecast_reason="Haster")
    assert said == "Puljen rækker ikke: der er 99.999 kr. tilbage, og sagen søger 100.000 kr."


def test_staff_hours_only_by_managements_own_exception(town):
    make_frame()
    case = make_case(town, gain="200000", hours=100, requested_amount=Decimal(140_000))
    make_recommended(town, case, amount=HUNDRED)
    assert refusal(town, case, CHANGED, shares=year_of("100000.01")) == (
        "Sagen søger 100.000,01 kr., men puljen kan kun betale 100.000 kr. af udgifterne."
        " Puljen betaler som klar hovedregel ikke personaletimer (40.000 kr.)."
        " Kun Direktionen kan fravige det, med en begrundelse."
    )
    decision = make_decided(town, case, CHANGED, shares=year_of(140_000), staff_hours_reason="De kender vagtplanerne")
    assert (decision.staff_hours_amount, decision.staff_hours_reason) == (Decimal(40_000), "De kender vagtplanerne")
    assert "Heraf 40.000 kr. til personaletimer som undtagelse: De kender vagtplanerne" in (
        OutboxMessage.objects.latest("pk").body
    )
    assert AuditEntry.objects.latest("sequence").data["staff_hours"] == "40000.00"


def test_a_notification_is_decided_without_money(town):
    case = make_recommended(town, make_submitted(town, "review")).proposal
    assert refusal(town, case, CHANGED) == "Sagen søger ikke penge i puljen, så beslutningen har intet beløb."
    decision = make_decided(town, case, shares={}, criterion="")
    assert (decision.amount, decision.eligibility, LedgerEntry.objects.count()) == (0, {}, 0)


def test_never_without_its_approval(town):
    make_frame()
    draft = make_draft(town, kind=APPLICATION, acquisition_type="acquisition")
    case = submit_proposal(draft, actor=town.author)
    # As if the case had slipped past IT.
    Proposal.objects.filter(pk=case.pk).update(state=ProposalState.RECOMMENDED)
    assert ITAssessment.objects.get().answered_at is None
    assert refusal(town, case, reasons="Ja") == "IT-afdelingen skal godkende anskaffelsen, før sagen kan godkendes."


def test_it_is_rolled_back_whole_when_the_letter_fails(town, application, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(decisions, "tell_of_decision", fail)
    acts = AuditEntry.objects.count()
    with pytest.raises(RuntimeError):
        make_decided(town, application)
    application.refresh_from_db()
    assert (application.state, Decision.objects.count(), balance().committed) == ("recommended", 0, 0)
    assert AuditEntry.objects.count() == acts


def test_a_deferred_decision_is_taken_up_again_by_management_alone(town, application):
    make_decided(town, application, DEFERRED, reasons="Vi venter på budgettet")
    assert "Vi venter på budgettet" in OutboxMessage.objects.latest("pk").body
    for actor, move in ((town.chair, resume_review), (town.secretary, resume_review)):
        with pytest.raises(Refused, match="Ledelsen har udsat sagen og genoptager den selv"):
            move(application, actor=actor, reason="Nu")
    case = resume_decision(application, actor=town.other_director, reason="Budgettet er her")
    assert case.state == ProposalState.RECOMMENDED
    assert make_decided(town, application).verdict == Verdict.APPROVED
    assert [row.verdict for row in Decision.objects.all()] == ["approved", "deferred"]


def test_what_the_group_has_deferred_is_not_managements_to_take_up(town):
    case = make_submitted(town, "review", kind=APPLICATION)
    defer_review(case, actor=town.chair, reason="Venter på tilbud")
    with pytest.raises(Refused, match="Strategigruppen har udsat sagen og genoptager den selv"):
        resume_decision(case, actor=town.director, reason="Nu")


def test_what_is_sent_back_comes_before_the_groups_next_meeting(town):
    make_frame()
    make_meeting(town, 5)
    case = make_application(town)
    with clock.standing_at(clock.now() + timedelta(days=6)):
        following = make_meeting(town, 5)
        make_decided(town, case, SENT_BACK, reasons="Hvad siger Syd?")
        case.refresh_from_db()
        assert case.state == ProposalState.REVIEW
        assert AgendaItem.objects.filter(proposal=case, kind="for_review").latest("pk").meeting == following
        make_recommended(town, case, reasons="Syd er med")
        assert make_decided(town, case).recommendation.reasons == "Syd er med"


def test_management_decides_alone_where_no_group_reviews(db):
    odense = make_town("odense")
    fields = {"units_involved": [odense.units["schools"]]}
    case = submit_proposal(make_draft(odense, **fields), actor=odense.author)
    assert case.state == ProposalState.RECOMMENDED
    plain = {"shares": {}, "criterion": ""}
    assert refusal(odense, case, **plain) == "Skriv begrundelsen."
    assert refusal(odense, case, CHANGED, **plain) == "Skriv betingelserne, eller godkend sagen, som den er."
    decision = make_decided(odense, case, CHANGED, conditions="Fælles drift", **plain)
    assert (decision.recommendation, decision.departs, decision.conditions) == (None, False, "Fælles drift")


def test_a_case_that_no_group_has_seen_goes_back_to_its_applicant(db):
    odense = make_town("odense")
    fields = {"units_involved": [odense.units["schools"]]}
    case = submit_proposal(make_draft(odense, **fields), actor=odense.author)
    make_decided(odense, case, SENT_BACK, reasons="Hvem ejer driften?")
    case.refresh_from_db()
    assert case.state == ProposalState.REVISION


def test_an_application_where_policy_has_no_pool_is_approved_without_money(db):
    odense = make_town("odense")
    draft = make_draft(odense, kind=APPLICATION, units_involved=[odense.units["schools"]])
    case = submit_proposal(draft, actor=odense.author)
    decision = make_decided(odense, case, shares={}, criterion="", reasons="Godt for alle")
    assert (decision.amount, LedgerEntry.objects.count()) == (0, 0)


def test_directing_a_case_opens_the_criterion_and_leaves_the_case_where_it_is(town):
    make_frame()
    case = make_submitted(town, "review", kind=APPLICATION)
    since = case.state_since
    for reference, reasons in (("", "Derfor"), ("Sag 12, punkt 4", " ")):
        with pytest.raises(Refused, match="Skriv"):
            direct_to_pool(case, actor=town.director, reference=reference, reasons=reasons)
    direction = direct_to_pool(
        case, actor=town.director, reference=" Sag 12, punkt 4 ", reasons="Sygefraværet skal ned"
    )
    case.refresh_from_db()
    assert (case.state, case.state_since) == (ProposalState.REVIEW, since)
    assert (direction.reference, direction.directed_by_name) == ("Sag 12, punkt 4", "Director Test")
    assert AuditEntry.objects.latest("sequence").data["reference"] == "Sag 12, punkt 4"
    make_recommended(town, case, criterion="directed")
    assert make_decided(town, case, criterion="directed").criterion == "directed"
    assert LedgerEntry.objects.get(kind="commitment").priority == 2


def test_nobody_directs_a_case_where_the_criterion_is_not_in_force(db):
    odense = make_town("odense")
    case = make_submitted(odense, "assessment", kind=APPLICATION)
    with pytest.raises(Refused, match="Kriteriet gælder ikke her"):
        direct_to_pool(case, actor=odense.director, reference="Sag 12", reasons="Ja")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE governance_decision SET reasons = 'Andet'",
        "DELETE FROM governance_decision",
        "UPDATE governance_direction SET reasons = 'Andet'",
        "DELETE FROM governance_direction",
    ],
)
def test_what_has_been_decided_stands_in_the_database(town, application, statement):
    make_decided(town, application)
    other = make_submitted(town, "assessment", kind=APPLICATION)
    direct_to_pool(other, actor=town.director, reference="Sag 12", reasons="Ja")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement)
