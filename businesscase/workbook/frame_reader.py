"""Reading the frame and the texts of the portal's own workbook, each field by what it is called."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from businesscase.forms.frame import MOST_CHARACTERS
from businesscase.workbook import layout
from businesscase.workbook.cell_reader import CellReader

_NEEDED = ("start_year", "years", "price_year", "price_basis", "spreading")
_USUAL: dict[str, Any] = {"supplier_correlation": Decimal(0), "seed": 1}


def read_fields(sheet: CellReader, names: Sequence[str]) -> dict[str, Any]:
    """Return the fields of those names, each from the row that says what it is called."""
    rows: dict[str, int] = {}
    for row in range(layout.FRAME_FIRST, sheet.cells.rows):
        rows.setdefault(str(sheet.cells[row, layout.FRAME_LABEL] or "").strip(), row)
    fields = {}
    for name in names:
        label = layout.label(name)
        if label not in rows:
            text = _("%(sheet)s: “%(label)s” is missing in the first column.")
            sheet.problems.append(text % {"sheet": sheet.cells.name, "label": label})
            continue
        fields[name] = _field(sheet, rows[label], name)
    return fields


def _field(sheet: CellReader, row: int, name: str) -> Any:
    column, at = layout.column_of(name), layout.FRAME_VALUE
    needed = name in _NEEDED
    if isinstance(column, models.BooleanField):
        yes, no = layout.yes_no()
        return sheet.choice(row, at, (("true", yes), ("", no)), needed=False) == "true"
    if column.choices:
        return sheet.choice(row, at, [(str(key), str(word)) for key, word in column.flatchoices], needed=needed)
    if isinstance(column, models.DecimalField):
        most = Decimal(10) ** (column.max_digits - column.decimal_places) - Decimal("0.01")
        found = sheet.decimal(row, at, Decimal(0), min(most, Decimal(_bound(column, MaxValueValidator, str(most)))))
        return _USUAL.get(name) if found is None else found
    if isinstance(column, models.IntegerField):
        low, high = int(_bound(column, MinValueValidator, "0")), int(_bound(column, MaxValueValidator, "0"))
        number = sheet.whole(row, at, low, high, needed=needed)
        return _USUAL.get(name) if number is None else number
    return sheet.text(row, at, column.max_length or MOST_CHARACTERS)


def _bound(column: "models.Field[Any, Any]", kind: type, default: str) -> str:
    limits = (getattr(one, "limit_value", None) for one in column.validators if type(one) is kind)
    return str(next(limits, default))
