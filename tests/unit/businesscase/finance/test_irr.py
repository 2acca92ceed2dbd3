from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from businesscase.finance import (
    InternalRate,
    Note,
    RateBand,
    Timing,
    factors,
    half_years,
    internal_rate,
    net_present_value,
)
from tests.unit.businesscase.finance.cases import NETS, decimals, rates_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def times(one: Sequence[Fraction | int], other: Sequence[Fraction | int]) -> list[Fraction]:
    """Multiply two polynomials."""
    found = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += Fraction(a) * b
    return found


def nets_with(rates: Iterable[Decimal], others: Iterable[tuple[int, int]] = ()) -> list[Decimal]:
    """Make nets that are worth nothing at these rates and, through `others`, at no other real one."""
    nets: list[Fraction] = [Fraction(1)]
    for rate in rates:
        nets = times(nets, [-1, 1 + Fraction(rate)])
    for middle, away in others:
        # g^2 - 2 m g + (m^2 + a^2): its roots are m + ai and m - ai.
        nets = times(nets, [1, -2 * middle, middle**2 + away**2])
    return [Decimal(net.numerator) / Decimal(net.denominator) for net in nets]


def shown(*rates: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(rate).quantize(Decimal("1e-12")) for rate in rates)


@pytest.mark.parametrize(
    ("nets", "rates"),
    [
        pytest.param([-1000, 2500, -1540], ["0.1", "0.4"], id="two"),
        pytest.param([-1000, 2400, -1440], ["0.2"], id="a-double-one-that-the-curve-touches"),
        pytest.param([-1000, 2400, "-1440.01"], [], id="a-hair-from-a-double-one"),
        pytest.param([-1000, 3600, -4320, 1728], ["0.2"], id="a-threefold-one"),
        pytest.param(nets_with([Decimal("0.2")] * 2 + [Decimal("0.5")] * 2), ["0.2", "0.5"], id="two-double-ones"),
        pytest.param(nets_with([Decimal("4.5")] * 2), ["4.5"], id="a-double-one-in-the-very-middle"),
        pytest.param(nets_with(map(Decimal, ["4.5", "4.5", "1", "1"])), ["1", "4.5"], id="a-middle-one-and-another"),
        pytest.param([-100, 1100], ["10"], id="the-upper-end-belongs"),
        pytest.param([-100, "1100.01"], [], id="just-above-the-upper-end"),
        pytest.param([-100, 1700], [], id="above-the-upper-end"),
        pytest.param(nets_with(map(Decimal, ["10", "10", "9.5"])), ["9.5", "10"], id="a-double-one-at-the-upper-end"),
        pytest.param([-100, 100], ["0"], id="zero"),
        pytest.param([-100, 50], ["-0.5"], id="negative"),
        pytest.param([0, 0, -100, 110, 0], ["0.1"], id="idle-years-around"),
        pytest.param([0, 0, -1000, 2400, -1440, 0], ["0.2"], id="idle-years-around-a-double-one"),
        pytest.param([-100, 0, 121], ["0.1"], id="an-idle-year-between"),
        pytest.param([100, -110], ["0.1"], id="money-first"),
        pytest.param([0, 0, 0], [], id="nothing-at-all"),
        pytest.param([-100], [], id="one-year"),
    ],
)
def test_every_rate_and_no_other(nets: Sequence[Decimal | int | str], rates: list[str]) -> None:
    assert rates_of(nets).rates == shown(*rates)


@pytest.mark.parametrize(
    ("rates", "rate", "note"),
    [((), None, Note.NONE), (("0.1",), "0.1", Note.SINGLE), (("0.1", "0.4"), None, Note.SEVERAL)],
)
def test_a_single_value_only_where_there_is_a_single_rate(rates: tuple[str, ...], rate: str | None, note: Note) -> None:
    found = InternalRate(decimals(rates))

    assert (found.rate, found.note) == (None if rate is None else Decimal(rate), note)


def test_the_notes_are_those_of_the_interface() -> None:
    assert [str(note) for note in Note] == ["", "none", "several"]


@pytest.mark.parametrize(
    ("nets", "rate"),
    [
        (["-1000", "0.0000000003"], "-0.999999999999700000"),
        (["-1", "0.000002"], "-0.999998000000"),
        (["-1", "1"], "0.000000000000"),
    ],
)
def test_a_rate_has_twelve_decimals_and_more_where_it_would_be_minus_one(nets: list[str], rate: str) -> None:
    assert [format(found, "f") for found in rates_of(nets).rates] == [rate]


def test_two_rates_that_no_float_could_tell_apart() -> None:
    """(100000 g - 1)^2 = g^99 / 2: they differ from each other in the 252nd decimal, and both are told."""
    nets = [1, *[0] * 96, -2 * 10**10, 4 * 10**5, -2]
    found = rates_of(nets)

    assert found.note is Note.SEVERAL
    assert shown(*map(str, found.rates)) == shown("-0.99999", "-0.99999", "0.277015343511")


