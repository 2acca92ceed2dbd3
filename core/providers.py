"""Providers: named lists that every app may add to, such as what waits for a person on Min side.

Registered in `AppConfig.ready()`, like panels.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

_providers: dict[str, list[Callable[..., Iterable[Any]]]] = defaultdict(list)


def register(name: str, provider: Callable[..., Iterable[Any]]) -> None:
    """Add `provider` to the list `name`."""
    _providers[name].append(provider)


def collect(name: str, *arguments: object) -> list[Any]:
    """Ask every provider of `name` and return their answers in one list."""
    return [item for provider in _providers[name] for item in provider(*arguments)]
