"""The proposals as the methods see them: bundles that stand or fall together, and what the locks leave open.

A bundle is one proposal, or all those that require each other in a circle. Amounts and values are whole numbers in
the finest decimal used (`scale_of`), so that sums and comparisons are exact.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Self

from governance.allocation.bits import bits_of, iterate_bits
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.circles import find_circles


@dataclass(frozen=True, slots=True)
class Scales:
    """The decimals in which amounts and values are whole: øre at least for amounts, or finer where one is written."""

    money: int
    worth: int

    @classmethod
    def of(cls, question: Question) -> Self:
        """Return the scales that write every figure of the question exactly."""
        limits = (*question.unit_limits, *question.year_limits, *question.other_year_limits)
        amounts = [question.budget, *(limit for _, limit in limits)]
        if question.other_limit is not None:
            amounts.append(question.other_limit)
        for candidate in question.candidates:
            amounts += [candidate.amount, *(amount for _, amount in candidate.years)]
        return cls(max(2, _decimals(amounts)), _decimals([candidate.value for candidate in question.candidates]))


@dataclass(frozen=True, slots=True)
class Bundle:
    """Proposals that stand or fall together, by their places in the question.

    `uses` is what it takes of each limit, the budget first; `first` the amount of its priority 1 proposals. `turn`
    is when it is reached by rank: when the last of its members is.
    """

    members: tuple[int, ...]
    uses: tuple[int, ...]
    first: int
    value: int
    turn: tuple[int, int, int]
    needs: tuple[int, ...]
    bars: int


@dataclass(frozen=True)
class Board:
    """All bundles, each after those it requires, and the limits in the same whole numbers as they use.

    `closures[i]` is bundle i with all it requires, directly or not. `barred` are the bundles that no permitted
    selection holds, `forced` those that every one does.
    """

    question: Question
    scales: Scales
    bundles: tuple[Bundle, ...]
    limits: tuple[int, ...]
    closures: tuple[int, ...]
    forced: int
    barred: int

    @cached_property
    def open_bundles(self) -> tuple[int, ...]:
        """Return the bundles that may be chosen or left, in order."""
        return tuple(i for i in range(len(self.bundles)) if not (self.forced | self.barred) >> i & 1)

    @cached_property
    def room(self) -> tuple[int, ...]:
        """Return what the forced bundles leave of each limit."""
        return self.left_by(self.forced)

    def left_by(self, chosen: int) -> tuple[int, ...]:
        """Return what the chosen bundles leave of each limit; below 0 where they do not fit."""
        left = list(self.limits)
        for i in iterate_bits(chosen):
            for row, use in enumerate(self.bundles[i].uses):
                left[row] -= use
        return tuple(left)

    @property
    def size(self) -> int:
        """Return the size of the pool that is asked about: the budget, or the first year's where each has its own."""
        return self.limits[1 if self.question.year_limits else 0]

    def limits_of_size(self, size: int) -> tuple[int, ...]:
        """Return the limits where the pool has another size; what is kept for mandatory solutions stays kept."""
        if self.question.year_limits:
            return self.limits_with(self.question.year_limits[0][0], size - self.size)
        return self._limits_with(size - self.size, {0, len(self.limits) - 1} if self._keeps else {0})

    def limits_with(self, year: int, more: int) -> tuple[int, ...]:
        """Return the limits where one year has more money, or less; what it keeps for mandatory solutions stays.

        More of a year is more in all; with less of it the others give what they gave.
        """
        question = self.question
        years, kept = question.year_limits, question.other_year_limits
        after = 1 + len(years) + len(question.unit_limits)
        rows = {*(1 + place for place, (one, _) in enumerate(years) if one == year)}
        rows |= {after + place for place, (one, _) in enumerate(kept) if one == year}
        if more > 0:
            rows |= {0, len(self.limits) - 1} if self._keeps else {0}
        return self._limits_with(more, rows)

    def _limits_with(self, more: int, rows: set[int]) -> tuple[int, ...]:
        """Return the limits with more in these rows, never less than what is forced takes of them."""
        return tuple(
            max(limit + more, limit - room, 0) if row in rows else limit
            for row, (limit, room) in enumerate(zip(self.limits, self.room, strict=True))
        )

    @property
    def _keeps(self) -> bool:
        return self.question.other_limit is not None

    @property
    def least(self) -> int:
        """Return the smallest size that could hold what is forced with what is kept for mandatory solutions."""
        question = self.question
        first = 1 if question.year_limits else 0
        used = self.size - self.room[first]
        if question.other_year_limits:
            return max(used, self.size - self.room[1 + len(question.year_limits) + len(question.unit_limits)])
        return max(used, self.size - self.room[-1]) if self._keeps and not first else used

    def holding(self, kept: int, *, without: int) -> "Board":
        """Return the board on which these bundles, with all they require, are forced and `without` are barred."""
        forced = self.forced
        for i in iterate_bits(kept):
            forced |= self.closures[i]
        out = (self.barred | without | self.bars_of(forced)) & ~forced
        barred = bits_of(i for i, closure in enumerate(self.closures) if closure & out)
        return replace(self, forced=forced, barred=barred)

    def in_money(self, whole: int) -> Decimal:
        """Return an amount in DKK."""
        return Decimal(whole).scaleb(-self.scales.money)

    def in_worth(self, whole: int) -> Decimal:
        """Return a value in its own unit."""
        return Decimal(whole).scaleb(-self.scales.worth)

    def bars_of(self, chosen: int) -> int:
        """Return the bundles that the chosen ones exclude."""
        bars = 0
        for i in iterate_bits(chosen):
            bars |= self.bundles[i].bars
        return bars


