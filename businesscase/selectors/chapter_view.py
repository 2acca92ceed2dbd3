"""A business case as it is read by chapters: the joint public template, with what the proposal itself answers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.enums import LineSide
from businesscase.models import Alternative, BusinessCaseVersion, RiskItem
from businesscase.selectors.case_view import label_of
from businesscase.selectors.words import follow_up_text
from core.templatetags.danish import kroner, percent
from core.ui import Section
from portfolio.models import Goal, InvolvedGroup, Proposal, ProposalVersion
from portfolio.selectors.content import field_text
from portfolio.selectors.content import label_of as label_of_version

if TYPE_CHECKING:
    from collections.abc import Iterable

Pairs = tuple[tuple[str, str], ...]
# What the proposal itself says under each text of the case.
ANSWERED_BEFORE: dict[str, tuple[str, ...]] = {
    "business_scope": ("need", "core_task", "units_involved"),
    "it_scope": ("acquisition_type", "supplier", "aspect_technology"),
    "dependencies": ("reuse_internal", "reuse_external", "obligation_legal_basis"),
    "strategy": ("work_process_changes", "training_plan", "aspect_organisation", "aspect_management"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A scenario beside the proposed one: `costs` and `gains` are DKK over all years, None where none is stated.

    `is_other` tells another solution from carrying on as today.
    """

    name: str
    title: str
    description: str
    why_not: str
    costs: Decimal | None
    gains: Decimal | None
    is_other: bool


@dataclass(frozen=True, slots=True)
class Danger:
    """A risk as it is read; `expected` is probability times what it costs."""

    title: str
    probability: str
    impact: str
    year: str
    expected: str
    mitigation: str
    owner: str


@dataclass(frozen=True, slots=True)
class Stone:
    """A planned milestone."""

    label: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Chapters:
    """The words of a case in the template's order; each pair is a name and a text, empty where nothing is written."""

    summary: str
    solution: Pairs
    ways: tuple[Way, ...]
    no_alternatives_reason: str
    groups: tuple[InvolvedGroup, ...]
    qualitative: str
    dangers: tuple[Danger, ...]
    implementation: Pairs
    milestones: tuple[Stone, ...]
    goals: tuple[Goal, ...]
    ownership: Pairs
    contents: tuple[Section, ...]


def chapters(proposal: Proposal, version: ProposalVersion, case: BusinessCaseVersion) -> Chapters:
    """Return the chapters of a case that was read with `case_of`, on a version whose goals and groups are at hand."""
    return Chapters(
        summary=case.summary,
        solution=(
            *_known(version, "business_scope"),
            _text(case, "business_scope"),
            *_known(version, "it_scope"),
            _text(case, "it_scope"),
            _text(case, "stakeholders"),
            *_known(version, "dependencies"),
            _text(case, "dependencies"),
        ),
        ways=ways(case),
        no_alternatives_reason=case.no_alternatives_reason,
        groups=tuple(version.involved_groups.all()),
        qualitative=case.qualitative_gains,
        dangers=tuple(_danger(risk) for risk in case.risks.all()),
        implementation=(*_known(version, "strategy"), _text(case, "strategy")),
        milestones=stones(case),
        goals=tuple(version.goals.all()),
        ownership=_ownership(proposal, case),
        contents=_contents(),
    )


def known_answers(version: ProposalVersion) -> dict[str, Pairs]:
    """Return what the proposal already says, by the text of the case beside which it is shown."""
    return {name: _known(version, name) for name in ANSWERED_BEFORE}


def ways(case: BusinessCaseVersion) -> tuple[Way, ...]:
    """Return the other scenarios: carrying on as today first."""
    return tuple(_way(case, row) for row in case.alternatives.all())


def stones(case: BusinessCaseVersion) -> tuple[Stone, ...]:
    """Return the planned milestones by date; what has none stands last."""
    rows = sorted(case.milestones.all(), key=lambda row: (row.due_on is None, row.due_on or date.max, row.position))
    return tuple(Stone(row.label, row.due_on) for row in rows)


def _known(version: ProposalVersion, name: str) -> Pairs:
    texts = ((field, field_text(version, field)) for field in ANSWERED_BEFORE[name])
    return tuple((label_of_version(field), text) for field, text in texts if text)


def _text(case: BusinessCaseVersion, name: str) -> tuple[str, str]:
    return label_of(case, name), getattr(case, name)


def _way(case: BusinessCaseVersion, row: Alternative) -> Way:
    lines = list(row.lines.all())
    return Way(
        name=_("Scenario 0: as today") if row.is_today else _("Scenario %(number)s") % {"number": row.ordinal},
        title=row.title,
        description=row.description,
        why_not=row.why_not,
        costs=_total(line.priced(case.hourly_rate) for line in lines if line.side == LineSide.COST),
        gains=_total(line.figures for line in lines if line.side == LineSide.BENEFIT),
        is_other=not row.is_today,
    )


def _total(rows: "Iterable[Iterable[Decimal | None]]") -> Decimal | None:
    stated = [figure for row in rows for figure in row if figure is not None]
    return sum(stated, Decimal(0)) if stated else None


def _danger(risk: RiskItem) -> Danger:
    share = None if risk.probability is None else risk.probability / 100
    expected = None if share is None or risk.impact is None else share * risk.impact
    return Danger(
        title=risk.title,
        probability="–" if share is None else percent(share),
        impact="–" if risk.impact is None else kroner(risk.impact),
        year="–" if risk.year is None else str(risk.year),
        expected="–" if expected is None else kroner(expected),
        mitigation=risk.mitigation,
        owner=risk.owner.name if risk.owner else "",
    )


def _ownership(proposal: Proposal, case: BusinessCaseVersion) -> Pairs:
    return (
        (_("Project owner"), proposal.owner.name if proposal.owner else ""),
        _text(case, "sponsors"),
        (_("Follow-up"), follow_up_text(case.follow_up_months) if case.follow_up_months else ""),
    )


def _contents() -> tuple[Section, ...]:
    return (
        Section("summary", _("Summary")),
        Section("solution", _("1 The solution")),
        Section("consequences", _("2 Consequences")),
        Section("implementation", _("3 Implementation")),
        Section("ownership", _("4 Ownership")),
    )
