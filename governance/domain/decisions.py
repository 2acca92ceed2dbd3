"""Management decides: follows the recommendation, changes it, rejects, defers or sends back (A2, A3, D9-D16, C23).

An approval posts to the pool's ledger and starts the project in the same transaction, under the case's lock and then
the years' locks, always in that order: two decisions at once can never allocate the same money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from governance.domain.causes import find_cause, write_cause
from governance.domain.conditional_grants import promise_money
from governance.domain.decision_letter import tell_of_decision
from governance.domain.ledger import post_commitment, post_reservation
from governance.domain.moves import needs_words, settle, take, tell_applicants
from governance.domain.projects import start_project
from governance.domain.reserve import place_on_reserve
from governance.domain.ruling import (
    APPROVALS,
    MOVE_OF,
    Before,
    Ruling,
    lines_of,
    refuse,
    require_amount,
    require_business_case,
    require_change,
    require_conditions,
    require_it,
    require_needed,
    require_no_money,
    require_pool,
    require_rules_in_the_way,
)
from governance.domain.stand_ins import decides_in_place_of
from governance.enums import BodyKind, RecommendationOutcome, Route, Verdict
from governance.models import Decision, PoolYear, Recommendation, Triage
from governance.policy.financing import Financing
from governance.policy.shares import SplitOutcome
from governance.selectors.decision_rules import decision_record, decision_refusal, staff_hours_in, try_decision
from governance.selectors.financing import financing_of
from governance.selectors.pool import lock_years, state_of
from governance.selectors.pool_case import CaseFigures, Exceptions, case_figures
from governance.selectors.pool_criteria import criteria_in_force
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion
from principles.domain.deviations import approve_deviations, standing_deviations

if TYPE_CHECKING:
    from core.models import User
    from governance.policy.profile import Criterion
    from principles.models import Deviation


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money that the rules have let through, with the years it comes from under lock."""

    outcome: SplitOutcome
    years: Mapping[int, PoolYear]
    staff_hours: Decimal
    financing: Financing


@transaction.atomic
def decide(proposal: Proposal, ruling: Ruling, *, actor: "User") -> Decision:
    """Record management's decision: recommended -> approved | rejected | deferred | reserve | review | revision.

    Raises `Refused`, with nothing changed, for whatever the rules do not let through.
    """
    name = MOVE_OF[ruling.verdict]
    before = lay_before(name, take(name, proposal, actor=actor))
    reasons = ruling.reasons.strip()
    if ruling.verdict != Verdict.APPROVED or before.recommendation is None:
        reasons = needs_words(reasons, name, before.proposal)
    if ruling.verdict not in APPROVALS:
        require_no_money(before, ruling)
        if ruling.verdict == Verdict.INELIGIBLE:
            require_rules_in_the_way(before)
        if ruling.verdict == Verdict.NOT_FUNDED:
            require_pool(before)
        return _conclude(before, ruling, reasons, None, (), actor=actor)
    require_it(before)
    require_change(before, ruling)
    require_conditions(before, ruling)
    deviations = standing_deviations(before.version)
    figures = case_figures(before.version, clock.today())
    require_business_case(before, deviations, figures)
    allocation = _allocate(before, ruling, figures)
    return _conclude(before, ruling, reasons, allocation, deviations, actor=actor)


