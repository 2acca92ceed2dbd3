"""Tornado, histogram and heat map: well-formed, to scale, and nothing beside the paper."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import Mark, Swing, heat_map_chart, histogram_chart, tornado_chart
from core.charts.label import shortened

SVG = "{http://www.w3.org/2000/svg}"
MONEY = st.decimals(-(10**9), 10**9, places=2)
SAID = {"title": "Fundet <1>", "description": "I ord"}


def drawings(chart) -> list[ET.Element]:
    """Return both drawings, read strictly: no style, no script, title and words first."""
    found = [ET.fromstring(str(drawing)) for drawing in (chart.wide, chart.narrow)]  # noqa: S314 - our own
    for svg in found:
        assert [svg[0].tag, svg[0].text, svg[1].text] == [f"{SVG}title", "Fundet <1>", "I ord"]
        assert not re.search(r"style|script", str(ET.tostring(svg)))
        width = Decimal(svg.attrib["viewBox"].split()[2])
        for box in svg.iter(f"{SVG}rect"):
            left, wide = Decimal(box.attrib["x"]), Decimal(box.attrib["width"])
            assert box.attrib["fill"] == "#ffffff" or (left >= 0 and left + wide <= width + Decimal("0.1"))
            assert wide >= 0
            assert Decimal(box.attrib["height"]) >= 0
    return found


def heights(svg: ET.Element, fill: str) -> list[Decimal]:
    return [Decimal(box.attrib["height"]) for box in svg.iter(f"{SVG}rect") if box.attrib["fill"] == fill]


def words(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def tornado(middle: int, *swings: tuple[int, int]):
    bars = [Swing(f"Linje {number}", Decimal(low), Decimal(high)) for number, (low, high) in enumerate(swings)]
    return tornado_chart(**SAID, middle=Decimal(middle), middle_name="Som ventet", swings=bars)


def test_bars_lie_around_the_middle():
    wide, _narrow = drawings(tornado(0, (-200, 100), (-50, 50)))
    bars = [
        (box.attrib["fill"], Decimal(box.attrib["width"]))
        for box in wide.iter(f"{SVG}rect")
        if box.attrib["fill"] != "#ffffff"
    ]
    worst, best, low, high = (width for _fill, width in bars)
    assert [round(worst / best, 2), round(low / high, 2), round(best / high, 2)] == [2, 1, 2]
    assert {"−200", "100", "Som ventet", "Linje 0"} <= set(words(wide))


@given(MONEY, st.lists(st.tuples(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2)), min_size=1))
def test_any_tornado_is_drawn(middle, gaps):
    bars = [Swing("Linje", middle - down, middle + up) for down, up in gaps]
    drawings(tornado_chart(**SAID, middle=middle, middle_name="Som ventet", swings=bars))


@pytest.mark.parametrize("swings", [[], [(1, 2)], [(-2, -1)]])
def test_a_bar_beside_the_middle_is_no_tornado(swings):
    with pytest.raises(ValueError, match="middle"):
        tornado(0, *swings)


def histogram(low: int, high: int, counts: list[int], *marks: int):
    named = [Mark(Decimal(at), f"P: {at}") for at in marks]
    return histogram_chart(**SAID, low=Decimal(low), high=Decimal(high), counts=counts, marks=named)


def test_columns_count_and_those_below_zero_have_a_hue_of_their_own():
    wide, _narrow = drawings(histogram(-100, 100, [10, 20, 40, 0], -50, 95))
    assert heights(wide, "#9db7cd") == [heights(wide, "#0b4f8a")[0] / 4, heights(wide, "#0b4f8a")[0] / 2]
    assert {"P: -50", "P: 95", "0"} <= set(words(wide))


def test_one_result_alone_is_drawn():
    drawings(histogram(5, 5, [1000], 5))


@given(MONEY, st.decimals(0, 10**9, places=2), st.lists(st.integers(0, 10**5), min_size=1, max_size=40))
def test_any_histogram_is_drawn_with_few_levels(low, span, counts):
    wide, narrow = drawings(histogram_chart(**SAID, low=low, high=low + span, counts=counts))
    assert (len(words(wide)) <= 7, len(words(narrow)) <= 3) == (True, True)


@pytest.mark.parametrize(("low", "high", "counts"), [(0, 1, []), (1, 0, [1])])
def test_no_counts_are_no_histogram(low, high, counts):
    with pytest.raises(ValueError, match="histogram"):
        histogram(low, high, counts)


def heat(*spots: tuple[int, int, int]):
    return heat_map_chart(
        **SAID, across="Koster", up="Sandsynlighed", columns=["lidt", "meget"], rows=["sjældent", "tit"], spots=spots
    )


def test_things_in_one_field_stand_together():
    wide, narrow = drawings(heat((0, 0, 1), (1, 1, 2), (1, 1, 3)))
    assert ["1" in words(svg) and "2, 3" in words(svg) for svg in (wide, narrow)] == [True, True]
    fills = [box.attrib["fill"] for box in wide.iter(f"{SVG}rect")]
    assert len(set(fills)) == 3


@pytest.mark.parametrize("spot", [(2, 0, 1), (0, 2, 1), (-1, 0, 1)])
def test_a_thing_outside_the_fields_is_refused(spot):
    with pytest.raises(ValueError, match="field"):
        heat(spot)


@pytest.mark.parametrize(("text", "shown"), [("Porto", "Porto"), ("Portoen", "Porto…"), ("Port en", "Port…")])
def test_a_long_name_is_cut(text, shown):
    assert shortened(text, 6) == shown
