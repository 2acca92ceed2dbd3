"""The masterplan of a strategy as its page shows it: the initiatives, and who is responsible for each (A13, B14)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from principles.domain.master_plan_file import NOT_STATED
from principles.enums import InitiativeCategory, PlanStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from principles.models import StrategyDocument, StrategyNode


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative; what the source does not tell is empty."""

    node: "StrategyNode"
    objective: str
    category: str
    responsible: str
    schedule: str


@dataclass(frozen=True, slots=True)
class MasterPlan:
    """The plan: whether it is carried out, who can be responsible, for how many that is told, and its reservation."""

    title: str
    status: str
    in_force: bool
    options: str
    told: str
    lines: tuple[InitiativeLine, ...]
    reservation: str
    note: str


def read_plan(document: "StrategyDocument", nodes: "Iterable[StrategyNode]") -> MasterPlan | None:
    """Return the plan of `document`, of whose tree `nodes` are all; None where it has no plan. No query."""
    plan: dict[str, Any] | None = document.details.get("master_plan")
    if plan is None:
        return None
    by_key = {node.pk: node for node in nodes}
    lines = tuple(_line(node, by_key) for node in by_key.values() if node.details.get("master_plan"))
    status = PlanStatus(plan["status"])
    return MasterPlan(
        title=plan["title"],
        status=str(status.label),
        in_force=status == PlanStatus.IN_FORCE,
        options=pgettext("either of these", " or ").join(plan["responsible_options"]),
        told=_told(lines),
        lines=lines,
        reservation=plan.get("reservation_note", ""),
        note=plan.get("note", ""),
    )


def initiative_facts(node: "StrategyNode") -> tuple[tuple[str, str], ...]:
    """Return what the masterplan says of an initiative; nothing for every other node."""
    if not node.details.get("master_plan"):
        return ()
    return (
        (pgettext("initiative", "Responsible"), _stated(node, "responsible")),
        (pgettext("initiative", "Why it is in the plan"), _category(node)),
        (pgettext("initiative", "Schedule"), _stated(node, "schedule")),
        (_("What it asks of the departments"), _stated(node, "involvement_estimate")),
    )


def _line(node: "StrategyNode", by_key: "dict[int, StrategyNode]") -> InitiativeLine:
    above = by_key.get(node.parent_id or 0)
    return InitiativeLine(
        node,
        objective=str(above) if above else "",
        category=_category(node),
        responsible=_stated(node, "responsible"),
        schedule=_stated(node, "schedule"),
    )


def _category(node: "StrategyNode") -> str:
    category = InitiativeCategory(node.details["category"])
    return "" if category == InitiativeCategory.NOT_STATED else str(category.label)


def _stated(node: "StrategyNode", name: str) -> str:
    text: str = node.details.get(name, "")
    return text.removeprefix(NOT_STATED).strip(" ()")


def _told(lines: tuple[InitiativeLine, ...]) -> str:
    """Say for how many the responsible is told, where that is not all of them."""
    told = sum(bool(line.responsible) for line in lines)
    if told == len(lines):
        return ""
    sentence = _("The source says who is responsible for %(told)d of the %(all)d initiatives.")
    return sentence % {"told": told, "all": len(lines)}
