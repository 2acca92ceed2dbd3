"""What governance adds to the head of a proposal: the next step, who takes it, the moves, the road."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.clock import now, today
from core.ui import Action, HeadPart, NextStep, RoadStep
from governance.domain.advice import may_advise
from governance.domain.architecture import may_assess_architecture
from governance.domain.conflicts import may_declare
from governance.domain.handing_over import may_hand_over
from governance.domain.restriction import may_restrict
from governance.domain.stations import deferred_by_group, signatures_of
from governance.enums import AgendaKind, Route, Signatory
from governance.permissions import Part, may, part_in, who_can
from governance.selectors.after_decision import project_action, project_station, spent_line, step_after
from governance.selectors.case import read_ahead
from governance.selectors.case_project import readable_project
from governance.selectors.decisions import decision_due, money_lines
from governance.selectors.pool_criteria import DIRECTED, criteria_in_force
from governance.selectors.profile import reader_profile
from governance.selectors.reasons_place import reasons_place
from governance.selectors.standing import reader_standing
from governance.workflow import BY_NAME
from portfolio.enums import ProposalKind, ProposalState

if TYPE_CHECKING:
    from datetime import date

    from core.domain.refusal import Answer
    from core.http import PersonRequest
    from core.models import User
    from governance.models import Triage
    from governance.selectors.offices import Offices
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal

S = ProposalState
Station = tuple[str, tuple[ProposalState, ...]]


@dataclass(frozen=True, slots=True)
class Door:
    """A page of moves: it is open to whoever may make one of them, and shown to `shown_to` others too."""

    url_name: str
    label: Any
    moves: tuple[str, ...]
    primary: bool = False
    danger: bool = False
    # A disabled action is told about only where the case waits for it.
    explained: bool = True


DOORS = (
    Door(
        "governance:proposal_assessment",
        _("Assess the acquisition"),
        ("approve_acquisition", "refuse_acquisition"),
        primary=True,
    ),
    Door("governance:hearing_question", _("Ask the applicant"), ("ask_in_hearing",), explained=False),
    Door("governance:hearing_answer", _("Answer IT"), ("answer_in_hearing",), primary=True, explained=False),
    Door(
        "governance:proposal_route",
        _("Choose the route"),
        ("sign_route_for_it", "sign_route_for_owner", "settle_route"),
        primary=True,
    ),
    Door(
        "governance:proposal_local_decision", _("Decide the case"), ("approve_locally", "reject_locally"), primary=True
    ),
    Door("governance:proposal_review", _("Review the case"), ("review",), primary=True, explained=False),
    Door("governance:proposal_recommendation", _("Record the recommendation"), ("recommend",), primary=True),
    Door("governance:proposal_deferral", _("Defer the case"), ("defer_review",), explained=False),
    Door("governance:proposal_resumption", _("Take the case up again"), ("resume_review",), explained=False),
    Door(
        "governance:proposal_decision",
        _("Decide the case"),
        ("approve", "approve_with_changes", "reject", "put_on_reserve", "defer_decision", "send_back"),
        primary=True,
    ),
    Door("governance:grant_condition", _("Confirm the condition"), ("meet_condition",), primary=True, explained=False),
    Door(
        "governance:grant_lapse",
        pgettext_lazy("button", "Let the grant lapse"),
        ("lapse_grant",),
        danger=True,
        explained=False,
    ),
    Door("governance:decision_resumption", _("Take the case up again"), ("resume_decision",), explained=False),
    Door("governance:proposal_direction", _("Direct the case to the pool"), ("direct",), explained=False),
    Door("governance:suggestion_answer", _("Answer the suggestion"), ("answer",), primary=True),
    Door("governance:suggestion_successor", _("Carry the suggestion on"), ("carry_on",), explained=False),
    Door("governance:proposal_return", _("Correct the case"), ("take_back",), explained=False),
    Door("governance:proposal_withdrawal", _("Withdraw the case"), ("withdraw",), danger=True, explained=False),
)

_NEXT: dict[str, Any] = {
    S.DRAFT: _("Fill in the form and submit it."),
    S.REVISION: _("Correct the case and submit it again."),
    S.NOT_APPROVED: _("Revise the case so that IT can approve the acquisition, or withdraw it."),
    S.ASSESSMENT: _("The IT department assesses the acquisition."),
    S.ROUTING: _("IT and the project owner choose the route together."),
    S.LOCAL_DECISION: _("The head of the department decides."),
    S.REVIEW: _("The strategy group reviews the case."),
    S.RECOMMENDED: _("Management decides."),
    S.DEFERRED: _("The case waits until it is taken up again."),
    S.RESERVE: _("The case waits on the reserve list until there is money for it."),
    S.RECEIVED: _("The suggestion is answered or carried on."),
}
# The move whose makers the head names as "who".
_WAITS_FOR = {
    S.DRAFT: "submit",
    S.REVISION: "submit",
    S.NOT_APPROVED: "submit",
    S.ASSESSMENT: "approve_acquisition",
    S.LOCAL_DECISION: "approve_locally",
    S.REVIEW: "review",
    S.RECOMMENDED: "approve",
    S.DEFERRED: "resume_decision",
    S.RESERVE: "resume_decision",
    S.RECEIVED: "answer",
}


def proposal_head(request: "PersonRequest", proposal: "Proposal") -> HeadPart:
    """Return governance's part of the head as this reader sees it; a constant number of queries."""
    read_ahead(proposal)
    standing = reader_standing(request)
    triage = next(iter(proposal.triages.all()), None)
    project = readable_project(proposal, request.user)
    step = _next_step(request, proposal, standing.offices) or step_after(proposal, triage, project)
    step = replace(step, reasons=reasons_place(proposal)) if step else None
    actions, road, money = _actions(request, proposal, standing), _road(proposal, triage), money_lines(proposal)
    if project is not None:
        actions, road = (project_action(project), *actions), (*road, project_station(project))
        money = (*money, spent_line(project))
    return HeadPart(next_step=step, actions=actions, road=road, money=money)


