from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from core.charts import Bar, Part, bar_chart, column_chart
from core.charts.short import short_kroner

SVG = "{http://www.w3.org/2000/svg}"


def part(name: str, *amounts: int) -> Part:
    return Part(name, "#0b4f8a", "#ffffff", tuple(map(Decimal, amounts)))


def columns(*parts: Part, names=("2027", "2028")) -> ET.Element:
    chart = column_chart(title="Puljen", description="To år", columns=names, parts=parts, written=short_kroner)
    return ET.fromstring(chart.drawing)  # noqa: S314 - our own drawing


def boxes(svg: ET.Element) -> list[ET.Element]:
    return [box for box in svg.iter(f"{SVG}rect") if box.get("stroke")]


def words(svg: ET.Element) -> list[str]:
    return [text.text for text in svg.iter(f"{SVG}text")]


def test_a_chart_has_a_title_a_description_and_no_style():
    for svg in (columns(part("A", 1, 2)), bars(Bar("A", Decimal(1), "#000000"))):
        assert (svg.find(f"{SVG}title").text, bool(svg.find(f"{SVG}desc").text)) == ("Puljen", True)
        assert [one for one in svg.iter() if "style" in one.attrib] == []


def bars(*rows: Bar) -> ET.Element:
    chart = bar_chart(title="Puljen", description="Linjer", bars=rows, written=short_kroner)
    return ET.fromstring(chart.drawing)  # noqa: S314 - our own drawing


def test_parts_stand_on_each_other_in_proportion_from_zero():
    svg = columns(part("Nederst", 100, 300), part("Øverst", 200, 100))
    first, second, third, fourth = boxes(svg)
    assert float(second.get("height")) == pytest.approx(2 * float(first.get("height")), abs=0.02)
    assert float(second.get("y")) + float(second.get("height")) == pytest.approx(float(first.get("y")), abs=0.02)
    assert float(third.get("height")) == pytest.approx(3 * float(fourth.get("height")), abs=0.02)


def test_a_part_of_nothing_is_not_drawn_and_a_thin_one_has_no_figure():
    svg = columns(part("Alt", 1000, 1000), part("Intet", 0, 0), part("Lidt", 10, 10))
    assert (len(boxes(svg)), words(svg).count("10"), words(svg).count("1.000")) == (4, 0, 3)


def test_names_of_thin_parts_do_not_lie_on_each_other():
    svg = columns(part("A", 1, 1), part("B", 1, 1), part("C", 1000, 1000))
    places = sorted(float(text.get("y")) for text in svg.iter(f"{SVG}text") if text.text in {"A", "B", "C"})
    assert [later - earlier >= 17 for earlier, later in pairwise(places)] == [True, True]


@pytest.mark.parametrize(
    ("names", "parts"), [((), (part("A"),)), (("2027",), (part("A", 1, 2),)), (("2027",), (part("A", -1),))]
)
def test_a_missing_or_negative_amount_is_an_error(names, parts):
    with pytest.raises(ValueError, match="from 0 up"):
        column_chart(title="x", description="x", columns=names, parts=parts)


def test_bars_are_in_proportion_and_say_their_amount():
    svg = bars(Bar("Grøn", Decimal(2_000_000), "#2c6b00"), Bar("Rød", Decimal(500_000), "#b80000"))
    long, short = (float(one.get("width")) for one in svg.iter(f"{SVG}rect"))
    assert (long == pytest.approx(4 * short, abs=0.05), words(svg)) == (True, ["Grøn", "2 mio.", "Rød", "500.000"])


def test_bars_of_nothing_are_drawn_without_fault_and_no_bars_are_an_error():
    assert [one.get("width") for one in bars(Bar("A", Decimal(0), "#000000")).iter(f"{SVG}rect")] == ["0.00"]
    with pytest.raises(ValueError, match="from 0 up"):
        bar_chart(title="x", description="x", bars=())
