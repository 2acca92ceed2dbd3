"""Every "no" carries its cause: tied to a criterion or a principle, with the facts of the day, frozen (A2, D9-D16)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from core.templatetags.danish import date_long
from governance.domain.conflicts import declare_conflict
from governance.domain.decisions import decide, resume_decision
from governance.domain.local_decision import decide_locally
from governance.domain.reserve import expire_reserve_places, reserve_end
from governance.domain.submission import submit_proposal
from governance.enums import ConflictGround, RecommendationOutcome, Verdict
from governance.models import Decision, DecisionCause, ReservePlace
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import (
    Town,
    make_draft,
    make_meeting,
    make_recommended,
    make_review,
    make_standing,
    make_submitted,
)
from tests.factories.pool import make_application, make_decided, make_frame, ruling, this_year
from tests.factories.principles import load_sets

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def scored(town: Town, level: int) -> Proposal:
    """Make an application that a member has scored, and that the group recommends."""
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_review(case, town.member, level=level)
    return make_recommended(town, case).proposal


def sentences(client: Client, case: Proposal) -> str:
    return client.get(reverse("portfolio:proposal_detail", args=[case.pk])).content.decode()


def test_the_second_of_three_is_told_where_the_money_ended(town, client):
    make_frame(150_000)
    meeting = make_meeting(town)
    _first, second, _last = scored(town, 5), scored(town, 4), scored(town, 1)
    decision = make_decided(town, second, Verdict.REJECTED, reasons="Andre haster mere")
    cause = decision.cause
    assert (cause.kind, cause.code, cause.name) == ("criterion", "mandatory", "Obligatoriske digitale løsninger")
    assert (cause.next_kind, cause.next_on) == ("meeting", meeting.day)
    letter = OutboxMessage.objects.filter(subject__contains="Ledelsen har besluttet").latest("pk").body
    client.force_login(town.author, backend=BACKEND)
    page = sentences(client, second)
    for sentence in (
        "Puljekriterium: Obligatoriske digitale løsninger",
        f"Nr. 2 af 3. Puljen for {this_year()} slap op efter nr. 1. Der mangler 50.000 kr. i puljen. Det laveste",
        "En ansøgning på højst 50.000 kr., eller 50.000 kr. mere i puljen.",
        "En plads som nr. 1 eller bedre.",
        f"Strategigruppens næste møde efter beslutningen: {date_long(meeting.day)}.",
        "Secretary Test, sekretær for ",
    ):
        assert sentence in page, sentence
        assert sentence in letter, sentence


def test_what_is_kept_for_mandatory_solutions_does_not_reach_another_case(town):
    """The mandatory one draws 100.000 of what is kept; of the 400.000 that are left another case may use 50.000."""
    make_frame(500_000, expected=450_000)
    make_application(town)
    draft = make_draft(town, kind=ProposalKind.APPLICATION, pool_criterion="efficiency")
    case = make_recommended(town, submit_proposal(draft, actor=town.author)).proposal
    place = make_decided(town, case, Verdict.NOT_FUNDED).cause.facts["place"]
    assert (place["number"], place["reach"]) == (2, 1)
    assert [place[name] for name in ("room_dkk", "missing_dkk", "kept_dkk")] == ["50000.00", "50000.00", "350000.00"]


def test_what_was_allocated_today_counts_as_still_there(town):
    make_frame(500_000, expected=450_000)
    make_decided(town, make_application(town))
    draft = make_draft(town, kind=ProposalKind.APPLICATION, pool_criterion="efficiency")
    case = make_recommended(town, submit_proposal(draft, actor=town.author)).proposal
    place = make_decided(town, case, Verdict.NOT_FUNDED).cause.facts["place"]
    assert (place["number"], place["of"], place["reach"]) == (2, 2, 1)
    assert [place[name] for name in ("room_dkk", "missing_dkk", "kept_dkk")] == ["50000.00", "50000.00", "350000.00"]


def test_the_facts_stand_when_the_world_moves_on(town):
    make_frame(50_000)
    case = make_application(town)
    cause = make_decided(town, case, Verdict.REJECTED).cause
    before = cause.facts
    make_frame(5_000_000)
    cause.refresh_from_db()
    assert (cause.facts, before["place"]["missing_dkk"]) == (before, "50000.00")
    with pytest.raises(DatabaseError), transaction.atomic():
        DecisionCause.objects.update(name="Noget andet")


def test_everything_given_has_no_cause_and_a_part_has(town):
    make_frame()
    whole, part = make_application(town), make_application(town)
    make_decided(town, whole)
    decision = make_decided(town, part, Verdict.CHANGED, shares={this_year(): Decimal(60_000)})
    assert [row.decision for row in DecisionCause.objects.all()] == [decision]
    assert (decision.cause.facts["granted_dkk"], decision.cause.facts["applied_dkk"]) == ("60000", "100000.00")


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.DEFERRED, Verdict.SENT_BACK, Verdict.NOT_FUNDED])
def test_every_no_has_one(town, verdict):
    make_frame()
    assert make_decided(town, make_application(town), verdict).cause.code == "mandatory"


def test_a_chosen_principle_is_named_and_linked(town, client):
    case = make_standing(town, ProposalState.RECOMMENDED)
    load_sets()
    with pytest.raises(Refused, match="Vælg det kriterium eller princip, beslutningen hviler på"):
        make_decided(town, case, Verdict.REJECTED)
    with pytest.raises(Refused, match="Vælg et af de kriterier eller principper, der gælder her"):
        make_decided(town, case, Verdict.REJECTED, cause="criterion:mandatory")
    cause = make_decided(town, case, Verdict.REJECTED, cause="principle:odder_it_strategi_2006/odr06-2.2").cause
    assert (cause.kind, cause.node.code) == ("principle", "odr06-2.2")
    client.force_login(town.author, backend=BACKEND)
    page = sentences(client, case)
    assert reverse("principles:node_detail", args=[cause.node_id]) in page
    assert f"En sag, der følger “{cause.name}”, eller hvis fravigelse er godkendt." in page


def test_the_department_names_a_principle_too(town, client):
    case = make_standing(town, ProposalState.LOCAL_DECISION)
    load_sets()
    client.force_login(town.head, backend=BACKEND)
    page = reverse("governance:proposal_local_decision", args=[case.pk])
    refused = client.post(page, {"verdict": "rejected", "reasons": "Nej"})
    assert "Vælg det kriterium eller princip, beslutningen hviler på." in refused.content.decode()
    client.post(page, {"verdict": "rejected", "reasons": "Nej", "cause": "principle:odder_it_strategi_2006/odr06-2.2"})
    decision = Decision.objects.get()
    assert (decision.cause.node.code, decision.cause.contact) == ("odr06-2.2", "Head Test")
    client.force_login(town.author, backend=BACKEND)
    assert f"Princip: {decision.cause.name}" in sentences(client, case)


def test_an_approval_needs_no_principle(town):
    case = make_standing(town, ProposalState.LOCAL_DECISION)
    load_sets()
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Ja")
    assert DecisionCause.objects.count() == 0


def test_only_what_the_rules_keep_out_is_ineligible(town):
    make_frame()
    case = make_application(town)
    with pytest.raises(Refused, match="Puljens regler lader sagen slippe igennem"):
        make_decided(town, case, Verdict.INELIGIBLE)
    with pytest.raises(Refused, match="Sagen søger ikke penge i puljen"):
        make_decided(town, make_standing(town, ProposalState.RECOMMENDED), Verdict.INELIGIBLE)
    bare = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    recommended = make_recommended(town, bare, RecommendationOutcome.REJECT, criterion="own_strategy").proposal
    decision = make_decided(town, recommended, Verdict.INELIGIBLE)
    assert (decision.proposal.state, decision.departs) == ("rejected", False)
    assert [row["blocks"] for row in decision.cause.facts["blocked"]] == [True]


# --- the reserve list ---


@pytest.fixture
def waiting(town) -> Proposal:
    make_frame(50_000)
    case = scored(town, 4)
    make_decided(town, case, Verdict.NOT_FUNDED, reasons="God sag")
    case.refresh_from_db()
    return case


def test_worth_doing_without_money_waits_in_line(town, waiting, client):
    place = ReservePlace.objects.get()
    assert (waiting.state, place.priority, place.mean, place.amount) == ("reserve", 1, 4, 100_000)
    assert place.expires_on == reserve_end(clock.today())
    cause = place.decision.cause
    assert (cause.next_kind, cause.next_on, place.decision.departs) == ("reserve", place.expires_on, True)
    better = scored(town, 5)
    make_decided(town, better, Verdict.NOT_FUNDED)
    client.force_login(town.director, backend=BACKEND)
    page = client.get(reverse("governance:reserve_list")).content.decode()
    assert page.index(str(better)) < page.index(str(waiting))
    assert "200.000 kr." in page
    client.force_login(town.author, backend=BACKEND)
    assert client.get(reverse("governance:reserve_list")).status_code == 404


def test_who_is_barred_finds_no_name_on_the_list(town, waiting, client):
    declare_conflict(waiting, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    client.force_login(town.member, backend=BACKEND)
    page = client.get(reverse("governance:reserve_list")).content.decode()
    assert waiting.number not in page
    assert "en sag, du ikke har adgang til" in page


def test_management_takes_it_up_again_when_there_is_money(town, waiting):
    make_frame(500_000)
    resume_decision(waiting, actor=town.director, reason="Der kom penge tilbage")
    waiting.refresh_from_db()
    assert make_decided(town, waiting).amount == 100_000
    assert expire_reserve_places() == 0


def test_a_place_ends_by_itself_once(town, waiting):
    letters = OutboxMessage.objects.count()
    with clock.standing_at(clock.now() + timedelta(days=366)):
        assert (expire_reserve_places(), expire_reserve_places()) == (1, 0)
    waiting.refresh_from_db()
    assert waiting.state == "rejected"
    act = AuditEntry.objects.get(act="proposal.expire_reserve")
    assert (act.actor, act.data["to"]) == (None, "rejected")
    assert OutboxMessage.objects.count() - letters == 2


def test_before_its_day_it_stays(waiting):
    with clock.standing_at(clock.now() + timedelta(days=364)):
        assert expire_reserve_places() == 0


def test_a_decision_that_is_rolled_back_leaves_no_cause(town, monkeypatch):
    make_frame()
    case = make_application(town)

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("governance.domain.decisions.tell_of_decision", fails)
    with pytest.raises(RuntimeError):
        decide(case, ruling(Verdict.NOT_FUNDED), actor=town.director)
    assert (DecisionCause.objects.count(), ReservePlace.objects.count()) == (0, 0)
