"""The curve: what each amount gives, and one choice as a dot on the same scales."""

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
