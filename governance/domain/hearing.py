"""Questions and answers while IT assesses, and the clock that stands still meanwhile (C11, D6, E9).

IT's time runs in working days. It stops on the day IT asks and goes on when the applicant has answered: what is left is
the same as before, so the answer is due as many working days later as the applicant took.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.outbox import promise
from core.domain.refusal import Refused
from governance.domain.case_address import with_the_way
from governance.domain.moves import act_of, settle, take, tell_applicants
from governance.domain.working_days import add_working_days, working_days_between
from governance.enums import HearingSide
from governance.models import HearingMessage, ITAssessment
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def ask_in_hearing(proposal: Proposal, *, actor: "User", question: str) -> HearingMessage:
    """Let IT ask the applicant: the case stays in assessment, and the clock stops today."""
    name = "ask_in_hearing"
    proposal = take(name, proposal, actor=actor)
    text = _needs_text(question, name, proposal, _("Write the question."))
    assessment = _open_assessment(proposal)
    if assessment.paused_on is None:
        assessment.paused_on = clock.today()
        assessment.save(update_fields=["paused_on"])
    message = _write(assessment, HearingSide.QUESTION, text, actor)
    settle(name, proposal, ProposalState.ASSESSMENT, actor=actor, reason=text, data={"message": message.pk})
    tell_applicants(
        proposal,
        subject=_("IT asks about the case"),
        body=_("%(case)s\n\n%(question)s\n\nIT's time stands still until you have answered.")
        % {"case": proposal, "question": text},
        key=f"ask_in_hearing:{message.pk}",
    )
    return message


@transaction.atomic
def answer_in_hearing(proposal: Proposal, *, actor: "User", answer: str) -> HearingMessage:
    """Let the applicant answer all that IT has asked; the clock goes on, with the days that were left."""
    name = "answer_in_hearing"
    proposal = take(name, proposal, actor=actor)
    text = _needs_text(answer, name, proposal, _("Write the answer."))
    assessment = _open_assessment(proposal)
    before = assessment.due_on
    if assessment.paused_on is not None:
        waited = working_days_between(assessment.paused_on, clock.today())
        assessment.due_on, assessment.paused_on = add_working_days(before, waited), None
        assessment.save(update_fields=["due_on", "paused_on"])
    message = _write(assessment, HearingSide.ANSWER, text, actor)
    data = {"message": message.pk, "due_before": before, "due_on": assessment.due_on}
    settle(name, proposal, ProposalState.ASSESSMENT, actor=actor, reason=text, data=data)
    _tell_askers(proposal, message)
    return message


def _open_assessment(proposal: Proposal) -> ITAssessment:
    """Return the assessment that runs; `proposal` is locked, and stands in assessment."""
    return ITAssessment.objects.filter(proposal=proposal, answered_at__isnull=True)[0]


def _write(assessment: ITAssessment, side: HearingSide, text: str, actor: "User") -> HearingMessage:
    return HearingMessage.objects.create(
        assessment=assessment, side=side, text=text, written_by=actor, written_at=clock.now()
    )


def _needs_text(text: str, name: str, proposal: Proposal, refusal: str) -> str:
    if not text.strip():
        raise Refused(refusal, act=act_of(name), subject=proposal)
    return text.strip()


def _tell_askers(proposal: Proposal, answer: HearingMessage) -> None:
    """Tell whoever has asked in this assessment, once each."""
    asked = answer.assessment.messages.filter(side=HearingSide.QUESTION).select_related("written_by")
    for person in {row.written_by_id: row.written_by for row in asked}.values():
        promise(
            person,
            subject=f"{proposal.number} " + _("The applicant has answered"),
            body=with_the_way(f"{proposal}\n\n{answer.text}", proposal),
            key=f"answer_in_hearing:{answer.pk}:{person.pk}",
        )
