"""How one proposal stands to the principles, in compact form for its own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.children import Child, keep_texts, prefetch_together, texts_of
from core.drawings import Drawings
from core.kept_query import KeptQuery
from core.statement import Given
from core.ui import Action
from portfolio.domain.proposals import may_write
from portfolio.enums import ProposalKind
from portfolio.selectors.proposal_page import holds_the_pen, readable_versions
from principles import scoring
from principles.domain.answers import principle_of
from principles.domain.gaps import given
from principles.domain.standing import PERMISSION, may_assess
from principles.enums import AnswerValue, AssessmentRole, NodeKind, SetRole
from principles.models import Answer, Deviation, StrategyNode
from principles.selectors.strategies import TONES

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from core.models import User
    from core.ui import Tone
    from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One principle with the answer that stands and, where it was corrected, the applicant's own beside it."""

    principle: StrategyNode
    answer: Answer | None
    before: Answer | None
    tone: "Tone"

    @property
    def corrected(self) -> bool:
        """Tell whether the architect says otherwise than the applicant."""
        return self.before is not None and self.answer is not None and self.before.value != self.answer.value

    @property
    def by_architect(self) -> bool:
        """Tell whether the IT architect has answered, confirmed or corrected."""
        return self.answer is not None and self.answer.assessment.role == AssessmentRole.ARCHITECT


@dataclass(frozen=True, slots=True)
class StandingSet:
    """One set: its lines, the counts, and how many lines the architect has been through."""

    title: str
    role: str
    lines: tuple[StandingLine, ...]
    tally: scoring.Tally
    checked: int


@dataclass(frozen=True, slots=True)
class StandingDeviation:
    """A deviation; `withdrawn` when the architect says that the proposal does not deviate after all."""

    deviation: Deviation
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class TensionNote:
    """Two principles that pull apart on this proposal: the one is followed, the other deviated from (AM16)."""

    first: StrategyNode
    second: StrategyNode


@dataclass(frozen=True, slots=True)
class ProposalPrinciples:
    """Everything the panel shows; the same number of queries whatever it holds."""

    version: "ProposalVersion"
    sets: tuple[StandingSet, ...]
    deviations: tuple[StandingDeviation, ...]
    carries_out: tuple[StrategyNode, ...]
    tensions: tuple[TensionNote, ...]

    @property
    def answered(self) -> bool:
        """Tell whether anything has been answered."""
        return any(one.tally.unanswered < one.tally.total for one in self.sets)


