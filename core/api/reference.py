"""The schema as people read it: resources, what each takes and answers, with an example."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Schema = dict[str, Any]
JSON = "application/json"
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field or parameter: its dotted name, its type in words, and the words it can be."""

    name: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One status with what it means."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address called with one method."""

    anchor: str
    method: str
    path: str
    title: str
    text: str
    parameters: tuple[FieldLine, ...]
    body: tuple[FieldLine, ...]
    body_example: str
    answer: tuple[FieldLine, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations of one resource."""

    anchor: str
    title: str
    operations: tuple[Operation, ...]


def chapters(schema: Schema) -> tuple[Chapter, ...]:
    """Return the operations by their tag, in the order of the tags."""
    operations = [
        (str(one["tags"][0]), _operation(schema, path, method, one))
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
    ]
    return tuple(
        Chapter(tag["name"], str(tag["description"]), tuple(one for name, one in operations if name == tag["name"]))
        for tag in schema["tags"]
    )


def _operation(schema: Schema, path: str, method: str, one: Schema) -> Operation:
    body = _resolved(schema, one.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {}))
    answer = _resolved(schema, one["responses"]["200"]["content"][JSON]["schema"])
    rows = answer.get("properties", {}).get("results", {}).get("items")
    return Operation(
        anchor=str(one["operationId"]),
        method=method.upper(),
        path=path,
        title=str(one["summary"]),
        text=str(one.get("description", "")),
        parameters=tuple(_parameter(schema, row) for row in one.get("parameters", ())),
        body=tuple(_lines(schema, body)),
        body_example=_written(_example(schema, body)) if body else "",
        answer=tuple(_lines(schema, _resolved(schema, rows) if rows else answer)),
        answers=tuple(Answer(status, _says(row, status)) for status, row in one["responses"].items()),
    )


def _says(response: Schema, status: str) -> str:
    return str(response.get("description") or "") or (_("It went well") if status == "200" else "")


def _parameter(schema: Schema, row: Schema) -> FieldLine:
    what = _resolved(schema, row["schema"])
    choices = _choices(schema, what)
    return FieldLine(
        row["name"], _kind(schema, what), bool(row.get("required")), choices, _first(row.get("description", ""))
    )


def _lines(schema: Schema, what: Schema, prefix: str = "", depth: int = 0) -> Iterator[FieldLine]:
    """Yield the fields of an object, those of the objects within it below it."""
    required = what.get("required", ())
    for name, given in what.get("properties", {}).items():
        field = _resolved(schema, given)
        text = str(given.get("description", "")) if "$ref" not in given else ""
        yield FieldLine(
            f"{prefix}{name}", _kind(schema, field), name in required, _choices(schema, field), _first(text)
        )
        inner = _resolved(schema, field["items"]) if "items" in field else field
        if depth < _DEEPEST and "properties" in inner:
            below = f"{prefix}{name}[]." if "items" in field else f"{prefix}{name}."
            yield from _lines(schema, inner, below, depth + 1)


def _resolved(schema: Schema, what: Schema) -> Schema:
    """Follow references and choices to the thing itself, with null among its types where it may be null."""
    nullable = False
    while True:
        options = what.get("oneOf") or what.get("allOf") or ()
        things = [one for one in options if one.get("type") != "null"]
        if "$ref" in what:
            what = schema["components"]["schemas"][what["$ref"].rsplit("/", 1)[-1]]
        elif things:
            nullable = nullable or len(things) < len(options)
            what = things[0]
        else:
            return what | {"type": [what.get("type", "object"), "null"]} if nullable else what


def _choices(schema: Schema, what: Schema) -> tuple[str, ...]:
    inner = _resolved(schema, what["items"]) if "items" in what else what
    return tuple(str(one) for one in inner.get("enum", ()) if one not in ("", None))


def _kind(schema: Schema, what: Schema) -> str:
    if "items" in what:
        one = _resolved(schema, what["items"])
        if one.get("type", "object") == "object":
            return _("list of objects")
        return _("list of %(what)s") % {"what": _kind(schema, one)}
    types = what.get("type", "object")
    *first, last = [_word(name, what) for name in ([types] if isinstance(types, str) else types)]
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _word(name: str, what: Schema) -> str:
    """Return what a type of JSON is called; a string by what it holds."""
    words = {
        "decimal": pgettext("JSON type", "decimal string"),
        "date": pgettext("JSON type", "date"),
        "date-time": pgettext("JSON type", "date and time"),
        "string": pgettext("JSON type", "text"),
        "integer": pgettext("JSON type", "whole number"),
        "number": pgettext("JSON type", "number"),
        "boolean": pgettext("JSON type", "true or false"),
        "null": pgettext("JSON type", "null"),
        "object": pgettext("JSON type", "object"),
    }
    if name == "string" and "\\." in what.get("pattern", ""):
        return words["decimal"]
    return words.get(what.get("format", "") if name == "string" else name, words["string"])


def _example(schema: Schema, what: Schema) -> Any:
    """Return a value that the schema allows."""
    what = _resolved(schema, what)
    if "properties" in what:
        return {name: _example(schema, one) for name, one in what["properties"].items()}
    if "items" in what:
        return [_example(schema, what["items"])]
    for key in ("examples", "enum"):
        if what.get(key):
            return what[key][0]
    types = what.get("type", "string")
    name = types if isinstance(types, str) else types[0]
    plain = {"boolean": False, "integer": 1, "number": 1}
    formats = {"date": "2026-11-21", "date-time": "2026-11-21T09:30:00+01:00", "decimal": "150000.00"}
    return plain.get(name, formats.get(what.get("format", ""), "…"))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _first(text: Any) -> str:
    """Return the words before the list of choices, which the page shows by itself."""
    return str(text).split("\n* ", 1)[0].removeprefix("* ").split("\n")[0] if not str(text).startswith("* ") else ""
