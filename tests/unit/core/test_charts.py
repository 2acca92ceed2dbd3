"""Charts: places are arithmetic, the drawing is well-formed and obeys the strict content policy."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from core.charts import Mark, Moment, MoneyBar, MoneyBarsChart, TimelineChart, balance_chart
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
        ("624500", "624.500"),
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


def test_the_line_to_the_mark_does_not_run_through_the_last_amount():
    """On a telephone the money comes back so late that the last amount is written across the line to the mark."""
    drawn = chart(-350_000, -252_000, -154_000, -56_000, 42_000, mark=Mark(Decimal("3.58"), "3 år og 7 måneder"))
    counts = []
    for side in (drawn.wide, drawn.narrow):
        root = ET.fromstring(side)  # noqa: S314
        lines = [one.attrib for one in root.iter(f"{SVG}line") if "stroke-dasharray" in one.attrib]
        counts.append(len(lines))
    (amount,) = (Decimal(one.attrib["y"]) for one in root.iter(f"{SVG}text") if one.text == "42.000")
    above, below = lines
    assert Decimal(above["y2"]) < amount - 12 < amount < Decimal(below["y1"])
    assert counts == [1, 2]


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


def places(drawing: str, tag: str, name: str) -> list[str]:
    return [one.attrib[name] for one in ET.fromstring(drawing).iter(f"{SVG}{tag}")]  # noqa: S314 - our own drawing


def texts(drawing: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def test_bars_are_as_long_as_their_amounts():
    bars = (MoneyBar("Planlagt", Decimal(400)), MoneyBar("Brugt", Decimal(100)), MoneyBar("Intet", Decimal(0)))
    drawn = MoneyBarsChart("Der er brugt en fjerdedel", "Brugt 100 af 400.", bars)
    lengths = [Decimal(one) for one in places(drawn.wide, "rect", "width")]
    assert (lengths[0], lengths[2]) == (lengths[1] * 4, 1)
    assert texts(drawn.wide) == ["Planlagt", "400", "Brugt", "100", "Intet", "0"]
    assert texts(drawn.narrow) == texts(drawn.wide)


def label(drawn: str, text: str) -> tuple[Decimal, Decimal]:
    place = texts(drawn).index(text)
    return Decimal(places(drawn, "text", "x")[place]), Decimal(places(drawn, "text", "y")[place])


@pytest.mark.parametrize("side", ["wide", "narrow"])
def test_the_lowest_amount_is_written_over_the_years(side):
    drawn = getattr(chart(-98, 50), side)
    assert label(drawn, "−98")[1] <= label(drawn, "2026")[1] - 13


@pytest.mark.parametrize("side", ["wide", "narrow"])
@pytest.mark.parametrize("last", [-1, -20, -60])
def test_the_last_amount_under_zero_is_written_over_a_rising_line_and_off_zero(side, last):
    drawn = getattr(chart(-100, last), side)
    ends = [Decimal(one) for one in places(drawn, "circle", "cy")]
    zero = min(Decimal(one) for one in places(drawn, "line", "y1"))
    written = label(drawn, f"−{-last}")[1]
    assert written < ends[-1]
    assert not written - 12 < zero < written


def test_the_last_amount_under_a_falling_line_stands_under_it():
    drawn = chart(-40, -60).wide
    assert label(drawn, "−60")[1] > max(Decimal(one) for one in places(drawn, "circle", "cy"))


def timeline(*moments: Moment) -> TimelineChart:
    return TimelineChart("Planen holder", "Alt til tiden.", moments, date(2027, 3, 1))


def test_a_timeline_lays_days_in_proportion_and_marks_what_has_moved():
    drawn = timeline(
        Moment("Nået til tiden", date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 1)),
        Moment("Flyttet", date(2027, 4, 1), date(2027, 5, 1)),
    )
    across = [Decimal(one) for one in places(drawn.wide, "circle", "cx")]
    # One point for what was reached on its day; two for what has moved, the first plan before the present one.
    assert len(across) == 3
    assert across[0] < across[1] < across[2]
    share = (across[1] - across[0]) / (across[2] - across[0])
    assert abs(share - Decimal(90) / Decimal(120)) < Decimal("0.001")
    assert [one for one in places(drawn.wide, "circle", "fill") if one == "#0b4f8a"] == ["#0b4f8a"]
    assert "I dag" in texts(drawn.wide)


@pytest.mark.parametrize("side", ["wide", "narrow"])
def test_a_label_of_a_timeline_has_a_ground_that_keeps_the_lines_off_it(side):
    drawn = getattr(timeline(Moment("Udbud", date(2027, 1, 1), date(2027, 5, 1))), side)
    (left,), (top,), (width,) = (places(drawn, "rect", name) for name in ("x", "y", "width"))
    x, y = label(drawn, "Udbud")
    assert Decimal(left) <= x <= Decimal(left) + Decimal(width)
    assert Decimal(top) < y
    assert drawn.index("stroke-dasharray") < drawn.index("<rect") < drawn.index(">Udbud<")


def test_a_long_label_is_cut_in_the_drawing():
    drawn = timeline(Moment("x" * 200, date(2027, 1, 1), date(2027, 1, 1)))
    assert max(len(text) for text in texts(drawn.wide)) == 36


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2027, 3, 1), date(2090, 1, 1)])
def test_a_timeline_of_any_length_has_few_ticks(day):
    drawn = timeline(Moment("Langt væk", day, day))
    assert len([text for text in texts(drawn.wide) if " " in text and text[-4:].isdecimal()]) <= 6


def test_the_label_of_a_month_never_leaves_the_drawing():
    day = date(2026, 10, 7)
    root = ET.fromstring(timeline(Moment("Først", day, day)).narrow)  # noqa: S314 - our own drawing
    (label,) = [one for one in root.iter(f"{SVG}text") if one.text == "okt 2026"]
    (line, *_rest) = [one for one in root.iter(f"{SVG}line") if one.attrib["x1"] == one.attrib["x2"]]
    assert (Decimal(label.attrib["x"]), Decimal(line.attrib["x1"]) < 15) == (30, True)


@pytest.mark.parametrize("kind", ["wide", "narrow"])
def test_the_projects_charts_are_well_formed_and_carry_no_style(kind):
    bars = MoneyBarsChart('"<&>"', "<b>", (MoneyBar("<script>", Decimal(1)),))
    drawn = (getattr(bars, kind), getattr(timeline(Moment("<b>", date(2027, 1, 1), date(2027, 1, 1))), kind))
    for drawing in drawn:
        assert ET.fromstring(drawing)[0].tag == f"{SVG}title"  # noqa: S314 - our own drawing
        assert "style=" not in drawing
