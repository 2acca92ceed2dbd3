"""The sets of principles as the pages show them: the list, one set's tree, one node."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.providers import collect
from core.templatetags.danish import date_long
from principles.enums import KIND_HEADINGS, AnswerValue, AssessmentRole, NodeKind
from principles.models import Answer, StrategyDocument, StrategyNode
from principles.selectors.master_plans import MasterPlan, initiative_facts, read_plan

if TYPE_CHECKING:
    from core.models import User
    from core.ui import Action, Tone
    from portfolio.models import Proposal
    from principles.querysets import AnswerQuerySet

Facts = tuple[tuple[str, str], ...]
TONES: dict[AnswerValue, "Tone"] = {
    AnswerValue.FOLLOWS: "success",
    AnswerValue.PARTLY: "warning",
    AnswerValue.DEVIATES: "error",
    AnswerValue.NOT_RELEVANT: "neutral",
}
# A page shows this many of the proposals that answer a principle; the newest first.
SHOWN = 25


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set in the list, with how many principles and guiding marks it holds."""

    document: StrategyDocument
    principles: int
    marks: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A node in the tree; `heading` stands above the first of its kind below the same node."""

    node: StrategyNode
    heading: str


@dataclass(frozen=True, slots=True)
class SetPage:
    """One set: its facts, its nodes read from the top, its masterplan, and newer or older versions of it."""

    document: StrategyDocument
    facts: Facts
    lines: tuple[TreeLine, ...]
    plan: MasterPlan | None
    versions: tuple[StrategyDocument, ...]
    newer: StrategyDocument | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """How one proposal answers a principle: the answer that stands, and whether the architect has looked."""

    answer: Answer
    checked: str
    reason: str

    @property
    def proposal(self) -> "Proposal":
        """The proposal that answers."""
        return self.answer.assessment.version.proposal

    @property
    def links(self) -> "list[Action]":
        """The ways on to what was decided."""
        return collect("decision_links", self.proposal)

    @property
    def tone(self) -> "Tone":
        """The hue of the answer."""
        return TONES[AnswerValue(self.answer.value)]


@dataclass(frozen=True, slots=True)
class NodePage:
    """One node: where it stands, what pulls against it, and the visible proposals that answer it."""

    node: StrategyNode
    facts: Facts
    tensions: tuple[StrategyNode, ...]
    exception: StrategyNode | None
    children: tuple[StrategyNode, ...]
    answers: tuple[AnswerLine, ...]
    counts: tuple[tuple[str, int], ...]
    answered_by: int


def list_sets() -> tuple[tuple[SetLine, ...], tuple[SetLine, ...]]:
    """Return the active sets and the others, the newest version of each; one query."""
    counted = StrategyDocument.objects.newest().annotate(
        principle_count=Count("nodes", filter=Q(nodes__kind=NodeKind.PRINCIPLE)),
        mark_count=Count("nodes", filter=Q(nodes__kind=NodeKind.GUIDING_MARK)),
    )
    lines = [
        SetLine(document, document.principle_count, document.mark_count, adoption(document))  # type: ignore[attr-defined]  # annotated
        for document in counted.order_by("-role", "title")
    ]
    active = tuple(line for line in lines if line.document.is_active)
    return active, tuple(line for line in lines if not line.document.is_active)


def set_page(document: StrategyDocument) -> SetPage:
    """Assemble one set's page; two queries."""
    versions = StrategyDocument.objects.filter(code=document.code).order_by("-version")
    others = tuple(one for one in versions if one.pk != document.pk)
    newer = others[0] if others and others[0].version > document.version else None
    facts = (
        (_("Municipality"), document.municipality),
        (_("Publisher"), document.publisher),
        *adoption(document),
        (_("Period"), document.period or lost()),
        (_("Scope"), document.scope or lost()),
        (pgettext("strategy", "Revision"), _revision(document)),
        (_("Source"), _source(document)),
    )
    nodes = list(document.nodes.all())
    return SetPage(document, facts, _tree(nodes), read_plan(document, nodes), others, newer)


def _tree(nodes: list[StrategyNode]) -> tuple[TreeLine, ...]:
    """Return the nodes read from the top; initiatives have their place in the masterplan, not here."""
    lines, seen = [], set()
    for node in (one for one in nodes if one.kind != NodeKind.INITIATIVE):
        group = (node.parent_id, node.kind)
        lines.append(TreeLine(node, "" if group in seen else str(KIND_HEADINGS[NodeKind(node.kind)])))
        seen.add(group)
    return tuple(lines)


