"""What a button of the page does to what was posted, where no script has done it already."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from businesscase.finance import to_money
from businesscase.forms.boxes import HIGH, LIKELY, LOW
from core.templatetags.danish import number
from portfolio.forms.boxes import NumberField

_WHOLE = Decimal(100)


def total(data: QueryDict, prefix: str) -> int:
    """Return how many lines a section was posted with."""
    written = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return int(written) if written.isdecimal() and len(written) < len("1000") else 0


def with_line(data: QueryDict, prefix: str) -> QueryDict:
    """Return what was posted with one empty line more in a section."""
    data = data.copy()
    data[f"{prefix}-TOTAL_FORMS"] = str(total(data, prefix) + 1)
    return data


def without_line(data: QueryDict, prefix: str, gone: int) -> QueryDict:
    """Return what was posted without one line; those after it move up. A line that is not there takes none away."""
    if not 0 <= gone < total(data, prefix):
        return data
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        found = re.fullmatch(rf"{prefix}-(\d+)-(.+)", name)
        index = int(found[1]) if found else -1
        if found and index > gone:
            kept.setlist(f"{prefix}-{index - 1}-{found[2]}", values)
        elif index != gone or not found:
            kept.setlist(name, values)
    kept[f"{prefix}-TOTAL_FORMS"] = str(max(total(data, prefix) - 1, 0))
    return kept


def filled_right(data: QueryDict, prefix: str, line: int) -> QueryDict:
    """Return what was posted with the first figure of a line in every year after it."""
    data = data.copy()
    written = [index for index, text in _texts(data, prefix, line) if text]
    for index, _text in _texts(data, prefix, line):
        if written and index > written[0]:
            data[f"{prefix}-{line}-{LIKELY}{index}"] = str(data[f"{prefix}-{line}-{LIKELY}{written[0]}"])
    return data


def estimated(data: QueryDict, prefix: str, line: int) -> QueryDict:
    """Return what was posted with the lowest and highest of a line, so many percent from each likely figure.

    What cannot be read stays as it is; the form says so.
    """
    data = data.copy()
    data[f"{prefix}-{line}-estimate"] = "on"
    less, more = (_read(data.get(f"{prefix}-{line}-{name}", "")) for name in ("less", "more"))
    for index, text in _texts(data, prefix, line):
        likely = _read(text)
        for kind, share in ((LOW, less and -less), (HIGH, more)):
            if likely is not None and share is not None:
                data[f"{prefix}-{line}-{kind}{index}"] = number(to_money(likely * (_WHOLE + share) / _WHOLE))
    return data


def _texts(data: QueryDict, prefix: str, line: int) -> Iterable[tuple[int, str]]:
    """Return the likely figures of a line as they were typed, in order."""
    pattern = re.compile(rf"{prefix}-{line}-{LIKELY}(\d{{1,3}})")
    return sorted((int(found[1]), str(data[name]).strip()) for name in data if (found := pattern.fullmatch(name)))


def _read(text: Any) -> Decimal | None:
    try:
        return NumberField(required=False).to_python(text)
    except ValidationError:
        return None
