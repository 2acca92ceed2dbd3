"""The forms of the register of systems: they check and name what was typed, the domain keeps it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dates import DayField
from core.forms.people import PersonField
from core.forms.units import UnitChoice, open_units
from core.models import Unit, User
from portfolio.enums import SystemKind, SystemOperation, SystemState
from portfolio.forms.boxes import AmountField
from portfolio.models import Proposal

LONGEST = 10_000
_YES_NO = [("", _("Not stated")), ("yes", _("Yes")), ("no", _("No"))]


class SystemForm(forms.Form):
    """A system."""

    name = forms.CharField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind of system"), choices=SystemKind, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("What it is used for"),
        help_text=_("Whoever asks for something new finds the system by these words."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = UnitChoice(label=_("Business area"), queryset=Unit.objects.none(), required=False, empty_label=_("No unit"))
    owner = PersonField(
        label=_("Responsible for the system"),
        help_text=_("Write a name or an e-mail address. Only a management representative can be responsible."),
        required=False,
    )
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    operation = forms.ChoiceField(
        label=_("Operation"), choices=[("", _("Not stated")), *SystemOperation.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=SystemState, initial=SystemState.IN_USE)
    delivers_data = forms.ChoiceField(label=_("Delivers data to the data warehouse"), choices=_YES_NO, required=False)
    security_standard = forms.CharField(
        label=_("Security standard"),
        help_text=_("The standard that the supplier documents, such as ISO 27001, which succeeds DS 484."),
        max_length=150,
        required=False,
    )
    reference = forms.CharField(
        label=_("Number in another register"),
        help_text=_("An import finds the system again by it."),
        max_length=60,
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the units that exist today, and the one where the system already is."""
        super().__init__(*arguments, **options)
        units, at = open_units(), self.initial.get("unit")
        cast("UnitChoice", self.fields["unit"]).queryset = units | Unit.objects.filter(pk=at.pk) if at else units

    def clean_owner(self) -> User | None:
        """Refuse whoever is no management representative, beside the field; one who already is stays."""
        owner: User | None = self.cleaned_data["owner"]
        if owner is not None and owner != self.initial.get("owner") and not owner.is_management:
            sentence = _("%(name)s is not a management representative, and only one can be responsible for a system.")
            raise forms.ValidationError(sentence % {"name": owner.name})
        return owner

    def clean_delivers_data(self) -> bool | None:
        """Return yes, no, or nothing said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["delivers_data"])


class ContractForm(forms.Form):
    """A contract on a system."""

    title = forms.CharField(label=_("Contract"), max_length=200)
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    starts_on = DayField(label=_("From"), required=False)
    ends_on = DayField(
        label=_("Expires"), help_text=_("Leave it empty if the contract runs until notice is given."), required=False
    )
    notice_months = forms.IntegerField(label=_("Months of notice"), min_value=0, max_value=120, required=False)
    yearly_cost = AmountField(
        label=_("Cost a year"), help_text=_("DKK excluding VAT."), min_value=0, max_digits=14, required=False
    )
    case_number = forms.CharField(label=_("ESDH case number"), max_length=60, required=False)
    proposal = forms.CharField(
        label=_("Case"),
        help_text=_(
            "The number of the case that the contract carries out, such as 2027-014. Its conditions then show."
        ),
        max_length=20,
        required=False,
    )

    def __init__(self, *arguments: Any, reader: User, **options: Any) -> None:
        """Remember who writes: a case that they may not see is not there."""
        super().__init__(*arguments, **options)
        self.reader = reader

    def clean_proposal(self) -> Proposal | None:
        """Return the case with that number."""
        written: str = self.cleaned_data["proposal"].strip()
        if not written:
            return None
        year, _dash, serial = written.partition("-")
        found = None
        if year.isdecimal() and serial.isdecimal():
            numbered = Proposal.objects.visible_to(self.reader).filter(year=int(year), serial=int(serial))
            found = numbered.first()
        if found is None:
            raise forms.ValidationError(_("There is no case with that number."))
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, beside the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("A contract expires after it has begun."))
        return cleaned
