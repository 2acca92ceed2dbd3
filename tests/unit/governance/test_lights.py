"""The light that the figures point at, at the edges of the state model's limits."""

from datetime import date
from decimal import Decimal

import pytest

from governance.policy.lights import (
    NAMES,
    SIGNALS,
    Figures,
    Limits,
    Signal,
    economy_signal,
    months_after,
    points_worse,
    time_signal,
)
from portfolio.enums import Light

LIMITS = Limits(economy_red_share=Decimal("0.10"), time_yellow_months=1, time_red_months=3)
PLANNED = date(2027, 1, 31)


def figures(**known) -> Figures:
    nothing = {
        "baseline_cost": None,
        "spent": None,
        "forecast": None,
        "baseline_end": None,
        "expected_end": None,
        "as_of": date(2026, 6, 1),
    }
    return Figures(**nothing | known)


@pytest.mark.parametrize(
    ("forecast", "signal"),
    [
        ("999999.99", Signal.GREEN),
        ("1000000", Signal.GREEN),
        ("1000000.01", Signal.YELLOW),
        ("1100000", Signal.YELLOW),
        ("1100000.01", Signal.RED),
    ],
)
def test_more_than_a_tenth_over_the_plan_is_red_and_exactly_a_tenth_is_not(forecast, signal):
    assert economy_signal(figures(baseline_cost=Decimal(1_000_000), forecast=Decimal(forecast)), LIMITS) == signal


def test_what_has_been_spent_counts_where_it_is_more_than_what_is_expected():
    known = figures(baseline_cost=Decimal(100), spent=Decimal(111), forecast=Decimal(100))
    assert economy_signal(known, LIMITS) == Signal.RED
    assert economy_signal(figures(baseline_cost=Decimal(100), spent=Decimal(40)), LIMITS) == Signal.GREEN


def test_any_cost_over_a_plan_of_nothing_is_red():
    assert economy_signal(figures(baseline_cost=Decimal(0), forecast=Decimal("0.01")), LIMITS) == Signal.RED
    assert economy_signal(figures(baseline_cost=Decimal(0), forecast=Decimal(0)), LIMITS) == Signal.GREEN


def test_without_plan_or_figure_economy_says_nothing():
    assert economy_signal(figures(forecast=Decimal(1)), LIMITS) is None
    assert economy_signal(figures(baseline_cost=Decimal(1)), LIMITS) is None


@pytest.mark.parametrize(
    ("expected", "signal"),
    [
        (date(2026, 12, 1), Signal.GREEN),
        (date(2027, 1, 31), Signal.GREEN),
        (date(2027, 2, 27), Signal.GREEN),
        (date(2027, 2, 28), Signal.YELLOW),
        (date(2027, 4, 30), Signal.YELLOW),
        (date(2027, 5, 1), Signal.RED),
    ],
)
def test_more_than_three_months_late_is_red_and_exactly_three_is_not(expected, signal):
    assert time_signal(figures(baseline_end=PLANNED, expected_end=expected), LIMITS) == signal


def test_what_still_runs_cannot_end_before_today():
    known = figures(baseline_end=PLANNED, expected_end=PLANNED, as_of=date(2027, 5, 1))
    assert time_signal(known, LIMITS) == Signal.RED
    assert time_signal(figures(baseline_end=PLANNED, as_of=date(2027, 2, 28)), LIMITS) == Signal.YELLOW


def test_without_a_planned_or_an_expected_end_time_says_nothing():
    assert time_signal(figures(expected_end=PLANNED), LIMITS) is None
    assert time_signal(figures(baseline_end=PLANNED, as_of=PLANNED), LIMITS) is None


@pytest.mark.parametrize(
    ("reported", "signal", "worse"),
    [
        ("green", Signal.YELLOW, True),
        ("yellow", Signal.RED, True),
        ("yellow", Signal.YELLOW, False),
        ("red", Signal.GREEN, False),
        ("green", None, False),
    ],
)
def test_only_a_better_light_than_the_figures_is_pointed_out(reported, signal, worse):
    assert points_worse(reported, signal) is worse


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 1), 12, date(2027, 1, 1)),
    ],
)
def test_months_end_where_the_calendar_does(day, months, later):
    assert months_after(day, months) == later


def test_the_names_are_those_of_the_lights():
    assert list(SIGNALS) == Light.values
    assert [NAMES[signal] for signal in Signal] == Light.values
