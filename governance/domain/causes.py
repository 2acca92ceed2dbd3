"""Every "no" carries its cause: a criterion or a principle, the facts of the day, and what comes next."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.clock import today
from governance.domain.agenda import next_meeting
from governance.domain.bodies import in_force
from governance.domain.ruling import APPROVALS, Before, Ruling, refuse
from governance.enums import BodyKind, BodyRole, NextDate, Verdict
from governance.models import Decision, DecisionCause, Membership, ReservePlace
from governance.policy.shortfall import Shortfall
from governance.selectors.causes import NOTHING, Cause, facts_of, possible_causes, usual_cause
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from governance.policy.profile import Criterion


def find_cause(before: Before, ruling: Ruling) -> Cause | None:
    """Return what the decision is tied to, or None where it gives everything that was asked for.

    Refuses a cause that does not exist here; and none at all, unless there is nothing to choose from.
    """
    if not _falls_short(before, ruling):
        return None
    causes = possible_causes(before.proposal, before.criteria)
    if ruling.cause:
        chosen = next((one for one in causes if one.key == ruling.cause), None)
        return chosen or refuse(before, _("Choose one of the criteria or principles that hold here."))
    recommended = before.recommendation.criterion if before.recommendation else ""
    criterion = ruling.criterion or recommended or before.version.pool_criterion
    usual = usual_cause(before.version, criterion, causes)
    if usual is None and causes:
        refuse(before, _("Choose the criterion or the principle that the decision rests on."))
    return usual or NOTHING


def write_cause(decision: Decision, cause: Cause, criteria: "Iterable[Criterion]") -> DecisionCause:
    """Freeze the cause with the facts of today and the next date; part of the decision, which writes the act."""
    place = ReservePlace.objects.filter(decision=decision).first()
    meeting = None if place else next_meeting()
    return DecisionCause.objects.create(
        decision=decision,
        kind=cause.kind,
        code=cause.code,
        node=cause.node,
        name=cause.name,
        facts=_facts(decision, criteria).as_record(),
        next_kind=NextDate.RESERVE if place else NextDate.MEETING if meeting else NextDate.NONE,
        next_on=place.expires_on if place else meeting.day if meeting else None,
        contact=_contact(decision),
    )


def _falls_short(before: Before, ruling: Ruling) -> bool:
    if ruling.verdict not in APPROVALS:
        return True
    return before.asks_pool and ruling.amount < (before.version.requested_amount or Decimal(0))


def _facts(decision: Decision, criteria: "Iterable[Criterion]") -> Shortfall:
    known = tuple(criteria)
    if decision.proposal.kind != ProposalKind.APPLICATION or not known:
        return Shortfall()
    recommended = decision.recommendation.criterion if decision.recommendation else ""
    criterion = decision.criterion or recommended or decision.version.pool_criterion
    asks_why = decision.verdict in (Verdict.INELIGIBLE, Verdict.REJECTED)
    return facts_of(
        decision.version,
        known,
        criterion=criterion,
        granted=decision.amount,
        blocked=asks_why and criterion in {one.code for one in known},
    )


def _contact(decision: Decision) -> str:
    """Return who answers questions: the strategy group's secretary, or who has decided in the department."""
    if decision.body_kind != BodyKind.MANAGEMENT:
        return decision.decided_by_name
    return secretary_of_group() or decision.decided_by_name


def secretary_of_group() -> str:
    """Return who answers questions to the strategy group, by name and office, or "" while nobody is its secretary."""
    seats = Membership.objects.filter(
        in_force(today()), body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.SECRETARY, person__is_active=True
    )
    seat = seats.select_related("person", "body").order_by("pk").first()
    if seat is None:
        return ""
    said = {"name": seat.person.name, "body": seat.body.name}
    return _("%(name)s, secretary of %(body)s") % said
