"""A date as Danes write it."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms.widgets import DateInput

WAYS_TO_WRITE = ("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A calendar date, written 14.03.2027 or 14-03-2027, in a year that a calendar is likely to hold."""

    def __init__(self, **options: Any) -> None:
        """Take every usual way of writing a date; show it with dots."""
        options.setdefault("widget", DateInput(format=WAYS_TO_WRITE[0]))
        sentence = _("Write a year between 1900 and 2199.")
        limits = [MinValueValidator(EARLIEST, sentence), MaxValueValidator(LATEST, sentence)]
        super().__init__(input_formats=WAYS_TO_WRITE, validators=limits, **options)
