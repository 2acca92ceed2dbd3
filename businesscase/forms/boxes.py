"""The year boxes of a line: one a year for the likely figure, and two more where the line is an estimate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.widgets import PercentInput
from portfolio.forms.boxes import AmountField, NumberField

# How the boxes are named: y0, y1 … are the likely figures, l0 … the lowest, h0 … the highest.
LIKELY, LOW, HIGH = "y", "l", "h"
_MOST_LESS, _MOST_MORE = 100, 1000


@dataclass(frozen=True, slots=True)
class Box:
    """One box as the page writes it; drawn plainly, since a large case has thousands."""

    kind: str
    name: str
    id: str
    text: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The boxes of one year; index and year as text, which no page writes with a separator."""

    index: str
    year: str
    boxes: tuple[Box, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether a box cannot be used."""
        return any(box.errors for box in self.boxes)


class LineForm(forms.Form):
    """One line. Nothing is demanded of a draft."""

    use_required_attribute = False
    kinds: tuple[str, ...] = (LIKELY,)
    label = forms.CharField(label=_("What it is for"), max_length=200, required=False)

    def __init__(self, *arguments: Any, years: range, **options: Any) -> None:
        """Add the boxes of each of the calendar years."""
        super().__init__(*arguments, **options)
        self.years = years
        for kind in self.kinds:
            for index in range(len(years)):
                self.fields[f"{kind}{index}"] = self.make_box()

    def make_box(self) -> forms.Field:
        """Make the box of one year."""
        return AmountField(max_digits=14, min_value=0, required=False)

    @property
    def cells(self) -> Iterator[Cell]:
        """Yield each year with its boxes."""
        for index, year in enumerate(self.years):
            yield Cell(str(index), str(year), tuple(self._box(kind, index) for kind in self.kinds))

    def _box(self, kind: str, index: int) -> Box:
        bound = self[f"{kind}{index}"]
        text = bound.field.widget.format_value(bound.value())
        errors = tuple(map(str, bound.errors)) if self.is_bound else ()
        return Box(kind, bound.html_name, bound.auto_id, str(text or ""), errors)

    def figures_of(self, kind: str) -> list[Decimal | None]:
        """Return the figures of one kind on a valid line, one a year."""
        return [self.cleaned_data.get(f"{kind}{index}") for index in range(len(self.years))]

    @property
    def figures(self) -> list[Decimal | None]:
        """Return the likely figures of a valid line."""
        return self.figures_of(LIKELY)

    @property
    def last_written(self) -> int:
        """Return the index of the last year in which a figure stands, -1 where none does."""
        stated = [index for kind in self.kinds for index, one in enumerate(self.figures_of(kind)) if one is not None]
        return max(stated, default=-1)

    @property
    def written(self) -> bool:
        """Whether anything but a choice stands in the line."""
        return bool(self.cleaned_data.get("label")) or self.last_written >= 0


def _share(label: Any, most: int, sentence: Any) -> NumberField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
    return NumberField(
        label=label, min_value=0, max_value=most, widget=PercentInput, required=False, error_messages=errors
    )


class EstimateForm(LineForm):
    """A line that is certain until its writer says that it is an estimate; then it has a lowest and a highest.

    `less` and `more` fill the two from the likely figures; they are not stored. What they begin as, `usual_spread`,
    is wider on the side that disappoints.
    """

    kinds = (LIKELY, LOW, HIGH)
    usual_spread = (10, 30)
    estimate = forms.BooleanField(label=_("Three-point estimate"), required=False)
    less = _share(_("Percent below"), _MOST_LESS, _("Write a percentage from 0 to 100."))
    more = _share(_("Percent above"), _MOST_MORE, _("Write a percentage from 0 to 1.000."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the usual spread of such a line."""
        super().__init__(*arguments, **options)
        self.fields["less"].initial, self.fields["more"].initial = self.usual_spread

    def clean(self) -> dict[str, Any]:
        """Hold low, likely and high in that order; on a certain line the two others say nothing."""
        data = self.cleaned_data
        for index in range(len(self.years)):
            if not data.get("estimate"):
                for name in (f"{LOW}{index}", f"{HIGH}{index}"):
                    self.errors.pop(name, None)
                    data[name] = None
            elif f"{LIKELY}{index}" in data:
                self._order(index, data[f"{LIKELY}{index}"] or Decimal(0))
        if not data.get("estimate"):
            self.errors.pop("less", None)
            self.errors.pop("more", None)
        return data

    def _order(self, index: int, likely: Decimal) -> None:
        low, high = self.cleaned_data.get(f"{LOW}{index}"), self.cleaned_data.get(f"{HIGH}{index}")
        if low is not None and low > likely:
            self.add_error(f"{LOW}{index}", _("The lowest must not be above the likely one."))
        if high is not None and high < likely:
            self.add_error(f"{HIGH}{index}", _("The highest must not be below the likely one."))

    def bounds(self, years: int) -> dict[str, list[Decimal | None]]:
        """Return the lowest and highest figures of a valid line; none on a certain one."""
        if not self.cleaned_data["estimate"]:
            return {}
        return {"low": self.figures_of(LOW)[:years], "high": self.figures_of(HIGH)[:years]}


def stored_figures(
    likely: Sequence[Decimal | None], low: Sequence[Decimal | None] = (), high: Sequence[Decimal | None] = ()
) -> dict[str, Any]:
    """Return stored figures as the boxes show them; a low or high that is as the likely one is left empty."""
    boxes: dict[str, Any] = {f"{LIKELY}{index}": figure for index, figure in enumerate(likely)}
    for kind, figures in ((LOW, low), (HIGH, high)):
        boxes |= {
            f"{kind}{index}": None if figure == usual else figure
            for index, (figure, usual) in enumerate(zip(figures, likely, strict=False))
        }
    return boxes