class TestOfEachTiming:
    NETS = decimals([-1000, 300, 420, 680])

    @pytest.mark.parametrize("timing", Timing)
    def test_discounting_the_first_year_too_moves_no_rate(self, timing: Timing) -> None:
        """Except where it moves the years against each other: mid-year and year start leave year 0 where it is."""
        waits = half_years(4, timing, first_year_undiscounted=False)

        assert internal_rate(self.NETS, waits) == rates_of(self.NETS)

    def test_mid_year(self) -> None:
        """-100 today and 121 in half a year: g^(1/2) = 1.21."""
        waits = half_years(2, Timing.MID_YEAR, first_year_undiscounted=True)

        assert internal_rate(decimals([-100, 121]), waits).rates == shown("0.4641")

    def test_mid_year_with_an_idle_year_between(self) -> None:
        """-100 today and 133.1 in a year and a half: g^(3/2) = 1.331."""
        waits = half_years(3, Timing.MID_YEAR, first_year_undiscounted=True)

        assert internal_rate(decimals([-100, 0, "133.1"]), waits).rates == shown("0.21")

    def test_mid_year_with_nothing_in_year_0_counts_whole_years(self) -> None:
        waits = half_years(3, Timing.MID_YEAR, first_year_undiscounted=True)

        assert internal_rate(decimals([0, -100, 1100]), waits).rates == shown("10")

    def test_mid_year_above_the_upper_end(self) -> None:
        """331.7 / 100 squared is just above 11, 331.6 / 100 just below."""
        waits = half_years(2, Timing.MID_YEAR, first_year_undiscounted=True)

        assert internal_rate(decimals([-100, "331.7"]), waits).rates == ()
        assert internal_rate(decimals([-100, "331.6"]), waits).rates == shown("9.995856")

    def test_year_start_puts_the_first_two_years_together(self) -> None:
        waits = half_years(3, Timing.YEAR_START, first_year_undiscounted=True)

        assert internal_rate(decimals([-150, 50, 110]), waits).rates == shown("0.1")
        assert internal_rate(decimals([-50, 50, 110]), waits).rates == ()


RATE = st.decimals("-0.9", "9.9", places=2)


@settings(deadline=None)
@given(
    rates=st.lists(RATE, max_size=5),
    others=st.lists(st.tuples(st.integers(-3, 12), st.integers(1, 5)), max_size=3),
)
def test_nets_made_from_rates_give_them_back(rates: list[Decimal], others: list[tuple[int, int]]) -> None:
    """Each once, however often it was put in; complex roots add none."""
    found = rates_of(nets_with(rates, others)).rates

    assert shown(*map(str, found)) == shown(*map(str, sorted(set(rates))))


@settings(deadline=None)
@given(nets=NETS, timing=st.sampled_from(Timing))
def test_around_each_rate_the_npv_passes_zero(nets: list[Decimal], timing: Timing) -> None:
    """Random nets have simple rates: a hair below and a hair above each, the NPV has different signs, or is 0."""
    waits = half_years(len(nets), timing, first_year_undiscounted=True)
    found = internal_rate(nets, waits).rates

    for rate in found:
        hair = min(Decimal("1e-12"), (1 + rate) * Decimal("1e-5"))
        below, above = (npv(nets, each, timing) for each in (rate - hair, rate + hair))
        assert below * above <= 0
    assert all(one <= other for one, other in pairwise(found))


@settings(deadline=None)
@given(nets=NETS, timing=st.sampled_from(Timing))
def test_between_the_rates_the_npv_keeps_its_sign(nets: list[Decimal], timing: Timing) -> None:
    """So none was overlooked where the curve crosses: the sign turns exactly once at each."""
    waits = half_years(len(nets), timing, first_year_undiscounted=True)
    found = internal_rate(nets, waits).rates
    grid = [Decimal(step) / 20 - 1 for step in range(2, 221)]

    for rate, later in pairwise(grid):
        crossings = sum(rate < each < later for each in found)
        values = npv(nets, rate, timing), npv(nets, later, timing)
        if all(values) and not any(abs(each - edge) < Decimal("1e-9") for each in found for edge in (rate, later)):
            assert (values[0] * values[1] < 0) == bool(crossings % 2)


@settings(deadline=None)
@given(nets=NETS, scale=st.integers(1, 10**6))
def test_rates_are_the_same_in_thousands_and_for_the_lender(nets: list[Decimal], scale: int) -> None:
    assert rates_of([net * scale for net in nets]) == rates_of(nets) == rates_of([-net for net in nets])


@settings(deadline=None)
@given(investment=st.integers(1, 10**6), gains=st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_an_investment_that_earns_has_one_rate_at_most(investment: int, gains: list[int]) -> None:
    found = rates_of([-investment, *gains])

    assert len(found.rates) <= 1
    if found.rate is not None:
        assert (found.rate > 0, found.rate == 0) == (sum(gains) > investment, sum(gains) == investment)


def npv(nets: Sequence[Decimal], rate: Decimal, timing: Timing) -> Decimal:
    return net_present_value(nets, factors((RateBand(0, rate),), len(nets), timing, first_year_undiscounted=True))
