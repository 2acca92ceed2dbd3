"""The overview for management: one screen that is read in three minutes (A5, A21, C17, C19, B24)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.selectors.parameters import parameters_in_force
from governance.domain.status_months import status_due
from governance.selectors.overview_attention import Attention, Station, attention, stations
from governance.selectors.overview_awaited import Awaited, asked_by_projects, awaiting_decision
from governance.selectors.overview_benefits import Benefits, benefits
from governance.selectors.overview_capacity import Capacity, capacity, running_by_area
from governance.selectors.overview_money import Money, money

if TYPE_CHECKING:
    from core.models import User


@dataclass(frozen=True, slots=True)
class Overview:
    """The screen from top to bottom; every figure in it carries the address of its rows."""

    headline: str
    attention: Attention
    stations: tuple[Station, ...]
    awaiting: Awaited
    asked: Awaited
    money: Money
    benefits: Benefits
    capacity: Capacity


def overview(reader: "User") -> Overview:
    """Assemble what `reader` may know of; the number of queries is the same whatever there is."""
    parameters = parameters_in_force(today())
    due = status_due(parameters)
    areas = running_by_area(reader, due)
    worst = attention(reader, areas, due, parameters)
    awaiting, asked = awaiting_decision(reader), asked_by_projects(reader)
    return Overview(
        headline=_headline(worst, awaiting, asked),
        attention=worst,
        stations=stations(reader),
        awaiting=awaiting,
        asked=asked,
        money=money(areas),
        benefits=benefits(reader),
        capacity=capacity(reader, areas),
    )


def _headline(worst: Attention, awaiting: Awaited, asked: Awaited) -> str:
    """Say the whole in one or two sentences."""
    if not worst.running:
        said = _("No project is running.")
    elif not worst.reds:
        said = ngettext(
            "%(count)d project is running, and it has no red light.",
            "%(count)d projects are running, and none of them has a red light.",
            worst.running,
        ) % {"count": worst.running}
    elif worst.reds == worst.running:
        said = ngettext(
            "%(count)d project is running, and it has a red light.",
            "%(count)d projects are running, and all of them have a red light.",
            worst.running,
        ) % {"count": worst.running}
    else:
        said = ngettext(
            "%(reds)d of %(count)d running projects has a red light.",
            "%(reds)d of %(count)d running projects have a red light.",
            worst.reds,
        ) % {"reds": worst.reds, "count": worst.running}
    sentences = [said]
    if worst.count > worst.reds:
        watched = ngettext("%(count)d project needs attention.", "%(count)d projects need attention.", worst.count)
        sentences.append(watched % {"count": worst.count})
    waits = awaiting.count + asked.count
    if not waits:
        return " ".join([*sentences, _("Nothing awaits your decision.")])
    decisions = ngettext("%(count)d matter awaits a decision.", "%(count)d matters await a decision.", waits)
    return " ".join([*sentences, decisions % {"count": waits}])
