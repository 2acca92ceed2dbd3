"""The forms of a project's moves: they check and name what was typed, the domain decides."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from core.forms.people import PersonField
from core.templatetags.danish import date_long, kroner
from governance.domain.project_follow_up import Taught
from governance.domain.project_gates import month_name
from governance.forms.moves import LONGEST
from governance.light_texts import DEFINITIONS, SIDE_LABELS
from portfolio.domain.statuses import Report
from portfolio.enums import Light
from portfolio.forms.boxes import AmountField
from portfolio.models.status_update import StatusUpdate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BoundField

LONGEST_SENTENCE = 300


def _amount(label: Any, help_text: Any) -> AmountField:
    return AmountField(label=label, help_text=help_text, max_digits=14, min_value=0, required=False)


def _prose(label: Any, rows: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=required, widget=widget)


class StatusForm(forms.Form):
    """The month's status: four lights with one sentence each, the money, the end, what management must decide."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat, widget=forms.RadioSelect)
    spent = _amount(_("Spent"), _("Everything from the beginning of the project, without VAT."))
    forecast = _amount(_("Expected cost"), _("What the project ends at, what has been spent included."))
    expected_end = DayField(label=_("Expected end"), required=False)
    decision_needed = forms.CharField(
        label=_("What must management decide?"),
        help_text=_("One sentence. It stands at the top of management's status report."),
        max_length=LONGEST_SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *arguments: Any, months: "Sequence[date]", started_on: date | None = None, **options: Any
    ) -> None:
        """Offer the months that can be reported, and the lights with what each of them means."""
        super().__init__(*arguments, **options)
        self.started_on = started_on
        self.fields["month"].choices = [(one.isoformat(), month_name(one)) for one in months]  # type: ignore[attr-defined]  # a choice field
        for side, label in SIDE_LABELS.items():
            self.fields[side] = forms.ChoiceField(
                label=label,
                choices=[(light.value, f"{light.label}: {DEFINITIONS[side][light]}") for light in Light],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a light.")},
            )
            self.fields[f"{side}_text"] = forms.CharField(
                label=_("%(side)s in one sentence") % {"side": label},
                max_length=LONGEST_SENTENCE,
                error_messages={"required": _("Write one sentence that says why.")},
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @classmethod
    def initial_of(cls, before: StatusUpdate | None, month: date) -> dict[str, Any]:
        """Return what the form begins with: last time's lights and figures, for a correction its sentences too."""
        start: dict[str, Any] = {"month": month.isoformat()}
        if before is None:
            return start
        start |= {name: getattr(before, name) for name in (*SIDE_LABELS, "spent", "forecast", "expected_end")}
        if before.month == month:
            start |= {f"{side}_text": getattr(before, f"{side}_text") for side in SIDE_LABELS}
            start["decision_needed"] = before.decision_needed
        return start

    @property
    def sides(self) -> "list[tuple[str, BoundField, BoundField]]":
        """The four sides with their light and their sentence."""
        return [(side, self[side], self[f"{side}_text"]) for side in SIDE_LABELS]

    @property
    def figures(self) -> "list[BoundField]":
        """The money and the end."""
        return [self[name] for name in ("spent", "forecast", "expected_end")]

    def clean(self) -> dict[str, Any]:
        """Hold the two amounts against each other, and the end against the start."""
        cleaned: dict[str, Any] = super().clean() or {}
        spent, forecast = cleaned.get("spent"), cleaned.get("forecast")
        if spent is not None and forecast is not None and forecast < spent:
            self.add_error("forecast", _("The expected cost cannot be less than what has been spent."))
        end = cleaned.get("expected_end")
        if end is not None and self.started_on is not None and end < self.started_on:
            words = {"day": date_long(self.started_on)}
            self.add_error("expected_end", _("The day lies before the project's start on %(day)s.") % words)
        return cleaned

    def report(self) -> Report:
        """Return what was reported."""
        cleaned = self.cleaned_data
        lights = {side: Light(cleaned[side]) for side in SIDE_LABELS}
        texts = {f"{side}_text": cleaned[f"{side}_text"] for side in SIDE_LABELS}
        rest: dict[str, Decimal | date | str | None] = {
            name: cleaned[name] for name in ("spent", "forecast", "expected_end", "decision_needed")
        }
        return Report(month=cleaned["month"], **lights, **texts, **rest)  # type: ignore[arg-type]  # by the names above


class NoWordsForm(forms.Form):
    """A move that needs nothing but the button."""


class ExplainedForm(forms.Form):
    """A move that takes a reason only where a milestone has not been reached; the domain knows."""

    reason = _prose(
        _("Reason"), 3, _("Needed only where a milestone that should have been reached has not been."), required=False
    )


class EndForm(forms.Form):
    """An end, which asks a project with the pool's money what has been spent of it."""

    def __init__(self, *arguments: Any, granted: Decimal = Decimal(0), **options: Any) -> None:
        """Leave out the pool's money where there is none."""
        super().__init__(*arguments, **options)
        if granted:
            self.fields["pool_spent"] = AmountField(
                label=_("Spent of the pool's money"),
                help_text=_("%(granted)s was allocated. What is left goes back to the pool at once.")
                % {"granted": kroner(granted)},
                max_digits=14,
                min_value=0,
                max_value=granted,
            )


class RealisationForm(ExplainedForm):
    """The realisation begins, and with it normal operation."""

    operation_on = DayField(
        label=_("In normal operation since"),
        help_text=_("The agreed period until the benefits are measured counts from this day."),
    )
    field_order = ("operation_on", "reason")


class OperationForm(forms.Form):
    """Another day on which normal operation began."""

    operation_on = DayField(label=_("In normal operation since"))
    reason = _prose(_("Reason"), 3)


class ClosingForm(EndForm):
    """The end of a project that has been carried through."""

    reason = _prose(_("What has the project given?"), 5, _("Hold it against the goals of the case."))


class LessonForm(forms.Form):
    """What the project has taught, and with whom it is shared."""

    title = forms.CharField(label=_("The lesson in one line"), max_length=200)
    text = _prose(_("What have we learned?"), 5, _("Write it so that the next project can use it."))
    shared_with = forms.CharField(
        label=_("Shared with"),
        help_text=_("Departments or other municipalities that have been told."),
        max_length=LONGEST_SENTENCE,
        required=False,
    )

    def taught(self) -> Taught:
        """Return the lesson."""
        cleaned = self.cleaned_data
        return Taught(cleaned["title"], cleaned["text"], cleaned["shared_with"])


class StopForm(EndForm, LessonForm):
    """A stop with learning: the reason, and what was learned."""

    reason = _prose(_("Why does the project stop?"), 4)
    field_order = ("reason", "title", "text", "shared_with")


class PersonChoiceForm(forms.Form):
    """Who is named."""

    person = PersonField(label=_("Who"), max_length=300, help_text=_("Write a name or an e-mail address."))
