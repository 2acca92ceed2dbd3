"""Why a proposal was not selected, and which of those that were it has more value than (C17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from governance.allocation.candidate import Candidate, Lock, Question


class Cause(StrEnum):
    """What kept a proposal out, the first that holds."""

    LOCKED_OUT = "locked_out"
    REQUIRED_MISSING = "required_missing"
    EXCLUDED = "excluded"
    RESERVED = "reserved"
    UNIT_LIMIT = "unit_limit"
    YEAR_LIMIT = "year_limit"
    YEAR_RESERVED = "year_reserved"
    NO_ROOM = "no_room"
    STOPPED = "stopped"
    NO_GAIN = "no_gain"
    OTHERS_BETTER = "others_better"


# What money is lacking, how much of it, and in which year where each has its own limit.
_Short: TypeAlias = tuple[Cause, Decimal, int | None]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A proposal that was not selected, and why.

    `others` are the proposals that the cause names (those it lacks, or that exclude it), `missing` the DKK it would
    have needed beyond what was left, 0 where money is not the cause, in `year` where each year has its own limit.
    `outdone` are the selected ones that are worth less, where people have not locked them in and they are not
    mandatory.
    """

    id: str
    cause: Cause
    others: tuple[str, ...] = ()
    missing: Decimal = Decimal(0)
    outdone: tuple[str, ...] = ()
    year: int | None = None


def tell_passed_over(question: Question, selected: Iterable[str], *, by_rank: bool = False) -> tuple[PassedOver, ...]:
    """Return those that were not selected, in the order they were given in.

    `by_rank` is the method that stops at the first that does not fit: those behind it would have had room.
    """
    inside = set(selected)
    return tuple(
        _tell(question, candidate, inside, by_rank=by_rank)
        for candidate in question.candidates
        if candidate.id not in inside
    )


def _tell(question: Question, candidate: Candidate, inside: set[str], *, by_rank: bool) -> PassedOver:
    cause, others, missing, year = _cause(question, candidate, inside, by_rank=by_rank)
    outdone = tuple(
        one.id
        for one in question.candidates
        if one.id in inside and one.value < candidate.value and one.priority != 1 and one.locked != Lock.IN
    )
    return PassedOver(candidate.id, cause, others, missing, outdone, year)


def _cause(
    question: Question, candidate: Candidate, inside: set[str], *, by_rank: bool
) -> tuple[Cause, tuple[str, ...], Decimal, int | None]:
    nothing = Decimal(0)
    if candidate.locked == Lock.OUT:
        return Cause.LOCKED_OUT, (), nothing, None
    lacking = tuple(name for name in candidate.requires if name not in inside)
    if lacking:
        return Cause.REQUIRED_MISSING, lacking, nothing, None
    barring = tuple(
        one.id
        for one in question.candidates
        if one.id in inside and (one.id in candidate.excludes or candidate.id in one.excludes)
    )
    if barring:
        return Cause.EXCLUDED, barring, nothing, None
    short = _shortest(question, candidate, inside)
    if short:
        return short[0], (), short[1], short[2]
    if by_rank:
        return Cause.STOPPED, (), nothing, None
    return (Cause.OTHERS_BETTER if candidate.value > 0 else Cause.NO_GAIN), (), nothing, None


def _shortest(question: Question, candidate: Candidate, inside: set[str]) -> _Short | None:
    """Return the limit that is most exceeded if the proposal came on top of the selected ones.

    Where each year has its limit, a year is named and not the sum of them.
    """
    chosen = [one for one in question.candidates if one.id in inside]
    by = _by_year if question.year_limits else _in_all
    missing = list(by(question, candidate, chosen))
    for unit, limit in question.unit_limits:
        if unit == candidate.unit:
            own = _sum(one for one in chosen if one.unit == unit)
            missing.append((Cause.UNIT_LIMIT, own + candidate.amount - limit, None))
    worst = max(missing, key=lambda one: one[1], default=None)
    return worst if worst and worst[1] > 0 else None


def _in_all(question: Question, candidate: Candidate, chosen: list[Candidate]) -> Iterator[_Short]:
    yield Cause.NO_ROOM, _sum(chosen) + candidate.amount - question.budget, None
    if question.other_limit is not None and candidate.priority != 1:
        others = _sum(one for one in chosen if one.priority != 1)
        yield Cause.RESERVED, others + candidate.amount - question.other_limit, None


def _by_year(question: Question, candidate: Candidate, chosen: list[Candidate]) -> Iterator[_Short]:
    for year, limit in question.year_limits:
        # A year that the proposal takes nothing of is not what keeps it out.
        if asked := candidate.paid_in(year):
            yield Cause.YEAR_LIMIT, _paid(chosen, year) + asked - limit, year
    for year, limit in question.other_year_limits:
        if candidate.priority != 1 and (asked := candidate.paid_in(year)):
            others = [one for one in chosen if one.priority != 1]
            yield Cause.YEAR_RESERVED, _paid(others, year) + asked - limit, year


def _paid(candidates: Iterable[Candidate], year: int) -> Decimal:
    return sum((one.paid_in(year) for one in candidates), Decimal(0))


def _sum(candidates: Iterable[Candidate]) -> Decimal:
    return sum((one.amount for one in candidates), Decimal(0))
