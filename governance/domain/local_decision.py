"""What stays within a department is decided by its head (C9, C13, AM26)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from governance.domain.causes import find_cause, write_cause
from governance.domain.decision_letter import cause_lines, chain_lines
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.domain.projects import start_project
from governance.domain.ruling import Before, Ruling, without_business_case
from governance.enums import BodyKind, Verdict
from governance.models import Decision
from governance.selectors.pool_case import case_figures
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from principles.domain.deviations import approve_deviations, standing_deviations

if TYPE_CHECKING:
    from core.models import User

_TARGETS = {Verdict.APPROVED: ProposalState.APPROVED, Verdict.REJECTED: ProposalState.REJECTED}
_MOVES = {Verdict.APPROVED: "approve_locally", Verdict.REJECTED: "reject_locally"}


@transaction.atomic
def decide_locally(proposal: Proposal, *, actor: "User", verdict: Verdict, reasons: str, cause: str = "") -> Decision:
    """Decide in the department: local_decision -> approved | rejected, on the version that was submitted.

    An approved case that is a project starts it, and its deviations are approved with it (C23, D23). `cause` is the key
    of the principle that a rejection rests on.
    """
    name = _MOVES[verdict]
    proposal = take(name, proposal, actor=actor)
    reasons = needs_words(reasons, name, proposal)
    version = submitted_version(proposal)
    found = find_cause(Before(name, proposal, version, None, ()), Ruling(verdict, cause=cause))
    deviations = standing_deviations(version) if verdict == Verdict.APPROVED else ()
    sentence = without_business_case(deviations)
    if sentence and case_figures(version, clock.today()).result is None:
        raise Refused(sentence, act=act_of(name), subject=proposal)
    decision = Decision.objects.create(
        proposal=proposal,
        version=version,
        body_kind=BodyKind.DEPARTMENT_HEADS,
        decided_by=actor,
        decided_by_name=", ".join(filter(None, [actor.name, actor.title])),
        decided_at=clock.now(),
        verdict=verdict,
        reasons=reasons,
    )
    if found is not None:
        write_cause(decision, found, ())
    approve_deviations(deviations, actor=actor)
    data = {"decision": decision.pk, "deviations": [row.principle.code for row in deviations]}
    settle(name, proposal, _TARGETS[verdict], actor=actor, reason=reasons, data=data)
    start_project(proposal, decision=decision, actor=actor)
    tell_applicants(
        proposal,
        subject=_("The department has decided: %(verdict)s") % {"verdict": decision.get_verdict_display()},
        body="\n".join([str(proposal), "", reasons, *cause_lines(decision), *chain_lines(decision)]),
        key=f"local_decision:{decision.pk}",
    )
    return decision
