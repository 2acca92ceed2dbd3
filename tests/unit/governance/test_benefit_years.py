"""Promised, expected and realised beside each other: each year of one benefit, and of several."""

from datetime import date
from decimal import Decimal

from django.utils import translation

from businesscase.models import Benefit, Measurement
from governance.selectors.benefit_years import YearLine, finding, summed, year_lines, years_chart

D = Decimal


def benefit(promised: list[int | None], *measured: tuple[date, int, int | None], start: int = 2025) -> Benefit:
    """Make an unsaved benefit with its measurements at hand, the newest first, as the model orders them."""
    made = Benefit(pk=1, start_year=start, promised=[None if one is None else D(one) for one in promised])
    rows = [
        Measurement(benefit=made, measured_on=day, realised=D(realised), expected=None if more is None else D(more))
        for day, realised, more in sorted(measured, reverse=True)
    ]
    made._prefetched_objects_cache = {"measurements": rows}
    return made


def test_until_something_is_measured_the_promise_is_expected():
    assert year_lines(benefit([None, 100])) == (
        YearLine(2025, None, None, None, None),
        YearLine(2026, D(100), D(100), None, None),
    )


def test_a_measurement_tells_of_its_year_and_of_what_is_expected_from_then_on():
    lines = year_lines(benefit([100, 100, 100], (date(2025, 6, 1), 10, None), (date(2026, 6, 1), 60, 80)))
    assert lines == (
        YearLine(2025, D(100), D(10), D(10), D(100)),
        YearLine(2026, D(100), D(60), D(60), D(100)),
        YearLine(2027, D(100), D(80), None, None),
    )


def test_the_newest_of_a_year_counts_and_without_an_expectation_the_realised_goes_on():
    lines = year_lines(benefit([100, 100], (date(2025, 3, 1), 5, None), (date(2025, 9, 1), 70, None)))
    assert [(line.realised, line.expected) for line in lines] == [(D(70), D(70)), (None, D(70))]


def test_half_a_year_is_held_against_half_and_the_rest_of_the_year_is_expected():
    made = benefit([365, 365], (date(2025, 6, 30), 100, 200))
    made.measurements.all()[0].since = date(2025, 1, 1)
    assert year_lines(made) == (
        YearLine(2025, D(365), D("200.82"), D(100), D("181.00")),
        YearLine(2026, D(365), D(200), None, None),
    )


def test_a_year_after_the_promise_is_shown_and_promises_nothing():
    lines = year_lines(benefit([100], (date(2027, 3, 1), 5, 6)))
    assert [(line.year, line.promised, line.realised) for line in lines] == [(2025, D(100), None), (2027, None, D(5))]


def test_what_was_realised_is_held_against_the_promise_of_just_that():
    lines = summed([benefit([100, 100], (date(2025, 9, 1), 70, None)), benefit([50, 50])])
    assert lines == (
        YearLine(2025, D(150), D(120), D(70), D(100)),
        YearLine(2026, D(150), D(120), None, None),
    )
    with translation.override("da"):
        assert finding(lines) == "De målte gevinster gav 70 kr., og 100 kr. var lovet for samme tid"
        assert finding(summed([benefit([50])])) == "Der er lovet 50 kr., og intet er målt endnu"


def test_without_money_there_is_no_chart():
    assert years_chart(year_lines(benefit([]))) is None
    with translation.override("da"):
        assert years_chart(year_lines(benefit([10]))).key[0] == ("promised", "Lovet")