def principles_panel(request: "HttpRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Fill the slot on a proposal's page; a suggestion is held against no principles."""
    reader: User = request.user  # type: ignore[assignment]  # every page is behind the log-in
    version = None if proposal.kind == ProposalKind.SUGGESTION else readable_version(proposal, reader)
    if version is None:
        return None
    return {"drawn": drawn_principles(version), "actions": _actions(proposal, reader)}


def readable_version(proposal: "Proposal", person: "User") -> "ProposalVersion | None":
    """Return the newest version that `person` may read: an open draft only for its writers and the owner."""
    versions = readable_versions(proposal, person, writes=holds_the_pen(proposal, person))
    return versions[0] if versions else None


def drawn_principles(version: "ProposalVersion") -> "SafeString":
    """Draw how a version stands; the caller has made sure that the reader may see it."""
    texts, nodes = texts_of(version, *_SAID), _nodes(version)

    def draw() -> "SafeString":
        keep_texts(version, texts, *_SAID)
        return render_to_string("principles/_standing.html", {"standing": _principles(version, _NODES.made_of(nodes))})

    return _DRAWINGS.drawn((texts, nodes), draw)


def proposal_principles(version: "ProposalVersion") -> ProposalPrinciples:
    """Assemble how a version stands; the caller has made sure that the reader may see it."""
    prefetch_together([version], *_SAID)
    return _principles(version, _NODES.made_of(_nodes(version)))


_DRAWINGS = Drawings()
_SAID = (
    Child("assessments", children=(Child("answers", follow=("principle", "answered_by")),)),
    Child("deviations", follow=("principle__document", "opened_by")),
    Child("alignments", follow=("node__document",)),
)


# What is shown and counted of a principle here; its explanations are long.
_SHOWN = ("code", "number", "title", "parent", "position", "tension_with")


def _asked() -> "QuerySet[StrategyNode]":
    """Ask for the principles of the active sets of a role, and for what has been answered on a version."""
    active = Q(kind=NodeKind.PRINCIPLE, document__is_active=True, document__role=Given("role"))
    answered = Answer.objects.filter(assessment__version=Given("version")).order_by().values("principle")
    nodes = StrategyNode.objects.filter(active | Q(pk__in=answered)).select_related("document").order_by()
    return nodes.only(*_SHOWN, "document__title", "document__role")


_NODES = KeptQuery(_asked)


def _nodes(version: "ProposalVersion") -> list[tuple[Any, ...]]:
    """Return what is asked of the writer of a draft, or of the architect once it is frozen, and what is answered.

    A frozen version keeps the strategy set that it was answered under.
    """
    role = SetRole.ARCHITECTURE if version.frozen_at else SetRole.STRATEGY
    return _NODES.values(role=role, version=version.pk)


def _principles(version: "ProposalVersion", found: list[StrategyNode]) -> ProposalPrinciples:
    mine, before = _answers(version)
    nodes = sorted(found, key=_place)
    standing = {pk: mine.get(pk) or before[pk] for pk in {*mine, *before}}
    counted = given(standing.values())
    return ProposalPrinciples(
        version=version,
        sets=_sets(nodes, standing, before, counted),
        deviations=_deviations(version, standing),
        carries_out=tuple(one.node for one in version.alignments.all()),
        tensions=_tensions(nodes, counted),
    )


def _answers(version: "ProposalVersion") -> tuple[dict[int, Answer], dict[int, Answer]]:
    rows = [answer for assessment in version.assessments.all() for answer in assessment.answers.all()]
    architect = {row.principle_id: row for row in rows if row.assessment.role == AssessmentRole.ARCHITECT}
    return architect, {row.principle_id: row for row in rows if row.assessment.role == AssessmentRole.APPLICANT}


def _place(node: StrategyNode) -> tuple[bool, int, int]:
    """Return where a node stands among all sets: the strategy's first."""
    return (node.document.role != SetRole.STRATEGY, node.document_id, node.position)


def _sets(
    nodes: list[StrategyNode],
    standing: dict[int, Answer],
    before: dict[int, Answer],
    counted: Mapping[str, scoring.Given],
) -> tuple[StandingSet, ...]:
    members: dict[int, list[StrategyNode]] = {}
    for node in nodes:
        members.setdefault(node.document_id, []).append(node)
    sets = []
    for group in members.values():
        lines = tuple(_line(node, standing.get(node.pk), before.get(node.pk)) for node in group)
        document, checked = group[0].document, sum(line.by_architect for line in lines)
        tally = scoring.tally(map(principle_of, group), counted)
        sets.append(StandingSet(document.title, document.role, lines, tally, checked))
    return tuple(sets)


def _line(node: StrategyNode, answer: Answer | None, before: Answer | None) -> StandingLine:
    tone: Tone = TONES[AnswerValue(answer.value)] if answer else "neutral"
    return StandingLine(node, answer, before, tone)


def _deviations(version: "ProposalVersion", standing: dict[int, Answer]) -> tuple[StandingDeviation, ...]:
    """Return one deviation a principle, in the order of the sets: the architect's where both sides have one."""
    rows = sorted(version.deviations.all(), key=lambda row: (_place(row.principle), row.role))
    latest = {row.principle_id: row for row in rows}
    return tuple(
        StandingDeviation(row, standing[pk].value != AnswerValue.DEVIATES)
        for pk, row in latest.items()
        if pk in standing
    )


def _tensions(nodes: list[StrategyNode], counted: Mapping[str, scoring.Given]) -> tuple[TensionNote, ...]:
    by_code = {node.code: node for node in nodes}
    pairs = scoring.tensions(map(principle_of, nodes), counted)
    return tuple(TensionNote(by_code[pair.first], by_code[pair.second]) for pair in pairs if pair.in_play)


def _actions(proposal: "Proposal", person: "User") -> tuple[Action, ...]:
    actions = []
    if may_write(proposal, person):
        url = reverse("principles:assessment_update", args=[proposal.pk])
        actions.append(Action(_("Answer the principles"), url))
    if person.has_perm(PERMISSION):
        may = may_assess(proposal, person)
        url = reverse("principles:assessment_review", args=[proposal.pk])
        actions.append(Action(_("Assess the principles"), url, enabled=bool(may), why=may.reason, who=may.who))
    return tuple(actions)
