"""Rows of a step: involved groups, goals and co-financing, any number of them, half-written ones kept.

Rows carry no identity: what is posted is what there is. A row is removed by ticking it off, or by emptying it.
"""

from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from portfolio.forms.drafts import PatientForm, box_for
from portfolio.models import CoFinancing, Goal, InvolvedGroup, ProposalVersion

MOST_ROWS = 20
GROUP_FIELDS = ("kind", "who", "how", "evidence")
CO_FINANCING_FIELDS = ("kind", "who", "amount", "secured")
GOAL_FIELDS = ("indicator", "measure", "baseline", "baseline_source", "target", "target_date", "method")


class RowForm(PatientForm, forms.ModelForm[models.Model]):
    """One row."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Mark what may be left out for good."""
        super().__init__(*arguments, **options)
        self.mark()

    @property
    def written(self) -> bool:
        """Whether anything stands in the row."""
        return any(value not in (None, "") for name, value in self.cleaned_data.items() if name != "DELETE")


class GroupForm(RowForm):
    """One involved group."""

    class Meta:
        model = InvolvedGroup
        fields = GROUP_FIELDS
        formfield_callback = box_for


class GoalForm(RowForm):
    """One goal."""

    class Meta:
        model = Goal
        fields = GOAL_FIELDS
        formfield_callback = box_for


class CoFinancingForm(RowForm):
    """What one other pays; a case that the pool pays alone has none."""

    class Meta:
        model = CoFinancing
        fields = CO_FINANCING_FIELDS
        formfield_callback = box_for

    def mark(self) -> None:
        """Leave the boxes unmarked: the whole row may be left out, and a half-written one is told of."""
        for field in self.fields.values():
            field.required = False


class RowSet(BaseFormSet):  # type: ignore[type-arg]  # the forms differ, the set does not
    """The rows of one step; `name` is what `change_draft` calls them, `stored` what the database has."""

    name = ""
    stored: list[dict[str, Any]]
    model: type[models.Model]
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, version: ProposalVersion, data: Any = None, *, more: bool = False) -> "RowSet":
        """Return the rows of `version`, or as posted; an empty row is added where there is none, or for `more`."""
        rows = getattr(version, cls.name).all() if version.pk else ()
        stored = [{column: getattr(row, column) for column in cls.columns} for row in rows]
        # Posted rows are what there is: one that has just been saved by itself is not told by what was stored in its
        # place, or it would count as unchanged and be lost.
        made = cls(data=data, initial=stored if data is None else None, prefix=cls.name)
        made.stored = stored
        made.extra = 1 if more or not stored else 0
        return made

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Say what the box that takes a row away does."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this")

    @property
    def rows(self) -> list[models.Model]:
        """Return the written rows that have not been ticked off; call it on a valid set."""
        return [
            self.model(**{name: form.cleaned_data[name] for name in self.columns})
            for form in self.forms
            if form.written and not form.cleaned_data.get("DELETE")
        ]


def _set_of(form: type[RowForm], name: str, model: type[models.Model], columns: tuple[str, ...]) -> type[RowSet]:
    made: Any = formset_factory(
        form, formset=RowSet, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    made.name, made.model, made.columns = name, model, columns
    rows: type[RowSet] = made
    return rows


ROW_SETS: dict[str, type[RowSet]] = {
    "people": _set_of(GroupForm, "involved_groups", InvolvedGroup, GROUP_FIELDS),
    "goals": _set_of(GoalForm, "goals", Goal, GOAL_FIELDS),
    "pool": _set_of(CoFinancingForm, "co_financing", CoFinancing, CO_FINANCING_FIELDS),
}