def _actions(request: "PersonRequest", proposal: "Proposal", standing: "Standing") -> tuple[Action, ...]:
    part = part_in(proposal, request.user, standing)
    actions = []
    for door in DOORS:
        relevant = [
            name
            for name in door.moves
            if proposal.state in BY_NAME[name].sources and proposal.kind in BY_NAME[name].kinds
        ]
        if relevant and ("direct" not in relevant or _has_directed(request)):
            answers = [may(name, proposal, part, standing) for name in relevant]
            actions += _action(door, proposal, answers)
    if may_declare(proposal, part, standing):
        url = reverse("governance:conflict_create", args=[proposal.pk])
        actions.append(Action(str(_("Declare a conflict of interest")), url))
    if part.reviews(standing) or part.decides(standing) or standing.runs_meetings:
        actions += _handing_over(proposal, request.user, part, standing)
    if may_assess_architecture(proposal, part, standing):
        url = reverse("governance:proposal_architecture", args=[proposal.pk])
        actions.append(Action(str(_("Assess the architecture")), url))
    if standing.advises and may_advise(proposal, part, standing):
        url = reverse("governance:proposal_advice", args=[proposal.pk])
        actions.append(Action(str(_("Advise on the case")), url))
    if may_restrict(proposal, part, standing):
        label = _("Open the case again") if proposal.restricted else _("Mark as confidential")
        actions.append(Action(str(label), reverse("governance:proposal_restriction", args=[proposal.pk])))
    return tuple(actions)


def _handing_over(proposal: "Proposal", reader: "User", part: Part, standing: "Standing") -> list[Action]:
    """Return the door to the deputy's stepping in, where the reader may let one."""
    if not may_hand_over(proposal, reader, part, standing):
        return []
    return [Action(str(_("Let the deputy step in")), reverse("governance:case_hand_over", args=[proposal.pk]))]


def _has_directed(request: "PersonRequest") -> bool:
    """Whether policy lets management direct cases to the pool (D14)."""
    return DIRECTED in {one.code for one in criteria_in_force(request)}


def _action(door: Door, proposal: "Proposal", answers: "list[Answer]") -> list[Action]:
    url = reverse(door.url_name, args=[proposal.pk])
    if any(answers):
        return [Action(str(door.label), url, primary=door.primary, danger=door.danger)]
    if not door.explained:
        return []
    # Of several moves the one that somebody else can make now tells most.
    told = next((answer for answer in answers if answer.who), answers[0])
    return [Action(str(door.label), url, enabled=False, why=told.reason, who=told.who)]


def _next_step(request: "PersonRequest", proposal: "Proposal", offices: "Offices") -> NextStep | None:
    if proposal.state not in _NEXT:
        return None
    name = _WAITS_FOR.get(S(proposal.state))
    who = who_can(BY_NAME[name], proposal, offices) if name else ""
    if proposal.state == S.ASSESSMENT:
        return _assessment_step(proposal, who, offices)
    if proposal.state == S.ROUTING:
        return _routing_step(proposal, offices)
    if proposal.state == S.REVIEW:
        return NextStep(str(_NEXT[S.REVIEW]), who, by=_meeting_day(proposal))
    if proposal.state == S.RECOMMENDED:
        due = decision_due(proposal, reader_profile(request))
        return NextStep(str(_NEXT[S.RECOMMENDED]), who, by=due, overdue=due < today())
    if proposal.state == S.DEFERRED and deferred_by_group(proposal):
        who = who_can(BY_NAME["resume_review"], proposal, offices)
    return NextStep(str(_NEXT[S(proposal.state)]), who, by=_reserve_end(proposal))


