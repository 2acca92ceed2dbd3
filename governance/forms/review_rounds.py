"""The forms of a review round: opening it, moving its deadline, and sharing its cases."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from governance.domain.review_rounds import HEAVIEST
from governance.forms.moves import LONGEST

if TYPE_CHECKING:
    from django.forms import BoundField

    from governance.policy.profile import Criterion

FEWEST, MOST = 1, 10


class RoundForm(forms.Form):
    """A name, a deadline, and how much each criterion in force weighs."""

    name = forms.CharField(label=_("Name of the round"), help_text=_("For instance: Spring 2027."), max_length=100)
    deadline = DayField(label=_("Reviews are due by"))

    def __init__(self, *arguments: Any, criteria: Iterable["Criterion"], **options: Any) -> None:
        """Ask for a weight of each criterion."""
        super().__init__(*arguments, **options)
        self.codes = []
        for criterion in criteria:
            self.codes.append(criterion.code)
            self.fields[f"weight_{criterion.code}"] = forms.IntegerField(
                label=criterion.name,
                min_value=1,
                max_value=HEAVIEST,
                initial=1,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), _("Write a whole number from 1 to 10.")
                ),
                widget=forms.NumberInput(attrs={"class": "form-input--short"}),
            )

    @property
    def weight_fields(self) -> "list[BoundField]":
        """The weights."""
        return [self[f"weight_{code}"] for code in self.codes]

    def clean_deadline(self) -> Any:
        """Refuse a day that is over."""
        deadline = self.cleaned_data["deadline"]
        if deadline < clock.today():
            raise forms.ValidationError(_("Choose a day to come."))
        return deadline

    def weights(self) -> dict[str, int]:
        """Return the weights by the criterion's code."""
        return {code: self.cleaned_data[f"weight_{code}"] for code in self.codes}


class DeadlineForm(forms.Form):
    """Another deadline, and why."""

    deadline = DayField(label=_("Reviews are due by"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class EvenSharingForm(forms.Form):
    """How many reviewers each case is to have."""

    per_case = forms.IntegerField(
        label=_("Reviewers for each case"),
        min_value=FEWEST,
        max_value=MOST,
        initial=3,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write a whole number from 1 to 10.")
        ),
        widget=forms.NumberInput(attrs={"class": "form-input--short"}),
    )
