"""A refusal: the one exception a rule raises when somebody may not do what was asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db import models


@dataclass(frozen=True, slots=True)
class Answer:
    """May it be done? `reason` is a translated sentence, `who` names those who can, for page, API and tests."""

    allowed: bool
    reason: str = ""
    who: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Answer(allowed=True)


class Refused(Exception):  # noqa: N818 - the refusal is the noun
    """A move was refused; nothing has been changed.

    `act` and `subject`, where given, let the door that answers record the attempt among the acts,
    in a transaction of its own, since the move's has been rolled back.
    """

    def __init__(self, reason: str, *, who: str = "", act: str = "", subject: "models.Model | None" = None) -> None:
        """Refuse with a translated `reason` and, where somebody else may, the names of `who`."""
        super().__init__(reason)
        self.reason = str(reason)
        self.who = str(who)
        self.act = act
        self.subject = subject

    def __str__(self) -> str:
        can = _("It can be done by %(who)s.") % {"who": self.who} if self.who else ""
        return f"{self.reason} {can}".strip()


def require(answer: Answer, *, act: str = "", subject: "models.Model | None" = None) -> None:
    """Raise `Refused` unless the answer is yes."""
    if not answer.allowed:
        raise Refused(answer.reason, who=answer.who, act=act, subject=subject)
