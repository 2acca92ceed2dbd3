"""The IT department assesses and approves every acquisition (D5; as a formal hearing, D6)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from governance.domain.moves import needs_words, settle, take, tell_applicants
from governance.domain.service_times import ASSESSMENT, HEARING, service_days
from governance.domain.stations import next_station
from governance.domain.working_days import add_working_days
from governance.enums import AssessmentOutcome
from governance.models import Condition, ITAssessment, Triage
from governance.selectors.profile import active_profile
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


def ask_for_assessment(triage: Triage) -> ITAssessment:
    """Send a version to the IT department; its clock starts now. Part of the move that submits it."""
    days = service_days(active_profile(), HEARING if triage.hearing_required else ASSESSMENT, clock.today())
    return ITAssessment.objects.create(
        proposal=triage.proposal,
        version=triage.version,
        is_hearing=triage.hearing_required,
        asked_at=clock.now(),
        due_on=add_working_days(clock.today(), days),
    )


@transaction.atomic
def approve_acquisition(
    proposal: Proposal, *, actor: "User", reasons: str, conditions: Sequence[str] = ()
) -> ITAssessment:
    """Approve: assessment -> routing | local_decision | review | recommended. Conditions follow the case."""
    proposal = take("approve_acquisition", proposal, actor=actor)
    reasons = needs_words(reasons, "approve_acquisition", proposal)
    assessment = _answer(proposal, actor, AssessmentOutcome.APPROVED, reasons)
    texts = [text.strip() for text in conditions if text.strip()]
    Condition.objects.bulk_create(Condition(assessment=assessment, text=text) for text in texts)
    target = next_station(_current_triage(proposal))
    settle("approve_acquisition", proposal, target, actor=actor, reason=reasons, data={"conditions": texts})
    tell_applicants(
        proposal,
        subject=_("IT has approved the acquisition"),
        body=_answer_text(proposal, reasons, texts),
        key=f"approve_acquisition:{assessment.pk}",
    )
    return assessment


@transaction.atomic
def refuse_acquisition(proposal: Proposal, *, actor: "User", reasons: str) -> ITAssessment:
    """Refuse: assessment -> not_approved. The applicant may revise; the new version needs a new assessment."""
    proposal = take("refuse_acquisition", proposal, actor=actor)
    reasons = needs_words(reasons, "refuse_acquisition", proposal)
    assessment = _answer(proposal, actor, AssessmentOutcome.REJECTED, reasons)
    settle("refuse_acquisition", proposal, ProposalState.NOT_APPROVED, actor=actor, reason=reasons)
    tell_applicants(
        proposal,
        subject=_("IT has not approved the acquisition"),
        body=_answer_text(proposal, reasons, [])
        + "\n\n"
        + _("Revise the case so that IT can approve the acquisition, or withdraw it."),
        key=f"refuse_acquisition:{assessment.pk}",
    )
    return assessment


def _answer(proposal: Proposal, actor: "User", outcome: AssessmentOutcome, reasons: str) -> ITAssessment:
    assessment = ITAssessment.objects.get(version=_current_triage(proposal).version_id)
    assessment.assessor, assessment.answered_at = actor, clock.now()
    assessment.outcome, assessment.reasons = outcome, reasons
    assessment.save(update_fields=["assessor", "answered_at", "outcome", "reasons"])
    return assessment


def _current_triage(proposal: Proposal) -> Triage:
    return Triage.objects.select_related("version").filter(proposal=proposal)[0]


def _answer_text(proposal: Proposal, reasons: str, conditions: list[str]) -> str:
    lines = [str(proposal), "", _("Reasons:"), reasons]
    if conditions:
        lines += ["", _("Conditions:"), *(f"- {text}" for text in conditions)]
    return "\n".join(lines)
