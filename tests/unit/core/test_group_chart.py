"""Groups of bars: what is drawn, what is not known, and what makes no chart."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import Group, group_chart

KEY = [("promised", "Lovet"), ("expected", "Ventes"), ("realised", "Realiseret")]
D = Decimal


MONEY = st.decimals(-(10**9), 10**9, places=2)


def bars(drawing) -> list[tuple[Decimal, Decimal, Decimal]]:
    """Return left edge, width and height of each bar; the squares of the key are left out."""
    boxes = ET.fromstring(str(drawing)).iter("{http://www.w3.org/2000/svg}rect")  # noqa: S314 - our own
    found = [tuple(D(box.attrib[name]) for name in ("x", "width", "height")) for box in boxes]
    return [(left, width, height) for left, width, height in found if (width, height) != (11, 11)]


def words(drawing) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", str(drawing))


def test_what_is_not_known_is_not_drawn():
    groups = [Group("2026", (D(100), D(50), None)), Group("2027", (D(0), None, D(20)))]
    chart = group_chart(title="Titel", description="I ord", groups=groups, key=KEY)
    for drawing in (chart.wide, chart.narrow):
        assert len(bars(drawing)) == 3
        assert "<title>Titel</title>" in drawing
        assert "<desc>I ord</desc>" in drawing
        assert ">2026</text>" in drawing


def test_what_was_lost_hangs_below_zero():
    chart = group_chart(title="", description="", groups=[Group("2026", (D(100), D(-100), None))], key=KEY)
    assert len({height for _left, _width, height in bars(chart.wide)}) == 1


@pytest.mark.parametrize("groups", [[], [Group("2026", (D(1),))]])
def test_what_makes_no_chart(groups):
    with pytest.raises(ValueError, match="one amount for each look"):
        group_chart(title="", description="", groups=groups, key=KEY)


def test_an_unknown_look_makes_no_chart():
    with pytest.raises(ValueError, match="a chart needs groups"):
        group_chart(title="", description="", groups=[Group("2026", (D(1),))], key=[("gold", "Guld")])


def test_bars_stand_in_proportion_and_their_looks_are_named():
    groups = [Group("2026", (D(400), D(0))), Group("2027", (D(100), D(200)))]
    chart = group_chart(title="", description="", groups=groups, key=[("cost", "Udgifter"), ("gain", "Gevinster")])
    heights = [height for _left, _width, height in bars(chart.wide)]
    assert [round(heights[0] / height, 1) for height in heights] == [1, 4, 2]
    assert {"Udgifter", "Gevinster", "2026", "2027"} <= set(words(chart.wide)) & set(words(chart.narrow))


def test_a_key_without_room_goes_on_below():
    names = ("Udgifter og tabte gevinster", "Gevinster og sparede udgifter")
    chart = group_chart(
        title="",
        description="",
        groups=[Group("2026", (D(1), D(1)))],
        key=[("cost", names[0]), ("gain", names[1])],
    )

    def heights(drawing) -> list[str]:
        return [re.search(rf'y="([\d.]+)"[^>]*>{name}<', str(drawing)).group(1) for name in names]  # type: ignore[union-attr]

    wide, narrow = heights(chart.wide), heights(chart.narrow)
    assert (wide[0] == wide[1], narrow[0] == narrow[1]) == (True, False)


@given(st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=30))
def test_any_years_stay_on_the_paper(years):
    groups = [Group(str(2026 + place), amounts) for place, amounts in enumerate(years)]
    chart = group_chart(title="", description="", groups=groups, key=[("cost", "Udgifter"), ("gain", "Gevinster")])
    for drawing, width in ((chart.wide, 760), (chart.narrow, 350)):
        assert all(left >= 0 and left + wide <= width and wide > 0 and high >= 0 for left, wide, high in bars(drawing))
