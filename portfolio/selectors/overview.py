"""The overview before submission: every answer by step, with what is missing."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.providers import collect
from portfolio.domain.proportion import small_case
from portfolio.forms.drafts import STEP_FORMS
from portfolio.forms.rows import ROW_SETS
from portfolio.models import Goal, InvolvedGroup, Proposal, ProposalVersion
from portfolio.selectors.content import CONDITIONAL, field_text, label_of, text_of
from portfolio.selectors.wizard import Station, Wizard, left_out

if TYPE_CHECKING:
    from core.http import PersonRequest


@dataclass(frozen=True, slots=True)
class Part:
    """One step as the overview shows it."""

    station: Station
    items: tuple[tuple[str, str], ...] = ()
    goals: tuple[Goal, ...] = ()
    groups: tuple[InvolvedGroup, ...] = ()


def overview(
    request: "PersonRequest", proposal: Proposal, version: ProposalVersion, places: Wizard
) -> tuple[Part, ...]:
    """Return every step but the overview itself.

    The provider "step_answers" answers step, name and text of what another app's step holds.
    """
    others = defaultdict(list)
    for slug, name, text in collect("step_answers", proposal, version):
        others[slug].append((name, text))
    return tuple(
        _part(request, proposal, version, station)
        if station.slug in STEP_FORMS
        else Part(station, items=tuple(others[station.slug]))
        for station in places.stations[:-1]
    )


def _part(request: "PersonRequest", proposal: Proposal, version: ProposalVersion, station: Station) -> Part:
    rows = ROW_SETS[station.slug].name if station.slug in ROW_SETS else ""
    return Part(
        station=station,
        items=_items(request, proposal, version, station.slug),
        goals=tuple(version.goals.all()) if rows == "goals" else (),
        groups=tuple(version.involved_groups.all()) if rows == "involved_groups" else (),
    )


def _items(
    request: "PersonRequest", proposal: Proposal, version: ProposalVersion, slug: str
) -> tuple[tuple[str, str], ...]:
    form = STEP_FORMS[slug]
    names = [name for name in form.base_fields if name not in {"edition", "seen"}]
    order = getattr(form, "field_order", None) or form._meta.fields or ()
    pairs = [
        (name, text_of(name, proposal.owner) if name == "owner" else field_text(version, name, request))
        for name in sorted(names, key=list(order).index)
    ]
    small = small_case(proposal, version)
    silent = {*CONDITIONAL, *(small.fields if small else ())}
    return tuple((label_of(name), text) for name, text in pairs if text or name not in silent)


def gone_without(proposal: Proposal, version: ProposalVersion) -> tuple[str, ...]:
    """Return the names of what a small case is not asked: single questions, then whole steps (AM25)."""
    small = small_case(proposal, version)
    questions = tuple(label_of(name) for name in small.fields) if small else ()
    return (*questions, *(str(step.title) for step in left_out(proposal, version)))