def node_page(node: StrategyNode, person: "User") -> NodePage:
    """Assemble one node's page; the number of queries is the same whatever it holds."""
    named = {*node.tension_with, node.exception_via} - {""}
    others = {other.code: other for other in _nodes_named(named)}
    answers = _answers(node, person)
    counts = _counts(answers)
    return NodePage(
        node=node,
        facts=_node_facts(node),
        tensions=tuple(others[code] for code in node.tension_with if code in others),
        exception=others.get(node.exception_via),
        children=tuple(node.children.order_by("position")),
        answers=_lines(answers),
        counts=counts,
        answered_by=sum(count for _label, count in counts),
    )


def adoption(document: StrategyDocument) -> Facts:
    """Return who adopted the set and when it holds; what the source lost is empty, never guessed (AM3)."""
    return (
        (_("Adopted by"), document.adopted_by or lost()),
        (_("Adopted"), date_long(document.adopted_on) if document.adopted_on else lost()),
        (pgettext("strategy", "Valid"), _dated([document.valid_from, document.valid_to], document.valid_from_note)),
    )


def lost() -> str:
    """Say that the source does not tell."""
    return _("not stated in the source")


def _dated(days: list[date | None], note: str) -> str:
    """Return the dates and the note on them; where both are missing, that the source does not tell."""
    dates = " – ".join(date_long(day) for day in days if day)
    return ". ".join(filter(None, [dates, capfirst(note.rstrip(". "))])) or lost()


def _revision(document: StrategyDocument) -> str:
    if not document.review_interval_months:
        return lost()
    text = _("%(how)s be revised at least every %(months)d months")
    return text % {"how": document.get_review_modality_display(), "months": document.review_interval_months}


def _source(document: StrategyDocument) -> str:
    return "\n".join(
        filter(None, [f"{document.source_title} {document.source_reference}".strip(), document.source_find])
    )


def _node_facts(node: StrategyNode) -> Facts:
    return (
        (pgettext("strategy", "Set"), node.document.title),
        (_("How binding"), node.get_modality_display() if node.modality else ""),
        *initiative_facts(node),
        (_("Valid from"), _dated([node.valid_from], node.valid_from_note)),
        *(((_("Other wording in the source"), node.source_variant),) if node.source_variant else ()),
        *(((_("Superseded by"), node.superseded_by),) if node.superseded_by else ()),
        (_("Source"), _source(node.document)),
    )


def _nodes_named(codes: set[str]) -> list[StrategyNode]:
    newest = StrategyDocument.objects.newest()
    return list(
        StrategyNode.objects.filter(code__in=codes, document__in=newest).select_related("document").order_by("position")
    )


def _answers(node: StrategyNode, person: "User") -> "AnswerQuerySet":
    """Return the answers that stand on the newest submitted versions `person` may see."""
    same = StrategyNode.objects.filter(code=node.code, document__code=node.document.code)
    answers = Answer.objects.visible_to(person).on_newest_frozen().filter(principle__in=same)
    return answers.standing()


def _lines(answers: "AnswerQuerySet") -> tuple[AnswerLine, ...]:
    rows = answers.select_related("assessment__version__proposal__unit", "answered_by").order_by(
        "-assessment__version__proposal__year", "-assessment__version__proposal__serial"
    )
    return tuple(AnswerLine(row, _checked(row), _reason(row)) for row in rows[:SHOWN])


def _counts(answers: "AnswerQuerySet") -> tuple[tuple[str, int], ...]:
    found = dict(answers.order_by().values_list("value").annotate(rows=Count("pk")))
    return tuple((str(value.label), found.get(value, 0)) for value in AnswerValue)


def _checked(row: Answer) -> str:
    if row.assessment.role == AssessmentRole.APPLICANT:
        return _("The applicant's answer")
    if row.confirms:
        return _("Confirmed by the IT architect")
    return _("Corrected by the IT architect") if getattr(row, "corrects", False) else _("The IT architect's answer")


def _reason(row: Answer) -> str:
    """Return the reason of the answer; the architect who only confirms leaves the applicant's standing."""
    return row.reason or ((getattr(row, "applicants_reason", None) or "") if row.confirms else "")
