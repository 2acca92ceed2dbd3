"""The reserve list: worth doing, waits for money in order, until its time is up (B13, D9)."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.clock import today
from core.selectors.parameters import parameters_in_force
from governance.domain.moves import settle, tell_applicants
from governance.models import Decision, ReservePlace
from governance.selectors.causes import mean_of
from portfolio.domain.states import lock_proposal
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from governance.domain.ruling import Before

MONTHS = "reserve_months"
# Where policy does not say: until the pool has had a new year.
USUAL_MONTHS = 12


def place_on_reserve(before: "Before", decision: Decision) -> ReservePlace:
    """Give the case its place: what is mandatory first, then by the group's scores. Part of the decision."""
    recommended = before.recommendation
    criterion = recommended.criterion if recommended else before.version.pool_criterion
    amount = (recommended.amount if recommended else None) or before.version.requested_amount or Decimal(0)
    return ReservePlace.objects.create(
        decision=decision,
        priority=next((one.priority for one in before.criteria if one.code == criterion), 2),
        mean=mean_of(before.version),
        amount=amount,
        expires_on=reserve_end(today()),
    )


def reserve_end(day: date) -> date:
    """Return until when a place given on `day` holds, by the policy's months."""
    found = parameters_in_force(day).get(MONTHS)
    months = day.month - 1 + int(found.value if found else USUAL_MONTHS)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def places_in_order() -> "list[ReservePlace]":
    """Return the places of the cases that wait now, the first in line first."""
    newest = Decision.objects.filter(proposal__state=ProposalState.RESERVE).order_by("proposal_id", "-pk")
    rows = ReservePlace.objects.filter(decision__in=newest.distinct("proposal_id").values("pk"))
    return list(rows.select_related("decision__proposal"))


def expire_reserve_places() -> int:
    """Take the cases off whose time is up and return how many; idempotent, one transaction a case."""
    late = [place.decision.proposal for place in places_in_order() if place.expires_on < today()]
    return sum(_expire(proposal) for proposal in late)


@transaction.atomic
def _expire(proposal: Proposal) -> bool:
    proposal = lock_proposal(proposal)
    place = ReservePlace.objects.filter(decision__proposal=proposal).order_by("-decision").first()
    if proposal.state != ProposalState.RESERVE or place is None or place.expires_on >= today():
        return False
    reason = _("The place on the reserve list held until %(date)s.") % {"date": date_format(place.expires_on)}
    settle("expire_reserve", proposal, ProposalState.REJECTED, actor=None, reason=reason)
    tell_applicants(
        proposal,
        subject=_("The place on the reserve list has ended"),
        body="\n\n".join([str(proposal), reason, _("If the need is still there, a new case is welcome.")]),
        key=f"expire_reserve:{place.pk}",
    )
    return True
