from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import (
    CaseError,
    RateBand,
    ReferenceClass,
    Timing,
    adjusted_value,
    factors,
    net_present_value,
    reference_class_of,
)
from tests.unit.businesscase.finance.cases import decimals

SHARES = st.lists(st.decimals("0", "3", places=2), min_size=5, max_size=40)
WEIGHTS = factors((RateBand(0, Decimal("0.1")),), 3, Timing.YEAR_END, first_year_undiscounted=True)


def test_median_and_quartiles() -> None:
    """The inclusive quartiles of a spreadsheet: QUARTILE.INC of 1, 2, 4, 7, 8, 9, 10, 12 is 3.5, 7.5, 9.25."""
    found = reference_class_of(decimals([7, 1, 12, 4, 2, 10, 8, 9]))

    assert found == ReferenceClass(8, middle=Decimal("7.5"), lower=Decimal("3.5"), upper=Decimal("9.25"))


def test_one_runaway_carries_nothing_away() -> None:
    found = [reference_class_of(decimals(["0.5", "0.6", "0.7", "0.8", last])) for last in ("0.9", "90")]

    assert [each.middle for each in found] == list(decimals(["0.7", "0.7"]))


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_cases_adjust_nothing(count: int) -> None:
    found = reference_class_of(decimals(["0.4"] * count))

    assert (found, found.is_enough) == (ReferenceClass(count, None, None, None), False)
    assert adjusted_value(decimals([100, 0, 0]), decimals([0, 80, 80]), WEIGHTS, found) is None


def test_five_do() -> None:
    """Seven tenths of 110 / 1.1 + 121 / 1.21 is 140; the costs stand."""
    found = reference_class_of(decimals(["0.7"] * 5))

    assert found.is_enough
    assert adjusted_value(decimals([150, 0, 0]), decimals([0, 110, 121]), WEIGHTS, found) == -10


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(CaseError, match="What was realised must be a number") as refused:
        reference_class_of(decimals([1, 1, "NaN", 1, 1]))

    assert refused.value.path == ("realised", 2)


@settings(deadline=None)
@given(shares=SHARES, data=st.data())
def test_order_is_nothing_and_the_median_lies_between_the_quartiles(shares: list[Decimal], data: st.DataObject) -> None:
    found = reference_class_of(shares)

    assert reference_class_of(data.draw(st.permutations(shares))) == found
    assert found.lower is not None
    assert found.middle is not None
    assert found.upper is not None
    assert min(shares) <= found.lower <= found.middle <= found.upper <= max(shares)


@settings(deadline=None)
@given(gain=st.integers(0, 10**6), cost=st.integers(0, 10**6), better=st.decimals("0", "2", places=2))
def test_what_is_kept_in_full_changes_nothing_and_more_is_worth_more(gain: int, cost: int, better: Decimal) -> None:
    costs, benefits = decimals([cost, 0, 0]), decimals([0, gain, gain])
    promised = net_present_value([-cost, gain, gain], WEIGHTS)  # type: ignore[list-item]  # whole kroner
    kept = adjusted_value(costs, benefits, WEIGHTS, reference_class_of(decimals([1] * 5)))
    other = adjusted_value(costs, benefits, WEIGHTS, reference_class_of([better] * 5))

    assert kept == promised
    assert other is not None
    assert (other >= promised) == (better >= 1 or not gain)
