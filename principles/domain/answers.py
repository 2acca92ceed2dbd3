"""Answering the principles: by the applicant while drafting, by the IT architect after submission."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record, record_refusal
from core.domain.refusal import Refused, require
from portfolio.domain.proposals import lock_for_writing
from portfolio.domain.states import lock_proposal
from portfolio.domain.versions import frozen_version, open_draft
from portfolio.enums import ProposalKind
from principles import scoring
from principles.domain.standing import may_assess
from principles.enums import ALIGNABLE_KINDS, AnswerValue, AssessmentRole, DeviationStatus, SetRole
from principles.models import Alignment, Answer, Assessment, Deviation, StrategyNode

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion


class Outdated(Refused):
    """Somebody else has saved the answers since the page was read."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about one principle; `until` only where the proposal deviates for a time."""

    value: AnswerValue
    reason: str = ""
    until: date | None = None


@transaction.atomic
def answer_as_applicant(
    proposal: "Proposal",
    *,
    actor: "User",
    edition: int,
    said: Mapping[int, Said],
    carries_out: Collection[int],
) -> Assessment:
    """Save the applicant's answers (node id -> what is said) and what the proposal carries out.

    The answers given replace those of the active strategy sets; a reason may still be missing in a draft.
    `Outdated` when somebody else has saved since `edition`. A draft's saves leave no entry among the acts.
    """
    proposal = lock_for_writing(proposal, actor=actor)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Refused(_("A suggestion is not held against the principles."))
    asked = _known(StrategyNode.objects.active(SetRole.STRATEGY).principles(), said)
    draft = open_draft(proposal)
    assessment = _open_assessment(draft, AssessmentRole.APPLICANT, actor=actor, edition=edition)
    _write(assessment, asked, said, actor=actor)
    _align(draft, carries_out)
    return assessment


def answer_as_architect(proposal: "Proposal", *, actor: "User", edition: int, said: Mapping[int, Said]) -> Assessment:
    """Save the IT architect's answers on the newest submitted version.

    On a principle that the applicant answered, the same answer confirms it and another corrects it. Every
    answer that is saved has the reason it demands. A refused attempt is recorded among the acts.
    """
    try:
        return _answer_as_architect(proposal, actor=actor, edition=edition, said=said)
    except Outdated:
        raise
    except Refused as refusal:
        record_refusal("proposal.assess_principles", actor=actor, subject=proposal, reason=refusal.reason)
        raise


@transaction.atomic
def _answer_as_architect(proposal: "Proposal", *, actor: "User", edition: int, said: Mapping[int, Said]) -> Assessment:
    proposal = lock_proposal(proposal)
    require(may_assess(proposal, actor))
    version = frozen_version(proposal)
    if version is None:
        raise Refused(_("The proposal is being written. You can answer when it has been submitted."))
    before = {answer.principle_id: answer for answer in applicant_answers(version)}
    asked = _known(StrategyNode.objects.filter(pk__in=review_ids(version)).order_by("document", "position"), said)
    _require_reasons(asked, said, before)
    assessment = _open_assessment(version, AssessmentRole.ARCHITECT, actor=actor, edition=edition)
    _write(assessment, asked, said, actor=actor, before=before)
    record("proposal.assess_principles", actor=actor, subject=proposal, data=_told(asked, said, before))
    return assessment


def applicant_answers(version: "ProposalVersion") -> list[Answer]:
    """Return the applicant's answers on a version, with their principles."""
    answers = Answer.objects.filter(assessment__version=version, assessment__role=AssessmentRole.APPLICANT)
    return list(answers.select_related("principle__document", "answered_by"))


def review_ids(version: "ProposalVersion") -> set[int]:
    """Return the principles the architect answers: the active architecture sets, and what has been answered."""
    active = StrategyNode.objects.active(SetRole.ARCHITECTURE).principles().values_list("pk", flat=True)
    return {*active, *Answer.objects.filter(assessment__version=version).values_list("principle_id", flat=True)}


def reasons_missing(
    asked: Sequence[StrategyNode], said: Mapping[int, Said], before: Mapping[int, Answer]
) -> list[StrategyNode]:
    """Return the principles whose answer demands a reason that is not there; a correction always does."""
    given = {node.code: one for node in asked if (one := _given(said.get(node.pk), before.get(node.pk)))}
    torn = scoring.torn_by_tension(map(principle_of, asked), given)
    return [
        node
        for node in asked
        if node.pk in said
        and (
            scoring.lacks_reason(given[node.code], torn=node.code in torn)
            or (_corrects(said[node.pk], before.get(node.pk)) and not said[node.pk].reason.strip())
        )
    ]


def principle_of(node: StrategyNode) -> scoring.Principle:
    """Return the node as the counting needs it."""
    return scoring.Principle(node.code, str(node.parent_id or ""), tuple(node.tension_with))


def _given(said: Said | None, before: Answer | None) -> scoring.Given | None:
    """Return what stands: what is said now, else what the applicant said before."""
    if said is not None:
        return scoring.Given(said.value, said.reason, confirms=before is not None and before.value == said.value)
    return scoring.Given(before.value, before.reason, confirms=True) if before else None


