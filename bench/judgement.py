"""What governance says of the cases: triage, IT's answer, the agenda, reviews, recommendations and decisions."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core import clock
from governance.domain.agenda import next_meeting
from governance.domain.triage import outcome_record, unit_ref
from governance.enums import AgendaKind, AssessmentOutcome, BodyKind, Position, RecommendationOutcome, Route, Verdict
from governance.models import AgendaItem, Decision, ITAssessment, Recommendation, Review, Score, Triage
from governance.policy.triage import TriageInput, triage
from governance.selectors.profile import active_profile
from portfolio.enums import ProposalKind, ProposalState

if TYPE_CHECKING:
    from bench.town import Town
    from portfolio.models import ProposalVersion

S = ProposalState
WITH_IT = (S.ASSESSMENT, S.NOT_APPROVED)
BEFORE_GROUP = (*WITH_IT, S.ROUTING, S.LOCAL_DECISION, S.REVISION, S.WITHDRAWN)
DECIDED = (S.APPROVED, S.REJECTED)


def add_judgement(versions: "list[ProposalVersion]", town: "Town") -> None:
    """Let each submitted case have been through what its state says."""
    Triage.objects.bulk_create(_triages(versions))
    ITAssessment.objects.bulk_create([_answer(one, town) for one in versions if _state(one) != S.ASSESSMENT])
    ITAssessment.objects.bulk_create([_question(one) for one in versions if _state(one) == S.ASSESSMENT])
    with_group = [one for one in versions if _state(one) not in BEFORE_GROUP]
    AgendaItem.objects.bulk_create(_items(with_group))
    reviews = Review.objects.bulk_create([row for one in with_group for row in _reviews(one, town)])
    Score.objects.bulk_create([_score(row) for row in reviews if row.version.pool_criterion])
    heard = [one for one in with_group if _state(one) != S.REVIEW]
    recommendations = Recommendation.objects.bulk_create([_recommendation(one, town) for one in heard])
    Decision.objects.bulk_create([_decision(row, town) for row in recommendations if _state(row.version) in DECIDED])


def _state(version: "ProposalVersion") -> str:
    return version.proposal.state


def _triages(versions: "list[ProposalVersion]") -> list[Triage]:
    profile = active_profile()
    rows = []
    for one in versions:
        asks = one.proposal.kind == ProposalKind.APPLICATION
        question = TriageInput(
            vendor_cost=one.vendor_cost,
            staff_hours=one.staff_hours,
            units=(unit_ref(one.unit),),
            needs_cooperation=True,
            external_assistance=False,
            is_acquisition=True,
            asks_pool=asks,
            on_date=clock.today(),
        )
        outcome = triage(question, profile)
        rows.append(
            Triage(
                proposal=one.proposal,
                version=one,
                profile=outcome.profile,
                profile_version=outcome.profile_version,
                on_date=clock.today(),
                question={},
                outcome=outcome_record(outcome),
                is_project=outcome.is_project,
                policy_route=outcome.route,
                route=Route.STRATEGY_GROUP if asks else Route.IT_AND_UNIT,
                it_assessment_required=True,
                hearing_required=False,
                created_at=one.proposal.state_since,
            )
        )
    return rows


def _question(one: "ProposalVersion") -> ITAssessment:
    asked = one.proposal.state_since
    return ITAssessment(proposal=one.proposal, version=one, asked_at=asked, due_on=(asked + timedelta(days=30)).date())


def _answer(one: "ProposalVersion", town: "Town") -> ITAssessment:
    refused = _state(one) == S.NOT_APPROVED
    row = _question(one)
    row.assessor, row.answered_at = town.people[1], one.proposal.state_since
    row.outcome = AssessmentOutcome.REJECTED if refused else AssessmentOutcome.APPROVED
    row.reasons = "Løsningen passer til det, vi har."
    return row


def _items(versions: "list[ProposalVersion]") -> list[AgendaItem]:
    """Place what is under review on the meeting to come, and leave the rest without a meeting."""
    meeting = next_meeting()
    return [
        AgendaItem(
            proposal=one.proposal,
            kind=AgendaKind.FOR_REVIEW,
            placed_at=one.proposal.state_since,
            meeting=meeting if _state(one) == S.REVIEW else None,
            ordinal=place,
        )
        for place, one in enumerate(versions, 1)
    ]


def _reviews(one: "ProposalVersion", town: "Town") -> list[Review]:
    """Let everybody review what is over; of what is under way the reader has reviewed none."""
    members = town.members[1:] if _state(one) == S.REVIEW else town.members
    return [
        Review(
            proposal=one.proposal,
            version=one,
            reviewer=member,
            position=town.chance.choice((Position.APPROVE, Position.APPROVE, Position.REJECT)),
            comment="Planen er god, og gevinsten er til at se.",
            given_at=one.proposal.state_since,
        )
        for member in members
    ]


def _score(row: Review) -> Score:
    return Score(review=row, criterion=row.version.pool_criterion, level=1 + row.version_id % 5, comment="God plan")


def _recommendation(one: "ProposalVersion", town: "Town") -> Recommendation:
    rejects = _state(one) == S.REJECTED
    return Recommendation(
        proposal=one.proposal,
        version=one,
        outcome=RecommendationOutcome.REJECT if rejects else RecommendationOutcome.APPROVE,
        amount=Decimal(0) if rejects else one.requested_amount or Decimal(0),
        criterion=one.pool_criterion,
        reasons="Gruppen er enig.",
        recorded_by=town.members[-1],
        recorded_at=one.proposal.state_since,
    )


def _decision(row: Recommendation, town: "Town") -> Decision:
    rejects = row.outcome == RecommendationOutcome.REJECT
    return Decision(
        proposal=row.proposal,
        version=row.version,
        body_kind=BodyKind.MANAGEMENT,
        recommendation=row,
        decided_by=town.people[2],
        decided_by_name=town.people[2].name,
        decided_at=row.recorded_at,
        verdict=Verdict.REJECTED if rejects else Verdict.APPROVED,
        amount=row.amount,
        criterion=row.criterion,
        reasons="Som indstillet.",
    )
