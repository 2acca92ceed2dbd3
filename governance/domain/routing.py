"""The choice of route where policy leaves it open: IT and the project owner sign, the chair settles (C6, AM10)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.domain.stations import next_station
from governance.enums import Route, Signatory
from governance.models import RouteSignature, Triage
from governance.models.route_signature import CHOICES_LEFT
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User

MOVE_OF = {
    Signatory.IT: "sign_route_for_it",
    Signatory.OWNER: "sign_route_for_owner",
    Signatory.CHAIR: "settle_route",
}


@transaction.atomic
def sign_route(proposal: Proposal, *, actor: "User", signatory: Signatory, route: Route, reason: str) -> Proposal:
    """Sign a route for IT or for the project owner; when both agree the case moves on at once.

    The same person does not sign for both. A signature may be given once; the chair settles a disagreement.
    """
    name = MOVE_OF[signatory]
    proposal, triage, reason = _begin(name, proposal, actor, route, reason)
    signatures = {row.signatory: row for row in triage.signatures.all()}
    if any(row.person_id == actor.pk for row in signatures.values()):
        raise Refused(_("You have already signed for the other side."), act=act_of(name), subject=proposal)
    _sign(triage, signatory, actor, route, reason)
    agreed = all(row.route == route for row in signatures.values()) and len(signatures) == 1
    target = _take_route(triage, route) if agreed else ProposalState.ROUTING
    settle(name, proposal, target, actor=actor, reason=reason, data={"route": route})
    _tell(proposal, triage, target)
    return proposal


@transaction.atomic
def settle_route(proposal: Proposal, *, actor: "User", route: Route, reason: str) -> Proposal:
    """Let the chair settle a disagreement: routing -> local_decision | review (AM10)."""
    proposal, triage, reason = _begin("settle_route", proposal, actor, route, reason)
    _sign(triage, Signatory.CHAIR, actor, route, reason)
    target = _take_route(triage, route)
    settle("settle_route", proposal, target, actor=actor, reason=reason, data={"route": route})
    _tell(proposal, triage, target)
    return proposal


def _begin(name: str, proposal: Proposal, actor: "User", route: Route, reason: str) -> tuple[Proposal, Triage, str]:
    proposal = take(name, proposal, actor=actor)
    if route not in CHOICES_LEFT:
        raise Refused(_("That route cannot be chosen."), act=act_of(name), subject=proposal)
    triage = Triage.objects.select_related("version").prefetch_related("signatures").filter(proposal=proposal)[0]
    return proposal, triage, needs_words(reason, name, proposal)


def _sign(triage: Triage, signatory: Signatory, actor: "User", route: Route, reason: str) -> None:
    RouteSignature.objects.create(
        triage=triage, signatory=signatory, person=actor, route=route, reason=reason, signed_at=clock.now()
    )


def _take_route(triage: Triage, route: Route) -> ProposalState:
    triage.route = route
    triage.save(update_fields=["route"])
    return next_station(triage)


def _tell(proposal: Proposal, triage: Triage, target: ProposalState) -> None:
    if target != ProposalState.ROUTING:
        # Whoever lost a disagreement reads here why.
        signed = [f"{row.get_signatory_display()}: {row.reason}" for row in triage.signatures.order_by("pk")]
        where = _("The case now goes to: %(route)s.") % {"route": triage.get_route_display()}
        tell_applicants(
            proposal,
            subject=_("The route has been chosen"),
            body="\n".join([str(proposal), "", where, "", *signed]),
            key=f"route:{triage.pk}",
        )
