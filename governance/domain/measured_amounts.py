"""A measured amount that lies far from what was promised: mostly a typing error, so whoever writes it is asked."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.measured_period import promised_for
from core.templatetags.danish import kroner, number

if TYPE_CHECKING:
    from businesscase.models import Benefit, Measurement

# A zero too many or too few is ten times; what is measured and what was promised rarely differ as much as this.
_FAR = 5


def ask_about(benefit: "Benefit", amount: Decimal | None, one: "Measurement | None" = None) -> str:
    """Return what to ask before `amount` is believed, or nothing. It may come to 0, and to any year's promise.

    `one` is the measurement that the amount is of; the promise is then that of its days, and else of a year.
    """
    promised = [one for one in benefit.promised if one]
    if not promised or not amount:
        return ""
    most, least = (_of_its_days(bound, one) for bound in (max(promised), min(promised)))
    if amount > most * _FAR:
        return _("%(amount)s is about %(times)s times the %(promised)s that was promised. Is that right?") % {
            "amount": kroner(amount),
            "times": number(round(amount / most)),
            "promised": kroner(most),
        }
    if amount * _FAR < least:
        return _("%(amount)s is far below the %(promised)s that was promised. Is that right?") % {
            "amount": kroner(amount),
            "promised": kroner(least),
        }
    return ""


def _of_its_days(yearly: Decimal, one: "Measurement | None") -> Decimal:
    return yearly if one is None else promised_for(one, lambda _year: yearly) or yearly