def _corrects(said: Said, before: Answer | None) -> bool:
    return before is not None and before.value != said.value


def _known(nodes: Iterable[StrategyNode], said: Mapping[int, Said]) -> list[StrategyNode]:
    asked = list(nodes)
    if set(said) - {node.pk for node in asked}:
        raise Refused(_("One of the answers is to a principle that is not asked about here."))
    return asked


def _require_reasons(asked: list[StrategyNode], said: Mapping[int, Said], before: Mapping[int, Answer]) -> None:
    missing = reasons_missing(asked, said, before)
    if missing:
        names = ", ".join(node.number or node.title for node in missing)
        raise Refused(_("Give a reason for the answer to %(principles)s.") % {"principles": names})


def _open_assessment(version: "ProposalVersion", role: AssessmentRole, *, actor: "User", edition: int) -> Assessment:
    """Return the locked assessment one edition further; the caller holds the proposal's row lock."""
    assessment = Assessment.objects.filter(version=version, role=role).first() or Assessment(version=version, role=role)
    if assessment.edition != edition:
        raise Outdated(_("Somebody else has saved these answers since you opened the page. Yours have not been saved."))
    assessment.edition += 1
    assessment.changed_at, assessment.changed_by = clock.now(), actor
    assessment.save()
    return assessment


def _write(
    assessment: Assessment,
    asked: list[StrategyNode],
    said: Mapping[int, Said],
    *,
    actor: "User",
    before: Mapping[int, Answer] | None = None,
) -> None:
    """Let the rows say what is said: unchanged answers keep their who and when."""
    before = before or {}
    held = {answer.principle_id: answer for answer in assessment.answers.filter(principle__in=asked)}
    fresh, gone = [], []
    for node in asked:
        old, new = held.get(node.pk), said.get(node.pk)
        if old and (new is None or (old.value, old.reason) != (new.value, new.reason.strip())):
            gone.append(old.pk)
        if new and (old is None or old.pk in gone):
            fresh.append(_row(assessment, node, new, before.get(node.pk), actor=actor))
    Answer.objects.filter(pk__in=gone).delete()
    Answer.objects.bulk_create(fresh)
    own = {pk: one for pk, one in said.items() if pk not in before or _corrects(one, before[pk])}
    _keep_deviations(assessment, asked, own, actor=actor)


def _row(assessment: Assessment, node: StrategyNode, said: Said, before: Answer | None, *, actor: "User") -> Answer:
    return Answer(
        assessment=assessment,
        principle=node,
        value=said.value,
        reason=said.reason.strip(),
        confirms=before is not None and before.value == said.value,
        answered_at=clock.now(),
        answered_by=actor,
    )


def _keep_deviations(
    assessment: Assessment, asked: list[StrategyNode], said: Mapping[int, Said], *, actor: "User"
) -> None:
    """Hold an open record for each "deviates"; what has been approved is never touched here.

    Confirming the applicant's deviation opens none: the applicant's own stands.
    """
    rows = Deviation.objects.filter(version=assessment.version_id, role=assessment.role, principle__in=asked)
    held = {row.principle_id: row for row in rows}
    deviates = {pk: one for pk, one in said.items() if one.value == AnswerValue.DEVIATES}
    rows.filter(status=DeviationStatus.OPEN).exclude(principle_id__in=deviates).delete()
    for pk, one in deviates.items():
        row = held.get(pk) or Deviation(
            version_id=assessment.version_id,
            principle_id=pk,
            role=assessment.role,
            opened_at=clock.now(),
            opened_by=actor,
        )
        if row.status == DeviationStatus.OPEN and (row.why, row.until) != (one.reason.strip(), one.until):
            row.why, row.until = one.reason.strip(), one.until
            row.save()
        elif row.pk is None:
            row.save()


def _align(draft: "ProposalVersion", chosen: Collection[int]) -> None:
    known = set(
        StrategyNode.objects.active().filter(kind__in=ALIGNABLE_KINDS, pk__in=chosen).values_list("pk", flat=True)
    )
    if known != set(chosen):
        raise Refused(_("One of the guiding marks or principles you chose is not in force."))
    held = set(draft.alignments.values_list("node_id", flat=True))
    draft.alignments.filter(node_id__in=held - known).delete()
    Alignment.objects.bulk_create(Alignment(version=draft, node_id=pk) for pk in sorted(known - held))


def _told(
    asked: list[StrategyNode], said: Mapping[int, Said], before: Mapping[int, Answer]
) -> dict[str, dict[str, str] | int]:
    """Return what the act tells: each correction from and to, and how many were answered and confirmed."""
    given = [node for node in asked if node.pk in said]
    corrected = {
        node.code: f"{before[node.pk].value} > {said[node.pk].value}"
        for node in given
        if _corrects(said[node.pk], before.get(node.pk))
    }
    checked = sum(node.pk in before for node in given)
    return {"answered": len(given) - checked, "confirmed": checked - len(corrected), "corrected": corrected}
