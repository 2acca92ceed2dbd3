"""The forms of the draft, one a step: nothing is demanded yet, only what cannot be read is sent back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from core.providers import collect
from portfolio.domain.proportion import small_case
from portfolio.enums import ProposalKind
from portfolio.forms.boxes import (
    AmountField,
    HoursField,
    NumberField,
    PersonField,
    UnitField,
    UnitsField,
    YesNoField,
    units_today,
)
from portfolio.forms.guidance import GUIDANCE, Guidance
from portfolio.models import Proposal, ProposalVersion

MOST_CHARACTERS = 10_000
# What a draft may be without for good; everything else is asked for before submission.
OPTIONAL = {
    "esdh_case_number", "external_assistance_text", "obligation_legal_basis", "units_involved", "value_citizen",
    "value_efficiency", "support_plan", "ai_risk_class", "ai_text", "strictly_necessary_reason",
    "baseline_source", "evidence", "requested_second_year", "requested_third_year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A field with the help beside it."""

    field: forms.BoundField
    guidance: Guidance | None


def box_for(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Make the box in which `column` of a draft is written."""
    common: dict[str, Any] = {"label": column.verbose_name, "required": False}
    if isinstance(column, models.BooleanField):
        return YesNoField(**common)
    if isinstance(column, models.DateField):
        return DayField(**common)
    if isinstance(column, models.DecimalField):
        kind = {"staff_hours": HoursField, "baseline": NumberField, "target": NumberField}.get(column.name, AmountField)
        least = {} if kind is NumberField else {"min_value": 0}
        return kind(max_digits=column.max_digits, **least, **common)
    if column.choices:
        chosen = [(value, label) for value, label in column.choices if value]
        return forms.ChoiceField(choices=chosen, widget=forms.RadioSelect, **common)
    if isinstance(column, models.TextField):
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=MOST_CHARACTERS, widget=area, **common)
    return column.formfield(**options)


class PatientForm(forms.BaseForm):
    """A form that can wait: what is asked for before submission is marked as such, but not demanded of a draft."""

    use_required_attribute = False
    demanded: ClassVar[frozenset[str]] = frozenset()

    def full_clean(self) -> None:
        """Judge only what is demanded; afterwards the page marks what may be left out for good."""
        for name, field in self.fields.items():
            field.required = name in self.demanded
        super().full_clean()
        self.mark()

    def mark(self) -> None:
        """Let the page mark as optional what may be left out for good."""
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL


class StepForm(PatientForm, forms.ModelForm[ProposalVersion]):
    """What every step has beside its questions: the edition the writer saw, and a digest of the step as it stood."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # A draft must be found again, and somebody must see it.
    demanded = frozenset({"title", "unit", "edition"})

    def __init__(self, *arguments: Any, proposal: Proposal | None = None, **options: Any) -> None:
        """Show the draft as it stands; `proposal` is None before it has been begun."""
        super().__init__(*arguments, **options)
        self.proposal = proposal
        self.initial["edition"] = self.instance.edition
        small = small_case(proposal, self.instance) if proposal is not None and self.instance.pk else None
        for name in small.fields if small else ():
            if name in self.fields and not getattr(self.instance, name):
                del self.fields[name]
        for name, field in self.fields.items():
            if name in GUIDANCE:
                field.help_text = GUIDANCE[name].help
        self.mark()

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the visible fields with their help."""
        for bound in self.visible_fields():
            yield Question(bound, GUIDANCE.get(bound.name))

    @property
    def answers(self) -> dict[str, Any]:
        """Return what was written, for `change_draft`; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"edition", "seen"}}

    @property
    def stored(self) -> dict[str, Any]:
        """Return the step as the database has it, in JSON's types."""
        return {name: _plain(self.initial.get(name)) for name in self.fields if name not in {"edition", "seen"}}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return [_plain(one) for one in value] if isinstance(value, list) else value


class NeedForm(StepForm):
    """Title, unit, owner, number, core task and need."""

    owner = PersonField(label=_("Project owner"), required=False, max_length=300)

    class Meta:
        model = ProposalVersion
        fields = ("title", "unit", "owner", "esdh_case_number", "core_task", "need")
        field_classes: ClassVar = {"unit": UnitField}
        formfield_callback = box_for

    field_order = ("title", "unit", "owner", "esdh_case_number", "core_task", "need")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the units there are, and suggest people in a list."""
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = units_today(self.instance.unit_id)  # type: ignore[attr-defined]
        self.fields["owner"].widget.attrs["list"] = "people"
        if self.proposal:
            self.initial["owner"] = self.proposal.owner


class SuggestionForm(StepForm):
    """The five questions of a suggestion (A22)."""

    class Meta:
        model = ProposalVersion
        fields = ("title", "need", "unit", "idea", "gain")
        field_classes: ClassVar = {"unit": UnitField}
        formfield_callback = box_for

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the units there are."""
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = units_today(self.instance.unit_id)  # type: ignore[attr-defined]