def _routing_step(proposal: "Proposal", offices: "Offices") -> NextStep:
    """Say whose choice of route is missing."""
    signed = {row.signatory for row in signatures_of(proposal)}
    if len(signed) > 1:
        what, missing = _("IT and the project owner disagree. The chair settles the route."), "settle_route"
    elif Signatory.IT in signed:
        what, missing = _("IT has chosen. The project owner's choice is missing."), "sign_route_for_owner"
    elif Signatory.OWNER in signed:
        what, missing = _("The project owner has chosen. IT's choice is missing."), "sign_route_for_it"
    else:
        moves = {"first": "sign_route_for_it", "last": "sign_route_for_owner"}
        names = {place: who_can(BY_NAME[name], proposal, offices) for place, name in moves.items()}
        return NextStep(str(_NEXT[S.ROUTING]), str(_("%(first)s and %(last)s") % names))
    return NextStep(str(what), who_can(BY_NAME[missing], proposal, offices))


def _reserve_end(proposal: "Proposal") -> "date | None":
    """Return until when the case waits on the reserve list."""
    if proposal.state != S.RESERVE:
        return None
    places = (row.reserve_place for row in proposal.decisions.all() if hasattr(row, "reserve_place"))
    return next((place.expires_on for place in places), None)


def _meeting_day(proposal: "Proposal") -> "date | None":
    """Return the day of the meeting to come that reviews the case."""
    items = (item for item in proposal.agenda_items.all() if item.kind == AgendaKind.FOR_REVIEW)
    days = (item.meeting.day for item in items if item.meeting and item.meeting.begins_at > now())
    return min(days, default=None)


def _assessment_step(proposal: "Proposal", who: str, offices: "Offices") -> NextStep:
    runs = next((row for row in proposal.it_assessments.all() if row.answered_at is None), None)
    if runs is not None and runs.paused_on is not None:
        what = str(_("The applicant answers IT's question. IT's time stands still meanwhile."))
        return NextStep(what, who_can(BY_NAME["answer_in_hearing"], proposal, offices))
    due = runs.due_on if runs else None
    return NextStep(str(_NEXT[S.ASSESSMENT]), who, by=due, overdue=due is not None and due < today())


def _road(proposal: "Proposal", triage: "Triage | None") -> tuple[RoadStep, ...]:
    if proposal.kind == ProposalKind.SUGGESTION:
        stations: list[Station] = [(str(_("Suggestion")), (S.DRAFT,)), (str(_("Answer")), (S.RECEIVED,))]
    else:
        stations = [
            (
                str(_("Application") if proposal.kind == ProposalKind.APPLICATION else _("Notification")),
                (S.DRAFT, S.REVISION),
            )
        ]
        if triage is None or triage.it_assessment_required:
            stations.append((str(_("IT assessment")), (S.ASSESSMENT, S.NOT_APPROVED)))
        if triage is not None and triage.policy_route == Route.UNDECIDED:
            stations.append((str(_("Choice of route")), (S.ROUTING,)))
        stations += _route_stations(proposal, triage)
    return _walk(stations, proposal)


def _route_stations(proposal: "Proposal", triage: "Triage | None") -> list[Station]:
    route = triage.route if triage else Route.STRATEGY_GROUP if proposal.kind == ProposalKind.APPLICATION else None
    if route in (Route.UNIT, Route.IT_AND_UNIT):
        return [(str(_("The department's decision")), (S.LOCAL_DECISION,))]
    if route == Route.STRATEGY_GROUP:
        group = (S.REVIEW, S.DEFERRED) if deferred_by_group(proposal) else (S.REVIEW,)
        return [
            (str(_("Strategy group")), group),
            (str(_("Management's decision")), (S.RECOMMENDED, S.DEFERRED, S.RESERVE)),
        ]
    if route == Route.MANAGEMENT:
        return [(str(_("Management's decision")), (S.RECOMMENDED, S.DEFERRED, S.RESERVE))]
    return [(str(_("Decision")), ())]


def _walk(stations: list[Station], proposal: "Proposal") -> tuple[RoadStep, ...]:
    at = next((index for index, (_label, states) in enumerate(stations) if proposal.state in states), len(stations))
    ended = proposal.state in (S.REJECTED, S.WITHDRAWN)
    steps = []
    for index, (label, _states) in enumerate(stations):
        status = "done" if index < at else "current" if index == at else "waiting"
        if proposal.state == S.NOT_APPROVED and index == at:
            status = "stopped"
        if ended and index == len(stations) - 1:
            status = "stopped"
        steps.append(RoadStep(label, status))  # type: ignore[arg-type]  # the four words of RoadStep
    return tuple(steps)
