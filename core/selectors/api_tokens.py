"""A person's access tokens as their page shows them."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from core import clock
from core.models import ApiToken, User
from core.ui import Tone

_SOON = timedelta(days=14)
# Those that are over are history; the page shows the latest.
_OVER_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token with its state in a word."""

    token: ApiToken
    state: str
    tone: Tone
    usable: bool


def tokens_of(person: User) -> tuple[tuple[TokenLine, ...], tuple[TokenLine, ...]]:
    """Return the tokens in use and the latest of those that are over, newest first; one query."""
    lines = [_line(token) for token in person.api_tokens.all()]
    over = [line for line in lines if not line.usable]
    return tuple(line for line in lines if line.usable), tuple(over[:_OVER_SHOWN])


def _line(token: ApiToken) -> TokenLine:
    left = token.expires_at - clock.now()
    if token.revoked_at is not None:
        return TokenLine(token, _("Revoked"), "neutral", usable=False)
    if left <= timedelta(0):
        return TokenLine(token, _("Expired"), "neutral", usable=False)
    if left < _SOON:
        return TokenLine(token, _("Expires soon"), "warning", usable=True)
    return TokenLine(token, _("In use"), "success", usable=True)
