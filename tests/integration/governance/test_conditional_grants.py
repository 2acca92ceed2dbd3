"""A grant on conditions: reserved by the decision, allocated when the condition is met, free again when it lapses."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.conditional_grants import lapse_grant, lapse_grants, meet_condition
from governance.domain.decisions import resume_decision
from governance.domain.submission import submit_proposal
from governance.enums import Verdict
from governance.models import ConditionalGrant, LedgerEntry
from governance.permissions import may, part_in
from governance.selectors.standing import standing_of
from governance.tasks import lapse_due_grants
from portfolio.enums import ProposalKind
from portfolio.models import Project, Proposal
from tests.factories.governance import in_days, make_draft, make_recommended
from tests.factories.pool import balance, make_application, make_decided, make_frame, this_year

HUNDRED = Decimal(100_000)


def make_promised(town, *, days: int = 60, **said: Any) -> Proposal:
    """Make the case of a project whose 100.000 kr. wait for a co-financing to be confirmed."""
    make_frame(300_000)
    draft = make_draft(
        town, kind=ProposalKind.APPLICATION, vendor_cost=Decimal(200_000), units_involved=[town.units["schools"]]
    )
    case = make_recommended(town, submit_proposal(draft, actor=town.author)).proposal
    whole = {"conditions": "Nabokommunen bekræfter sin andel", "lapses_on": in_days(days), "reasons": "Ikke uden dem"}
    make_decided(town, case, Verdict.CHANGED, **(whole | said))
    return Proposal.objects.get(pk=case.pk)


def entries() -> list[tuple[str, Decimal]]:
    return [(row.kind, row.amount) for row in LedgerEntry.objects.exclude(kind="frame").order_by("pk")]


def refused(call, *arguments, **named) -> str:
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    return refusal.value.reason


def after(days: int):
    return clock.standing_at(clock.now() + timedelta(days=days))


def test_a_grant_on_conditions_reserves_and_starts_no_project(town):
    case = make_promised(town)
    assert (case.state, entries(), Project.objects.count()) == ("approved", [("reservation", HUNDRED)], 0)
    year = balance()
    assert (year.reserved, year.committed, year.left, year.reserved_mandatory) == (HUNDRED, 0, 200_000, HUNDRED)
    assert AuditEntry.objects.get(act="proposal.approve_with_changes").data["lapses_on"] == str(in_days(60))


def test_what_is_reserved_is_not_there_for_others(town):
    make_promised(town)
    make_frame(150_000)
    with pytest.raises(Refused, match="Puljen rækker ikke"):
        make_decided(town, make_application(town))


def test_when_the_condition_is_met_the_money_is_allocated_and_the_project_starts(town):
    case = make_promised(town)
    meet_condition(case, actor=town.other_director, reason="Aftalen er underskrevet 4. maj")
    assert entries() == [("reservation", HUNDRED), ("reservation", -HUNDRED), ("commitment", HUNDRED)]
    assert (balance().committed_mandatory, balance().reserved) == (HUNDRED, 0)
    assert (Project.objects.get().granted, Proposal.objects.get().state) == (HUNDRED, "approved")
    grant = ConditionalGrant.objects.get()
    assert (grant.outcome, grant.settled_by, grant.reason) == (
        "met", town.other_director, "Aftalen er underskrevet 4. maj",
    )  # fmt: skip
    assert OutboxMessage.objects.filter(subject__contains="Betingelsen for tilsagnet er opfyldt").count() == 2


def test_a_grant_lapses_by_itself_when_its_day_has_passed_and_says_so(town):
    case = make_promised(town)
    with after(60):
        assert lapse_due_grants() == 0
    with after(61):
        assert (lapse_due_grants(), lapse_grants()) == (1, 0)
    assert entries() == [("reservation", HUNDRED), ("reservation", -HUNDRED)]
    assert (balance().left, balance().reserved) == (300_000, 0)
    line = LedgerEntry.objects.latest("pk")
    assert (line.text[:20], line.posted_by) == ("Tilsagnet er bortfal", None)
    case.refresh_from_db()
    assert (case.state, AuditEntry.objects.get(act="proposal.lapse_grant").actor) == ("deferred", None)
    assert OutboxMessage.objects.filter(subject__contains="Tilsagnet er bortfaldet").count() == 2


def test_a_case_whose_grant_has_lapsed_waits_with_management(town):
    case = make_promised(town)
    lapse_grant(case, actor=town.director, reason="Nabokommunen tøver")
    assert refused(meet_condition, case, actor=town.director, reason="For sent").startswith("Det kan ikke gøres")
    resume_decision(case, actor=town.director, reason="Aftalen kom alligevel")
    make_decided(town, case)
    assert (entries()[2:], Project.objects.count()) == ([("commitment", HUNDRED)], 1)


def test_the_day_itself_is_the_last_on_which_the_condition_can_be_met(town):
    case = make_promised(town)
    with after(61):
        late = refused(meet_condition, case, actor=town.director, reason="Endelig")
        assert late == "Tilsagnets frist er overskredet, så det bortfalder."
    with after(60):
        meet_condition(case, actor=town.director, reason="Lige til tiden")
    assert ConditionalGrant.objects.get().outcome == "met"


def test_management_lets_it_lapse_before_its_day(town):
    case = make_promised(town)
    lapse_grant(case, actor=town.director, reason="Nabokommunen har sagt nej")
    assert (balance().reserved, ConditionalGrant.objects.get().outcome) == (0, "lapsed")
    assert lapse_grants() == 0
    assert refused(lapse_grant, case, actor=town.director, reason="Igen").startswith("Det kan ikke gøres")


def test_the_latest_reminder_is_sent_once(town):
    make_promised(town)
    reminders = OutboxMessage.objects.filter(subject__contains="Tilsagnet bortfalder")
    for days, count in ((0, 0), (29, 0), (30, 3), (31, 3), (53, 6), (60, 6)):
        with after(days):
            lapse_grants()
        assert (days, reminders.count()) == (days, count)
    assert "Nabokommunen bekræfter sin andel" in reminders[0].body


def test_who_may_not_see_the_case_any_more_is_not_reminded(town):
    case = make_promised(town)
    granted_by = ConditionalGrant.objects.get().decision.decided_by
    case.bars.create(person=granted_by)
    with after(31):
        lapse_grants()
    reminders = OutboxMessage.objects.filter(subject__contains="Tilsagnet bortfalder")
    assert reminders.count() == 2
    assert not reminders.filter(recipient=granted_by).exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"days": 0}, "Vælg en dag efter i dag og højst to år frem."),
        ({"days": -3}, "Vælg en dag efter i dag og højst to år frem."),
        ({"days": 731}, "Vælg en dag efter i dag og højst to år frem."),
        ({"conditions": " ", "shares": {this_year(): Decimal(60_000)}},
         "Skriv den betingelse, der skal opfyldes, før tilsagnet bortfalder."),
    ],
)  # fmt: skip
def test_what_a_conditional_grant_demands(town, said, sentence):
    assert refused(make_promised, town, **said) == sentence
    assert (entries(), ConditionalGrant.objects.count()) == ([], 0)


def test_a_rejection_has_no_grant_that_could_lapse(town):
    make_frame()
    case = make_application(town)
    said = refused(make_decided, town, case, Verdict.REJECTED, lapses_on=in_days(10))
    assert said == "Kun en godkendelse udmønter penge."


@pytest.mark.parametrize("name", ["author", "owner", "chair", "member", "it", "head", "auditor", "admin", "outsider"])
def test_only_management_says_that_the_condition_is_met(town, name):
    case, actor = make_promised(town), town.people[name]
    for call in (meet_condition, lapse_grant):
        assert refused(call, case, actor=actor, reason="Ja") == "Du har ikke den rolle, det kræver."
    assert ConditionalGrant.objects.get().is_open


def test_a_reason_is_needed_and_a_plain_approval_has_nothing_to_meet(town):
    case = make_promised(town)
    assert refused(meet_condition, case, actor=town.director, reason=" ") == "Skriv begrundelsen."
    plain = make_application(town)
    make_decided(town, plain)
    standing = standing_of(town.director)
    plain.refresh_from_db()
    for name in ("meet_condition", "lapse_grant"):
        assert may(name, plain, part_in(plain, town.director, standing), standing).reason == (
            "Sagen har intet tilsagn, hvis betingelse mangler at blive opfyldt."
        )


def test_a_settled_grant_stands(town):
    case = make_promised(town)
    meet_condition(case, actor=town.director, reason="Ja")
    for attempt in (
        lambda: ConditionalGrant.objects.update(outcome=""),
        lambda: ConditionalGrant.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            attempt()
