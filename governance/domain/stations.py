"""Where a submitted case stands next, read from its triage and IT's answer."""

from collections.abc import Collection

from governance.enums import AssessmentOutcome, Route, Verdict
from governance.models import ConditionalGrant, ITAssessment, Recommendation, RouteSignature, Triage
from portfolio.enums import ProposalState
from portfolio.models import Proposal

_ROUTE_STATES = {
    Route.UNIT: ProposalState.LOCAL_DECISION,
    Route.IT_AND_UNIT: ProposalState.LOCAL_DECISION,
    Route.STRATEGY_GROUP: ProposalState.REVIEW,
    Route.MANAGEMENT: ProposalState.RECOMMENDED,
    Route.UNDECIDED: ProposalState.ROUTING,
}


# After these a deferred case is management's: it has deferred it, or what it granted has lapsed.
_MANAGEMENTS = (Verdict.DEFERRED, Verdict.APPROVED, Verdict.CHANGED)

# Here the group has yet to say its word, whatever it said before.
_BEFORE_MANAGEMENT = frozenset(set(_ROUTE_STATES.values()) - {ProposalState.RECOMMENDED}) | {
    ProposalState.ASSESSMENT,
    ProposalState.NOT_APPROVED,
    ProposalState.REVISION,
}


def passed_by(routes: Collection[str]) -> frozenset[ProposalState]:
    """Return the states at which no case stands where these are all the routes there are."""
    reached = {_ROUTE_STATES[Route(route)] for route in routes}
    # Whoever passes the group stands with management afterwards.
    return frozenset(set(_ROUTE_STATES.values()) - reached - {ProposalState.RECOMMENDED})


def next_station(triage: Triage) -> ProposalState:
    """Return the state that follows: IT first where it must assess (D5, D6), then the route (C6-C9)."""
    if triage.it_assessment_required and not is_approved_by_it(triage):
        return ProposalState.ASSESSMENT
    return _ROUTE_STATES[Route(triage.route)]


def becomes_project(triage: Triage) -> bool:
    """Whether an approval of the case starts a project.

    Policy draws the line by what the task costs (D1-D4, D7). Where it draws none (C5), what is management's own to
    decide is a project: it goes across the organisation (A3).
    """
    return triage.is_project or triage.route == Route.MANAGEMENT


def is_approved_by_it(triage: Triage) -> bool:
    """Whether IT has approved the very version that was triaged."""
    return ITAssessment.objects.filter(version=triage.version_id, outcome=AssessmentOutcome.APPROVED).exists()


def deferred_by_group(proposal: Proposal) -> bool:
    """Whether a deferred case waits with the group rather than with management, as management's newest word tells."""
    if proposal.state != ProposalState.DEFERRED:
        return False
    newest = next(iter(proposal.decisions.all()), None)
    return newest is None or newest.verdict not in _MANAGEMENTS


def signatures_of(proposal: Proposal) -> tuple[RouteSignature, ...]:
    """Return who has signed the route of the newest triage, read as it is at hand."""
    newest = next(iter(proposal.triages.all()), None)
    return tuple(newest.signatures.all()) if newest else ()


def open_grant(proposal: Proposal) -> ConditionalGrant | None:
    """Return the grant of the case's newest decision whose condition is still to be met, read as it is at hand."""
    newest = next(iter(proposal.decisions.all()), None)
    grant: ConditionalGrant | None = getattr(newest, "conditional_grant", None)
    return grant if grant is not None and grant.is_open else None


def recommendation_stands(proposal: Proposal, recommendation: Recommendation) -> bool:
    """Whether management has or had it before it: not once the case has gone back or its content has changed."""
    newest = next(iter(proposal.triages.all()), None)
    if newest is None or newest.version_id != recommendation.version_id or deferred_by_group(proposal):
        return False
    return proposal.state not in _BEFORE_MANAGEMENT
