"""A strategy as a TOML file: read, checked, and turned into what the rows hold. No database."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from principles.domain.file_checks import StrategyFileError, check_choice, check_fields, check_once, check_texts
from principles.domain.master_plan_file import INITIATIVE_FIELDS, check_master_plan
from principles.enums import KIND_HEADINGS, DocumentKind, Modality, NodeKind, SetRole

_REQUIRED = {
    "code": str,
    "title": str,
    "kind": str,
    "set_role": str,
    "municipality": str,
    "profile": str,
    "active": bool,
    "source": dict,
    "nodes": list,
}
_OPTIONAL = {
    "publisher": str,
    "adopted_by": str,
    "adopted_on": date,
    "valid_from": date,
    "valid_to": date,
    "valid_from_note": str,
    "period": str,
    "scope": str,
    "review_interval_months": int,
    "review_modality": str,
    "notes": list,
    "horizon_year": int,
    "master_plan": dict,
}
_DETAILS = ("horizon_year", "master_plan")
_SOURCE_REQUIRED = {"title": str}
_SOURCE_OPTIONAL = {"find": str, "ledger": str}
_NODE_REQUIRED = {"code": str, "kind": str, "ordinal": int, "title": str}
_NODE_OPTIONAL = {
    "parent": str,
    "number": str,
    "statement": str,
    "explanation": str,
    "means": str,
    "because": str,
    "modality": str,
    "source_variant": str,
    "note": str,
    "valid_from": date,
    "valid_from_note": str,
    "tension_with": list,
    "exception_via": str,
    "superseded_by": str,
}
# Wording for a lost date stands in the note; the row's own fields stay empty (AM3).
_NOT_STATED = "ikke oplyst i kilden"


@dataclass(frozen=True, slots=True)
class NodeData:
    """A node with its place in the tree; `fields` are the model's, without document and parent."""

    code: str
    parent: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentData:
    """A document; nodes come parents first, in reading order."""

    code: str
    active: bool
    digest: str
    fields: Mapping[str, Any]
    nodes: tuple[NodeData, ...]


def read_folder(folder: Path) -> tuple[DocumentData, ...]:
    """Read every `*.toml` of `folder`. Raises `StrategyFileError` on the first thing that is wrong."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        message = f"{folder}: there are no strategies (*.toml) in the folder."
        raise StrategyFileError(message)
    documents = tuple(read_file(path) for path in files)
    check_once((one.code for one in documents), f"{folder}: document")
    check_once((node.code for one in documents for node in one.nodes), f"{folder}: node")
    _check_references(documents)
    return documents


def read_file(path: Path) -> DocumentData:
    """Read one file; cross-references to other files are checked by `read_folder`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path.name}: cannot be read as TOML: {error}."
        raise StrategyFileError(message) from error
    where = path.name
    check_fields(data, where, _REQUIRED, _OPTIONAL)
    check_fields(data["source"], f"{where}, source", _SOURCE_REQUIRED, _SOURCE_OPTIONAL)
    check_choice(data, "kind", DocumentKind.values, where)
    check_choice(data, "set_role", SetRole.values, where)
    check_choice(data, "review_modality", Modality.values, where)
    check_texts(data, "notes", where)
    nodes = tuple(_nodes(data["nodes"], where))
    check_master_plan(data, where)
    return DocumentData(data["code"], data["active"], _digest(data), _document_fields(data), nodes)


def _document_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    plain = ("kind", "title", "municipality", "profile")
    texts = ("publisher", "adopted_by", "valid_from_note", "period", "scope", "review_modality")
    return {
        **{name: data[name] for name in plain},
        **{name: _stated(data.get(name, "")) for name in texts},
        **{name: data.get(name) for name in ("adopted_on", "valid_from", "valid_to", "review_interval_months")},
        "role": data["set_role"],
        "source_title": data["source"]["title"],
        "source_find": data["source"].get("find", ""),
        "source_reference": data["source"].get("ledger", ""),
        "notes": data.get("notes", []),
        "details": {name: data[name] for name in _DETAILS if name in data},
    }


def _nodes(rows: list[Any], where: str) -> Iterator[NodeData]:
    for index, row in enumerate(rows, start=1):
        _check_node(row, f"{where}, node {index}")
    check_once((row["code"] for row in rows), f"{where}: node")
    below: dict[str, list[Mapping[str, Any]]] = {}
    kinds = list(KIND_HEADINGS)
    for row in sorted(rows, key=lambda one: (kinds.index(one["kind"]), one["ordinal"])):
        below.setdefault(row.get("parent", ""), []).append(row)
    ordered = list(_walk(below, "", 0))
    if len(ordered) != len(rows):
        lost = next(row for row in rows if row["code"] not in {one["code"] for one, _depth in ordered})
        message = f"{where}, node {lost['code']}: the parent {lost['parent']!r} is not found above it in this file."
        raise StrategyFileError(message)
    for position, (row, depth) in enumerate(ordered, start=1):
        yield NodeData(row["code"], row.get("parent", ""), _node_fields(row, position, depth))


def _walk(
    below: Mapping[str, list[Mapping[str, Any]]], parent: str, depth: int
) -> Iterator[tuple[Mapping[str, Any], int]]:
    for row in below.get(parent, ()):
        yield row, depth
        yield from _walk(below, row["code"], depth + 1)


def _check_node(row: object, where: str) -> None:
    if not isinstance(row, dict):
        message = f"{where}: must be a table."
        raise StrategyFileError(message)
    where = f"{where} ({row.get('code', '?')})"
    check_fields(row, where, _NODE_REQUIRED, {**_NODE_OPTIONAL, **INITIATIVE_FIELDS})
    check_choice(row, "kind", NodeKind.values, where)
    check_choice(row, "modality", Modality.values, where)
    check_texts(row, "tension_with", where)
    if not row["title"].strip():
        message = f"{where}: the title is empty."
        raise StrategyFileError(message)


def _node_fields(row: Mapping[str, Any], position: int, depth: int) -> dict[str, Any]:
    texts = (
        "number",
        "statement",
        "explanation",
        "means",
        "because",
        "modality",
        "source_variant",
        "note",
        "valid_from_note",
        "exception_via",
        "superseded_by",
    )
    return {
        **{name: row[name] for name in ("kind", "ordinal", "title")},
        **{name: _stated(row.get(name, "")) for name in texts},
        "valid_from": row.get("valid_from"),
        "tension_with": row.get("tension_with", []),
        "details": {name: row[name] for name in INITIATIVE_FIELDS if name in row},
        "position": position,
        "depth": depth,
    }


def _stated(text: str) -> str:
    return "" if text.strip() == _NOT_STATED else text.strip()


def _check_references(documents: tuple[DocumentData, ...]) -> None:
    known = {node.code for one in documents for node in one.nodes}
    for one in documents:
        for node in one.nodes:
            named = [*node.fields["tension_with"], *filter(None, [node.fields["exception_via"]])]
            for code in named:
                if code not in known:
                    message = f"{one.code}, node {node.code}: it names {code!r}, which is no node."
                    raise StrategyFileError(message)


def _digest(data: Mapping[str, Any]) -> str:
    # Whether it is active is standing, not wording: switching it makes no new version.
    content = {name: value for name, value in data.items() if name != "active"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
