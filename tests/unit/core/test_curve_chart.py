"""The curve: what each amount gives, and one choice as a dot on the same scales."""

import itertools
import re
from decimal import Decimal
from typing import Any

import pytest

from core.charts import CurvePoint, curve_chart

POINTS = [CurvePoint(Decimal(amount), Decimal(gives)) for amount, gives in ((100, 10), (200, 40), (400, 50))]


def chart(**changed: Any) -> Any:
    said = {"title": "Fund", "description": "I ord", "points": POINTS, "dot": POINTS[1], "dot_text": "Valget",
            "across": "Kroner", "up": "Værdi"}  # fmt: skip
    return curve_chart(**(said | changed))


def circles(svg: str) -> list[tuple[str, str]]:
    return re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)


def test_the_choice_lies_on_the_point_that_it_is() -> None:
    for svg in (str(chart().wide), str(chart().narrow)):
        first, second, third, dot = circles(svg)
        assert dot == second
        assert [float(x) for x, _y in (first, second, third)] == sorted(float(x) for x, _y in (first, second, third))
        assert float(third[1]) < float(second[1]) < float(first[1])
        assert [word for word in ("Fund", "I ord", "Valget", "Kroner", "Værdi") if word not in svg] == []
        assert "style=" not in svg


def test_nothing_is_drawn_outside_the_paper() -> None:
    svg = str(chart(dot=CurvePoint(Decimal(400), Decimal(0))).narrow)
    assert all(0 <= float(x) <= 350 and 0 <= float(y) <= 300 for x, y in circles(svg))


@pytest.mark.parametrize("points", [[], [POINTS[1], POINTS[0]], [POINTS[0], POINTS[0]]])
def test_a_curve_needs_rising_amounts(points: list[CurvePoint]) -> None:
    with pytest.raises(ValueError, match="rising"):
        chart(points=points)


STEEP = [CurvePoint(Decimal(amount), Decimal(gives)) for amount, gives in ((170, 5), (190, 60), (210, 72), (480, 72))]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("dot", range(4))
@pytest.mark.parametrize("points", [STEEP, POINTS, [*POINTS, CurvePoint(Decimal(401), Decimal(51))]])
def test_the_name_of_the_choice_does_not_lie_on_the_line(points: list[CurvePoint], dot: int, size: str) -> None:
    svg = str(getattr(chart(points=points, dot=points[min(dot, len(points) - 1)], dot_text="Det viste valg"), size))
    found = re.search(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)" fill="#1a1a1a"', svg)
    assert found
    x, y, breadth = float(found[1]), float(found[2]), 14 * 7.0
    left = {"start": x, "middle": x - breadth / 2, "end": x - breadth}[found[3]]
    line = [(float(a), float(b)) for a, b in re.findall(r"[ML] ([\d.]+) ([\d.]+)", svg)]
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        for step in range(401):
            at = (x1 + (x2 - x1) * step / 400, y1 + (y2 - y1) * step / 400)
            assert not (left < at[0] < left + breadth and y - 11 < at[1] < y + 3)
    assert left >= 0
    assert left + breadth <= (760 if size == "wide" else 350)
