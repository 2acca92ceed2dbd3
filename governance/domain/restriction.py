"""Confidential cases: decided cases are open to every employee unless somebody who answers for them says why not.

Whoever may mark a case may open it again: the IT department (what protects systems and data), the strategy group's
secretary (who keeps the register) and the head of the case's own department. Never those who speak for the case: a
case must not be hidden from the house by the one who wants it.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.moves import needs_words
from governance.enums import BodyKind
from governance.permissions import Part, part_in
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal, restrict
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing


def may_restrict(proposal: Proposal, part: Part, standing: "Standing") -> Answer:
    """Answer whether a person may mark the case as confidential, or open it again."""
    if proposal.submitted_at is None:
        return Answer(allowed=False, reason=_("A draft is seen only by those who write it."))
    heads_it = BodyKind.DEPARTMENT_HEADS in standing.kinds and part.own_department
    keeps_it = BodyKind.IT_DEPARTMENT in standing.kinds or BodyKind.STRATEGY_GROUP in standing.secretary_of
    who = _("the IT department, the strategy group's secretary and the head of the department")
    if not (heads_it or keeps_it):
        return Answer(allowed=False, reason=_("You cannot decide whether the case is confidential."), who=who)
    if part.has_a_part:
        reason = _("You speak for this case yourself, so somebody else decides whether it is confidential.")
        return Answer(allowed=False, reason=reason, who=who)
    if part.barred:
        return Answer(allowed=False, reason=_("You have declared a conflict of interest in this case."), who=who)
    return ALLOWED


@transaction.atomic
def restrict_case(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Mark the case, and the project it has become, as confidential."""
    return _turn("proposal.restrict", proposal, actor=actor, reason=reason, restricted=True)


@transaction.atomic
def unrestrict_case(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Open the case, and the project it has become, again."""
    return _turn("proposal.unrestrict", proposal, actor=actor, reason=reason, restricted=False)


def _turn(act: str, proposal: Proposal, *, actor: "User", reason: str, restricted: bool) -> Proposal:
    proposal = lock_proposal(proposal)
    standing = standing_of(actor)
    require(may_restrict(proposal, part_in(proposal, actor, standing), standing), act=act, subject=proposal)
    if proposal.restricted == restricted:
        said = _("The case is already confidential.") if restricted else _("The case is already open.")
        raise Refused(said, act=act, subject=proposal)
    reason = needs_words(reason, act.removeprefix("proposal."), proposal)
    restrict(proposal, restricted=restricted)
    record(act, actor=actor, subject=proposal, reason=reason)
    return proposal
