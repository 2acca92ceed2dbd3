"""Amounts and hours that come from outside."""

from decimal import Decimal

from governance.policy.errors import InputError
from governance.policy.messages import MessageKey

# What numeric(14,2) holds, which is what amounts are stored in.
CEILING = Decimal(10) ** 12
# Finer than any amount or hour, coarse enough to be written out.
MOST_DECIMALS = 10


def check_number(value: Decimal | None, path: str, *, signed: bool = False) -> None:
    """Refuse what no amount or number of hours can be; None (not stated) passes.

    Raises InputError at `path`: not finite, below 0 (unless `signed`), 10^12 or more, above ten decimals.
    """
    if value is None:
        return
    if not value.is_finite():
        raise InputError(MessageKey.NUMBER_NOT_FINITE, path)
    if value < 0 and not signed:
        raise InputError(MessageKey.NUMBER_NEGATIVE, path)
    if value.copy_abs() >= CEILING:
        raise InputError(MessageKey.NUMBER_TOO_LARGE, path)
    if int(value.as_tuple().exponent) < -MOST_DECIMALS:
        raise InputError(MessageKey.NUMBER_TOO_FINE, path, {"decimals_count": MOST_DECIMALS})
