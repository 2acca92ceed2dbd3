"""The chapters of a case as they are written: texts, and the milestones as rows."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from businesscase.domain.chapters import CHAPTER_FIELDS, DEMANDED, MOST_MILESTONES
from businesscase.forms.frame import MOST_CHARACTERS
from businesscase.models import BusinessCaseVersion, PlannedMilestone
from core.forms.dates import WAYS_TO_WRITE, DayField
from core.forms.widgets import DateInput

PREFIX = "milestone"
COLUMNS = ("label", "due_on")
HELP: dict[str, Any] = {
    "summary": _("Write it last: what is proposed, what it costs, what it gives, and what must be decided."),
    "business_scope": _("Which tasks, units and work processes are covered, and which are not?"),
    "it_scope": _("Which systems, integrations and data are covered, and which are not?"),
    "stakeholders": _("Who else has an interest in it: suppliers, unions, other authorities, political committees?"),
    "no_alternatives_reason": _("Only where no other solution is described. Carrying on as today is no alternative."),
    "dependencies": _("Other projects, contracts, laws or people that must be in place first."),
    "qualitative_gains": _("What becomes better without its being counted in kroner, and for whom?"),
    "strategy": _("Everything at once or step by step? With whom, and how do you get people along?"),
    "trial_reason": _("What is it that nobody can know before it has been tried?"),
    "sponsors": _("Who has asked for it, and who backs it when it gets difficult?"),
}


def text_box(column: Any, **_options: Any) -> forms.Field:
    """Make the box of a chapter's text; a draft demands nothing."""
    rows = 6 if column.name == "summary" else 4
    area = forms.Textarea(attrs={"rows": rows, "class": "case-text"})
    return forms.CharField(
        label=column.verbose_name,
        help_text=HELP[column.name],
        max_length=MOST_CHARACTERS,
        required=False,
        widget=area,
    )


class ChapterForm(forms.ModelForm[BusinessCaseVersion]):
    """The texts; `edition` and `seen` are the case and the chapters as the writer saw them."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False

    class Meta:
        model = BusinessCaseVersion
        fields = CHAPTER_FIELDS
        formfield_callback = text_box

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Ask only a trial why it is one."""
        super().__init__(*arguments, **options)
        if not self.instance.is_trial:
            del self.fields["trial_reason"]

    def ask(self, *, full: bool, weighed: bool, reason: bool) -> None:
        """Mark as optional what may be left out for good, once the draft has been judged."""
        asked = {"trial_reason"} if reason else set()
        asked |= set(DEMANDED if full else ()) | ({"no_alternatives_reason"} if full and not weighed else set())
        for name, field in self.fields.items():
            field.required = name in asked


class QuietDateInput(DateInput):
    """A date in a row of many: how it is written is said once, above them."""

    hint: Any = ""


class MilestoneForm(forms.Form):
    """One planned milestone."""

    use_required_attribute = False
    label = forms.CharField(label=_("What is to be reached"), max_length=200, required=False)
    due_on = DayField(label=_("To be reached by"), required=False, widget=QuietDateInput(format=WAYS_TO_WRITE[0]))

    @property
    def written(self) -> bool:
        """Whether anything stands in the row."""
        return any(self.cleaned_data.get(name) for name in COLUMNS)


class _Milestones(BaseFormSet):  # type: ignore[type-arg]  # one kind of form
    """The rows; what is posted is what there is."""

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Say what the box that takes a row away does; a milestone is asked for both of its boxes."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this")
        for name in COLUMNS:
            form.fields[name].depends = True  # type: ignore[attr-defined]  # see core.forms.renderer


_MilestoneSet: type[BaseFormSet[MilestoneForm]] = formset_factory(
    MilestoneForm,
    formset=_Milestones,
    extra=0,
    can_delete=True,
    max_num=MOST_MILESTONES,
    absolute_max=MOST_MILESTONES,
    validate_max=True,
)


class ChapterSheet:
    """The chapters of a case, as stored or as posted; `more` adds an empty milestone."""

    def __init__(self, case: BusinessCaseVersion, *, data: QueryDict | None = None, more: bool = False) -> None:
        """Read the page from a stored or begun case."""
        self.case = case
        rows = case.milestones.all() if case.pk else ()
        self.stored_texts = {name: getattr(case, name) for name in CHAPTER_FIELDS}
        self.stored_rows = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
        self.digest = _digest([self.stored_texts, self.stored_rows])
        seen = {"edition": case.edition, "seen": self.digest}
        self.form = ChapterForm(data, instance=case, initial=seen)
        # Posted rows are what there is: none of them is told by what was stored in its place.
        initial = self.stored_rows if data is None else None
        self.rows: Any = _MilestoneSet(data, prefix=PREFIX, initial=initial)
        self.rows.extra = 1 if more or not self.stored_rows else 0

    def is_valid(self) -> bool:
        """Tell whether everything can be read; both parts are judged, so that all errors show at once."""
        return all([self.form.is_valid(), self.rows.is_valid()])

    @property
    def edition(self) -> int:
        """Return the edition the writer saw."""
        return int(self.form.cleaned_data["edition"] or 0)

    @property
    def seen(self) -> str:
        """Return the digest of the chapters that the writer saw."""
        return str(self.form.cleaned_data["seen"])

    @property
    def texts(self) -> dict[str, str]:
        """Return what was written, for `save_chapters`; call it on a valid sheet."""
        return {name: self.form.cleaned_data[name] for name in CHAPTER_FIELDS if name in self.form.fields}

    @property
    def milestones(self) -> list[PlannedMilestone]:
        """Return the written rows that have not been ticked off, unsaved."""
        return [
            PlannedMilestone(**{name: form.cleaned_data[name] for name in COLUMNS})
            for form in self.rows.forms
            if form.written and not form.cleaned_data.get("DELETE")
        ]


def _digest(stored: Any) -> str:
    return hashlib.sha256(json.dumps(stored, cls=DjangoJSONEncoder).encode()).hexdigest()[:16]
