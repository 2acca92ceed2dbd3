"""What an administrator writes about a person, and how a person is pointed out."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.units import UnitChoice, open_units
from core.models import Unit, User
from core.selectors.people import PeopleFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAMESAKES_SHOWN = 5


class PersonField(forms.CharField):
    """An active person, pointed out by e-mail address or by a name that only one has.

    The clean value is a `User`; None when the field is empty and not required.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "list": "people"})

    def prepare_value(self, value: Any) -> Any:
        """Show a person by the e-mail address."""
        return value.email if isinstance(value, User) else value

    def clean(self, value: Any) -> Any:
        """Return the person. One sentence says why where nobody, or more than one, fits."""
        written = super().clean(value)
        return self._find(written) if written else None

    def _find(self, written: str) -> User:
        people = User.objects.active()
        found: list[User] = list(people.filter(email=written.lower())) or list(
            people.filter(name__icontains=written)[: NAMESAKES_SHOWN + 1]
        )
        exact = [person for person in found if person.name.lower() == written.lower()]
        fitting = exact or found
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise forms.ValidationError(_("Nobody here is called that. Write a name or an e-mail address."))
        addresses = ", ".join(person.email for person in fitting[:NAMESAKES_SHOWN])
        raise forms.ValidationError(
            _("More than one fits. Write the e-mail address: %(addresses)s.") % {"addresses": addresses}
        )


class PeopleFilterForm(forms.Form):
    """What a list of people is narrowed to, as it stands in the address."""

    enhed = UnitChoice(
        label=_("Unit"), queryset=Unit.objects.all(), to_field_name="code", required=False, empty_label=_("All units")
    )
    lukkede = forms.BooleanField(label=_("Closed accounts"), required=False)

    def __init__(self, *arguments: Any, manages: bool, **options: Any) -> None:
        """Show closed accounts to administrators only."""
        super().__init__(*arguments, **options)
        if not manages:
            del self.fields["lukkede"]

    def wanted(self, text: str) -> PeopleFilter | None:
        """Return what is asked for together with the searched `text`; None for a unit that does not exist."""
        if not self.is_valid():
            return None
        unit, closed = self.cleaned_data["enhed"], self.cleaned_data.get("lukkede", False)
        return PeopleFilter(text=text, unit=unit, closed=closed)


class PersonForm(forms.Form):
    """Who a person is and where they work."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The person logs in with it."), max_length=254)
    title = forms.CharField(label=_("Job title"), max_length=150, required=False)
    unit = UnitChoice(label=_("Works in"), queryset=Unit.objects.none(), required=False, empty_label=_("No unit"))
    is_management = forms.BooleanField(
        label=_("Management representative"),
        required=False,
        help_text=_("Only a management representative can be responsible for a system."),
    )

    def __init__(self, *arguments: Any, person: User | None = None, **options: Any) -> None:
        """Offer the units that exist today, and the one where the person already is."""
        super().__init__(*arguments, **options)
        self.person = person
        units = open_units()
        if person and person.unit_id:
            units = units | Unit.objects.filter(pk=person.unit_id)
        cast("UnitChoice", self.fields["unit"]).queryset = units

    def clean_email(self) -> str:
        """Refuse an address that another account has."""
        email: str = self.cleaned_data["email"].lower()
        if self._others().filter(email=email).exists():
            raise forms.ValidationError(_("Another account already has this e-mail address."))
        return email

    def _others(self) -> "QuerySet[User]":
        return User.objects.exclude(pk=self.person.pk) if self.person else User.objects.all()


class ChangePersonForm(PersonForm):
    """The same, and whether the account is open."""

    is_active = forms.BooleanField(
        label=_("The account is open"),
        required=False,
        help_text=_("A closed account cannot log in. Its name stays on what it has done."),
    )