class AspectsForm(StepForm):
    """The four aspects (C2)."""

    class Meta:
        model = ProposalVersion
        fields = ("aspect_organisation", "aspect_management", "aspect_processes", "aspect_technology")
        formfield_callback = box_for


class SizeForm(StepForm):
    """The figures that decide the road (D1-D8)."""

    class Meta:
        model = ProposalVersion
        fields = (
            "acquisition_type",
            "vendor_cost",
            "staff_hours",
            "needs_cooperation",
            "units_involved",
            "external_assistance",
            "external_assistance_text",
            "supplier",
        )
        field_classes: ClassVar = {"units_involved": UnitsField}
        formfield_callback = box_for

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the units there are."""
        super().__init__(*arguments, **options)
        chosen = [unit.pk for unit in self.initial.get("units_involved", ())]
        self.fields["units_involved"].queryset = units_today(*chosen)  # type: ignore[attr-defined]


class PeopleForm(StepForm):
    """Citizens and companies (D36, D37, D40); the groups themselves are rows."""

    class Meta:
        model = ProposalVersion
        fields = ("citizen_facing", "value_citizen", "value_efficiency", "support_plan")
        formfield_callback = box_for


class GoalsForm(StepForm):
    """The goals are rows; the step has no other field."""

    class Meta:
        model = ProposalVersion
        fields = ()


class ChangeForm(StepForm):
    """Work processes, training and reuse (C12, C35, D41, D42)."""

    class Meta:
        model = ProposalVersion
        fields = ("work_process_changes", "training_plan", "reuse_internal", "reuse_external")
        formfield_callback = box_for


class StrategyForm(StepForm):
    """Origin and obligation (D43, D53)."""

    class Meta:
        model = ProposalVersion
        fields = ("origin", "obligation_level", "obligation_legal_basis")
        formfield_callback = box_for

    def clean(self) -> dict[str, Any]:
        """Keep the stored answer where a radio button was left alone: the columns have no empty value."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("origin", "obligation_level"):
            data[name] = data.get(name) or getattr(ProposalVersion(), name)
        return data


class SecurityForm(StepForm):
    """Data, security and AI (B28)."""

    class Meta:
        model = ProposalVersion
        fields = ("personal_data", "security_text", "uses_ai", "ai_risk_class", "ai_text")
        formfield_callback = box_for


class PoolForm(StepForm):
    """What is asked of the pool (D9-D16); the criteria are the active policy's, from "pool_criteria"."""

    class Meta:
        model = ProposalVersion
        fields = (
            "requested_amount",
            "requested_second_year",
            "requested_third_year",
            "pool_criterion",
            "strictly_necessary_reason",
        )
        formfield_callback = box_for

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the criteria in force, each with its help; without any the question is left out."""
        super().__init__(*arguments, **options)
        criteria = collect("pool_criteria")
        if not criteria:
            del self.fields["pool_criterion"]
            return
        self.fields["pool_criterion"] = forms.ChoiceField(
            label=ProposalVersion._meta.get_field("pool_criterion").verbose_name,
            help_text=GUIDANCE["pool_criterion"].help,
            choices=[(code, label) for code, label, _help in criteria],
            widget=forms.RadioSelect,
        )
        self.order_fields(self.Meta.fields)

    @property
    def criterion_help(self) -> list[tuple[str, str]]:
        """Return the criteria that have an explanation: label and help."""
        return [(label, text) for _code, label, text in collect("pool_criteria") if text]


STEP_FORMS: dict[str, type[StepForm]] = {
    "suggestion": SuggestionForm,
    "need": NeedForm,
    "aspects": AspectsForm,
    "size": SizeForm,
    "people": PeopleForm,
    "goals": GoalsForm,
    "change": ChangeForm,
    "strategy": StrategyForm,
    "security": SecurityForm,
    "pool": PoolForm,
}
FIRST_STEP = {
    ProposalKind.APPLICATION: "need",
    ProposalKind.NOTIFICATION: "need",
    ProposalKind.SUGGESTION: "suggestion",
}
