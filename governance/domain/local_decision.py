"""What stays within a department is decided by its head (C9, C13, AM26)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from governance.domain.moves import needs_words, settle, take, tell_applicants
from governance.domain.projects import start_project
from governance.enums import BodyKind, Verdict
from governance.models import Decision
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User

_TARGETS = {Verdict.APPROVED: ProposalState.APPROVED, Verdict.REJECTED: ProposalState.REJECTED}
_MOVES = {Verdict.APPROVED: "approve_locally", Verdict.REJECTED: "reject_locally"}


@transaction.atomic
def decide_locally(proposal: Proposal, *, actor: "User", verdict: Verdict, reasons: str) -> Decision:
    """Decide in the department: local_decision -> approved | rejected, on the version that was submitted.

    An approved case that is a project starts it.
    """
    name = _MOVES[verdict]
    proposal = take(name, proposal, actor=actor)
    reasons = needs_words(reasons, name, proposal)
    decision = Decision.objects.create(
        proposal=proposal,
        version=submitted_version(proposal),
        body_kind=BodyKind.DEPARTMENT_HEADS,
        decided_by=actor,
        decided_by_name=", ".join(filter(None, [actor.name, actor.title])),
        decided_at=clock.now(),
        verdict=verdict,
        reasons=reasons,
    )
    settle(name, proposal, _TARGETS[verdict], actor=actor, reason=reasons, data={"decision": decision.pk})
    start_project(proposal, decision=decision, actor=actor)
    tell_applicants(
        proposal,
        subject=_("The department has decided: %(verdict)s") % {"verdict": decision.get_verdict_display()},
        body=f"{proposal}\n\n{reasons}",
        key=f"local_decision:{decision.pk}",
    )
    return decision
