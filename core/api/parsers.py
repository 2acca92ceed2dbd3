"""JSON as RFC 8259 has it: strict UTF-8, no field twice, no control character that the database cannot hold.

Numbers keep the literal they were written with, so that an amount never passes through a binary float.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from core.api.problems import Invalid, TooLarge

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as it was written; also NaN and Infinity, which no field accepts."""

    text: str


class _Members(list[tuple[str, Any]]):
    """The members of an object in the order they were written, a name that stands twice among them."""


class StrictJSONParser(BaseParser):
    """Read a body of application/json."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002 - the framework's signature
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Return the value. Raises ParseError, or Invalid with the path, or TooLarge."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            megabytes = number_format(limit / 1_048_576, 1)
            raise TooLarge(_("The body is larger than %(limit)s MB.") % {"limit": megabytes})
        value = _load(body)
        if not isinstance(value, _Members):
            raise Invalid(_("The body must be an object with fields."))
        return _check(value, "", 0)


def _load(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode(), object_pairs_hook=_Members, parse_int=Number, parse_float=Number, parse_constant=Number
        )
    except RecursionError as error:
        raise Invalid(_("The body is nested too deep.")) from error
    except ValueError as error:
        raise ParseError(_("The body is not valid JSON in UTF-8.")) from error


def _check(value: Any, path: str, depth: int) -> Any:
    """Return the value with its objects as dicts."""
    if depth > DEEPEST:
        raise Invalid(_("The body is nested too deep."))
    if isinstance(value, _Members):
        return _check_members(value, path, depth)
    if isinstance(value, list):
        return [_check(one, _below(path, index), depth + 1) for index, one in enumerate(value)]
    if isinstance(value, str):
        _check_text(value, path)
    return value


def _check_members(members: _Members, path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in members:
        _check_text(name, path)
        if name in found:
            raise Invalid(_("The field stands there twice."), _below(path, name))
        found[name] = _check(value, _below(path, name), depth + 1)
    return found


def _check_text(text: str, path: str) -> None:
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid(_("The text holds a character that cannot be used."), path)


def _below(path: str, name: str | int) -> str:
    return f"{path}.{str(name)[:100]}".lstrip(".")
