"""An amount in instalments: in the proportion asked for, whole kroner, nothing lost, and from years that hold it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.policy.instalments import choose_shares, spread_amount


def spread(amount: object, *asked: int) -> list[tuple[int, Decimal]]:
    return list(spread_amount(Decimal(str(amount)), [Decimal(one) for one in asked], 2026))


@pytest.mark.parametrize(
    ("amount", "asked", "expected"),
    [
        (300, (300, 0, 0), [(2026, 300)]),
        (300, (0, 0, 0), [(2026, 300)]),
        (300, (100, 150, 50), [(2026, 100), (2027, 150), (2028, 50)]),
        (300, (0, 200, 100), [(2027, 200), (2028, 100)]),
        # A half of what was asked for, and the krone that does not divide goes to the first.
        (151, (100, 150, 50), [(2026, 51), (2027, 75), (2028, 25)]),
        ("100.50", (50, 50, 0), [(2026, "50.50"), (2027, 50)]),
        (1, (0, 50, 50), [(2027, 1)]),
        (0, (100, 0, 0), []),
    ],
)
def test_an_amount_is_spread_as_it_was_asked_for(amount, asked, expected):
    assert spread(amount, *asked) == [(year, Decimal(str(part))) for year, part in expected]


@given(st.integers(1, 10**9), st.tuples(*[st.integers(0, 10**9)] * 3))
def test_nothing_is_lost_and_nothing_is_negative(cents, asked):
    amount = Decimal(cents) / 100
    parts = spread(amount, *asked)
    assert sum(part for _year, part in parts) == amount
    assert all(part > 0 for _year, part in parts)


def choose(left: dict[int, int], *asked: int, recommended: dict[int, int] | None = None) -> dict[int, int]:
    amount = Decimal(sum(asked))
    chosen = choose_shares(
        amount,
        [Decimal(one) for one in asked],
        {year: Decimal(one) for year, one in left.items()},
        {year: Decimal(one) for year, one in (recommended or {}).items()},
    )
    return {year: int(part) for year, part in chosen.items()}


def test_the_first_year_with_which_every_instalment_is_held():
    assert choose({2026: 100, 2027: 100, 2028: 100}, 60, 40) == {2026: 60, 2027: 40}
    assert choose({2026: 50, 2027: 100, 2028: 100}, 60, 40) == {2027: 60, 2028: 40}
    assert choose({2026: 100, 2027: 30, 2028: 100}, 60, 40) == {2026: 60, 2027: 40}
    assert choose({2026: 100, 2027: 300}, 200) == {2027: 200}


def test_without_a_year_that_holds_it_or_has_a_frame_it_is_this_years():
    assert choose({2026: 100}, 60, 40) == {2026: 100}
    assert choose({2026: 10, 2027: 20}, 60) == {2026: 60}
    assert choose({}, 60) == {}


def test_what_was_recommended_goes_first_where_it_still_can_be():
    assert choose({2026: 100, 2027: 100}, 60, 40, recommended={2026: 30, 2027: 70}) == {2026: 30, 2027: 70}
    # Another amount is granted, or the year is over.
    assert choose({2026: 100, 2027: 100}, 60, 40, recommended={2026: 30, 2027: 60}) == {2026: 60, 2027: 40}
    assert choose({2027: 100, 2028: 100}, 60, 40, recommended={2026: 30, 2027: 70}) == {2027: 60, 2028: 40}
