"""The forms of a theme point: they check and name what was typed, the domain decides."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.domain.refusal import Refused
from core.forms.dates import DayField
from core.forms.people import PersonField
from core.models import Unit, User
from governance.domain.theme_points import FollowUp, Theme, areas_today, may_plan, named_subjects, participants
from governance.forms.meetings import ClockField
from governance.forms.moves import LONGEST
from governance.selectors.standing import kept_standing

if TYPE_CHECKING:
    from portfolio.models import Project, Proposal


class Participant(forms.ModelChoiceField[User]):
    """Somebody from IT, by name and title."""

    def label_from_instance(self, obj: User) -> str:
        """Show the title too."""
        return ", ".join(filter(None, [obj.name, obj.title]))


class ThemeForm(forms.Form):
    """When and where, what is discussed, who comes from IT, and what it is about."""

    area = forms.ModelChoiceField(label=_("Director area"), queryset=Unit.objects.none())
    day = DayField(label=_("Date"))
    begins = ClockField(label=_("Time"), help_text=_("For instance 9.30."))
    ends = ClockField(label=_("Ends"), required=False)
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    title = forms.CharField(label=pgettext_lazy("theme point", "Theme"), help_text=_("In one line."), max_length=150)
    text = forms.CharField(
        label=_("What the leaders are to discuss"),
        help_text=_("What is it about, and what do you want the leaders' view on?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    participant = Participant(label=_("Who comes from IT"), queryset=User.objects.none())
    subjects = forms.CharField(
        label=_("Cases and projects"),
        help_text=_("The numbers of those it is about, with a comma between: 2026-014, 2026-021."),
        required=False,
        max_length=500,
    )

    def __init__(self, *arguments: Any, person: User, **options: Any) -> None:
        """Offer the areas that `person` plans for, and those who sit in IT."""
        super().__init__(*arguments, **options)
        self.person = person
        standing, areas = kept_standing(person), areas_today()
        mine = [area.pk for area in areas if may_plan(area, standing)]
        cast("forms.ModelChoiceField[Unit]", self.fields["area"]).queryset = areas.filter(pk__in=mine)
        cast("Participant", self.fields["participant"]).queryset = participants()

    def clean_subjects(self) -> "tuple[Proposal | Project, ...]":
        """Find what the numbers name among what the person may see."""
        try:
            return named_subjects(self.cleaned_data["subjects"], self.person)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal

    def theme(self) -> Theme:
        """Return what was written."""
        return Theme(**self.cleaned_data)


class OutcomeForm(forms.Form):
    """What came of it, and what is followed up by whom and when, if anything."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    follow_up = forms.CharField(
        label=_("Follow-up"),
        help_text=_("What is to be done afterwards. Leave the three boxes empty where there is nothing."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsible = PersonField(
        label=_("Who follows up"), required=False, help_text=_("Write a name or an e-mail address.")
    )
    due_on = DayField(label=_("Followed up by"), required=False)

    def clean(self) -> dict[str, Any]:
        """Demand all three of a follow-up, or none."""
        data = super().clean() or self.cleaned_data
        three = ("follow_up", "responsible", "due_on")
        if any(data.get(name) for name in three):
            for name in three:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A follow-up says what, who and by when."))
        return data

    def said(self) -> dict[str, Any]:
        """Return what was written as the rule takes it."""
        data = self.cleaned_data
        followed = FollowUp(data["follow_up"], data["responsible"], data["due_on"]) if data["follow_up"] else None
        return {"outcome": data["outcome"], "follow_up": followed}


class ResultForm(forms.Form):
    """What the follow-up gave."""

    result = forms.CharField(
        label=_("What did the follow-up give?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
