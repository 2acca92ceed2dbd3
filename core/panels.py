"""Slots: a lower app's page shows what a higher app has to say, without knowing it.

A higher app registers in `AppConfig.ready()`; the page asks for its slot by name.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.http import PersonRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled slot: `build(request, subject)` answers the template's context, or None for nothing to show."""

    slot: str
    order: int
    title: Any
    template: str
    build: Callable[["PersonRequest", Any], dict[str, Any] | None]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A panel with its context, ready to be drawn."""

    panel: Panel
    context: dict[str, Any]


_panels: dict[str, list[Panel]] = defaultdict(list)


def register(panel: Panel) -> None:
    """Fill a slot."""
    _panels[panel.slot].append(panel)
    _panels[panel.slot].sort(key=lambda one: one.order)


def fill(slot: str, request: "PersonRequest", subject: object) -> list[Filled]:
    """Return the slot's panels that have something to show, in order."""
    filled = [(panel, panel.build(request, subject)) for panel in _panels[slot]]
    return [Filled(panel, context) for panel, context in filled if context is not None]
