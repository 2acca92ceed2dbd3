"""A project's status as its page shows it: the four lights with what they mean, and how they have changed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from governance.light_texts import DEFINITIONS, SIDE_LABELS
from governance.selectors.light_hints import Hint, Yardstick, hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.models import Project, StatusUpdate

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class LightLine:
    """One side of the newest status."""

    side: str
    label: Any
    light: str
    definition: Any
    sentence: str
    hint: Hint | None


@dataclass(frozen=True, slots=True)
class StripRow:
    """One side through the months, oldest first; a month without a status is empty."""

    label: Any
    lights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusSection:
    """The newest status and the history of the lights; `corrected` holds the months reported more than once."""

    newest: "StatusUpdate"
    lines: tuple[LightLine, ...]
    months: tuple[date, ...]
    strip: tuple[StripRow, ...]
    corrected: tuple[date, ...]
    earlier: "tuple[StatusUpdate, ...]"
    measure: Yardstick | None


def status_section(
    project: "Project", statuses: "Sequence[StatusUpdate]", measure: Yardstick | None
) -> StatusSection | None:
    """Return the section of `statuses` (newest first), or None where nothing has been reported."""
    if not statuses:
        return None
    newest = statuses[0]
    found = {hint.side: hint for hint in hints(project, newest, measure)}
    of_month: dict[date, StatusUpdate] = {}
    for status in statuses:
        of_month.setdefault(status.month, status)
    months = _months(min(of_month), max(of_month))
    counted = [status.month for status in statuses]
    return StatusSection(
        newest=newest,
        lines=tuple(_line(newest, side, found.get(side)) for side in SIDE_LABELS),
        months=months,
        strip=tuple(
            StripRow(label, tuple(getattr(of_month.get(month), side, "") for month in months))
            for side, label in SIDE_LABELS.items()
        ),
        corrected=tuple(month for month in months if counted.count(month) > 1),
        earlier=tuple(statuses[1:]),
        measure=measure,
    )


def _line(status: "StatusUpdate", side: str, hint: Hint | None) -> LightLine:
    light = getattr(status, side)
    return LightLine(side, SIDE_LABELS[side], light, DEFINITIONS[side][light], getattr(status, f"{side}_text"), hint)


def _months(first: date, last: date) -> tuple[date, ...]:
    """Return the months from `first` to `last`, at most the newest twelve."""
    months: list[date] = []
    month = last
    while month >= first and len(months) < MONTHS_SHOWN:
        months.append(month)
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return tuple(reversed(months))
