"""The form that says what the lines of somebody's own spreadsheet are."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from businesscase.domain.sheet_import import usual_kind
from businesscase.enums import BenefitType, CostCategory
from businesscase.workbook.foreign import ForeignLine, ForeignTable
from businesscase.workbook.mapping import SKIP, LineMapping
from portfolio.reading.amounts import Numbers
from portfolio.reading.mapping import NAME

if TYPE_CHECKING:
    from django.http import QueryDict

_FACTORS = (
    ("1", gettext_lazy("Whole kroner")),
    ("1000", gettext_lazy("Thousands of kroner")),
    ("1000000", gettext_lazy("Millions of kroner")),
)


def _kinds() -> list[tuple[str, Any]]:
    return [
        ("", _("Choose")),
        (SKIP, _("Leave out")),
        (_("Costs"), [(f"cost.{one.value}", one.label) for one in CostCategory]),
        (_("Gains"), [(f"benefit.{one.value}", one.label) for one in BenefitType]),
    ]


class ForeignForm(forms.Form):
    """Which sheet, how its amounts are written, and what each line is."""

    sheet = forms.ChoiceField(label=pgettext_lazy("sheet", "Sheet"), required=False)
    factor = forms.ChoiceField(label=gettext_lazy("Amounts are in"), choices=_FACTORS)
    numbers = forms.ChoiceField(
        label=gettext_lazy("Numbers written as text"),
        choices=((Numbers.DANISH.value, "1.234,50"), (Numbers.ENGLISH.value, "1,234.50")),
    )
    costs_below_zero = forms.BooleanField(label=gettext_lazy("Costs are written with a minus"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Save the set-up as"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Then the lines are known the next time. Small letters, figures and hyphens."),
    )

    def __init__(
        self,
        tables: Sequence[ForeignTable],
        mapping: LineMapping | None,
        data: "QueryDict | None" = None,
        *,
        drafted: Mapping[str, str] | None = None,
    ) -> None:
        """Offer the lines of the sheet that is chosen, each with what it is in the draft, or most likely is."""
        super().__init__(data)
        names = [table.name for table in tables]
        wanted = str(data.get("sheet", "")) if data is not None else ""
        self.table = next((table for table in tables if table.name == wanted), tables[0])
        self.fields["sheet"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.initial = {"sheet": self.table.name, "factor": "1", "numbers": Numbers.DANISH.value}
        if mapping:
            self.initial |= {
                "factor": f"{mapping.factor:f}",
                "numbers": str(mapping.numbers),
                "costs_below_zero": mapping.costs_below_zero,
            }
        for line in self.table.lines:
            said = {"line": line.label or _("Row %(row)s") % {"row": line.row}}
            self.fields[f"kind-{line.row}"] = forms.ChoiceField(
                label=said["line"],
                choices=_kinds(),
                error_messages={"required": _("Say what “%(line)s” is, or leave it out.") % said},
            )
            self.initial[f"kind-{line.row}"] = usual_kind(line, mapping, drafted or {})

    def sections(self) -> Iterator[tuple[str, list[tuple[ForeignLine, BoundField, str]]]]:
        """Yield each heading with its lines, their choices, and what stands in their cells."""
        for section, lines in groupby(self.table.lines, key=lambda line: line.section):
            yield section, [(line, self[f"kind-{line.row}"], _shown(line)) for line in lines]

    @property
    def kinds(self) -> dict[int, str]:
        """What each row is, on a valid form."""
        return {line.row: self.cleaned_data[f"kind-{line.row}"] for line in self.table.lines}

    @property
    def mapping(self) -> LineMapping:
        """The mapping that a valid form says."""
        data = self.cleaned_data
        return LineMapping(
            kinds={line.key: data[f"kind-{line.row}"] for line in self.table.lines},
            factor=Decimal(data["factor"]),
            numbers=Numbers(data["numbers"]),
            costs_below_zero=data["costs_below_zero"],
        )

    def clean_name(self) -> str:
        """Refuse a name that could not be written on a command line."""
        name = str(self.cleaned_data["name"])
        if name and not NAME.fullmatch(name):
            raise ValidationError(_("Use small letters a to z, figures and hyphens, for instance aeldre-2027."))
        return name


def _shown(line: ForeignLine) -> str:
    """Return the cells as they stand in the sheet, so that the row is known again."""
    return " · ".join(cell[1:] if cell.startswith("'") else cell.replace(".", ",") or "–" for cell in line.cells)
