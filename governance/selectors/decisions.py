"""Management's decisions as other pages need them: the deadline, the money, what awaits a director (A2, A3)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.danish import date_long, kroner, until
from core.ui import MoneyLine, WaitingItem
from governance.domain.stations import recommendation_stands
from governance.domain.working_days import add_working_days
from governance.enums import BodyKind, GrantOutcome, Verdict
from governance.selectors.profile import active_profile
from governance.selectors.standing import kept_standing
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, StandIn

if TYPE_CHECKING:
    from core.models import User
    from governance.policy.profile import Profile

# Lines that a director can take in at once; the list of cases shows the rest.
LENGTH = 50


def decision_due(proposal: Proposal, profile: "Profile | None" = None) -> date:
    """Return the day by which management decides: the policy's working days from the recommendation on.

    `profile` is the active one where the page has read it.
    """
    days = int((profile or active_profile()).number("decision_days", clock.today()))
    return add_working_days(proposal.state_since.astimezone(clock.COPENHAGEN).date(), days)


def money_lines(proposal: Proposal) -> tuple[MoneyLine, ...]:
    """Return what is recommended and allocated of an application's money, of a case that has been read ahead."""
    if proposal.kind != ProposalKind.APPLICATION or proposal.submitted_at is None:
        return ()
    approvals = (Verdict.APPROVED, Verdict.CHANGED)
    said_last = next(iter(proposal.recommendations.all()), None)
    recommended = said_last.amount if said_last and recommendation_stands(proposal, said_last) else None
    # What is approved without the pool has no criterion, and nothing has been allocated to it.
    given = (row for row in proposal.decisions.all() if row.verdict in approvals and row.criterion)
    newest = next(given, None)
    grant = getattr(newest, "conditional_grant", None)
    # What has lapsed has been allocated to nobody.
    allocated = newest.amount if newest and (grant is None or grant.outcome != GrantOutcome.LAPSED) else None
    label = _("Reserved") if grant is not None and grant.is_open else _("Allocated")
    said = ((_("Recommended"), recommended), (label, allocated))
    return tuple(MoneyLine(label, amount) for label, amount in said if amount is not None)


def grant_facts(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    """Return what an open conditional grant hangs on, how much, and until when, of a case that has been read ahead."""
    granted = (row for row in proposal.decisions.all() if getattr(row, "conditional_grant", None))
    decision = next((row for row in granted if row.conditional_grant.is_open), None)
    if decision is None:
        return ()
    day = decision.conditional_grant.lapses_on
    return (
        (_("Conditions"), "\n".join(decision.condition_lines)),
        (_("Amount reserved"), kroner(decision.amount)),
        (_("Lapses after"), f"{date_long(day)}, {until(day)}"),
    )


def decisions_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the cases that await a member of management, or the deputy who steps in, the oldest first."""
    standing = kept_standing(person)
    seated = BodyKind.MANAGEMENT in standing.kinds
    if not (seated or standing.decides_for_another):
        return
    rows: Any = Proposal.objects.visible_to(person).filter(state=ProposalState.RECOMMENDED)
    stand_ins = StandIn.objects.filter(proposal=OuterRef("pk"), decides=True).order_by()
    rows = rows.annotate(decides_for=Subquery(stand_ins.filter(person=person).values("member__name")[:1]))
    # A member who has handed the case over decides nothing in it; a deputy decides what they step in on alone.
    rows = rows.exclude(Exists(stand_ins.filter(member=person))) if seated else rows.exclude(decides_for=None)
    # Whoever writes, edits or owns the case decides nothing in it.
    rows = rows.exclude(
        Q(author=person) | Q(owner=person) | Q(pk__in=Proposal.objects.editable_by(person).order_by().values("pk"))
    )
    cases: list[Any] = list(rows.order_by("state_since")[:LENGTH])
    profile = active_profile() if cases else None
    for row in cases:
        due = decision_due(row, profile)
        url = reverse("governance:proposal_decision", args=[row.pk])
        why = _("The case awaits management's decision.")
        if row.decides_for:
            why = _("You step in for %(name)s in management, which decides the case.") % {"name": row.decides_for}
        yield WaitingItem(str(row), why, row.state_since, url, _("Decide"), due=due, overdue=due < clock.today())
