"""Who may answer the architecture principles on a case, and when."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.domain.refusal import ALLOWED, Answer
from core.models import User
from portfolio.enums import CLOSED_STATES, DECIDED_STATES, EDITABLE_STATES, ProposalKind
from portfolio.permissions import speaks_for

if TYPE_CHECKING:
    from portfolio.models import Proposal

PERMISSION = "principles.answer_architecture"


def may_assess(proposal: "Proposal", actor: "User") -> Answer:
    """Tell whether `actor` may answer as IT architect: state, then permission, then separation of duties."""
    if proposal.kind == ProposalKind.SUGGESTION:
        return Answer(allowed=False, reason=_("A suggestion is not held against the principles."))
    if proposal.state in EDITABLE_STATES:
        return _later(proposal)
    if proposal.state in (*DECIDED_STATES, *CLOSED_STATES):
        return Answer(allowed=False, reason=_("The case has been concluded. The answers stand."))
    if not actor.has_perm(PERMISSION):
        return Answer(
            allowed=False, reason=_("The IT architect answers the architecture principles."), who=architects()
        )
    if speaks_for(proposal, actor):
        reason = _("You have a part in the case, so somebody else must check the answers.")
        return Answer(allowed=False, reason=reason, who=architects(without=actor))
    return ALLOWED


def architects(without: "User | None" = None) -> str:
    """Return the names of those who answer the architecture principles, in Danish order."""
    people = User.objects.with_permission(PERMISSION)
    names = people.exclude(pk=without.pk) if without else people
    return ", ".join(names.order_by("sort_key").values_list("name", flat=True))


def _later(proposal: "Proposal") -> Answer:
    reason = _("The proposal is being written. You can answer when it has been submitted.")
    return Answer(allowed=False, reason=reason, who=proposal.author.name)
