"""The form in which a rise of prices or wages is entered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms.dates import DayField
from core.forms.widgets import PercentInput
from governance.domain.price_development import Rise
from governance.enums import PriceSeries
from governance.forms.pool import year_field
from portfolio.forms.boxes import NumberField


class RiseForm(forms.Form):
    """One figure with the day it holds from and where it comes from."""

    series = forms.ChoiceField(label=_("What rises"), choices=PriceSeries.choices, widget=forms.RadioSelect)
    year = year_field(_("Calendar year"))
    percent = NumberField(
        label=_("Rise from the year before"),
        max_digits=5,
        widget=PercentInput,
        help_text=_("For instance 2,4. A fall is written with a minus."),
    )
    valid_from = DayField(label=_("Valid from"), help_text=_("From this day on, new calculations use the figure."))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("For instance the year's letter on price and wage levels.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Suggest that the figure holds from today."""
        super().__init__(*arguments, **options)
        self.fields["valid_from"].initial = clock.today
        self.fields["year"].error_messages["invalid"] = _("Write a year in four figures.")

    def rise(self) -> Rise:
        """Return what was written."""
        cleaned = self.cleaned_data
        return Rise(
            series=PriceSeries(cleaned["series"]),
            year=cleaned["year"],
            percent=cleaned["percent"],
            valid_from=cleaned["valid_from"],
            source=cleaned["source"],
        )
