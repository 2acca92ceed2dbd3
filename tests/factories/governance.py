"""A small municipality with one person in every role, and proposals that stand anywhere on the road."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from core import clock
from core.domain.people import create_person
from core.domain.units import create_unit
from core.enums import UnitKind
from core.models import Unit, User
from core.permissions import grant
from governance.demo.municipality import load_bodies
from governance.domain.bodies import seat_member
from governance.domain.decisions import decide
from governance.domain.it_assessment import approve_acquisition, refuse_acquisition
from governance.domain.local_decision import decide_locally
from governance.domain.meetings import create_meetings
from governance.domain.profiles import load_policy_profile
from governance.domain.recommendations import Proposed, defer_review, recommend
from governance.domain.review_rounds import begin_round
from governance.domain.reviews import Mark, Opinion, give_review
from governance.domain.routing import sign_route
from governance.domain.ruling import Ruling
from governance.domain.submission import (
    give_suggestion,
    submit_proposal,
    take_back_proposal,
    withdraw_proposal,
)
from governance.domain.suggestions import answer_suggestion, carry_on_suggestion
from governance.enums import BodyKind, BodyRole, Position, RecommendationOutcome, Route, ScoreLevel, Signatory, Verdict
from governance.models import Body, Meeting, Recommendation, Review, ReviewRound
from governance.selectors.profile import active_profile
from portfolio.domain.proposals import change_draft, create_proposal
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Goal, InvolvedGroup, Proposal
from tests.factories.businesscase import write_case
from tests.standing import remembered

POLICIES = Path(__file__).resolve().parents[2] / "policies"

COMPLETE: dict[str, Any] = {
    "core_task": "Hjælp i hjemmet",
    "need": "Nøgler bliver væk",
    "aspect_organisation": "Hver gruppe har en ansvarlig",
    "aspect_management": "Lederen følger op",
    "aspect_processes": "Nøgleskabet falder bort",
    "aspect_technology": "Telefonen åbner døren",
    "vendor_cost": Decimal(140_000),
    "staff_hours": Decimal(100),
    "acquisition_type": "neither",
    "needs_cooperation": False,
    "external_assistance": False,
    "work_process_changes": "Turen omkring kontoret falder bort",
    "training_plan": "To timer i hver gruppe",
    "reuse_internal": "Vi har telefonerne",
    "reuse_external": "Nabokommunen",
    "personal_data": "none",
    "security_text": "Ingen data",
    "citizen_facing": False,
    "uses_ai": False,
    "supplier": "Ikke valgt",
}

# What an application asks of the pool, and why the pool's first purpose covers it.
ASKS_POOL: dict[str, Any] = {
    "requested_amount": Decimal(100_000),
    "pool_criterion": "mandatory",
    "obligation_level": "binding",
    "obligation_legal_basis": "Lov om Digital Post",
}


@dataclass
class Town:
    """Units by code and people by what they are."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            # Read past this very method: a copy has no people yet when it is first asked for something.
            return self.__dict__["people"][name]
        except KeyError as error:
            raise AttributeError(name) from error


SEATS = {
    "it": (BodyKind.IT_DEPARTMENT, BodyRole.MEMBER),
    "chair": (BodyKind.STRATEGY_GROUP, BodyRole.CHAIR),
    "secretary": (BodyKind.STRATEGY_GROUP, BodyRole.SECRETARY),
    "member": (BodyKind.STRATEGY_GROUP, BodyRole.MEMBER),
    "head": (BodyKind.DEPARTMENT_HEADS, BodyRole.MEMBER),
    "other_head": (BodyKind.DEPARTMENT_HEADS, BodyRole.MEMBER),
    "director": (BodyKind.MANAGEMENT, BodyRole.MEMBER),
    "other_director": (BodyKind.MANAGEMENT, BodyRole.MEMBER),
    "network": (BodyKind.IT_NETWORK, BodyRole.MEMBER),
    "auditor": (BodyKind.AUDIT, BodyRole.MEMBER),
    "admin": (BodyKind.ADMINISTRATION, BodyRole.MEMBER),
}
PLACES = {
    "author": "care",
    "editor": "care",
    "owner": "home_care",
    "head": "care",
    "other_head": "schools",
    "colleague": "health",
    "outsider": "schools",
    "director": "welfare",
    "other_director": "children",
}


