"""Reading cells strictly: what cannot be used is told with its sheet and cell, and never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.forms.dates import DayField
from portfolio.reading.cells import Lacking, SheetCells

_CENT, _SHARE = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class CellReader:
    """A sheet, and the sentences on what is wrong in it."""

    cells: SheetCells
    problems: list[str]

    def wrong(self, row: int, column: int, text: str) -> None:
        """Keep a sentence about a cell."""
        self.problems.append(f"{self.cells.address(row, column)}: {text}")

    def text(self, row: int, column: int, most: int) -> str:
        """Return a text; a number that somebody has written for a text is its text."""
        value = self._value(row, column)
        if value is None:
            return ""
        if isinstance(value, date):
            value = value.isoformat()
        written = f"{value.normalize():f}" if isinstance(value, Decimal) else self._answer(value)
        # Spreadsheets part lines by a line feed alone.
        written = written.replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(written) > most:
            text = _("The text has %(length)s characters; there is room for %(most)s.")
            self.wrong(row, column, text % {"length": len(written), "most": most})
        return written[:most]

    def figure(self, row: int, column: int, *, digits: int = 12) -> Decimal | None:
        """Return an amount or hours, 0 or more, with two decimals; None where nothing is written."""
        value = self._number(row, column)
        if value is None:
            return None
        if value < 0:
            self.wrong(row, column, _("The number cannot be below 0."))
            return None
        if value >= Decimal(10) ** digits:
            self.wrong(row, column, _("The number is too large."))
            return None
        return value.quantize(_CENT, ROUND_HALF_EVEN)

    def decimal(self, row: int, column: int, low: Decimal, high: Decimal) -> Decimal | None:
        """Return a number within bounds."""
        value = self._number(row, column)
        if value is not None and not low <= value <= high:
            self.wrong(row, column, _("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high})
            return None
        return None if value is None else value.quantize(_CENT, ROUND_HALF_EVEN)

    def share(self, row: int, column: int) -> Decimal | None:
        """Return a probability as a percentage: the cell holds 0.2 and shows 20 %."""
        value = self._number(row, column)
        if value is not None and not 0 <= value <= 1:
            self.wrong(row, column, _("The probability must be from 0 to 100 percent."))
            return None
        return None if value is None else value.quantize(_SHARE, ROUND_HALF_EVEN) * 100

    def whole(self, row: int, column: int, low: int, high: int, *, needed: bool = False) -> int | None:
        """Return a whole number within bounds."""
        value = self._number(row, column)
        if value is None and not needed:
            return None
        if value is None or value != value.to_integral_value() or not low <= value <= high:
            text = _("Write a whole number from %(low)s to %(high)s.")
            self.wrong(row, column, text % {"low": low, "high": high})
            return None
        return int(value)

    def day(self, row: int, column: int) -> date | None:
        """Return a date; one that stands as text is read as the portal's forms read it."""
        value = self._value(row, column)
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        try:
            found: date | None = DayField().clean(self._answer(value))
        except ValidationError:
            self.wrong(row, column, _("Write a date, such as 31-12-2027."))
            return None
        return found

    def choice(self, row: int, column: int, choices: Sequence[tuple[str, str]], *, needed: bool = True) -> str:
        """Return the value whose word stands in the cell; capitals do not count."""
        value = self._value(row, column)
        word = "" if value is None else self._answer(value).strip().casefold()
        found = next((key for key, known in choices if known.casefold() == word), None)
        if found is not None:
            return found
        if word or needed:
            words = ", ".join(known for _key, known in choices)
            self.wrong(row, column, _("Write one of: %(words)s.") % {"words": words})
        return ""

    def _number(self, row: int, column: int) -> Decimal | None:
        value = self._value(row, column)
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            shown = str(value)[:60]
            self.wrong(row, column, _("“%(value)s” is not a number.") % {"value": shown})
            return None
        return value

    def _value(self, row: int, column: int) -> str | Decimal | bool | date | None:
        value = self.cells[row, column]
        if isinstance(value, Lacking):
            text = _("The formula has no value. Open the workbook in a spreadsheet and save it again.")
            self.wrong(row, column, text)
            return None
        return value

    @staticmethod
    def _answer(value: object) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return str(value)
