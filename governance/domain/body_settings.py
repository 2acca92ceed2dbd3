"""What a body that meets in the portal can set for itself: whether its letters wait for the minutes."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.organisation import MANAGE
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.agenda import SETTLES
from governance.enums import BodyKind
from governance.models import Body
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

# Each says in the history what was chosen.
HOLD, LET_GO = "body.hold_letters", "body.let_letters_go"


def may_set(body: Body, actor: "User", standing: "Standing") -> Answer:
    """Answer whether `actor` may set how `body` works: administrators and its secretary.

    The strategy group's secretary also serves management.
    """
    served = {body.kind, BodyKind.STRATEGY_GROUP} if body.kind == BodyKind.MANAGEMENT else {body.kind}
    if actor.has_perm(MANAGE) or served & standing.secretary_of:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not set how %(body)s works.") % {"body": body.name},
        who=_("an administrator or the secretary"),
    )


@transaction.atomic
def set_letters_wait(body: Body, *, wait: bool, actor: "User") -> Body:
    """Let the letters of the meetings that are closed from now on wait for the minutes, or leave at once.

    Letters that wait already go on waiting.
    """
    act = HOLD if wait else LET_GO
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    require(may_set(body, actor, standing_of(actor)), act=act, subject=body)
    if body.kind not in SETTLES:
        raise Refused(_("This body does not meet in the portal."), act=act, subject=body)
    if body.letters_wait == wait:
        raise Refused(_("It is so already. Nothing has been changed."), act=act, subject=body)
    body.letters_wait = wait
    body.save(update_fields=["letters_wait"])
    record(act, actor=actor, subject=body, data={"letters_wait": wait})
    return body