@remembered
def make_town(profile: str = "odder") -> Town:
    """Make two director areas with departments, the profile's bodies and one person a role."""
    load_policy_profile(POLICIES / f"{profile}.toml", actor=None)
    load_bodies(active_profile())
    town = Town()
    area = UnitKind.DIRECTOR_AREA if profile == "odder" else UnitKind.ADMINISTRATION
    for code, kind, parent in (
        ("welfare", area, None),
        ("care", UnitKind.DEPARTMENT, "welfare"),
        ("home_care", UnitKind.UNIT, "care"),
        ("health", UnitKind.DEPARTMENT, "welfare"),
        ("children", area, None),
        ("schools", UnitKind.DEPARTMENT, "children"),
        ("staffs", area, None),
        ("it_unit", UnitKind.STAFF, "staffs"),
    ):
        parent_unit = town.units[parent] if parent else None
        town.units[code] = create_unit(code=code, kind=kind, name=code.title(), parent=parent_unit, actor=None)
    for name in {**dict.fromkeys(SEATS), **PLACES}:
        town.people[name] = create_person(
            email=f"{name}@test.invalid",
            name=f"{name.title()} Test",
            title="",
            unit=town.units[PLACES.get(name, "it_unit")],
            is_management=False,
            actor=None,
            password="test",
        )
    bodies = {body.kind: body for body in Body.objects.all()}
    for name, (kind, role) in SEATS.items():
        if kind in bodies:
            since = clock.today() - timedelta(days=100)
            seat_member(bodies[kind], town.people[name], role=role, valid_from=since, actor=None)
    return town


@remembered
def make_draft(
    town: Town, *, kind: ProposalKind = ProposalKind.NOTIFICATION, title: str = "Elektroniske nøgler", **fields: Any
) -> Proposal:
    """Make a draft that lacks nothing, by `author` with `editor`, owned by `owner`."""
    author = town.author
    proposal = create_proposal(kind=kind, title=title, unit=town.units["care"], actor=author)
    content = COMPLETE | fields
    if kind == ProposalKind.APPLICATION:
        content = ASKS_POOL | content
    if kind == ProposalKind.SUGGESTION:
        content = {"need": "Et behov", "idea": "En idé", "gain": "En gevinst"}
    draft = change_draft(proposal, actor=author, edition=0, fields=content, owner=town.owner)
    if kind != ProposalKind.SUGGESTION:
        InvolvedGroup.objects.create(version=draft, kind="employees", who="Natholdet", how="Har prøvet")
        Goal.objects.create(
            version=draft,
            indicator="Timer",
            measure="timer",
            baseline=22,
            target=2,
            target_date=date(2030, 1, 1),
            method="Optælling",
        )
        write_case(proposal, author)
    grant(town.editor, "edit_proposal", proposal)
    return Proposal.objects.get(pk=proposal.pk)


# Figures that make triage send a submitted proposal to a state.
_LEADS_TO: dict[str, dict[str, Any]] = {
    "assessment": {"acquisition_type": "acquisition"},
    "routing": {"vendor_cost": Decimal(200_000)},
    "local_decision": {},
    "review": {"units_involved": ["schools"]},
}


@remembered
def make_submitted(town: Town, state: str, *, kind: ProposalKind = ProposalKind.NOTIFICATION) -> Proposal:
    """Make a proposal that submission has sent to `state`."""
    fields = dict(_LEADS_TO[state])
    if "units_involved" in fields:
        fields["units_involved"] = [town.units[code] for code in fields["units_involved"]]
    return submit_proposal(make_draft(town, kind=kind, **fields), actor=town.author)


@remembered
def make_standing(town: Town, state: ProposalState, kind: ProposalKind = ProposalKind.NOTIFICATION) -> Proposal:
    """Make a proposal of `kind` that stands in `state`, by the moves that lead there."""
    made = _make(town, state, kind)
    return Proposal.objects.get(pk=made.pk)


