"""Management directs an application to the pool by a decision of its own (D14)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.models import Direction
from governance.selectors.pool_criteria import DIRECTED, criteria_in_force
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def direct_to_pool(proposal: Proposal, *, actor: "User", reference: str, reasons: str) -> Direction:
    """Record by which decision, named by date or case number, the case is directed; it stays where it is.

    It opens the criterion to the recommendation and the decision, and settles neither.
    """
    proposal = take("direct", proposal, actor=actor)
    if DIRECTED not in {criterion.code for criterion in criteria_in_force()}:
        raise Refused(_("The criterion is not in force here."), act=act_of("direct"), subject=proposal)
    reasons = needs_words(reasons, "direct", proposal)
    reference = reference.strip()
    if not reference:
        sentence = _("Write the decision by which the case is directed to the pool (date or case number).")
        raise Refused(sentence, act=act_of("direct"), subject=proposal)
    direction = Direction.objects.create(
        proposal=proposal,
        reference=reference,
        reasons=reasons,
        directed_by=actor,
        directed_by_name=", ".join(filter(None, [actor.name, actor.title])),
        directed_at=clock.now(),
    )
    data = {"direction": direction.pk, "reference": reference}
    settle("direct", proposal, ProposalState(proposal.state), actor=actor, reason=reasons, data=data)
    tell_applicants(
        proposal,
        subject=_("Management has directed the case to the pool"),
        body=f"{proposal}\n\n{reference}\n\n{reasons}",
        key=f"direct:{direction.pk}",
    )
    return direction
