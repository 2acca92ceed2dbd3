"""What stands over the pool's workbench: its money, its scenarios as tabs, and what this reader may do."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.danish import kroner
from core.ui import Action
from governance.domain.scenarios import MOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.domain.refusal import Answer
    from governance.selectors.workbench import Workbench


def workbench_tabs(page: "Workbench") -> list[dict[str, Any]]:
    """Return the scenarios as tabs, the one without anything settled first."""
    base = reverse("governance:pool_workbench", args=[page.year.year])
    tabs = [{"label": _("Starting point"), "url": base, "current": page.scenario is None, "count": None}]
    for one in page.scenarios:
        url = reverse("governance:scenario_detail", args=[one.pk])
        tabs.append({"label": one.name, "url": url, "current": one == page.scenario, "count": None})
    if len(page.scenarios) > 1:
        url = reverse("governance:scenario_compare", args=[page.year.year])
        tabs.append({"label": _("Compare scenarios"), "url": url, "current": False, "count": None})
    return tabs


def workbench_figures(page: "Workbench") -> list[dict[str, str]]:
    """Return the money of the years that the cases draw on; what each of them has stands below where there are more."""
    lines = [one.line for one in page.by_year]
    used = _("%(amount)s of %(frame)s has been allocated") % {
        "amount": kroner(_sum(line.mandatory + line.other for line in lines)),
        "frame": kroner(_sum(line.frame for line in lines)),
    }
    kept = _("The rest is for other purposes: %(amount)s") % {"amount": kroner(_sum(line.free for line in lines))}
    asks = _("%(count)s cases") % {"count": len(page.board.rows)} if len(page.board.rows) != 1 else _("1 case")
    left = _("Left in the pool %(years)s") % {"years": page.span} if len(lines) > 1 else _("Left in the pool")
    return [
        {"label": left, "value": kroner(_sum(line.left for line in lines)), "note": used},
        {
            "label": _("Kept for mandatory solutions"),
            "value": kroner(_sum(line.expected for line in lines)),
            "note": kept,
        },
        {"label": _("Asked for"), "value": kroner(page.asked), "note": asks},
        {
            "label": _("Chosen here"),
            "value": kroner(page.amount),
            "note": _("Value: %(value)s") % {"value": page.value},
        },
    ]


def workbench_actions(page: "Workbench") -> list[Action]:
    """Return what the reader may do, and why not."""
    scenario = page.scenario
    create = reverse("governance:scenario_create", args=[page.year.year])
    if scenario is None:
        full = len(page.scenarios) >= MOST
        why = _("There are already %(most)s scenarios. Delete one first.") % {"most": MOST} if full else ""
        return [_action(_("New scenario"), create, page.may_make, primary=True, why=why)]
    key = [scenario.pk]
    commit, change = page.may_commit, page.may_change
    actions = []
    if commit is not None:
        url = reverse("governance:scenario_commit", args=key)
        actions.append(_action(_("Put the scenario forward"), url, commit, primary=True))
    if change is not None and change:
        actions += [
            Action(_("Change"), reverse("governance:scenario_change", args=key)),
            Action(_("Cases that hang together"), reverse("governance:scenario_links", args=key)),
        ]
    elif change is not None:
        actions.append(_action(_("Change"), "", change))
    if page.may_make:
        actions.append(Action(_("Make a copy"), f"{create}?fra={scenario.pk}"))
    if change is not None and change:
        actions.append(Action(_("Delete"), reverse("governance:scenario_delete", args=key)))
    return actions


def _sum(amounts: "Iterable[Decimal]") -> Decimal:
    return sum(amounts, Decimal(0))


def _action(label: str, url: str, answer: "Answer", *, primary: bool = False, why: str = "") -> Action:
    if answer and not why:
        return Action(label, url, primary=primary)
    return Action(label, url, enabled=False, why=why or answer.reason, who="" if why else answer.who)
