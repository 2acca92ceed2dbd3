"""The efficient frontier as a chart with its text and its table: what each size of the pool would give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.charts import CurveChart, CurvePoint, curve_chart
from core.templatetags.danish import kroner
from governance.allocation.frontier import FrontierPoint
from governance.enums import RunState, ValueBasis
from governance.selectors.pool_board import written_value

if TYPE_CHECKING:
    from governance.allocation.allocate import Allocation
    from governance.allocation.candidate import Candidate
    from governance.allocation.difference import Selection
    from governance.models import PoolCalculation
    from governance.selectors.pool_board import Board

# So much of the value is what the chart's title looks for.
_MOST = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class FrontierLine:
    """A size of the pool, what it gives, and how sure that is, in words."""

    budget: Decimal
    value: str
    sure: str


@dataclass(frozen=True, slots=True)
class FrontierView:
    """The chart and the table behind it; `truth` says how sure the points are, `exact` whether a worker made them."""

    chart: CurveChart
    lines: tuple[FrontierLine, ...]
    truth: str
    exact: bool


def frontier_view(
    board: "Board", allocation: "Allocation", selection: "Selection", calculation: "PoolCalculation | None"
) -> FrontierView | None:
    """Return the frontier, the thorough one where a worker has made it; None where there is nothing to draw."""
    exact = calculation is not None and calculation.state == RunState.DONE
    points = _stored(calculation) if exact and calculation else allocation.frontier
    basis = board.settled.basis
    if allocation.infeasible or len(points) < 2 or points[-1].value <= 0:  # noqa: PLR2004 - a line has two ends
        return None
    lines = tuple(FrontierLine(point.budget, written_value(point.value, basis), _sure(point)) for point in points)
    year = board.years[0].year if board.is_in_years else None
    unit = _("Value, DKK") if basis == ValueBasis.NPV else _("Value, points")
    chart = curve_chart(
        title=_title(points),
        description=_describe(points, selection, basis),
        points=[CurvePoint(point.budget, point.value) for point in points],
        dot=CurvePoint(_needs(board, selection), selection.value),
        dot_text=_("The choice shown"),
        across=_("The pool in %(year)s, DKK") % {"year": year} if year else _("Size of the pool, DKK"),
        up=unit,
    )
    truth = _truth(points)
    if year:
        others = _("It is the size of the pool in %(year)s that varies. The other years have what they have.")
        truth = f"{others % {'year': year}} {truth}"
    return FrontierView(chart, lines, truth, exact)


def _needs(board: "Board", selection: "Selection") -> Decimal:
    """Return the smallest pool that would hold the choice with what is kept for mandatory solutions to come."""
    question, inside = board.question, set(selection.ids)
    chosen = [one for one in question.candidates if one.id in inside]
    others = [one for one in chosen if one.priority != 1]
    if question.year_limits:
        # It is the first of the years that the curve is drawn for.
        (year, room), (_year, other_room) = question.year_limits[0], question.other_year_limits[0]
        return max(_paid(chosen, year), _paid(others, year) + room - other_room)
    if question.other_limit is None:
        return selection.amount
    return max(
        selection.amount, sum((one.amount for one in others), Decimal(0)) + question.budget - question.other_limit
    )


def _paid(candidates: "Iterable[Candidate]", year: int) -> Decimal:
    return sum((one.paid_in(year) for one in candidates), Decimal(0))


def _stored(calculation: "PoolCalculation") -> tuple[FrontierPoint, ...]:
    return tuple(
        FrontierPoint(Decimal(budget), Decimal(value), None if gap is None else Decimal(gap))
        for budget, value, gap in calculation.frontier or ()
    )


def _title(points: Sequence[FrontierPoint]) -> str:
    whole = points[-1].value
    enough = next(point for point in points if point.value >= whole * _MOST)
    if enough is points[-1]:
        return _("The last kroner give a great deal: the value rises all the way to %(budget)s") % {
            "budget": kroner(points[-1].budget)
        }
    if enough.value == whole:
        return _("%(budget)s would be enough for the whole value") % {"budget": kroner(enough.budget)}
    share = (enough.value * 100 / whole).quantize(Decimal(1), ROUND_HALF_EVEN)
    return _("The first %(budget)s give %(share)s percent of the value") % {
        "budget": kroner(enough.budget),
        "share": number_format(share, decimal_pos=0),
    }


def _describe(points: Sequence[FrontierPoint], selection: "Selection", basis: ValueBasis) -> str:
    first, middle, last = points[0], points[len(points) // 2], points[-1]
    steps = [
        _("%(budget)s gives %(value)s") % {"budget": kroner(point.budget), "value": written_value(point.value, basis)}
        for point in dict.fromkeys((first, middle, last))
    ]
    choice = _("The choice shown uses %(amount)s and gives %(value)s.") % {
        "amount": kroner(selection.amount),
        "value": written_value(selection.value, basis),
    }
    return f"{'; '.join(steps)}. {choice}"


def _sure(point: FrontierPoint) -> str:
    if point.gap == 0:
        return _("Proved")
    if point.gap is None:
        return _("Not proved")
    percent = number_format((point.gap * 100).quantize(Decimal("0.01")), decimal_pos=2)
    return _("At most %(percent)s percent too low") % {"percent": percent}


def _truth(points: Sequence[FrontierPoint]) -> str:
    if all(point.gap == 0 for point in points):
        return _("Every point is proved: no choice gives more within that amount.")
    if any(point.gap is None for point in points):
        return _("Not every point has been proved. The table says which.")
    most = max(point.gap for point in points if point.gap is not None)
    percent = number_format((most * 100).quantize(Decimal("0.01")), decimal_pos=2)
    return _("The points are calculated quickly; none is more than %(percent)s percent too low.") % {"percent": percent}
