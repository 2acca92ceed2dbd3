"""Figures as charts write them: shortened, which tables never do."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

_MILLION = Decimal(1_000_000)


def short_kroner(amount: Decimal) -> str:
    """Return an amount in DKK as a chart's label: "1,3 mio.", "450.000"; below a million it stands in full."""
    if abs(amount) >= _MILLION:
        return _("%(number)s million") % {"number": _grouped(amount / _MILLION, 1)}
    return _grouped(amount, 0)


def _grouped(number: Decimal, places: int) -> str:
    shown = number.quantize(Decimal(1).scaleb(-places))
    places = 0 if shown == shown.to_integral_value() else places
    return formats.number_format(shown + 0, decimal_pos=places, use_l10n=True, force_grouping=True).replace("-", "−")
