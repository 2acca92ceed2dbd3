"""An amount in instalments over the pool's years."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

_KRONE = Decimal(1)


def spread_amount(amount: Decimal, asked: Sequence[Decimal], first_year: int) -> tuple[tuple[int, Decimal], ...]:
    """Return what each year gives of `amount` in the proportion that was asked for, years without money left out.

    `asked` is the first year's instalment and those of the years after it, DKK. Instalments are whole kroner; what is
    left over by that goes to the first of them. Without instalments the first year gives everything.
    """
    total = sum(asked, Decimal(0))
    if amount <= 0:
        return ()
    if total <= 0:
        return ((first_year, amount),)
    parts = [part if amount == total else (amount * part / total).quantize(_KRONE, ROUND_DOWN) for part in asked]
    first = next(place for place, part in enumerate(asked) if part)
    parts[first] += amount - sum(parts, Decimal(0))
    return tuple((first_year + place, part) for place, part in enumerate(parts) if part)


def choose_shares(
    amount: Decimal, asked: Sequence[Decimal], left: Mapping[int, Decimal], recommended: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Return what each year gives unless people say otherwise; `left` is what the open years have, in their order.

    As recommended where that still can be; else in the instalments asked for, from the first year with which all of
    them can be held, or without one from this year.
    """
    if amount <= 0 or not left:
        return {}
    if recommended and set(recommended) <= set(left) and sum(recommended.values(), Decimal(0)) == amount:
        return dict(recommended)
    spreads = [dict(spread_amount(amount, asked, year)) for year in left]
    framed = [one for one in spreads if set(one) <= set(left)]
    enough = [one for one in framed if all(left[year] >= part for year, part in one.items())]
    return (enough or framed or [{next(iter(left)): amount}])[0]
