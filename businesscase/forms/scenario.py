"""The page of one scenario beside the proposed one: its words and its lines, in the years of the case."""

from typing import Any, TypeAlias

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from businesscase.enums import MONEY_CATEGORIES, BenefitType, CostCategory, LineSide
from businesscase.forms.boxes import LineForm, stored_figures
from businesscase.forms.frame import MOST_CHARACTERS
from businesscase.forms.posted import with_line
from businesscase.forms.wrong import wrong_boxes
from businesscase.models import Alternative, AlternativeLine, BusinessCaseVersion
from portfolio.forms.boxes import HoursField

PREFIXES = ("cost", "hours", "benefit")
MOST_COSTS, MOST_HOURS, MOST_BENEFITS = 15, 5, 10
HELP = {
    "title": _("A few words by which everybody knows it."),
    "description": _("What happens then, and to whom."),
    "why_not": _("Also where the reason is not money."),
}
Lines: TypeAlias = "BaseFormSet[Any]"


class WordsForm(forms.ModelForm[Alternative]):
    """What a scenario is; carrying on as today needs neither name nor reason. `edition` is the one the writer saw."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    class Meta:
        model = Alternative
        fields = ("title", "description", "why_not")
        help_texts = HELP

    def __init__(self, *arguments: Any, edition: int, **options: Any) -> None:
        """Ask only what this scenario is asked."""
        super().__init__(*arguments, **options)
        self.initial["edition"] = edition
        for name in ("description", "why_not"):
            area = forms.Textarea(attrs={"rows": 3, "class": "case-text"})
            self.fields[name] = forms.CharField(
                label=self.fields[name].label, help_text=HELP[name], max_length=MOST_CHARACTERS, widget=area
            )
        for field in self.fields.values():
            # What a draft may leave empty for now is no less needed in the end.
            field.required = False
            field.depends = True  # type: ignore[attr-defined]  # see DesignSystemBoundField.is_optional
        if self.instance.is_today:
            del self.fields["title"], self.fields["why_not"]

    def clean_edition(self) -> int:
        """Read the edition; a page without one was read before anything was saved."""
        return int(self.cleaned_data["edition"] or 0)


class ScenarioCostForm(LineForm):
    """A cost in money."""

    category = forms.ChoiceField(
        label=_("Kind of cost"),
        choices=[(one.value, one.label) for one in MONEY_CATEGORIES],
        required=False,
        initial=CostCategory.OPERATION,
    )

    def row(self) -> AlternativeLine:
        """Return the unsaved line."""
        category = self.cleaned_data["category"] or CostCategory.OPERATION
        return AlternativeLine(side=LineSide.COST, category=category, label=self.cleaned_data["label"])


class ScenarioHoursForm(LineForm):
    """Hours of the municipality's own people."""

    def make_box(self) -> forms.Field:
        """Make the box of one year's hours."""
        return HoursField(max_digits=9, min_value=0, required=False)

    def row(self) -> AlternativeLine:
        """Return the unsaved line."""
        label = self.cleaned_data["label"]
        return AlternativeLine(side=LineSide.COST, category=CostCategory.STAFF_HOURS, label=label)


class ScenarioBenefitForm(LineForm):
    """A gain."""

    label = forms.CharField(label=_("What is gained"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Kind of gain"), choices=BenefitType.choices, required=False)
    cash_releasing = forms.BooleanField(label=_("Releases money in a budget"), required=False)

    def row(self) -> AlternativeLine:
        """Return the unsaved line."""
        data = self.cleaned_data
        kind = data["type"] or BenefitType.ECONOMIC
        return AlternativeLine(
            side=LineSide.BENEFIT, category=kind, label=data["label"], cash_releasing=data["cash_releasing"]
        )


_SETS: dict[str, "type[BaseFormSet[Any]]"] = {
    prefix: formset_factory(form, extra=0, max_num=most, absolute_max=most, validate_max=True)
    for prefix, form, most in (
        ("cost", ScenarioCostForm, MOST_COSTS),
        ("hours", ScenarioHoursForm, MOST_HOURS),
        ("benefit", ScenarioBenefitForm, MOST_BENEFITS),
    )
}


class ScenarioSheet:
    """A scenario as stored (without `data`) or as posted. `add` names a section that gets one empty line more."""

    def __init__(
        self, case: BusinessCaseVersion, way: Alternative, *, data: QueryDict | None = None, add: str = ""
    ) -> None:
        """Read the page."""
        if data is not None and add:
            data = with_line(data, add)
        self.case, self.way = case, way
        self.words = WordsForm(data, instance=way, edition=case.edition)
        stored = _stored(way) if data is None else dict.fromkeys(PREFIXES)
        kwargs = {"years": case.calendar}
        self.sets: dict[str, Lines] = {
            prefix: made(data=data, prefix=prefix, initial=stored[prefix], form_kwargs=kwargs)
            for prefix, made in _SETS.items()
        }
        for prefix, lines in self.sets.items():
            lines.extra = int(add == prefix)

    def is_valid(self) -> bool:
        """Tell whether everything can be read; every part is judged, so that all errors show at once."""
        return all([self.words.is_valid(), *(lines.is_valid() for lines in self.sets.values())])

    @property
    def edition(self) -> int:
        """Return the edition that the writer saw."""
        return int(self.words.cleaned_data.get("edition", 0))

    def scenario(self) -> tuple[Alternative, list[AlternativeLine]]:
        """Return the unsaved scenario of a valid page with its lines."""
        written = [form for lines in self.sets.values() for form in lines.forms if form.written]
        rows = [form.row() for form in written]
        for form, row in zip(written, rows, strict=True):
            row.figures = form.figures
        texts = {name: self.words.cleaned_data[name] for name in HELP if name in self.words.fields}
        return Alternative(ordinal=self.way.ordinal, **texts), rows

    @property
    def has_errors(self) -> bool:
        """Tell whether anything that was posted cannot be used."""
        return self.words.is_bound and (
            bool(self.words.errors) or any(lines.total_error_count() for lines in self.sets.values())
        )

    @property
    def frame(self) -> WordsForm:
        """The form whose own errors stand first in the list of what is wrong."""
        return self.words

    @property
    def wrong(self) -> Any:
        """What cannot be used: anchor, name and sentence of each error."""
        return wrong_boxes(self.words, self.sets, self.case.start_year)


def _stored(way: Alternative) -> dict[str, list[dict[str, Any]]]:
    """Return the stored lines; a section without any begins with an empty one."""
    found: dict[str, list[dict[str, Any]]] = {prefix: [] for prefix in PREFIXES}
    for line in way.lines.all() if way.pk else ():
        words = {"category": line.category, "type": line.category, "label": line.label}
        section = "hours" if line.counts_hours else "cost" if line.side == LineSide.COST else "benefit"
        found[section].append({**words, "cash_releasing": line.cash_releasing, **stored_figures(line.figures)})
    return {prefix: lines or [{}] for prefix, lines in found.items()}
