"""The masterplan in a strategy's file: each initiative has one responsible, of those that the plan names (A13)."""

from collections.abc import Mapping
from typing import Any

from principles.domain.file_checks import StrategyFileError, check_choice, check_fields, check_once, check_texts
from principles.enums import InitiativeCategory, NodeKind, PlanStatus

# What an initiative carries besides what every node does.
INITIATIVE_FIELDS = {
    "title_official": bool,
    "reach": str,
    "master_plan": bool,
    "category": str,
    "responsible": str,
    "schedule": str,
    "schedule_precision": str,
    "reservation": bool,
    "involvement_estimate": str,
    "origin": str,
    "lead": str,
    "legal_basis": str,
}
# How a file says that its source does not tell.
NOT_STATED = "ikke oplyst"
_REQUIRED = {"code": str, "title": str, "period": str, "status": str, "responsible_options": list, "categories": list}
_OPTIONAL = {"reservation": bool, "reservation_note": str, "note": str}


def check_master_plan(data: Mapping[str, Any], where: str) -> None:
    """Check the plan and its initiatives; a file without a plan has none. `data` is a file whose nodes are right.

    Only a plan that is history may leave out who is responsible, or which category, where its source does.
    Raises `StrategyFileError`.
    """
    plan = data.get("master_plan")
    if plan is not None:
        _check_plan(plan, f"{where}, master_plan")
    for index, row in enumerate(data["nodes"], start=1):
        place = f"{where}, node {index} ({row['code']})"
        if row.get("master_plan"):
            _check_initiative(row, plan, place)
        elif "responsible" in row:
            message = f"{place}: only an initiative of the masterplan has a responsible."
            raise StrategyFileError(message)


def _check_plan(plan: Mapping[str, Any], where: str) -> None:
    check_fields(plan, where, _REQUIRED, _OPTIONAL)
    check_choice(plan, "status", PlanStatus.values, where)
    check_texts(plan, "responsible_options", where)
    check_texts(plan, "categories", where)
    if not plan["responsible_options"]:
        message = f"{where}: responsible_options names nobody."
        raise StrategyFileError(message)
    check_once(plan["responsible_options"], f"{where}: responsible")
    for category in plan["categories"]:
        check_choice({"categories": category}, "categories", InitiativeCategory.values, where)


def _check_initiative(row: Mapping[str, Any], plan: Mapping[str, Any] | None, where: str) -> None:
    if plan is None:
        message = f"{where}: it belongs to a masterplan, but the file has none (master_plan)."
        raise StrategyFileError(message)
    if row["kind"] != NodeKind.INITIATIVE:
        message = f"{where}: only an initiative belongs to a masterplan."
        raise StrategyFileError(message)
    history = plan["status"] == PlanStatus.HISTORY
    unknown = [InitiativeCategory.NOT_STATED.value] if history else []
    silent = [NOT_STATED] if history else []
    for name, known in (
        ("responsible", [*plan["responsible_options"], *silent]),
        ("category", [*plan["categories"], *unknown]),
    ):
        if name not in row:
            message = f"{where}: the field {name!r} is missing."
            raise StrategyFileError(message)
        check_choice(row, name, known, where)
