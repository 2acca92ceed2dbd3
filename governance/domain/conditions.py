"""IT's conditions after the approval: whoever carries the case out says how each is met, and IT may take that back.

A project is not taken into use before all are met (`project_gates.py`).
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Subquery
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.kept_query import KeptQuery
from core.statement import Given
from governance.enums import AssessmentOutcome, BodyKind
from governance.models import Condition, ITAssessment
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.enums import ProposalState
from portfolio.permissions import speaks_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing
    from portfolio.models import Project, Proposal

_MEET, _REOPEN = "proposal.meet_it_condition", "proposal.reopen_it_condition"


def conditions_of(proposal_id: "int | Given | None") -> "QuerySet[Condition]":
    """Return the conditions that IT's newest approval of a case depends on, with who reported what."""
    newest = ITAssessment.objects.filter(proposal=proposal_id).order_by("-pk").values("pk")[:1]
    rows = Condition.objects.filter(assessment=Subquery(newest), assessment__outcome=AssessmentOutcome.APPROVED)
    return rows.select_related("met_by").order_by("pk")


def known_conditions(proposal_id: int) -> tuple[Condition, ...]:
    """Return the same, for a page that only shows them."""
    return tuple(_CONDITIONS.rows(proposal=proposal_id))


_CONDITIONS = KeptQuery(lambda: conditions_of(Given("proposal")))


def may_meet(proposal: "Proposal", person: "User") -> Answer:
    """Answer whether `person` can say how a condition is met: whoever carries the case out, till it ends."""
    if proposal.state != ProposalState.APPROVED:
        return Answer(allowed=False, reason=_("The conditions are met once the case has been approved."))
    project: Project | None = getattr(proposal, "project", None)
    if project is not None and project.ended_on is not None:
        return Answer(allowed=False, reason=_("The project has ended."))
    if person.pk not in carriers(proposal):
        return Answer(
            allowed=False,
            reason=_("You do not have the role that this takes."),
            who=_("whoever carries the case out"),
        )
    return ALLOWED


def may_reopen(proposal: "Proposal", person: "User", standing: "Standing") -> Answer:
    """Answer whether `person` can find that a condition is not met after all: IT, but nobody in a case of their own."""
    if BodyKind.IT_DEPARTMENT not in standing.kinds:
        return Answer(allowed=False, reason=_("You do not have the role that this takes."), who=_("the IT department"))
    if speaks_for(proposal, person) or person.pk in carriers(proposal):
        return Answer(allowed=False, reason=_("You speak for this case yourself, so somebody else must judge it."))
    return ALLOWED


@transaction.atomic
def meet_condition(condition: Condition, *, actor: "User", how: str) -> Condition:
    """Record how a condition is met."""
    proposal, condition = _locked(condition)
    require(may_meet(proposal, actor), act=_MEET, subject=proposal)
    if condition.met_on is not None:
        raise Refused(_("The condition has been reported as met."), act=_MEET, subject=proposal)
    if not how.strip():
        raise Refused(_("Say how the condition is met."), act=_MEET, subject=proposal)
    condition.met_on, condition.met_by, condition.met_how = clock.today(), actor, how.strip()
    condition.save(update_fields=["met_on", "met_by", "met_how"])
    record(_MEET, actor=actor, subject=proposal, reason=condition.met_how, data={"condition": condition.text})
    return condition


@transaction.atomic
def reopen_condition(condition: Condition, *, actor: "User", reason: str) -> Condition:
    """Take back that a condition is met; what was reported stays among the acts."""
    proposal, condition = _locked(condition)
    require(may_reopen(proposal, actor, standing_of(actor)), act=_REOPEN, subject=proposal)
    if condition.met_on is None:
        raise Refused(_("The condition has not been reported as met."), act=_REOPEN, subject=proposal)
    if not reason.strip():
        raise Refused(_("Write the reason."), act=_REOPEN, subject=proposal)
    condition.met_on, condition.met_by, condition.met_how = None, None, ""
    condition.save(update_fields=["met_on", "met_by", "met_how"])
    record(_REOPEN, actor=actor, subject=proposal, reason=reason.strip(), data={"condition": condition.text})
    return condition


def _locked(condition: Condition) -> tuple["Proposal", Condition]:
    proposal = lock_proposal(condition.assessment.proposal)
    return proposal, Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)


def carriers(proposal: "Proposal") -> set[int | None]:
    """Return who carries the case out: the project's owner and manager, or the case's own where it is no project."""
    project: Project | None = getattr(proposal, "project", None)
    if project is None:
        return {proposal.author_id, proposal.owner_id}
    return {project.owner_id, project.manager_id}
