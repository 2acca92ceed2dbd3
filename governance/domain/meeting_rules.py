"""What policy says of meetings: the deadlines counted back from the day, and the quorum (A6, E6)."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governance.domain.working_days import add_working_days
from governance.enums import BodyKind
from governance.policy.settable import MANAGEMENT_OWN

if TYPE_CHECKING:
    from core.selectors.parameters import Dated

# The bodies whose chair has the casting vote.
CASTING = "meeting_casting_vote"
# What holds where the loaded profile is older than the parameter.
_USUAL: dict[str, Decimal] = {
    "meeting_cases_days": Decimal(10),
    "meeting_pack_days": Decimal(5),
    "meeting_quorum_share": Decimal("0.5"),
}
KEYS = tuple(_USUAL)


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """Working days before a meeting, the share of the members of which more must be there, and who breaks a tie.

    `casting` are the kinds of the bodies in which the chair's vote decides where the votes are equal.
    """

    cases_days: int
    pack_days: int
    quorum_share: Decimal
    casting: frozenset[str] = frozenset()

    def cases_by(self, day: date) -> date:
        """Return the last day on which a case is ready for the meeting on `day`."""
        return add_working_days(day, -self.cases_days)

    def pack_by(self, day: date) -> date:
        """Return the day on which the agenda of the meeting on `day` goes out."""
        return add_working_days(day, -self.pack_days)

    def quorum(self, members: int) -> int:
        """Return how many of so many members must take part: more than the share."""
        return int(members * self.quorum_share) + 1 if members else 0


def meeting_rules(parameters: "Mapping[str, Dated]", kind: str = BodyKind.STRATEGY_GROUP) -> MeetingRules:
    """Return the rules of a body's meetings from the parameters in force: management may have its own."""
    cases, pack, share = (_number(parameters, key_for(key, kind, parameters)) for key in KEYS)
    return MeetingRules(
        # A common deadline may have passed one of management's own: no agenda goes out before its cases are ready.
        cases_days=int(max(cases, pack)),
        pack_days=int(pack),
        quorum_share=share,
        casting=bodies_in(str(parameters[CASTING].value)) if CASTING in parameters else frozenset(),
    )


def key_for(key: str, kind: str, known: "Container[str]") -> str:
    """Return the key that a body's meetings go by in the place of `key`, of those that are `known` to be set."""
    own = MANAGEMENT_OWN[key] if kind == BodyKind.MANAGEMENT else key
    return own if own in known else key


def bodies_in(value: str) -> frozenset[str]:
    """Return the kinds of body that the parameter of the casting vote names, one beside the other, or "none"."""
    return frozenset(value.split()) - {"none"}


def _number(parameters: "Mapping[str, Any]", key: str) -> Decimal:
    return Decimal(str(parameters[key].value)) if key in parameters else _USUAL[key]
