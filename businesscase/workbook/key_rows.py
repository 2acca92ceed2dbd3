"""The key figures as formulas over the years, each with what the portal's engine says it comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.domain.inputs import FIRST_YEAR_UNDISCOUNTED, TIMING
from businesscase.finance import (
    Definition,
    Measure,
    Verdict,
    half_years,
    judge,
    net_present_value,
    payback_time,
    to_money,
)
from businesscase.finance.annuity import annuity
from businesscase.finance.funding import peak_funding
from businesscase.finance.mirr import modified_rate
from businesscase.finance.switching import switching_value
from businesscase.workbook.book import MONEY, PERCENT, YEAR, YEARS, Value
from businesscase.workbook.figures import Figures
from businesscase.workbook.grid import Grid
from businesscase.workbook.root_search import Search
from businesscase.workbook.root_sheet import Roots


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key figure: the name it is found by, what it is called, its formula, what that comes to, and what it says."""

    key: str
    label: str
    formula: str
    value: Value
    kind: str
    words: str


def key_rows(
    grid: Grid, figures: Figures, roots: Roots, found: Search, middle: Decimal | None = None
) -> Iterator[KeyRow]:
    """Yield the key figures in the order they are read; `middle` is what closed cases of the kind have realised."""
    yield from _worth(grid, figures)
    yield from _rates(grid, figures, roots, found)
    yield from _paybacks(grid, figures)
    yield from _bearing(grid, figures)
    if middle is not None:
        yield from _as_its_kind(grid, figures, middle)


def verdict_of(definition: Definition, figures: Figures) -> Verdict:
    """Judge the case as the portal does."""
    npv, net = (to_money(sum(figures[name], Decimal(0))) for name in ("discounted_net", "net"))
    return judge(definition, npv=npv, net_gain=net, payback=payback_time(figures["cumulative"]))


def verdict_formulas(definition: Definition, grid: Grid) -> tuple[str, str]:
    """Return the formulas of whether the case is positive, and of how much it lacks to be."""
    if definition.measure == Measure.PAYBACK:
        back, limit = _payback(grid, "back"), definition.years
        never = f"{grid.cell('cumulative', grid.years - 1)}<0"
        positive = f"IF({never},FALSE,{back}<={limit})"
        return positive, f'IF({never},"–",MAX(0,{back}-{limit}))'
    figure = f"ROUND(SUM({grid.span('discounted_net' if definition.measure == Measure.NPV else 'net')}),2)"
    return f"{figure}>0", f"MAX(0,0.01-{figure})"


def _worth(grid: Grid, figures: Figures) -> Iterator[KeyRow]:
    net, lost = (sum(figures[name], Decimal(0)) for name in ("discounted_net", "discounted_loss"))
    formula = f"SUM({grid.span('discounted_net')})"
    text = _("What gains less costs are worth today.")
    yield KeyRow("npv", _("Net present value"), formula, net, MONEY, text)
    adjusted = f"{formula}-SUM({grid.span('discounted_loss')})"
    text = _("The net present value less what the risks cost on average.")
    yield KeyRow("risk_adjusted_npv", _("Risk-adjusted net present value"), adjusted, net - lost, MONEY, text)
    gain = sum(figures["net"], Decimal(0))
    text = _("Gains less costs over all years, without interest.")
    yield KeyRow("net_gain", _("Net gain"), f"SUM({grid.span('net')})", gain, MONEY, text)


def _rates(grid: Grid, figures: Figures, roots: Roots, found: Search) -> Iterator[KeyRow]:
    none, several = pgettext("internal rate of return", "None"), pgettext("internal rate of return", "Several")
    formula = f'IF({roots.count}=0,"{none}",IF({roots.count}>1,"{several}",INDEX({roots.rates},1,1)))'
    value: Value = found.rates[0] if found.count == 1 else several if found.count else none
    text = _("The rate at which the case just breaks even; where there are several, none of them says anything.")
    yield KeyRow("irr", _("Internal rate of return"), formula, value, PERCENT, text)
    text = _("The return when outlays and gains both bear the discount rate; there is only ever one.")
    net, factor = grid.span("net"), grid.span("factor")
    outlay, gain = (f"SUMPRODUCT(({net}{sign}0)*ABS({net})*{factor})" for sign in "<>")
    ends = f"{gain}/{grid.cell('factor', grid.years - 1)}/({outlay}/{grid.cell('factor', 0)})"
    modified = f'"{none}"'
    if grid.years > 1:
        modified = f'IF(OR({outlay}=0,{gain}=0),"{none}",({ends})^(1/{grid.years - 1})-1)'
    waits = half_years(grid.years, TIMING, first_year_undiscounted=FIRST_YEAR_UNDISCOUNTED)
    weights = figures["factor"]
    rate = modified_rate(figures["net"], waits, finance=weights, reinvest=weights)
    yield KeyRow("mirr", _("Modified internal rate of return"), modified, none if rate is None else rate, PERCENT, text)


