"""The form of an answering page: for each principle an answer, its reason and, for a deviation, an end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms.dates import DayField
from principles.domain.answers import Said
from principles.enums import AnswerValue
from principles.selectors.answering import AlignmentGroup, Question

REASON_MAX = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its three boxes."""

    question: Question
    value: BoundField
    reason: BoundField
    until: BoundField

    @property
    def errors(self) -> list[str]:
        """What is wrong with the row, in one list."""
        return [str(error) for field in (self.value, self.reason, self.until) for error in field.errors]

    @property
    def differs(self) -> bool:
        """Tell whether what is stored is something else than what stands in the boxes."""
        said = self.question.said
        stored = (str(said.value), said.reason) if said else ("", "")
        return stored != (self.value.value() or "", (self.reason.value() or "").strip())

    @property
    def saved(self) -> str:
        """What is stored, in words."""
        said = self.question.said
        return ". ".join(filter(None, [str(said.value.label), said.reason])) if said else _("no answer")


class AnswersForm(forms.Form):
    """`questions` decide the fields; nothing is required, because a draft may be unfinished."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, questions: Iterable[Question], edition: int, **kwargs: Any) -> None:
        """Build the fields and what they hold."""
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        self.initial["edition"] = edition
        for question in self.questions:
            self._add(question)

    def _add(self, question: Question) -> None:
        key, name = question.node.pk, question.node.number or question.node.title
        self.fields[f"answer-{key}"] = forms.ChoiceField(
            label=_("%(principle)s: answer") % {"principle": name},
            choices=AnswerValue.choices,
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=_("Reason"), max_length=REASON_MAX, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[f"until-{key}"] = DayField(label=_("Deviates until"), required=False)
        if question.said:
            self.initial.update(
                {
                    f"answer-{key}": question.said.value,
                    f"reason-{key}": question.said.reason,
                    f"until-{key}": question.said.until,
                }
            )

    def clean_edition(self) -> int:
        """Read the edition; a page without one was read before anything was saved."""
        return int(self.cleaned_data["edition"] or 0)

    def clean(self) -> dict[str, Any]:
        """Refuse a reason without an answer, and an end that has passed."""
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            self._check(question.node.pk, cleaned)
        return cleaned

    def _check(self, key: int, cleaned: dict[str, Any]) -> None:
        value, until = cleaned.get(f"answer-{key}"), cleaned.get(f"until-{key}")
        if cleaned.get(f"reason-{key}") and not value and f"answer-{key}" not in self.errors:
            self.add_error(f"answer-{key}", _("Choose the answer that the reason belongs to."))
        new = value == AnswerValue.DEVIATES and f"until-{key}" in self.changed_data
        if new and until and until < clock.today():
            self.add_error(f"until-{key}", _("The deviation must end today or later."))

    def said(self) -> dict[int, Said]:
        """Return what is said, by the principle's id."""
        return {
            question.node.pk: self._said(question.node.pk)
            for question in self.questions
            if self.cleaned_data[f"answer-{question.node.pk}"]
        }

    def _said(self, key: int) -> Said:
        value = AnswerValue(self.cleaned_data[f"answer-{key}"])
        until = self.cleaned_data[f"until-{key}"] if value == AnswerValue.DEVIATES else None
        return Said(value, self.cleaned_data[f"reason-{key}"], until)

    @cached_property
    def rows(self) -> dict[int, Row]:
        """Return the rows by the principle's id."""
        return {
            one.node.pk: Row(
                one, self[f"answer-{one.node.pk}"], self[f"reason-{one.node.pk}"], self[f"until-{one.node.pk}"]
            )
            for one in self.questions
        }

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Yield anchor, principle and sentence of each error, for the list at the top."""
        for row in self.rows.values():
            for error in row.errors:
                yield f"princip-{row.question.node.pk}", str(row.question.node), error


class ApplicantForm(AnswersForm):
    """The applicant's page: also what the proposal carries out (D11)."""

    def __init__(self, *args: Any, groups: Iterable[AlignmentGroup], chosen: Iterable[int], **kwargs: Any) -> None:
        """Offer the nodes that are in force."""
        super().__init__(*args, **kwargs)
        self.groups = tuple(groups)
        choices = [(node.pk, str(node)) for group in self.groups for node in group.nodes]
        self.fields["carries_out"] = forms.TypedMultipleChoiceField(
            label=gettext_lazy("What the project carries out"),
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=list(chosen),
        )

    @property
    def picked(self) -> set[str]:
        """The chosen nodes' ids as the page compares them."""
        return {str(one) for one in self["carries_out"].value() or ()}
