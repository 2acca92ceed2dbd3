"""The cases that ask, laid out for the allocator with what a scenario has settled: from rows to the question."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.charts.label import shortened
from core.clock import today
from core.templatetags.danish import kroner
from governance.allocation.allocate import Allocation, allocate
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.difference import Selection
from governance.enums import AllocationMethod, LinkKind, RowLock, ValueBasis
from governance.policy.errors import ParameterMissingError
from governance.policy.instalments import spread_amount
from governance.policy.profile import Parameter, Profile
from governance.selectors.area_limits import own_limits
from governance.selectors.pool import state_of

if TYPE_CHECKING:
    from governance.models import PoolYear, Scenario, ScenarioCase, ScenarioLink
    from governance.selectors.asking import AskingCase

# The parameter that says what a case is worth here, and what its values are called there.
BASIS_KEY = "pool_value"
BASES = {"risk_adjusted_npv": ValueBasis.NPV, "review_score": ValueBasis.SCORE}
# How much more money the workbench asks the worth of.
MORE = Decimal(100_000)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Settled:
    """What has been settled beforehand: by case the lock and the other amount, the links, and the limits of areas.

    `area_limits` are those of areas that have one of their own, by the unit's id; `area_limit` holds for the others.
    """

    basis: ValueBasis
    method: AllocationMethod = AllocationMethod.BEST
    cases: "Mapping[int, ScenarioCase]" = field(default_factory=dict)
    links: "Sequence[ScenarioLink]" = ()
    area_limit: Decimal | None = None
    area_limits: "Mapping[int, Decimal]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A case on the board. `name` is what sentences call it; `barrier` says why the pool cannot give it this amount.

    `years` is what each of the pool's years gives of the amount; only the board's own where the case is paid at once.
    """

    case: "AskingCase"
    name: str
    rank: int
    priority: int
    amount: Decimal
    value: Decimal
    settled: "ScenarioCase | None"
    barrier: str
    years: tuple[tuple[int, Decimal], ...] = ()

    def paid_in(self, year: int) -> Decimal:
        """Return what a year gives of the amount."""
        return dict(self.years).get(year, Decimal(0))

    @property
    def lock(self) -> str:
        """Return "in", "out" or nothing."""
        return self.settled.lock if self.settled else ""

    @property
    def is_partial(self) -> bool:
        """Whether the amount is another than the case asks for."""
        return self.amount != self.case.applied


@dataclass(frozen=True, slots=True)
class Board:
    """The question with its rows in the order of the ranking. `foreign` are links to cases that no longer ask.

    `years` are those of the pool that the cases draw on: the one asked about, and where a case is paid in instalments
    those up to the last of them. `room` is what each of them has left.
    """

    settled: Settled
    rows: tuple[Row, ...]
    question: Question
    foreign: "tuple[ScenarioLink, ...]"
    years: "tuple[PoolYear, ...]"
    room: tuple[tuple[int, Decimal], ...]

    @property
    def by_name(self) -> dict[str, Row]:
        """Return the rows by what the allocator calls them."""
        return {row.name: row for row in self.rows}

    @property
    def is_in_years(self) -> bool:
        """Whether more than one of the pool's years is drawn on."""
        return len(self.years) > 1

    @property
    def digest(self) -> str:
        """Return the fingerprint of everything that the calculation depends on, the versions of the cases with it."""
        rows = [
            (row.name, row.case.version.pk, bool(row.settled and row.settled.amount is not None)) for row in self.rows
        ]
        facts = (self.question, self.settled.basis, rows)
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def allocation(self) -> Allocation:
        """Return what each method selects, and what a little more money would be worth."""
        return _allocated(self.question)

    def chosen(self, allocation: Allocation) -> Selection:
        """Return what the scenario's own method selects."""
        return {
            AllocationMethod.RANK: allocation.by_rank,
            AllocationMethod.SKIPPING: allocation.by_rank_skipping,
            AllocationMethod.BEST: allocation.best_value,
        }[self.settled.method]


def basis_in_force(profile: Profile) -> tuple[ValueBasis, Parameter | None]:
    """Return what a case is worth here and the parameter that says so; the net present value where none does."""
    try:
        parameter = profile.parameter(BASIS_KEY, today())
    except ParameterMissingError:
        return ValueBasis.NPV, None
    return BASES.get(str(parameter.value), ValueBasis.NPV), parameter


def settled_by(scenario: "Scenario") -> Settled:
    """Return what a scenario settles; its cases and links are at hand or asked for."""
    return Settled(
        basis=ValueBasis(scenario.basis),
        method=AllocationMethod(scenario.method),
        cases={row.proposal_id: row for row in scenario.cases.all()},
        links=tuple(scenario.links.all()),
        area_limit=scenario.area_limit,
        area_limits=own_limits(scenario),
    )


