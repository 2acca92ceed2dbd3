"""Charts: places are arithmetic, the drawing is well-formed and obeys the strict content policy."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from core.charts import Mark, balance_chart
from core.charts.scale import Scale, round_step, ticks
from core.charts.short import short_kroner

SVG = "{http://www.w3.org/2000/svg}"


def chart(*amounts: int, mark: Mark | None = None, title: str = "Pengene er tjent hjem i 2028"):
    years = range(2026, 2026 + len(amounts))
    return balance_chart(
        title=title, description="Fra −100 til 50.", years=years, amounts=[Decimal(one) for one in amounts], mark=mark
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((0,), (0, 1)),
        ((100,), (0, 25, 50, 75, 100)),
        ((-513_000, 347_000), (-750_000, -500_000, -250_000, 0, 250_000, 500_000)),
        ((-1, 1), (-1, Decimal("-0.5"), 0, Decimal("0.5"), 1)),
        ((-450_000_000, -1), (-600_000_000, -400_000_000, -200_000_000, 0)),
    ],
)
def test_ticks_are_round_hold_zero_and_everything(figures, expected):
    assert ticks([Decimal(one) for one in figures]) == tuple(Decimal(one) for one in expected)


@pytest.mark.parametrize(("span", "step"), [(4, 1), (5, 2), (9, "2.5"), (11, 5), (21, 10), (400, 100)])
def test_a_step_divides_the_span_into_about_four(span, step):
    assert round_step(Decimal(span)) == Decimal(step)


def test_a_scale_places_figures_in_proportion():
    scale = Scale(Decimal(-100), Decimal(100), Decimal(300), Decimal(0))
    assert [scale.place(Decimal(one)) for one in (-100, 0, 50, 100)] == [300, 150, 75, 0]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0"),
        ("999", "999"),
        ("-513000.49", "−513.000"),
        ("1250000", "1,2 mio."),
        ("1300000", "1,3 mio."),
        ("-2000000", "−2 mio."),
    ],
)
def test_charts_shorten_what_tables_never_do(amount, text):
    assert short_kroner(Decimal(amount)) == text


@pytest.mark.parametrize("drawing", ["wide", "narrow"])
def test_the_drawing_is_well_formed_named_and_without_style(drawing):
    text = getattr(chart(-100, -50, 50, mark=Mark(Decimal("1.5"), "1 år og 6 måneder"), title="A & <B>"), drawing)
    root = ET.fromstring(text)  # noqa: S314 - our own drawing
    assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == ["A & <B>", "Fra −100 til 50."]
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes & {"style", "class", "id", "onclick"} == set()
    assert root.attrib["role"] == "img"


def test_the_line_crosses_zero_where_the_mark_stands():
    root = ET.fromstring(chart(-100, -40, 40, mark=Mark(Decimal("1.5"), "midt")).wide)  # noqa: S314
    *dots, mark = [(Decimal(one.attrib["cx"]), Decimal(one.attrib["cy"])) for one in root.iter(f"{SVG}circle")]
    (before, low), (after, high) = dots[1], dots[2]
    assert mark[0] == (before + after) / 2
    assert abs(mark[1] - (low + high) / 2) < Decimal("0.01")
    assert "midt" in [one.text for one in root.iter(f"{SVG}text")]


def test_no_mark_is_drawn_where_the_money_does_not_come_back():
    root = ET.fromstring(chart(-100, -150).wide)  # noqa: S314
    assert len(list(root.iter(f"{SVG}circle"))) == 2


@pytest.mark.parametrize("drawing", ["wide", "narrow"])
@pytest.mark.parametrize("count", [1, 2, 5, 6, 11, 12, 30])
def test_years_are_named_as_far_as_there_is_room_first_and_last_always(count, drawing):
    root = ET.fromstring(getattr(chart(*range(-5, count - 5)), drawing))  # noqa: S314
    named = [
        int(one.text)
        for one in root.iter(f"{SVG}text")
        if (one.text or "").startswith("20") and len(one.text or "") == 4
    ]
    most = {"wide": 12, "narrow": 6}[drawing]
    assert (named[0], named[-1], len(named) <= most, len(set(named)) == len(named)) == (2026, 2025 + count, True, True)


def test_numbers_in_the_drawing_use_points_whatever_the_language():
    root = ET.fromstring(chart(-1000, 333, 1000).wide)  # noqa: S314
    places = [one.attrib["cx"] for one in root.iter(f"{SVG}circle")]
    assert [Decimal(one) for one in places] == sorted(Decimal(one) for one in places)


def test_years_and_amounts_must_go_together():
    with pytest.raises(ValueError, match="one amount for each year"):
        balance_chart(title="", description="", years=[2026], amounts=[])
