"""Who keeps the organisation in order."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.domain.refusal import ALLOWED, Answer

if TYPE_CHECKING:
    from core.models import User

MANAGE = "core.manage_organisation"


def may_manage_organisation(actor: "User | None") -> Answer:
    """Answer whether `actor` may create, change and close units and people; None is the portal itself."""
    if actor is None or actor.has_perm(MANAGE):
        return ALLOWED
    return Answer(allowed=False, reason=_("Only an administrator can change the organisation."))