def lay_board(cases: "Sequence[AskingCase]", years: "Sequence[PoolYear]", settled: Settled, profile: Profile) -> Board:
    """Lay the cases out: by priority, then by the group's score, then by value, then by number.

    `years` are the pool's from the one asked about, in their order.
    """
    rows = _ranked([_row(case, years, settled, profile) for case in cases])
    names = {row.case.proposal.pk: row.name for row in rows}
    last = max((year for row in rows if not row.barrier for year, _amount in row.years), default=years[0].year)
    touched = tuple(one for one in years if one.year <= last)
    room, other_room = [], []
    for one in touched:
        pool = state_of(one)
        left = max(Decimal(0), pool.frame - pool.committed_mandatory - pool.committed_other)
        room.append((one.year, left))
        other_room.append((one.year, max(Decimal(0), left - pool.expected_mandatory)))
    known = [one for one in settled.links if one.proposal_id in names and one.other_id in names]
    several = len(touched) > 1
    return Board(
        settled=settled,
        rows=rows,
        question=Question(
            budget=sum((left for _year, left in room), Decimal(0)),
            candidates=tuple(_candidate(row, known, names, several=several) for row in rows),
            unit_limits=_unit_limits(rows, settled),
            year_limits=tuple(room) if several else (),
            other_limit=sum((left for _year, left in other_room), Decimal(0)),
            other_year_limits=tuple(other_room) if several else (),
        ),
        foreign=tuple(one for one in settled.links if one not in known),
        years=touched,
        room=tuple(room),
    )


def _unit_limits(rows: Sequence[Row], settled: Settled) -> tuple[tuple[str, Decimal], ...]:
    """Return the limit of each area that cases come from: its own, or else the one for all."""
    areas = {area.pk: area.name for row in rows if (area := row.case.proposal.area)}
    limits = ((name, settled.area_limits.get(pk, settled.area_limit)) for pk, name in areas.items())
    return tuple(sorted((name, limit) for name, limit in limits if limit is not None))


def written_value(value: Decimal, basis: ValueBasis) -> str:
    """Return a value in its unit."""
    if basis == ValueBasis.NPV:
        return kroner(value)
    return pgettext("score", "%(number)s points") % {
        "number": number_format(value.quantize(Decimal("0.01")), decimal_pos=2)
    }


@lru_cache(maxsize=32)
def _allocated(question: Question) -> Allocation:
    """Return the answer; the same question is asked by everyone who looks at the same page."""
    return allocate(question, more=MORE)


def _row(case: "AskingCase", years: "Sequence[PoolYear]", settled: Settled, profile: Profile) -> Row:
    own = settled.cases.get(case.proposal.pk)
    amount = own.amount if own and own.amount is not None else case.amount
    spread = spread_amount(amount, case.instalments, years[0].year)
    return Row(
        case=case,
        name=f"{case.proposal.number} {shortened(case.proposal.title, _LONGEST)}",
        rank=0,
        priority=case.priority(profile),
        amount=amount,
        value=_value(case, settled.basis),
        settled=own,
        barrier=case.barriers(amount, profile) or _lacks_frame(spread, years),
        years=spread,
    )


def _lacks_frame(spread: tuple[tuple[int, Decimal], ...], years: "Sequence[PoolYear]") -> str:
    """Return which instalment falls in a year that the council has not given the pool a frame for."""
    framed = {one.year for one in years}
    missing = next(((year, amount) for year, amount in spread if year not in framed), None)
    if missing is None:
        return ""
    facts = {"year": missing[0], "amount": kroner(missing[1])}
    return _("The pool has no frame for %(year)s yet, and the case needs %(amount)s of it.") % facts


def _value(case: "AskingCase", basis: ValueBasis) -> Decimal:
    if basis == ValueBasis.SCORE:
        return case.score or Decimal(0)
    return (case.npv or Decimal(0)).quantize(Decimal(1), ROUND_HALF_EVEN)


def _ranked(rows: list[Row]) -> tuple[Row, ...]:
    def place(row: Row) -> tuple[int, Decimal, Decimal]:
        score = Decimal(-1) if row.case.score is None else row.case.score
        return row.priority, -score, -(row.case.npv or Decimal(0))

    ordered = sorted(rows, key=place)
    return tuple(replace(row, rank=rank) for rank, row in enumerate(ordered, start=1))


def _candidate(row: Row, links: "Sequence[ScenarioLink]", names: Mapping[int, str], *, several: bool) -> Candidate:
    own = [one for one in links if one.proposal_id == row.case.proposal.pk]
    lock = {RowLock.IN: Lock.IN, RowLock.OUT: Lock.OUT}.get(RowLock(row.lock)) if row.lock else None
    area = row.case.proposal.area
    return Candidate(
        id=row.name,
        amount=row.amount,
        value=row.value,
        priority=row.priority,
        rank=row.rank,
        requires=tuple(names[one.other_id] for one in own if one.kind == LinkKind.REQUIRES),
        excludes=tuple(names[one.other_id] for one in own if one.kind == LinkKind.EXCLUDES),
        # What the pool cannot pay is out whatever has been settled.
        locked=Lock.OUT if row.barrier else lock,
        unit=area.name if area else "",
        years=row.years if several else (),
    )
