"""How a proposal stands to the principles, counted: pure, without invented weights.

In: answers by principle code. Out: frozen counts. A principle is settled when it has an answer and the
reason that the answer demands: every answer but "follows" (D24, C24), and also "follows" where the
principle pulls against one that the proposal deviates from (AM16). Raises `ValueError` on an unknown answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FOLLOWS, PARTLY, DEVIATES, NOT_RELEVANT = "follows", "partly", "deviates", "not_relevant"
VALUES = (FOLLOWS, PARTLY, DEVIATES, NOT_RELEVANT)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its value, its reason, and whether it merely confirms one given before."""

    value: str
    reason: str = ""
    confirms: bool = False

    def __post_init__(self) -> None:
        """Refuse a value that is none of the four."""
        if self.value not in VALUES:
            message = f"unknown answer {self.value!r}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle as the counting needs it; `group` is the node above it, `tension_with` codes."""

    code: str
    group: str = ""
    tension_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts per answer; `unanswered` are without an answer, `settled` have all they need."""

    follows: int
    partly: int
    deviates: int
    not_relevant: int
    unanswered: int
    settled: int
    total: int

    @property
    def missing(self) -> int:
        """How many still lack an answer or its reason."""
        return self.total - self.settled

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return self.settled == self.total


@dataclass(frozen=True, slots=True)
class Tension:
    """A pair of principles that pull apart; `in_play` when one is followed and the other deviated from."""

    first: str
    second: str
    in_play: bool


def tally(principles: Iterable[Principle], answers: Mapping[str, Given]) -> Tally:
    """Count the answers to `principles`; answers to other principles only matter as tensions."""
    asked = tuple(principles)
    torn = torn_by_tension(asked, answers)
    values = [answers[one.code].value for one in asked if one.code in answers]
    settled = [one for one in asked if is_settled(answers.get(one.code), torn=one.code in torn)]
    return Tally(
        follows=values.count(FOLLOWS),
        partly=values.count(PARTLY),
        deviates=values.count(DEVIATES),
        not_relevant=values.count(NOT_RELEVANT),
        unanswered=len(asked) - len(values),
        settled=len(settled),
        total=len(asked),
    )


def coverage(principles: Iterable[Principle], answers: Mapping[str, Given]) -> dict[str, Tally]:
    """Return one tally per group, in the order in which the groups first appear."""
    groups: dict[str, list[Principle]] = {}
    for one in principles:
        groups.setdefault(one.group, []).append(one)
    return {group: tally(members, answers) for group, members in groups.items()}


def is_settled(answer: Given | None, *, torn: bool = False) -> bool:
    """Tell whether the answer is given with the reason it demands."""
    return answer is not None and not lacks_reason(answer, torn=torn)


def lacks_reason(answer: Given, *, torn: bool = False) -> bool:
    """Tell whether the answer demands a reason that it does not have; `torn` when a tension is in play."""
    if answer.confirms or answer.reason.strip():
        return False
    return answer.value != FOLLOWS or torn


def tensions(principles: Iterable[Principle], answers: Mapping[str, Given]) -> tuple[Tension, ...]:
    """Return each pair once, in the order of the principles; a pair may be named from either side."""
    found: dict[frozenset[str], Tension] = {}
    for one in principles:
        for other in one.tension_with:
            pair = frozenset((one.code, other))
            if pair not in found:
                found[pair] = Tension(one.code, other, _pulls_apart(answers.get(one.code), answers.get(other)))
    return tuple(found.values())


def torn_by_tension(principles: Iterable[Principle], answers: Mapping[str, Given]) -> frozenset[str]:
    """Return the codes of the principles that stand in a tension which is in play."""
    pairs = [pair for pair in tensions(principles, answers) if pair.in_play]
    return frozenset(code for pair in pairs for code in (pair.first, pair.second))


def _pulls_apart(first: Given | None, second: Given | None) -> bool:
    return first is not None and second is not None and {first.value, second.value} == {FOLLOWS, DEVIATES}
