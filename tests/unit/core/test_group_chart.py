"""Groups of bars: what is drawn, what is not known, and what makes no chart."""

from decimal import Decimal

import pytest

from core.charts import Group, group_chart

KEY = [("promised", "Lovet"), ("expected", "Ventes"), ("realised", "Realiseret")]
D = Decimal


def test_what_is_not_known_is_not_drawn():
    groups = [Group("2026", (D(100), D(50), None)), Group("2027", (D(0), None, D(20)))]
    chart = group_chart(title="Titel", description="I ord", groups=groups, key=KEY)
    for drawing in (chart.wide, chart.narrow):
        assert drawing.count("<rect") == 3
        assert "<title>Titel</title>" in drawing
        assert "<desc>I ord</desc>" in drawing
        assert ">2026</text>" in drawing


def test_what_was_lost_hangs_below_zero():
    chart = group_chart(title="", description="", groups=[Group("2026", (D(100), D(-100), None))], key=KEY)
    heights = {part.split('"')[0] for part in chart.wide.split('height="')[2:4]}
    assert len(heights) == 1


@pytest.mark.parametrize("groups", [[], [Group("2026", (D(1),))]])
def test_what_makes_no_chart(groups):
    with pytest.raises(ValueError, match="one amount for each look"):
        group_chart(title="", description="", groups=groups, key=KEY)


def test_an_unknown_look_makes_no_chart():
    with pytest.raises(ValueError, match="a chart needs groups"):
        group_chart(title="", description="", groups=[Group("2026", (D(1),))], key=[("gold", "Guld")])
