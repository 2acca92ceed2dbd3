"""A case that was read, put away as plain data between the two steps of an import, and taken out again."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from businesscase.models import Alternative, AlternativeLine, BenefitLine, CostLine, PlannedMilestone, RiskItem
from businesscase.workbook import layout
from businesscase.workbook.reader import ReadCase

_FIELDS = frozenset((*layout.FRAME, *layout.CHAPTERS))
_COST = ("category", "label", "supplier", "amounts", "hours", "low", "high")
_GAIN = (
    "type", "label", "owner_id", "unit_id", "cash_releasing", "indirect", "harvest_mode", "amounts", "low", "high",
)  # fmt: skip
_RISK = ("title", "probability", "impact", "year", "mitigation", "owner_id")
_WAY = ("ordinal", "title", "description", "why_not")
_WAY_LINE = ("side", "category", "label", "cash_releasing", "figures")
# What is a number with decimals in the rows; the rest are words and whole numbers.
_FIGURES = {
    "amounts",
    "hours",
    "low",
    "high",
    "figures",
    "probability",
    "impact",
    "hourly_rate",
    "supplier_correlation",
}


def packed(read: ReadCase) -> dict[str, Any]:
    """Return the case as data that JSON keeps exactly."""
    return {
        "fields": {name: _plain(value) for name, value in read.fields.items()},
        "costs": [_row(line, _COST) for line in read.costs],
        "benefits": [_row(line, _GAIN) for line in read.benefits],
        "risks": [_row(risk, _RISK) for risk in read.risks],
        "ways": [[_row(way, _WAY), [_row(line, _WAY_LINE) for line in lines]] for way, lines in read.alternatives],
        "number": read.number,
        "milestones": None
        if read.milestones is None
        else [[one.label, one.due_on and one.due_on.isoformat()] for one in read.milestones],
    }


def unpacked(data: Mapping[str, Any]) -> ReadCase:
    """Return the case that `packed` put away."""
    return ReadCase(
        fields={name: _value(name, value) for name, value in data["fields"].items() if name in _FIELDS},
        costs=[CostLine(**_kept(one)) for one in data["costs"]],
        benefits=[BenefitLine(**_kept(one)) for one in data["benefits"]],
        risks=[RiskItem(**_kept(one)) for one in data["risks"]],
        alternatives=[
            (
                Alternative(**_kept(way)),
                [AlternativeLine(position=place, **_kept(line)) for place, line in enumerate(lines)],
            )
            for way, lines in data["ways"]
        ],
        number=data["number"],
        milestones=_stones(data.get("milestones")),
    )


def _stones(rows: Sequence[tuple[str, str | None]] | None) -> list[PlannedMilestone] | None:
    """Return the milestones; None where none were read, as in a parcel from before they were."""
    if rows is None:
        return None
    return [PlannedMilestone(label=label, due_on=date.fromisoformat(due) if due else None) for label, due in rows]


def _row(row: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if name not in _FIGURES or value is None:
        return value
    return [_value(name, one) for one in value] if isinstance(value, list) else Decimal(value)
