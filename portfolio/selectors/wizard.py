"""The steps beside every page of the guided form, with what is missing where."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.providers import collect
from portfolio.domain.completeness import Gap
from portfolio.domain.proportion import small_case
from portfolio.models import Proposal, ProposalVersion
from portfolio.steps import Step, steps_of

OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Station:
    """A step as `components/wizard.html` draws it."""

    slug: str
    label: str
    url: str
    complete: bool
    current: bool
    help: str = ""
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Wizard:
    """All steps, what is missing, and where one goes from the present one."""

    stations: tuple[Station, ...]
    gaps: tuple[Gap, ...]
    overview_url: str

    @property
    def current(self) -> Station:
        """Return the present step."""
        return next(station for station in self.stations if station.current)

    @property
    def next_url(self) -> str:
        """Return the step after the present one; the overview follows the last."""
        return self._beside(1)

    @property
    def previous_url(self) -> str:
        """Return the step before the present one, empty at the first."""
        return self._beside(-1)

    def _beside(self, distance: int) -> str:
        place = self.stations.index(self.current) + distance
        return self.stations[place].url if 0 <= place < len(self.stations) else ""


def missing(proposal: Proposal, version: ProposalVersion) -> tuple[Gap, ...]:
    """Return what every app still asks for, in the order of the steps; asked for once a version that was read."""
    known: tuple[Gap, ...] | None = version.__dict__.get("gaps_found")
    if known is None:
        order = {step.slug: place for place, step in enumerate(steps_of(proposal))}
        gaps: list[Gap] = collect("proposal_gaps", proposal, version)
        known = tuple(sorted(gaps, key=lambda gap: order.get(gap.step, len(order))))
        version.__dict__["gaps_found"] = known
    return known


def left_out(proposal: Proposal, version: ProposalVersion) -> tuple[Step, ...]:
    """Return the steps that a small case goes without (AM25); they can still be opened, and keep what they hold."""
    small = small_case(proposal, version)
    if small is None:
        return ()
    return tuple(step for step in steps_of(proposal) if step.slug in small.steps or not step.of_small)


def wizard(proposal: Proposal, version: ProposalVersion, current: str) -> Wizard:
    """Return the steps as seen from the step `current` (or `OVERVIEW`)."""
    gaps = missing(proposal, version)
    by_step: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_step[gap.step].append(gap)
    without = left_out(proposal, version)
    steps = [step for step in steps_of(proposal) if step.slug == current or step not in without]
    stations = [_station(proposal, step, current, tuple(by_step[step.slug])) for step in steps]
    url = reverse("portfolio:draft_overview", args=[proposal.pk])
    stations.append(Station(OVERVIEW, _("Check"), url, complete=not gaps, current=current == OVERVIEW))
    return Wizard(tuple(stations), gaps, url)


def unbegun_wizard(proposal: Proposal, current: str) -> Wizard:
    """Return the steps before the draft exists: only the first is open."""
    names = [(step.slug, str(step.title), str(step.help)) for step in steps_of(proposal)]
    stations = [
        Station(slug, title, "", complete=False, current=slug == current, help=text)
        for slug, title, text in [*names, (OVERVIEW, _("Check"), "")]
    ]
    return Wizard(tuple(stations), (), "")


def _station(proposal: Proposal, step: Step, current: str, gaps: tuple[Gap, ...]) -> Station:
    return Station(
        slug=step.slug,
        label=str(step.title),
        url=step.url(proposal),
        complete=not gaps,
        current=step.slug == current,
        help=str(step.help),
        gaps=gaps,
    )
