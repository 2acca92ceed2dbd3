"""What is written about a seat in a body."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from core.forms.people import PersonField
from governance.enums import BodyKind, BodyRole
from governance.models import Body

_STEPS_IN = _("Steps in when the person cannot come.")
_DEPUTY_CHAIR = _(
    "Steps in when the person cannot come. The chair's deputy is the deputy chair, who leads a case that the chair "
    "cannot judge. That takes a seat in the group of their own."
)


def _deputy_field(body: Body) -> PersonField:
    """Ask for the deputy, and say what the deputy of the strategy group's chair is."""
    said = _DEPUTY_CHAIR if body.kind == BodyKind.STRATEGY_GROUP else _STEPS_IN
    return PersonField(label=_("Deputy"), required=False, help_text=said)


class NewSeatForm(forms.Form):
    """A new seat."""

    person = PersonField(label=_("Who"), help_text=_("Write a name or an e-mail address."))
    role = forms.ChoiceField(label=_("Role"), choices=BodyRole.choices, initial=BodyRole.MEMBER)
    valid_from = DayField(label=_("From"))

    def __init__(self, *arguments: Any, body: Body, **options: Any) -> None:
        """Suggest today."""
        super().__init__(*arguments, **options)
        self.fields["valid_from"].initial = clock.today()
        self.fields["deputy"] = _deputy_field(body)

    def clean_role(self) -> BodyRole:
        """Return the role as a member of its closed set."""
        return BodyRole(self.cleaned_data["role"])


class SeatForm(forms.Form):
    """What can change about a seat that goes on."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=BodyRole.choices,
        help_text=_("The role holds from today. Whoever is chair or secretary now becomes a member."),
    )

    def __init__(self, *arguments: Any, body: Body, **options: Any) -> None:
        """Ask for the deputy as the body has them."""
        super().__init__(*arguments, **options)
        self.fields["deputy"] = _deputy_field(body)

    def clean_role(self) -> BodyRole:
        """Return the role as a member of its closed set."""
        return BodyRole(self.cleaned_data["role"])


class EndSeatForm(forms.Form):
    """The end of a seat."""

    last_day = DayField(label=_("Last day"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Suggest today."""
        super().__init__(*arguments, **options)
        self.fields["last_day"].initial = clock.today()
