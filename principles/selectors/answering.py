"""The questions of the two answering pages: what is asked, what has been said, and how far one has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from principles import scoring
from principles.domain.answers import Said, principle_of, review_ids
from principles.domain.gaps import given
from principles.enums import ALIGNABLE_KINDS, KIND_HEADINGS, AnswerValue, AssessmentRole, NodeKind, SetRole
from principles.models import Answer, Assessment, Deviation, StrategyNode

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion


@dataclass(frozen=True, slots=True)
class Question:
    """One principle to answer: `before` is the applicant's answer, `said` the reader's own, if any.

    `carried` tells that `said` comes from an earlier version and counts only when it is saved again.
    """

    node: StrategyNode
    before: Answer | None
    said: Said | None
    carried: bool = False
    tensions: tuple[StrategyNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The principles below one node of a set, or a set's loose ones, with how far one has come."""

    anchor: str
    document: str
    title: str
    statement: str
    questions: tuple[Question, ...]
    tally: scoring.Tally


@dataclass(frozen=True, slots=True)
class AlignmentGroup:
    """What can be carried out, of one kind in one document; `chosen` is how many of them have been."""

    title: str
    kind: str
    nodes: tuple[StrategyNode, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answering page: the edition it was read at, the groups, and the counts."""

    edition: int
    changed: Assessment | None
    groups: tuple[Group, ...]
    tally: scoring.Tally
    chosen: tuple[int, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the page, in order."""
        return tuple(question for group in self.groups for question in group.questions)


def applicant_page(version: "ProposalVersion") -> AnswerPage:
    """Return the applicant's page: the active strategy sets."""
    nodes = StrategyNode.objects.active(SetRole.STRATEGY).principles().select_related("parent", "document")
    mine = _assessment(version, AssessmentRole.APPLICANT)
    chosen = tuple(version.alignments.values_list("node_id", flat=True))
    return _page(list(nodes), mine, _said(mine), before={}, chosen=chosen)


def architect_page(version: "ProposalVersion") -> AnswerPage:
    """Return the architect's page: the architecture sets, and every principle that the applicant answered."""
    asked = StrategyNode.objects.filter(pk__in=review_ids(version)).select_related("parent", "document")
    order = {SetRole.ARCHITECTURE: 1, SetRole.STRATEGY: 0}
    nodes = sorted(asked, key=lambda node: (order.get(SetRole(node.document.role), 2), node.document_id, node.position))
    applicant = _assessment(version, AssessmentRole.APPLICANT)
    before = {answer.principle_id: answer for answer in applicant.answers.all()} if applicant else {}
    mine = _assessment(version, AssessmentRole.ARCHITECT)
    return _page(nodes, mine, _said(mine), before=before, carried=_carried(version))


def alignment_groups(chosen: Iterable[int]) -> tuple[AlignmentGroup, ...]:
    """Return what a proposal can carry out (D11), strategy sets first, by document and kind."""
    picked = set(chosen)
    groups: dict[tuple[str, str], list[StrategyNode]] = {}
    nodes = StrategyNode.objects.active().filter(kind__in=ALIGNABLE_KINDS)
    for node in sorted(nodes, key=lambda one: (one.document.role != SetRole.STRATEGY, one.document_id, one.position)):
        groups.setdefault((node.document.title, node.kind), []).append(node)
    return tuple(
        AlignmentGroup(
            title, str(KIND_HEADINGS[NodeKind(kind)]), tuple(members), sum(node.pk in picked for node in members)
        )
        for (title, kind), members in groups.items()
    )


def _assessment(version: "ProposalVersion", role: AssessmentRole) -> Assessment | None:
    answers = Prefetch("answers", Answer.objects.select_related("principle", "answered_by").order_by("pk"))
    rows = Assessment.objects.filter(version=version, role=role).select_related("changed_by")
    return rows.prefetch_related(answers).first()


def _said(assessment: Assessment | None) -> dict[int, Said]:
    if assessment is None:
        return {}
    rows = Deviation.objects.filter(version=assessment.version_id, role=assessment.role)
    until = dict(rows.values_list("principle_id", "until"))
    return {one.principle_id: _as_said(one, until.get(one.principle_id)) for one in assessment.answers.all()}


def _as_said(answer: Answer, until: date | None) -> Said:
    return Said(AnswerValue(answer.value), answer.reason, until)


def _carried(version: "ProposalVersion") -> dict[int, Said]:
    """Return the architect's answers on the latest earlier version that has any."""
    earlier = Assessment.objects.filter(
        version__proposal=version.proposal_id, version__ordinal__lt=version.ordinal, role=AssessmentRole.ARCHITECT
    )
    return _said(earlier.order_by("-version__ordinal").prefetch_related("answers").first())


def _page(
    nodes: list[StrategyNode],
    mine: Assessment | None,
    said: dict[int, Said],
    *,
    before: dict[int, Answer],
    carried: dict[int, Said] | None = None,
    chosen: tuple[int, ...] = (),
) -> AnswerPage:
    earlier = carried or {}
    others = {node.code: node for node in _pulling(nodes)}
    questions = [
        Question(
            node,
            before.get(node.pk),
            said.get(node.pk) or earlier.get(node.pk),
            carried=node.pk not in said and node.pk in earlier,
            tensions=tuple(others[code] for code in node.tension_with if code in others),
        )
        for node in nodes
    ]
    answers = given(mine.answers.all()) if mine else {}
    tallies = scoring.coverage(map(_in_group, nodes), answers)
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(_group_key(question.node), []).append(question)
    return AnswerPage(
        edition=mine.edition if mine else 0,
        changed=mine,
        groups=tuple(_group(key, members, tallies[key]) for key, members in groups.items()),
        tally=scoring.tally(map(principle_of, nodes), answers),
        chosen=chosen,
    )


def _group(key: str, members: list[Question], tally: scoring.Tally) -> Group:
    first = members[0].node
    top = first.parent
    return Group(
        anchor=f"gruppe-{key}",
        document=first.document.title,
        title=str(top) if top else first.document.title,
        statement=(top.statement or top.explanation) if top else "",
        questions=tuple(members),
        tally=tally,
    )


def _group_key(node: StrategyNode) -> str:
    return f"{node.document_id}-{node.parent_id or 0}"


def _in_group(node: StrategyNode) -> scoring.Principle:
    return scoring.Principle(node.code, _group_key(node), tuple(node.tension_with))


def _pulling(nodes: list[StrategyNode]) -> Iterable[StrategyNode]:
    """Return the active nodes that the asked ones are in tension with (AM16); none is no query."""
    codes = {code for node in nodes for code in node.tension_with}
    return StrategyNode.objects.active().filter(code__in=codes) if codes else ()