@transaction.atomic
def resume_decision(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Take a case up again that management has deferred or put on the reserve list: -> recommended."""
    proposal = take("resume_decision", proposal, actor=actor)
    settle("resume_decision", proposal, ProposalState.RECOMMENDED, actor=actor, reason=reason.strip())
    tell_applicants(
        proposal,
        subject=_("Management has taken the case up again"),
        body="\n\n".join(filter(None, [str(proposal), reason.strip(), _("Management decides. You will be told.")])),
        key=f"resume_decision:{proposal.state_since.isoformat()}",
        besides=actor,
    )
    return proposal


def standing_recommendation(proposal: Proposal, version: ProposalVersion) -> Recommendation | None:
    """Return the group's recommendation on the version that management decides, or None on a road without the group."""
    newest = next(iter(proposal.recommendations.all()), None)
    return newest if newest and newest.version_id == version.pk else None


def lay_before(name: str, proposal: Proposal, criteria: "tuple[Criterion, ...] | None" = None) -> Before:
    """Return what management has before it; `proposal` is locked where it is then decided.

    `criteria` are those in force where the page has read them.
    """
    known = criteria_in_force() if criteria is None else criteria
    version = submitted_version(proposal)
    return Before(
        move=name,
        proposal=proposal,
        version=version,
        recommendation=standing_recommendation(proposal, version),
        criteria=known if proposal.kind == ProposalKind.APPLICATION else (),
    )


def _allocate(before: Before, ruling: Ruling, figures: CaseFigures) -> Allocation | None:
    if not before.asks_pool:
        if ruling.shares or ruling.criterion or ruling.staff_hours_reason or ruling.forecast_reason or ruling.lapses_on:
            refuse(before, _("The case asks the pool for nothing, so the decision has no amount."))
        return None
    require_amount(before, ruling)
    years = lock_years(ruling.shares)
    for year in sorted(set(ruling.shares) - set(years)):
        refuse(before, _("The pool has no frame for %(year)s that can be allocated from.") % {"year": year})
    outcome = try_decision(
        before.proposal,
        figures,
        shares=ruling.shares,
        pools={number: state_of(year) for number, year in years.items()},
        criterion=ruling.criterion,
        exceptions=Exceptions(ruling.staff_hours_reason, ruling.forecast_reason),
    )
    refusal = decision_refusal(outcome)
    if refusal:
        refuse(before, refusal)
    staff_hours = staff_hours_in(ruling.amount, figures) if ruling.staff_hours_reason.strip() else Decimal(0)
    require_needed(before, ruling, staff_hours, outcome)
    return Allocation(outcome, years, staff_hours, financing_of(figures, ruling.amount, staff_hours=staff_hours))


def _conclude(
    before: Before,
    ruling: Ruling,
    reasons: str,
    allocation: Allocation | None,
    deviations: "tuple[Deviation, ...]",
    *,
    actor: "User",
) -> Decision:
    cause = find_cause(before, ruling)
    decision = _write(before, ruling, reasons, allocation, actor=actor)
    if allocation is not None:
        post = post_reservation if ruling.lapses_on else post_commitment
        for number, year in allocation.years.items():
            post(year, decision, ruling.shares[number], priority=allocation.outcome.whole.priority, actor=actor)
    if ruling.lapses_on:
        promise_money(decision, ruling.lapses_on)
    approve_deviations(deviations, actor=actor)
    if ruling.verdict == Verdict.NOT_FUNDED:
        place_on_reserve(before, decision)
    if cause is not None:
        write_cause(decision, cause, before.criteria)
    data = {
        "decision": decision.pk,
        "departs": decision.departs,
        "amount": decision.amount,
        "criterion": decision.criterion,
        "years": {str(year): amount for year, amount in sorted(ruling.shares.items())},
        "staff_hours": decision.staff_hours_amount,
        "lapses_on": ruling.lapses_on,
        "deviations": [row.principle.code for row in deviations],
        "cause": cause.key if cause else "",
    }
    settle(before.move, before.proposal, _target(before, ruling.verdict), actor=actor, reason=reasons, data=data)
    if not ruling.lapses_on:
        start_project(before.proposal, decision=decision, actor=actor)
    tell_of_decision(before.proposal, decision)
    return decision


def _write(before: Before, ruling: Ruling, reasons: str, allocation: Allocation | None, *, actor: "User") -> Decision:
    follows = ruling.verdict == Verdict.APPROVED and before.recommendation is not None
    member = decides_in_place_of(before.proposal, actor)
    deputy = _("deputy of %(name)s") % {"name": member.name} if member else ""
    return Decision.objects.create(
        proposal=before.proposal,
        version=before.version,
        body_kind=BodyKind.MANAGEMENT,
        recommendation=before.recommendation,
        decided_by=actor,
        decided_by_name=", ".join(filter(None, [actor.name, actor.title, deputy]))[:310],
        decided_at=clock.now(),
        verdict=ruling.verdict,
        departs=_departs(before.recommendation, ruling.verdict),
        amount=ruling.amount,
        criterion=ruling.criterion,
        reasons=reasons,
        conditions=before.recommendation.conditions
        if follows and before.recommendation
        else lines_of(ruling.conditions),
        staff_hours_reason=ruling.staff_hours_reason.strip(),
        staff_hours_amount=allocation.staff_hours if allocation else Decimal(0),
        forecast_reason=ruling.forecast_reason.strip(),
        eligibility=decision_record(allocation.outcome) if allocation else {},
        financing_record=allocation.financing.as_record() if allocation else {},
    )


def _departs(recommendation: Recommendation | None, verdict: Verdict) -> bool:
    """Whether the outcome is another than the recommended; to wait or to ask again decides nothing yet."""
    if recommendation is None:
        return False
    rejects = recommendation.outcome == RecommendationOutcome.REJECT
    refuses = verdict in (Verdict.REJECTED, Verdict.INELIGIBLE)
    return verdict in (Verdict.CHANGED, Verdict.NOT_FUNDED) or (refuses and not rejects)


def _target(before: Before, verdict: Verdict) -> ProposalState:
    if verdict == Verdict.SENT_BACK:
        by_group = Triage.objects.filter(proposal=before.proposal)[0].route == Route.STRATEGY_GROUP
        return ProposalState.REVIEW if by_group else ProposalState.REVISION
    return {
        Verdict.APPROVED: ProposalState.APPROVED,
        Verdict.CHANGED: ProposalState.APPROVED,
        Verdict.REJECTED: ProposalState.REJECTED,
        Verdict.INELIGIBLE: ProposalState.REJECTED,
        Verdict.NOT_FUNDED: ProposalState.RESERVE,
        Verdict.DEFERRED: ProposalState.DEFERRED,
    }[verdict]
