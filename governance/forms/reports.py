"""What is written to order a report, and about a report plan."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from core.models import User
from governance.domain.report_definitions import Plan
from governance.enums import ReportCadence, ReportScope
from governance.models import Body, ReportDefinition
from governance.models.report_definition import FIRST_DAY, FIRST_HOUR, LAST_DAY, LAST_HOUR

_HOURS = [(hour, f"{hour}.00") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
MOST_EXTRA = 100


class AddressesField(forms.CharField):
    """People with an open account, by their e-mail addresses, one a line; the clean value is a list of them."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Show people by their addresses."""
        return "\n".join(one.email for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the people, or say whose address nobody here has."""
        written = dict.fromkeys(one.lower() for one in re.split(r"[\s,;]+", super().clean(value) or "") if one)
        if len(written) > MOST_EXTRA:
            raise forms.ValidationError(_("Write at most 100 addresses."))
        found = {person.email: person for person in User.objects.active().filter(email__in=written)}
        unknown = [address for address in written if address not in found]
        if unknown:
            raise forms.ValidationError(_("Nobody here has the address %(address)s.") % {"address": unknown[0][:100]})
        return [found[address] for address in written]


class PlanChoice(forms.ModelChoiceField[ReportDefinition]):
    """A report plan, told from others by whom it is for."""

    def label_from_instance(self, obj: Any) -> str:
        """Show its name and its body."""
        return f"{obj.name} – {obj.body.name}"


class OrderForm(forms.Form):
    """Which report, of which day, and whether it is sent."""

    plan = PlanChoice(
        label=_("Report"), queryset=ReportDefinition.objects.none(), empty_label=None, to_field_name="code"
    )
    status_on = DayField(label=_("Status on"))
    sends_mail = forms.BooleanField(
        label=_("Send it to the recipients"),
        required=False,
        initial=True,
        help_text=_("Without it the report only lies in the archive."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the plans in use, and suggest today."""
        super().__init__(*arguments, **options)
        plans = ReportDefinition.objects.filter(is_active=True).select_related("body")
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.fields["status_on"].initial = clock.today()


class PlanForm(forms.Form):
    """A report plan."""

    name = forms.CharField(label=_("Name"), max_length=150)
    body = forms.ModelChoiceField(
        label=_("For"),
        queryset=Body.objects.all(),
        empty_label=None,
        help_text=_("Whoever has a seat there on the day gets the report."),
    )
    scope = forms.ChoiceField(label=_("Covers"), choices=ReportScope.choices)
    cadence = forms.ChoiceField(label=_("How often"), choices=ReportCadence.choices)
    day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        initial=5,
        help_text=_("Where the month is shorter, the report is made on its last day."),
        widget=forms.NumberInput(attrs={"class": "form-input--short"}),
    )
    hour = forms.TypedChoiceField(label=_("Hour"), choices=_HOURS, coerce=int, initial=7)
    extra = AddressesField(
        label=_("Also to"),
        required=False,
        max_length=10_000,
        help_text=_("E-mail addresses, one a line. They must be able to see the submitted cases."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def plan(self) -> Plan:
        """Return what has been written."""
        data = self.cleaned_data
        return Plan(
            name=data["name"],
            body=data["body"],
            scope=ReportScope(data["scope"]),
            cadence=ReportCadence(data["cadence"]),
            day=data["day"],
            hour=data["hour"],
            is_active=data["is_active"],
        )
