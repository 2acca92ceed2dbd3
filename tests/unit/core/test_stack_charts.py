"""Stacks: parts end to end from zero, figures where there is room, every look named."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import Layer, Stack, stack_chart

KEY = [("first", "Disponeret"), ("free", "Tilbage")]


def draw(*amounts: str) -> str:
    bar = Stack("2027", (Layer("first", Decimal(amounts[0])), Layer("free", Decimal(amounts[1]))))
    return str(stack_chart(title="Fund", description="I ord", bars=[bar], key=KEY).wide)


def widths(svg: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(r'<rect[^>]* width="([\d.]+)"', svg)]


def test_the_parts_lie_end_to_end_and_say_their_figures():
    svg = draw("750000", "250000")
    assert ("<title>Fund</title>" in svg, "<desc>I ord</desc>" in svg, "750.000" in svg) == (True, True, True)
    first, rest = widths(svg)
    assert first == 3 * rest
    assert "style=" not in svg


def test_a_part_of_nothing_is_not_drawn_and_a_narrow_one_has_no_figure():
    assert len(widths(draw("0", "100"))) == 1
    assert "1.000" not in draw("1000", "9999000")


def test_a_chart_without_money_is_drawn():
    assert widths(draw("0", "0")) == []


def test_a_look_must_be_known_and_named():
    bar = Stack("2027", (Layer("new", Decimal(1)),))
    with pytest.raises(ValueError, match="key"):
        stack_chart(title="", description="", bars=[bar], key=KEY)
    with pytest.raises(ValueError, match="key"):
        stack_chart(title="", description="", bars=[], key=[("pink", "Lyserød")])


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=2, max_size=2))
def test_no_bar_reaches_beyond_the_paper(amounts):
    assert sum(widths(draw(*map(str, amounts))), Decimal(0)) <= Decimal(760)
