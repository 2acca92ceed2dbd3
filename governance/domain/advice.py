"""An advisory body gives its advice on a case that somebody else judges; it moves nothing (A12, AM14)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.models import Advice
from governance.permissions import Part, part_in
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.domain.versions import submitted_version
from portfolio.enums import JUDGED_STATES
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Body
    from governance.selectors.standing import Standing

ACT = "proposal.advise"


def may_advise(proposal: Proposal, part: Part, standing: "Standing") -> Answer:
    """Answer whether a person advises on the case: a seat in a body that advises, while somebody judges the case."""
    if proposal.state not in JUDGED_STATES:
        return Answer(allowed=False, reason=_("Nobody is judging the case now."))
    if not standing.advises:
        return Answer(
            allowed=False, reason=_("You do not sit in a body that advises."), who=standing.offices.advisers()
        )
    if part.has_a_part:
        return Answer(allowed=False, reason=_("You speak for this case yourself, so somebody else advises on it."))
    if part.barred:
        return Answer(allowed=False, reason=_("You have declared a conflict of interest in this case."))
    return ALLOWED


def advising_body(standing: "Standing") -> "Body | None":
    """Return the advisory body that the person sits in."""
    return standing.offices.advising(standing.kinds)


@transaction.atomic
def give_advice(proposal: Proposal, *, text: str, actor: "User") -> Advice:
    """Record the advice on what the case is now. Raises `Refused` for one who does not advise, and for no words."""
    proposal, standing = lock_proposal(proposal), standing_of(actor)
    require(may_advise(proposal, part_in(proposal, actor, standing), standing), act=ACT, subject=proposal)
    body, text = advising_body(standing), text.strip()
    if not text or body is None:
        raise Refused(_("Write the advice."), act=ACT, subject=proposal)
    advice = Advice.objects.create(
        proposal=proposal,
        version=submitted_version(proposal),
        body=body,
        author=actor,
        author_name=", ".join(filter(None, [actor.name, actor.title])),
        text=text,
        given_at=clock.now(),
    )
    record(ACT, actor=actor, subject=proposal, data={"advice": advice.pk, "body": body.name})
    return advice
