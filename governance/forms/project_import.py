"""The two forms of an import: which file, and which column is which field."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.domain.refusal import Refused
from governance.domain.project_imports import mapping_of
from portfolio.domain.import_mappings import known_mappings
from portfolio.enums import Light, ProjectPhase
from portfolio.import_texts import field_label, in_words
from portfolio.models import ProjectImport
from portfolio.reading.amounts import SIGNS, Numbers
from portfolio.reading.days import Dates
from portfolio.reading.mapping import FIELDS, LOCAL_CURRENCY, NAME, NEEDED, Mapping, read_mapping
from portfolio.reading.table import Table, plain
from portfolio.reading.unreadable import Unreadable

if TYPE_CHECKING:
    from django.http import QueryDict

_FACTORS = (
    ("1", gettext_lazy("Whole amounts")),
    ("1000", gettext_lazy("Thousands")),
    ("1000000", gettext_lazy("Millions")),
    ("1000000000", gettext_lazy("Billions")),
)
# What columns are usually called, in small letters, so that most of them are chosen beforehand.
_USUAL = {
    "reference": ("nummer", "nr", "nr.", "projektnummer", "projektnr.", "sagsnummer", "id", "project_number", "number"),
    "title": ("titel", "navn", "projekt", "projektnavn", "title", "name", "project", "project_name"),
    "summary": ("formål", "beskrivelse", "resumé", "description", "summary"),
    "unit": ("enhed", "afdeling", "forvaltning", "department", "unit"),
    "phase": ("fase", "phase"),
    "light_time": ("tid", "time"),
    "light_economy": ("økonomi", "economy"),
    "light_benefits": ("gevinster", "gevinst", "benefits"),
    "light_quality": ("kvalitet", "quality"),
    "started_on": ("start", "startdato", "start_date"),
    "baseline_end": ("slut", "slutdato", "planlagt slut", "end_date"),
    "expected_end": ("forventet slut", "expected end"),
    "baseline_cost": ("budget", "anlægssum", "pris"),
    "spent": ("forbrug", "forbrugt", "spent"),
    "forecast": ("forventet forbrug", "prognose", "forecast"),
}  # fmt: skip
# The colours in the languages that files come in, whatever the page's is.
_COLOURS = {
    "grøn": Light.GREEN,
    "green": Light.GREEN,
    "gul": Light.YELLOW,
    "yellow": Light.YELLOW,
    "amber": Light.YELLOW,
    "rød": Light.RED,
    "red": Light.RED,
}


class FileForm(forms.Form):
    """A file, and how it is read."""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook (.xlsx) with the names of the columns in the first row."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        validators=[
            FileExtensionValidator(
                ("csv", "txt", "xlsx"), gettext_lazy("Choose a CSV file or an Excel workbook that ends in .xlsx.")
            )
        ],
        error_messages={
            "required": gettext_lazy("Choose the file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    mapping = forms.ChoiceField(
        label=gettext_lazy("Set-up of columns"),
        required=False,
        help_text=gettext_lazy("If the portal does not know the columns, you choose them on the next page."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer every set-up there is."""
        super().__init__(*arguments, **options)
        known = [(one.name, one.mapping.title) for one in known_mappings()]
        self.fields["mapping"].choices = [("", _("The one that fits the file")), *known]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which column is which field, how the file writes, and what its words mean."""

    source = forms.CharField(
        label=gettext_lazy("Where the projects come from"),
        max_length=200,
        help_text=gettext_lazy(
            "Write the same the next time. The portal knows a project by its source and its number, and so imports it "
            "only once."
        ),
    )
    numbers = forms.ChoiceField(
        label=gettext_lazy("Numbers are written"),
        choices=((Numbers.DANISH.value, "1.234,50"), (Numbers.ENGLISH.value, "1,234.50")),
        widget=forms.RadioSelect,
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("Dates are written"),
        choices=(
            (Dates.DAY_FIRST.value, gettext_lazy("Day first: 31.12.2027")),
            (Dates.MONTH_FIRST.value, gettext_lazy("Month first: 12/31/2027")),
        ),
        widget=forms.RadioSelect,
    )
    factor = forms.ChoiceField(label=gettext_lazy("Amounts are"), choices=_FACTORS)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[(code, code) for code in SIGNS])
    rate = forms.DecimalField(
        label=gettext_lazy("Rate of exchange"),
        required=False,
        localize=True,
        max_digits=10,
        decimal_places=6,
        help_text=gettext_lazy(
            "What one unit costs in DKK. Without a rate foreign amounts are kept as texts, and the project's amount is "
            "not stated."
        ),
        error_messages={"invalid": gettext_lazy("Write the rate as a number, for instance 8,65.")},
    )
    rate_source = forms.CharField(label=gettext_lazy("Where the rate comes from"), max_length=200, required=False)
    phase = forms.ChoiceField(label=gettext_lazy("Phase of a project that names none"), choices=ProjectPhase.choices)
    texts = forms.MultipleChoiceField(
        label=gettext_lazy("Also keep as texts"),
        required=False,
        help_text=gettext_lazy("Columns that fit none of the above. They stand on the project's page as they are."),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=gettext_lazy("What the file's words mean"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, for instance “In progress = Execution” or “Delayed = Red”."),
    )
    name = forms.CharField(
        label=gettext_lazy("Save the set-up as"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Then you need not choose the columns the next time. Small letters, figures and hyphens."
        ),
    )

    def __init__(self, run: ProjectImport, table: Table, data: "QueryDict | None" = None) -> None:
        """Offer the file's columns; what is called what it usually is called is chosen beforehand."""
        header = [name for name in table.header if name]
        super().__init__(data, initial=_initial(run, header))
        for field in FIELDS:
            needed = field in NEEDED
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=field_label(field),
                required=needed,
                choices=[("", _("Choose a column") if needed else _("Not in the file")), *((n, n) for n in header)],
            )
        self.fields["texts"].choices = [(name, name) for name in header]  # type: ignore[attr-defined]

    def columns(self) -> Iterator[BoundField]:
        """Yield the choice of a column for each field."""
        return (self[f"column_{field}"] for field in FIELDS)

    def clean_name(self) -> str:
        """Refuse a name that could not be written on a command line."""
        name = str(self.cleaned_data["name"])
        if name and not NAME.fullmatch(name):
            raise ValidationError(_("Use small letters a to z, figures and hyphens, for instance aeldre-2027."))
        return name

    def clean_words(self) -> dict[str, dict[str, str]]:
        """Return what each word means: a light or a phase."""
        meanings = {"phases": _phases(), "lights": _lights()}
        for line in filter(str.strip, self.cleaned_data["words"].splitlines()):
            word, _equals, meaning = (part.strip() for part in line.partition("="))
            kind = next((one for one, known in meanings.items() if plain(meaning) in known), "")
            if not word or not kind:
                said = _("“%(line)s” is not a word, an equals sign and one of: %(meanings)s.")
                known = ", ".join([*(str(label) for label in ProjectPhase.labels), *(str(x) for x in Light.labels)])
                raise ValidationError(said, params={"line": line[:100], "meanings": known})
            meanings[kind][plain(word)] = meanings[kind][plain(meaning)]
        return meanings

    def clean(self) -> dict[str, Any]:
        """Put the mapping together; what it refuses stands at the top of the form."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                data["mapping"] = self._mapping(data)
            except Unreadable as error:
                raise ValidationError(in_words(error)) from error
        return data

    def _mapping(self, data: dict[str, Any]) -> Mapping:
        columns = {field: data[f"column_{field}"] for field in FIELDS if data[f"column_{field}"]}
        plainly = {key: data[key] for key in ("source", "numbers", "dates", "factor", "currency", "phase")}
        rate = {} if data["rate"] is None else {"rate": str(data["rate"]), "rate_source": data["rate_source"]}
        return read_mapping(
            {
                "title": data["name"] or data["source"],
                **plainly,
                **rate,
                **data["words"],
                "columns": columns,
                "texts": {name: name for name in data["texts"]},
            }
        )


def _initial(run: ProjectImport, header: list[str]) -> dict[str, Any]:
    """Return the set-up in use, or what the columns' names suggest."""
    try:
        mapping = mapping_of(run)
    except Refused:
        return {
            "numbers": Numbers.DANISH.value,
            "dates": Dates.DAY_FIRST.value,
            "currency": LOCAL_CURRENCY,
            "factor": "1",
            "phase": ProjectPhase.ANALYSIS.value,
            **{f"column_{field}": _usual(field, header) for field in FIELDS},
        }
    known = {plain(name): name for name in header}
    labels = {**dict(ProjectPhase.choices), **dict(Light.choices)}
    own = {**mapping.phases, **mapping.lights}
    standard = {**_phases(), **_lights()}
    words = [f"{word} = {labels[meaning]}" for word, meaning in own.items() if standard.get(word) != meaning]
    return {
        **{key: getattr(mapping, key) for key in ("source", "currency", "rate", "rate_source", "phase")},
        "numbers": str(mapping.numbers),
        "dates": str(mapping.dates),
        "factor": f"{mapping.factor:f}",
        "texts": [known[plain(column)] for column in mapping.texts.values() if plain(column) in known],
        "words": "\n".join(words),
        "name": run.mapping_name,
        **{f"column_{field}": known.get(plain(column), "") for field, column in mapping.columns.items()},
    }


def _usual(field: str, header: list[str]) -> str:
    return next((name for usual in _USUAL[field] for name in header if plain(name) == usual), "")


def _phases() -> dict[str, str]:
    return {**{value: value for value in ProjectPhase.values}, **{plain(str(x.label)): x.value for x in ProjectPhase}}


def _lights() -> dict[str, str]:
    return {word: light.value for word, light in _COLOURS.items()}