def _paybacks(grid: Grid, figures: Figures) -> Iterator[KeyRow]:
    never = pgettext("payback", "Never")
    for key, label, back, sums in (
        ("payback", _("Paid back after (years)"), "back", "cumulative"),
        ("discounted_payback", _("Paid back after, discounted (years)"), "discounted_back", "discounted_cumulative"),
    ):
        last = grid.cell(sums, grid.years - 1)
        years = payback_time([round(amount, 6) for amount in figures[sums]]).years
        value: Value = never if years is None else years
        formula = f'IF({last}<0,"{never}",{_payback(grid, back)})'
        text = _("Counted from the first year; where the money is lost again on the way, the last time counts.")
        yield KeyRow(key, label, formula, value, YEARS, text)


def _payback(grid: Grid, back: str) -> str:
    return f"IF(COUNT({grid.span(back)})=0,0,ROUND(MAX({grid.span(back)}),6))"


def _bearing(grid: Grid, figures: Figures) -> Iterator[KeyRow]:
    weights, cost, gain = figures["factor"], figures["cost"], figures["benefit"]
    own = figures["own_cost"]
    net = f"SUM({grid.span('discounted_net')})"
    even = annuity(sum(figures["discounted_net"], Decimal(0)), weights, first_year_undiscounted=FIRST_YEAR_UNDISCOUNTED)
    text = _("The net present value as an even amount in each year after the first.")
    paid = grid.from_year("factor", 1 if grid.years > 1 else 0)
    yield KeyRow("annuity", _("Net present value a year"), f"{net}/SUM({paid})", even, MONEY, text)
    share = switching_value(cost, gain, weights)
    nothing = _("No gains")
    gained = f"SUM({grid.span('discounted_benefit')})"
    formula = f'IF({gained}<=0,"{nothing}",{net}/{gained})'
    text = _("So much smaller can every gain become before the case just breaks even; below 0 they must rise.")
    yield KeyRow(
        "switching_share", _("The gains can fall by"), formula, nothing if share is None else share, PERCENT, text
    )
    text = _("That much is lost when the gains come a month later and the costs fall as planned.")
    delay = sum(figures["delay"], Decimal(0))
    yield KeyRow("delay_per_month", _("A month's delay costs"), f"SUM({grid.span('delay')})", delay, MONEY, text)
    text = _("What the solution costs in all its years.")
    yield KeyRow("total_cost", _("Costs in all"), f"SUM({grid.span('own_cost')})", sum(own, Decimal(0)), MONEY, text)
    present = net_present_value(own, weights)
    text = _("The same at today's value.")
    formula = f"SUM({grid.span('discounted_own_cost')})"
    yield KeyRow("present_cost", _("Costs at today's value"), formula, present, MONEY, text)
    yield from _peak(grid, figures)


def _peak(grid: Grid, figures: Figures) -> Iterator[KeyRow]:
    sums, years = grid.span("cumulative"), grid.span("year")
    peak = peak_funding(figures["cumulative"])
    text = _("So much has been laid out at the most without being covered by gains.")
    yield KeyRow("peak_funding", _("Most money laid out"), f"MAX(0,-MIN({sums}))", peak.amount, MONEY, text)
    nowhere = pgettext("peak", "None")
    formula = f'IF(MIN({sums})>=0,"{nowhere}",INDEX({years},1,MATCH(MIN({sums}),{sums},0)))'
    value: Value = nowhere if peak.year is None else figures.first_year + peak.year
    yield KeyRow("peak_year", _("Year in which most is laid out"), formula, value, YEAR, "")


def _as_its_kind(grid: Grid, figures: Figures, middle: Decimal) -> Iterator[KeyRow]:
    """Yield what the case is worth if its gains come as those of closed cases did; the costs are the same."""
    gains, costs = (sum(figures[name], Decimal(0)) for name in ("discounted_benefit", "discounted_cost"))
    text = _("Half of the closed cases of its kind have realised less than this share of the promised gains.")
    yield KeyRow("middle", _("Realised by closed cases of its kind"), str(middle), middle, PERCENT, text)
    formula = f"{middle}*SUM({grid.span('discounted_benefit')})-SUM({grid.span('discounted_cost')})"
    text = _("What the case is worth if its gains come as theirs did; the costs are the same.")
    label = _("Net present value, as its kind has realised")
    yield KeyRow("adjusted_npv", label, formula, middle * gains - costs, MONEY, text)
