"""Checks of a strategy's TOML file: each raises one sentence that names file, place and what is wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


class StrategyFileError(ValueError):
    """A file that cannot be loaded, in one sentence that names file, place and what is wrong."""


def check_fields(
    data: Mapping[str, Any], where: str, required: Mapping[str, type], optional: Mapping[str, type]
) -> None:
    """Check that the required fields are there, that all are known, and of which type each is."""
    for name in required:
        if name not in data:
            message = f"{where}: the field {name!r} is missing."
            raise StrategyFileError(message)
    for name, value in data.items():
        expected = {**required, **optional}.get(name)
        if expected is None:
            message = f"{where}: the field {name!r} is not known."
            raise StrategyFileError(message)
        if type(value) is not expected:
            message = f"{where}: the field {name!r} must be {expected.__name__}, not {type(value).__name__}."
            raise StrategyFileError(message)


def check_choice(data: Mapping[str, Any], name: str, known: Iterable[str], where: str) -> None:
    """Check that the field, where it is filled in, is one of the known."""
    if name in data and data[name] not in known:
        message = f"{where}: {name} is {data[name]!r}; known are {', '.join(known)}."
        raise StrategyFileError(message)


def check_texts(data: Mapping[str, Any], name: str, where: str) -> None:
    """Check that the field is a list of texts."""
    if not all(isinstance(one, str) for one in data.get(name, [])):
        message = f"{where}: {name} must be a list of texts."
        raise StrategyFileError(message)


def check_once(codes: Iterable[str], what: str) -> None:
    """Check that no code occurs twice."""
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        message = f"{what} {twice[0]!r} occurs twice."
        raise StrategyFileError(message)
