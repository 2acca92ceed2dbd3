"""The sheet that finds the internal rate of return, and says so where there is none or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from businesscase.workbook.book import MONEY, YEAR, Sheet
from businesscase.workbook.root_search import CROSSINGS, HALVINGS, SMALL, TOUCHES, TURN, Search, Step, scale

_HEAD, _FIRST = 9, 10
_GROWTH, _RATE, _VALUE, _SLOPE, _CROSSES, _TOUCHES, _SLOTS = 0, 1, 2, 3, 4, 5, 7
_WIDTH = 4  # columns of a slot: low, high, middle, and one left open
_COUNT, _LIST = 3, 5
_PRECISE, _EXACT = "0.000000000", "0.000000%"


class Years(Protocol):
    """Where the nets and the years of a case stand, by the names of `grid`."""

    @property
    def years(self) -> int: ...  # noqa: D102
    def span(self, name: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Roots:
    """The addresses of how many rates there are, and of the list of them."""

    count: str
    rates: str


def write_roots(sheet: Sheet, grid: Years, found: Search) -> Roots:
    """Write the search."""
    return _RootSheet(sheet, grid, found).write()


class _RootSheet:
    def __init__(self, sheet: Sheet, grid: Years, found: Search) -> None:
        self.sheet, self.found = sheet, found
        self.nets, self.times, self.last = grid.span("net"), grid.span("t"), grid.years - 1
        self.end = _FIRST + len(scale()) - 1

    def write(self) -> Roots:
        sheet = self.sheet
        sheet.text(0, 0, sheet.name, "title")
        text = _(
            "The value of the case is taken at many rates from -100 % to 1,000 %. Where it changes its sign lies an "
            "internal rate; it is found by halving the interval again and again."
        )
        sheet.text(1, 0, text, "quiet")
        self._write_scale()
        cells = [self._write_crossing(slot) for slot in range(CROSSINGS)]
        touched = [self._write_touch(slot) for slot in range(TOUCHES)]
        sheet.text(_COUNT, 0, _("Number of rates"))
        counts = [f"MAX({self._column(_CROSSES)})", *(count for _rate, count in touched)]
        sheet.formula(_COUNT, 1, "+".join(counts), self.found.count, YEAR)
        sheet.text(_LIST, 0, _("The rates"))
        found = [*cells, *(rate for rate, _count in touched)]
        self._write_list(found)
        sheet.widths(18, 16, 18, 18, 14, 14, 3)
        sheet.raw.set_column(_SLOTS, _SLOTS + _WIDTH * (CROSSINGS + TOUCHES), 16)
        sheet.raw.freeze_panes(_FIRST, 2)
        return Roots(sheet.at(_COUNT, 1), sheet.span(_LIST, 1, _LIST, CROSSINGS + TOUCHES))

    def _write_scale(self) -> None:
        heads = (_("Growth a year"), _("Rate"), _("Value"), _("Slope"), _("Changes sign"), _("Turns near 0"))
        for column, head in enumerate(heads):
            self.sheet.text(_HEAD, column, head, "head-right")
        crossing = {place: number for number, place in enumerate(self.found.crossings, start=1)}
        touching = {place: number for number, place in enumerate(self.found.touches, start=1)}
        for place, growth in enumerate(self.found.growths):
            row = _FIRST + place
            here = xl_rowcol_to_cell(row, _GROWTH)
            self.sheet.number(row, _GROWTH, growth, _PRECISE)
            self.sheet.formula(row, _RATE, f"{here}-1", growth - 1, _EXACT)
            self.sheet.formula(row, _VALUE, self._value(here), self.found.values[place], MONEY)
            self.sheet.formula(row, _SLOPE, self._slope(here), self.found.slopes[place], MONEY)
            if place:
                self._write_flags(row, crossing.get(place, ""), touching.get(place, ""))

    def _write_flags(self, row: int, crossing: int | str, touching: int | str) -> None:
        before, after = xl_rowcol_to_cell(row - 1, _VALUE), xl_rowcol_to_cell(row, _VALUE)
        falling, rising = xl_rowcol_to_cell(row - 1, _SLOPE), xl_rowcol_to_cell(row, _SLOPE)
        above = [
            f"{xl_rowcol_to_cell(_HEAD, c, row_abs=True)}:{xl_rowcol_to_cell(row - 1, c)}" for c in (_CROSSES, _TOUCHES)
        ]
        crosses = f"SIGN({before})*SIGN({after})<0"
        turns = f"SIGN({before})*SIGN({after})>0,{before}*{falling}<0,{after}*{rising}>0"
        self.sheet.formula(row, _CROSSES, f'IF({crosses},MAX({above[0]})+1,"")', crossing, YEAR)
        self.sheet.formula(row, _TOUCHES, f'IF(AND({turns}),MAX({above[1]})+1,"")', touching, YEAR)

    def _write_crossing(self, slot: int) -> str:
        steps = self.found.closed_in[slot] if slot < len(self.found.closed_in) else ()
        name = _("Rate %(number)s") % {"number": slot + 1}
        return self._write_slot(slot, name, slot + 1, _CROSSES, steps, slope=False)

    def _write_touch(self, slot: int) -> tuple[str, str]:
        """Write a slot of a turning point; return the addresses of its growth and of how many rates lie there."""
        touch = self.found.turned[slot] if slot < len(self.found.turned) else None
        name = _("Turning point %(number)s") % {"number": slot + 1}
        place = CROSSINGS + slot
        cell = self._write_slot(place, name, slot + 1, _TOUCHES, touch.steps if touch else (), slope=True)
        column, row = _SLOTS + _WIDTH * place, _FIRST + HALVINGS + 1
        value, size = f'IF({cell}="","",{self._value(cell)})', self._value(cell, nets=f"ABS({self.nets})")
        self.sheet.formula(row, column, value, touch.value if touch else "", MONEY)
        here, sign = xl_rowcol_to_cell(row, column), self._at(_VALUE, slot + 1, _TOUCHES)
        small = f"ABS({here})<={SMALL!r}*{size}"
        count = f'IF({here}="",0,IF({small},1,IF({here}*{sign}<0,2,0)))'
        self.sheet.formula(row, column + 1, count, touch.rates if touch else 0, YEAR)
        return cell, self.sheet.at(row, column + 1)

    def _write_slot(self, place: int, name: str, number: int, flags: int, steps: Sequence[Step], *, slope: bool) -> str:
        """Write the halvings of one interval; return the address of the growth they come to."""
        sheet, first = self.sheet, _SLOTS + _WIDTH * place
        sheet.text(_HEAD - 1, first, name, "group")
        heads = (_("From"), pgettext("halving", "To"), _("Slope") if slope else _("Value"))
        for column, head in enumerate(heads):
            sheet.text(_HEAD, first + column, head, "head-right")
        sign = self._at(_SLOPE if slope else _VALUE, number, flags)
        for step in range(HALVINGS):
            row = _FIRST + step
            shown = steps[step] if steps else None
            low, high = (xl_rowcol_to_cell(row, first + column) for column in range(2))
            if step == 0:
                ends = [f'IFERROR({self._at(_GROWTH, number, flags, back=back)},"")' for back in (1, 0)]
            else:
                above = [xl_rowcol_to_cell(row - 1, first + column) for column in range(3)]
                half = f"({above[0]}+{above[1]})/2"
                upper = f"{above[2]}*{sign}>0"
                ends = [
                    f'IF({above[0]}="","",IF({upper},{half},{above[0]}))',
                    f'IF({above[0]}="","",IF({upper},{above[1]},{half}))',
                ]
            half = f"(({low}+{high})/2)"
            figure = self._slope(half) if slope else self._value(half)
            sheet.formula(row, first, ends[0], shown.low if shown else "", _PRECISE)
            sheet.formula(row, first + 1, ends[1], shown.high if shown else "", _PRECISE)
            sheet.formula(row, first + 2, f'IF({low}="","",{figure})', shown.middle if shown else "", MONEY)
        return str(xl_rowcol_to_cell(_FIRST + HALVINGS - 1, first, row_abs=True, col_abs=True))

    def _write_list(self, cells: Sequence[str]) -> None:
        """Write the rates found, ascending."""
        row = _LIST + 1
        growths = [steps[-1].low for steps in self.found.closed_in] + [""] * (CROSSINGS - len(self.found.closed_in))
        touched = [touch.growth if touch.rates else "" for touch in self.found.turned]
        all_growths = [*growths, *touched, *[""] * (TOUCHES - len(touched))]
        for place, (cell, growth) in enumerate(zip(cells, all_growths, strict=True)):
            kept = f'{cell}=""' if place < CROSSINGS else f"{self._touch_count(place - CROSSINGS)}=0"
            self.sheet.formula(
                row, 1 + place, f'IF({kept},"",{cell}-1)', "" if growth == "" else float(growth) - 1, _EXACT
            )
        span = xl_range_abs(row, 1, row, len(cells))
        for place in range(len(cells)):
            rate = self.found.rates[place] if place < len(self.found.rates) else ""
            self.sheet.formula(_LIST, 1 + place, f'IFERROR(SMALL({span},{place + 1}),"")', rate, _EXACT)

    def _touch_count(self, slot: int) -> str:
        return str(xl_rowcol_to_cell(_FIRST + HALVINGS + 1, _SLOTS + _WIDTH * (CROSSINGS + slot) + 1))

    def _at(self, column: int, number: int, flags: int, back: int = 1) -> str:
        """Return the formula of a figure at the lower end of the interval with a number; `back` 0: at the upper."""
        less = "-1" if back else ""
        return f"INDEX({self._column(column)},MATCH({number},{self._column(flags)},0){less})"

    def _column(self, column: int) -> str:
        return str(xl_range_abs(_FIRST, column, self.end, column))

    def _value(self, growth: str, nets: str = "") -> str:
        nets = nets or self.nets
        below = f"SUMPRODUCT({nets}*{growth}^({self.last}-{self.times}))"
        return f"IF({growth}<{TURN},{below},SUMPRODUCT({nets}*{growth}^(-{self.times})))"

    def _slope(self, growth: str) -> str:
        left = f"({self.last}-{self.times})"
        below = f"SUMPRODUCT({self.nets}*{left}*{growth}^({left}-1))"
        return f"IF({growth}<{TURN},{below},SUMPRODUCT({self.nets}*-{self.times}*{growth}^(-{self.times}-1)))"