def _make(town: Town, state: ProposalState, kind: ProposalKind) -> Proposal:  # noqa: PLR0911 - one road a state
    if kind == ProposalKind.SUGGESTION:
        return _make_suggestion(town, state)
    if state == ProposalState.DRAFT:
        return make_draft(town, kind=kind)
    if state in _LEADS_TO:
        return make_submitted(town, state, kind=kind)
    if state == ProposalState.NOT_APPROVED:
        proposal = make_submitted(town, "assessment", kind=kind)
        return refuse_acquisition(proposal, actor=town.it, reasons="For dyr i drift").proposal
    if state == ProposalState.REVISION:
        return take_back_proposal(make_submitted(town, "routing", kind=kind), actor=town.author, reason="Ny pris")
    if state == ProposalState.WITHDRAWN:
        return withdraw_proposal(make_submitted(town, "routing", kind=kind), actor=town.author, reason="Droppet")
    if state == ProposalState.RECOMMENDED:
        return make_recommended(town, make_submitted(town, "review", kind=kind)).proposal
    if state == ProposalState.DEFERRED:
        return defer_review(make_submitted(town, "review", kind=kind), actor=town.chair, reason="Venter på tilbud")
    if state == ProposalState.RESERVE:
        # Only an application can wait for money.
        case = make_recommended(town, make_submitted(town, "review", kind=ProposalKind.APPLICATION)).proposal
        return decide(case, Ruling(Verdict.NOT_FUNDED, reasons="Ikke penge nu"), actor=town.director).proposal
    verdict = Verdict.APPROVED if state == ProposalState.APPROVED else Verdict.REJECTED
    proposal = make_submitted(town, "local_decision", kind=kind)
    return decide_locally(proposal, actor=town.head, verdict=verdict, reasons="Derfor").proposal


def _make_suggestion(town: Town, state: ProposalState) -> Proposal:
    draft = make_draft(town, kind=ProposalKind.SUGGESTION, title="Sms før tiden")
    if state == ProposalState.DRAFT:
        return draft
    received = give_suggestion(draft, actor=town.author)
    if state == ProposalState.ANSWERED:
        return answer_suggestion(received, actor=town.secretary, answer="Tak")
    if state == ProposalState.CONVERTED:
        carry_on_suggestion(received, actor=town.author, kind=ProposalKind.NOTIFICATION)
    return received


def make_recommended(
    town: Town, proposal: Proposal, outcome: RecommendationOutcome = RecommendationOutcome.APPROVE, **fields: Any
) -> Recommendation:
    """Let the chair record a recommendation: the whole amount applied for, unless `fields` says otherwise."""
    version = proposal.versions.order_by("-ordinal")[0]
    asks = proposal.kind == ProposalKind.APPLICATION
    full = asks and outcome != RecommendationOutcome.REJECT
    said: dict[str, Any] = {
        "outcome": outcome,
        "amount": version.requested_amount if full else Decimal(0),
        "criterion": version.pool_criterion if asks else "",
        "reasons": "Derfor",
    }
    return recommend(proposal, Proposed(**(said | fields)), actor=town.chair)


def make_review(
    proposal: Proposal, reviewer: User, position: Position = Position.APPROVE, *, level: int = 4, why: str = "Fordi"
) -> Review:
    """Let a member review the case: with a score where it asks the pool."""
    version = proposal.versions.order_by("-ordinal")[0]
    if proposal.kind == ProposalKind.APPLICATION and position != Position.ABSTAIN:
        marks = {version.pool_criterion: Mark(ScoreLevel(level), why)}
        return give_review(proposal, Opinion(position, marks=marks), actor=reviewer)
    return give_review(proposal, Opinion(position, why), actor=reviewer)


@remembered
def make_round(town: Town, days: int = 14, **weights: int) -> ReviewRound:
    """Let the secretary open a round whose deadline is `days` from today."""
    return begin_round(name="Forår", deadline=in_days(days), weights=weights, actor=town.secretary)


def sign_both(town: Town, proposal: Proposal, by_it: Route, by_owner: Route) -> Proposal:
    """Let IT and the project owner sign their routes."""
    sign_route(proposal, actor=town.it, signatory=Signatory.IT, route=by_it, reason="Fordi")
    return sign_route(proposal, actor=town.owner, signatory=Signatory.OWNER, route=by_owner, reason="Fordi")


def approve(town: Town, proposal: Proposal, *conditions: str) -> Proposal:
    """Let IT approve the acquisition."""
    approve_acquisition(proposal, actor=town.it, reasons="Velafprøvet", conditions=conditions)
    return Proposal.objects.get(pk=proposal.pk)


def in_days(count: int) -> date:
    """Return the day `count` days from today."""
    return clock.today() + timedelta(days=count)


@remembered
def make_meeting(town: Town, days: int = 10) -> Meeting:
    """Let the secretary call a meeting `days` from today at nine."""
    return create_meetings([in_days(days)], begins=time(9, 0), place="Rådhuset", actor=town.secretary)[0]