def lay_out(question: Question) -> Board:
    """Return the board of a question; whether its locks can hold together is `find_conflict`'s to say."""
    candidates, scales = question.candidates, Scales.of(question)
    place_of = {candidate.id: place for place, candidate in enumerate(candidates)}
    requires = [[place_of[name] for name in candidate.requires] for candidate in candidates]
    groups = find_circles(requires)
    bundle_of = {place: number for number, group in enumerate(groups) for place in group}
    bars = _both_ways(candidates, place_of, bundle_of)
    bundles = tuple(
        _bundle(
            question, scales, group, bars[number], _outside(number, {bundle_of[j] for i in group for j in requires[i]})
        )
        for number, group in enumerate(groups)
    )
    closures, barred = _follow(bundles)
    locked_in = {bundle_of[place] for place, one in enumerate(candidates) if one.locked == Lock.IN}
    locked_out = {bundle_of[place] for place, one in enumerate(candidates) if one.locked == Lock.OUT}
    board = Board(question, scales, bundles, _limits(question, scales), closures, forced=0, barred=barred)
    return board.holding(bits_of(locked_in), without=bits_of(locked_out))


def _decimals(numbers: list[Decimal]) -> int:
    return max((0, *(-int(number.normalize().as_tuple().exponent) for number in numbers if number)))


def _whole(number: Decimal, scale: int) -> int:
    return int(number.scaleb(scale))


def _limits(question: Question, scales: Scales) -> tuple[int, ...]:
    named = (*question.year_limits, *question.unit_limits, *question.other_year_limits)
    limits = (question.budget, *(limit for _, limit in named))
    if question.other_limit is not None:
        limits = (*limits, question.other_limit)
    return tuple(_whole(limit, scales.money) for limit in limits)


def _bundle(question: Question, scales: Scales, group: list[int], bars: int, needs: list[int]) -> Bundle:
    members = [question.candidates[place] for place in group]
    return Bundle(
        members=tuple(group),
        uses=_uses(question, scales, members),
        first=sum(_whole(one.amount, scales.money) for one in members if one.priority == 1),
        value=sum(_whole(one.value, scales.worth) for one in members),
        turn=max((one.priority, one.rank, place) for one, place in zip(members, group, strict=True)),
        needs=tuple(needs),
        bars=bars,
    )


def _uses(question: Question, scales: Scales, members: list[Candidate]) -> tuple[int, ...]:
    taken = [[one.amount for one in members]]
    taken += [[one.paid_in(year) for one in members] for year, _ in question.year_limits]
    taken += [[one.amount for one in members if one.unit == unit] for unit, _ in question.unit_limits]
    others = [one for one in members if one.priority != 1]
    taken += [[one.paid_in(year) for one in others] for year, _ in question.other_year_limits]
    if question.other_limit is not None:
        taken.append([one.amount for one in others])
    return tuple(sum(_whole(amount, scales.money) for amount in amounts) for amounts in taken)


def _outside(number: int, needed: set[int]) -> list[int]:
    return sorted(needed - {number})


def _both_ways(candidates: tuple[Candidate, ...], place_of: dict[str, int], bundle_of: dict[int, int]) -> list[int]:
    bars = [0] * len(set(bundle_of.values()))
    for place, candidate in enumerate(candidates):
        for name in candidate.excludes:
            one, other = bundle_of[place], bundle_of[place_of[name]]
            bars[one] |= 1 << other
            bars[other] |= 1 << one
    return bars


def _follow(bundles: tuple[Bundle, ...]) -> tuple[tuple[int, ...], int]:
    """Return each bundle with all it requires, and those that can never be chosen: they exclude what they need."""
    closures: list[int] = []
    shunned: list[int] = []
    barred = 0
    for i, bundle in enumerate(bundles):
        closure, shuns = 1 << i, bundle.bars
        for need in bundle.needs:
            closure |= closures[need]
            shuns |= shunned[need]
        closures.append(closure)
        shunned.append(shuns)
        if closure & shuns or closure & barred:
            barred |= 1 << i
    return tuple(closures), barred
