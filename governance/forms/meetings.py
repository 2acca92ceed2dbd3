"""The forms of the meetings: one, a series, and the day a case is moved to."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from core.templatetags.danish import date_long
from governance.domain.meetings import every_month, every_weeks
from governance.domain.working_days import holiday_on
from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from governance.models import Meeting

WAYS_TO_WRITE_TIME = ("%H:%M", "%H.%M", "%H")
_MONTHLY = "month"
_RHYTHMS = (
    (_MONTHLY, _("Every month, the same weekday")),
    ("2", _("Every 2 weeks")),
    ("3", _("Every 3 weeks")),
    ("4", _("Every 4 weeks")),
    ("6", _("Every 6 weeks")),
    ("8", _("Every 8 weeks")),
)


class ClockField(forms.TimeField):
    """A time of day, written 9.30 or 09:30."""

    def __init__(self, **options: Any) -> None:
        """Show it with a dot, as Danes write it."""
        widget = forms.TimeInput(format="%H.%M", attrs={"class": "form-input--short", "autocomplete": "off"})
        super().__init__(input_formats=WAYS_TO_WRITE_TIME, widget=widget, **options)


class MeetingForm(forms.Form):
    """One meeting."""

    day = DayField(label=_("Date"))
    begins = ClockField(label=_("Time"), help_text=_("For instance 9.30."))
    ends = ClockField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)


class SeriesForm(forms.Form):
    """Fixed meetings from a first day to a last."""

    first = DayField(label=_("First meeting"))
    last = DayField(label=_("Until"))
    rhythm = forms.ChoiceField(label=_("How often"), choices=_RHYTHMS)
    begins = ClockField(label=_("Time"), help_text=_("For instance 9.30."))
    ends = ClockField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a series without a day in it, and one that has begun."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and first < clock.today():
            self.add_error("first", _("Choose a day to come."))
        if first and last and last < first:
            self.add_error("last", _("The series ends before it begins."))
        return cleaned

    def days(self) -> list[date]:
        """Return the days of the series."""
        first, last, rhythm = (self.cleaned_data[name] for name in ("first", "last", "rhythm"))
        return every_month(first, last) if rhythm == _MONTHLY else every_weeks(first, last, int(rhythm))

    def proposed(self) -> list[tuple[date, str]]:
        """Return the days with the holiday that each falls on, or ""."""
        return [(day, holiday_on(day)) for day in self.days()]

    def chosen(self, ticked: list[str]) -> list[date]:
        """Return the days of the series that are ticked."""
        return [day for day in self.days() if day.isoformat() in ticked]


class MoveItemForm(forms.Form):
    """The meeting that a case is moved to."""

    meeting = forms.TypedChoiceField(label=_("Move to"), coerce=int)

    def __init__(self, *arguments: Any, meetings: "list[Meeting]", **options: Any) -> None:
        """Offer the meetings to come."""
        super().__init__(*arguments, **options)
        self.fields["meeting"].choices = [(one.pk, date_long(one.day)) for one in meetings]  # type: ignore[attr-defined]


class RemarksForm(forms.Form):
    """What the secretary adds to the minutes."""

    remarks = forms.CharField(
        label=_("Remarks"),
        help_text=_("What was said that no outcome shows. The outcomes themselves stand as they were recorded."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
