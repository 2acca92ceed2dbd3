"""Figures as JSON keeps them exactly: decimals as text."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def plain(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return figures by name with every decimal, also in a sequence, as text."""
    return {name: _plain(value) for name, value in figures.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
