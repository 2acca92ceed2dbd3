"""How numbers, dates, lights and icons read in Danish."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template

from core import clock
from core.templatetags import danish

# A summer evening: still 14 June in Greenwich, already 15 June in Copenhagen.
LATE = datetime(2027, 6, 14, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal(1250000), "1.250.000 kr."),
        (Decimal("1250000.50"), "1.250.000,50 kr."),
        (Decimal("149999.00"), "149.999 kr."),
        (Decimal("-830000.05"), "−830.000,05 kr."),
        (Decimal(0), "0 kr."),
        (Decimal("-0.00"), "0 kr."),
        (Decimal("999999999999.99"), "999.999.999.999,99 kr."),
        ("100000.10", "100.000,10 kr."),
        (1250, "1.250 kr."),
        (None, "ikke oplyst"),
        ("", "ikke oplyst"),
    ],
)
def test_kroner(amount: Decimal | int | str | None, text: str) -> None:
    assert danish.kroner(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Decimal(1250000), "1.250.000"), (Decimal("1418000.50"), "1.418.000,50"), (None, "ikke oplyst")],
)
def test_bare_kroner_have_no_decimal_or_two(amount: Decimal | None, text: str) -> None:
    assert danish.bare_kroner(amount) == text


def test_kroner_rounds_half_to_even() -> None:
    assert [danish.kroner(Decimal(one)) for one in ("0.125", "0.135")] == ["0,12 kr.", "0,14 kr."]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal(300), "300 timer"),
        (Decimal("37.50"), "37,5 timer"),
        (Decimal(1), "1 time"),
        (Decimal("1.25"), "1,25 timer"),
        (Decimal(0), "0 timer"),
        (Decimal(1680), "1.680 timer"),
        (None, "ikke oplyst"),
    ],
)
def test_hours(amount: Decimal | None, text: str) -> None:
    assert danish.hours(amount) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Decimal("0.035"), "3,5 %"),
        (Decimal("0.5"), "50 %"),
        (Decimal("0.1234"), "12,3 %"),
        (Decimal("-0.02"), "−2 %"),
        (Decimal(10), "1.000 %"),
        (None, "ikke oplyst"),
    ],
)
def test_percent(share: Decimal | None, text: str) -> None:
    assert danish.percent(share) == text


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (Decimal(1), "dage", "1 dag"),
        (Decimal("1.00"), "minutter pr. sag", "1 minut pr. sag"),
        (Decimal(1), "Dage", "1 dag"),
        (Decimal("1.5"), "dage", "1,5 dage"),
        (Decimal(0), "dage", "0 dage"),
        (Decimal(8), "antal pr. uge", "8 pr. uge"),
        (Decimal(1), "antal sager", "1 sag"),
        (Decimal(1), "flueben", "1 flueben"),
        (Decimal(-1200), "", "−1.200"),
        (None, "dage", "ikke oplyst"),
    ],
)
def test_a_written_unit_agrees_with_its_number(amount: Decimal | None, unit: str, text: str) -> None:
    assert danish.counted(amount, unit) == text


def test_percent_takes_the_number_of_decimals() -> None:
    assert danish.percent(Decimal("0.12345"), 2) == "12,34 %"


@pytest.mark.parametrize(
    ("amount", "text"), [(Decimal("1234.50"), "1.234,5"), (Decimal(100), "100"), (None, "ikke oplyst")]
)
def test_number(amount: Decimal | None, text: str) -> None:
    assert danish.number(amount) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [(date(2027, 3, 14), "14. marts 2027"), (LATE, "15. juni 2027"), (None, "ikke oplyst"), ("", "ikke oplyst")],
)
def test_date_long(moment: date | str | None, text: str) -> None:
    assert danish.date_long(moment) == text


def test_date_time_is_in_copenhagen() -> None:
    assert danish.date_time(datetime(2027, 3, 14, 8, 5, tzinfo=UTC)) == "14. marts 2027 kl. 9.05"
    assert danish.date_time(None) == "ikke oplyst"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2027, 6, 15, 11, 59, 30, tzinfo=UTC), "lige nu"),
        (datetime(2027, 6, 15, 11, 59, tzinfo=UTC), "for 1 minut siden"),
        (datetime(2027, 6, 15, 11, 1, tzinfo=UTC), "for 59 minutter siden"),
        (datetime(2027, 6, 15, 11, 0, tzinfo=UTC), "for 1 time siden"),
        (datetime(2027, 6, 15, 5, 0, tzinfo=UTC), "for 7 timer siden"),
        (LATE, "for 13 timer siden"),
        (datetime(2027, 6, 14, 21, 59, tzinfo=UTC), "i går"),
        (date(2027, 6, 15), "i dag"),
        (date(2027, 6, 14), "i går"),
        (date(2027, 6, 13), "for 2 dage siden"),
        (date(2027, 5, 17), "for 29 dage siden"),
        (date(2027, 5, 16), "for 1 måned siden"),
        (date(2026, 6, 16), "for 12 måneder siden"),
        (date(2026, 6, 15), "for 1 år siden"),
        (date(2025, 6, 1), "for 2 år siden"),
        (date(2027, 6, 16), "i morgen"),
        (None, ""),
    ],
)
def test_since(moment: date | None, text: str) -> None:
    with clock.standing_at(datetime(2027, 6, 15, 12, 0, tzinfo=UTC)):
        assert danish.since(moment) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (date(2027, 6, 15), "i dag"),
        (date(2027, 6, 16), "i morgen"),
        (date(2027, 6, 20), "om 5 dage"),
        (date(2027, 6, 14), "1 dag over fristen"),
        (date(2027, 6, 12), "3 dage over fristen"),
        (None, ""),
    ],
)
def test_until_counts_danish_days(moment: date | None, text: str) -> None:
    with clock.standing_at(LATE):
        assert danish.until(moment) == text


@pytest.mark.parametrize(
    ("value", "shape", "word"),
    [("green", "●", "Grøn"), ("yellow", "▲", "Gul"), ("red", "■", "Rød"), ("silent", "○", "Tavs")],
)
def test_a_light_has_shape_and_word(value: str, shape: str, word: str) -> None:
    html = f'<span class="light light--{value}"><span class="shape" aria-hidden="true">{shape}</span> {word}</span>'
    assert danish.light(value) == html


def test_nothing_said_is_a_silent_light() -> None:
    assert danish.light("") == danish.light(None) == danish.light("silent")


def test_a_light_says_what_it_is_about_to_screen_readers() -> None:
    assert '<span class="sr-only">Økonomi: </span>' in danish.light("red", "Økonomi")


def test_a_state_escapes_its_word() -> None:
    assert danish.state("<b>", "error") == (
        '<span class="state state--error"><span class="shape" aria-hidden="true">■</span> &lt;b&gt;</span>'
    )


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert danish.icon("search") == (
        '<svg class="icon-svg" aria-hidden="true" focusable="false">'
        '<use href="/static/vendor/dkfds/img/all-svg-icons.svg#search"></use></svg>'
    )


def test_page_numbers_leave_out_the_far_ones() -> None:
    page = Paginator(range(500), 25).get_page(10)
    assert danish.page_numbers(page) == [1, Paginator.ELLIPSIS, 8, 9, 10, 11, 12, Paginator.ELLIPSIS, 20]


def test_templates_have_them_without_loading() -> None:
    drawn = Template('{{ a|kroner }} {{ h|hours }} {{ p|percent }} {{ nothing|kroner }} {% light "green" %}').render(
        Context({"a": Decimal(1250), "h": Decimal(2), "p": Decimal("0.035")})
    )
    assert drawn == f"1.250 kr. 2 timer 3,5 % ikke oplyst {danish.light('green')}"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1250000.49"), "1.250.000 kr."),
        (Decimal("1250000.51"), "1.250.001 kr."),
        (Decimal("-0.40"), "0 kr."),
        (Decimal("2.50"), "2 kr."),
        (None, "ikke oplyst"),
    ],
)
def test_an_amount_in_a_table_is_rounded_to_whole_kroner(amount, text):
    assert danish.whole_kroner(amount) == text
