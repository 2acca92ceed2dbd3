"""The head of a project's page: what is next, who does it, the moves that this reader may make, the road."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.models import AuditEntry
from core.ui import Action, Head, MoneyLine, NextStep, RoadStep
from governance.domain.project_gates import gaps_before, is_evaluated, month_name, unsettled
from governance.domain.project_moves import act_of, evaluator_name, may_move
from governance.project_workflow import BY_NAME
from governance.selectors.project_list import TONES
from portfolio.enums import ENDED_PHASES, ProjectPhase

if TYPE_CHECKING:
    from core.models import User
    from governance.domain.status_months import StatusDue
    from governance.selectors.standing import Standing
    from portfolio.models import Project

P = ProjectPhase


@dataclass(frozen=True, slots=True)
class ProjectDoor:
    """A page of one move; `explained` says why it is closed, and who can, while the project waits for it.

    `section` is where on the page it stands; empty is the head.
    """

    url_name: str
    label: Any
    move: str
    section: str = ""
    explained: bool = False
    danger: bool = False


DOORS = (
    ProjectDoor("governance:project_status", gettext_lazy("Report the status"), "report_status"),
    ProjectDoor("governance:project_execution", gettext_lazy("Begin the execution"), "begin_execution", explained=True),
    ProjectDoor(
        "governance:project_realisation", gettext_lazy("Begin the realisation"), "begin_realisation", explained=True
    ),
    ProjectDoor("governance:project_evaluation", gettext_lazy("Evaluate the effect"), "evaluate", explained=True),
    ProjectDoor("governance:project_closing", gettext_lazy("Close the project"), "close", explained=True),
    ProjectDoor(
        "governance:project_operation",
        gettext_lazy("Correct when normal operation began"),
        "date_operation",
        "gevinster",
    ),
    ProjectDoor("governance:project_plan", gettext_lazy("Plan milestones"), "plan", "milepaele"),
    ProjectDoor("governance:project_risks", gettext_lazy("Assess risks"), "assess_risks", "risici"),
    ProjectDoor("governance:project_lesson", gettext_lazy("Write down a lesson"), "record_lesson", "erfaringer"),
    ProjectDoor("governance:project_manager", gettext_lazy("Name a manager"), "name_manager", "om"),
    ProjectDoor("governance:project_owner", gettext_lazy("Hand over the project"), "name_owner", "om"),
    ProjectDoor("governance:project_return", gettext_lazy("Go back a phase"), "go_back"),
    ProjectDoor("governance:project_stop", gettext_lazy("Stop with learning"), "stop", danger=True),
)
ROAD = (P.ANALYSIS, P.EXECUTION, P.REALISATION, P.CLOSED)
_EVALUATE = gettext_lazy("Evaluate the effect.")
_UNTIL_EVALUATED = {"evaluate", "date_operation", "go_back"}
_FORWARD = {P.ANALYSIS: "begin_execution", P.EXECUTION: "begin_realisation", P.REALISATION: "close"}
_ON = {
    P.ANALYSIS: gettext_lazy("Begin the execution."),
    P.EXECUTION: gettext_lazy("Begin the realisation."),
    P.REALISATION: gettext_lazy("Close the project."),
}


def project_head(project: "Project", reader: "User", standing: "Standing", due: "StatusDue", *, pool: bool) -> Head:
    """Return the head as `reader` sees it; milestones and risks are at hand on the project.

    `pool` is whether there is a pool to have been granted money from.
    """
    step = _ownerless_step(project) or next_step(project, due)
    return Head(
        kind=_("Project"),
        title=project.title,
        state=project.get_phase_display(),
        tone=TONES.get(project.phase, "info"),
        number=project.number,
        next_step=step,
        money=(
            *((MoneyLine(_("Granted from the pool"), project.granted),) if pool else ()),
            MoneyLine(_("Planned cost"), project.baseline_cost),
            MoneyLine(_("Spent"), project.spent),
            MoneyLine(_("Expected cost"), project.forecast),
        ),
        actions=_actions(project, reader, standing, due, step),
        road=_road(project),
    )


def _ownerless_step(project: "Project") -> NextStep | None:
    """Return what happens first to a project that was imported and is nobody's yet."""
    if project.owner is not None or project.phase not in _FORWARD:
        return None
    return NextStep(_("Find out who owns the project."), _("an administrator"))


def next_step(project: "Project", due: "StatusDue") -> NextStep | None:
    """Return what happens next: what the phase lacks, the status that is owed, the next milestone, or the move on."""
    phase = P(project.phase)
    owner = project.owner.name if project.owner else _("the project owner")
    manager = project.manager.name if project.manager else owner
    if phase in ENDED_PHASES:
        return None
    gaps = gaps_before(_FORWARD[phase], project)
    if phase == P.ANALYSIS and gaps:
        return NextStep(gaps[0], owner)
    if due.missing(project):
        what = _("Report the status for %(month)s.") % {"month": month_name(due.month)}
        return NextStep(what, manager, due.deadline, due.is_overdue)
    ahead = next((one for one in project.milestones.all() if one.done_on is None), None)
    if ahead is not None and phase != P.ANALYSIS:
        what = _("Reach the milestone “%(milestone)s”.") % {"milestone": ahead.label}
        return NextStep(what, manager, ahead.planned_on, ahead.planned_on < today())
    if phase == P.REALISATION and not is_evaluated(project):
        return _step_of_benefits(project, owner)
    return NextStep(str(_ON[phase]), owner)


def _step_of_benefits(project: "Project", owner: str) -> NextStep:
    """Return what the benefits wait for: the agreed period, a measurement, or the evaluation (C20, C28)."""
    by = project.follow_up_on
    late = by is not None and by < today()
    left = unsettled(project)
    if left and (by is None or by <= today()):
        who = left[0].owner.name if left[0].owner else owner
        return NextStep(_("Settle the benefit “%(benefit)s”.") % {"benefit": left[0].label}, who, left[0].due_on, late)
    return NextStep(str(_EVALUATE), evaluator_name(project), by, late)


def section_actions(project: "Project", reader: "User", standing: "Standing") -> dict[str, tuple[Action, ...]]:
    """Return the actions that stand in the sections they are about, by the section's anchor."""
    sections: dict[str, tuple[Action, ...]] = {}
    for door in DOORS:
        action = _action(door, project, reader, standing) if door.section else None
        if action is not None:
            sections[door.section] = (*sections.get(door.section, ()), action)
    return sections


def _actions(
    project: "Project", reader: "User", standing: "Standing", due: "StatusDue", step: NextStep | None
) -> tuple[Action, ...]:
    doors = [door for door in DOORS if not door.section]
    actions = [action for door in doors if (action := _action(door, project, reader, standing))]
    # One primary at most: the status while it is owed, else the way on where that is what comes next.
    on = step is not None and step.what == str(_ON.get(P(project.phase), ""))
    evaluates = step is not None and step.what == str(_EVALUATE)
    owed = due.missing(project)
    wanted = reverse("governance:project_status", args=[project.pk]) if owed else _way_on(project) if on else ""
    if evaluates and not owed:
        wanted = reverse("governance:project_evaluation", args=[project.pk])
    tamed = [replace(one, primary=one.enabled and one.url == wanted) for one in actions]
    return tuple(sorted(tamed, key=lambda one: (not one.primary, one.danger)))


def _action(door: ProjectDoor, project: "Project", reader: "User", standing: "Standing") -> Action | None:
    if project.phase not in BY_NAME[door.move].sources or (door.move in _UNTIL_EVALUATED and is_evaluated(project)):
        return None
    url = reverse(door.url_name, args=[project.pk])
    answer = may_move(door.move, project, reader, standing)
    if not answer:
        closed = Action(str(door.label), url, enabled=False, why=answer.reason, who=answer.who)
        return closed if door.explained else None
    gaps = gaps_before(door.move, project)
    if gaps:
        return Action(str(door.label), url, enabled=False, why=" ".join(gaps))
    return Action(str(door.label), url, danger=door.danger)


def _way_on(project: "Project") -> str:
    move = _FORWARD.get(P(project.phase))
    return next((reverse(door.url_name, args=[project.pk]) for door in DOORS if door.move == move), "")


def _road(project: "Project") -> tuple[RoadStep, ...]:
    phase = P(project.phase)
    if phase == P.STOPPED:
        passed = ROAD[: ROAD.index(_stopped_in(project)) + 1]
        # Not a red cross: a stop with learning is an end like the other (D39).
        return tuple(RoadStep(str(one.label), "done") for one in (*passed, P.STOPPED))
    at = ROAD.index(phase)
    return tuple(
        RoadStep(
            str(one.label),
            "done" if place < at or one == phase == P.CLOSED else "current" if place == at else "waiting",
        )
        for place, one in enumerate(ROAD)
    )


def _stopped_in(project: "Project") -> ProjectPhase:
    """Return the phase that the project was stopped in, as its act says."""
    act = AuditEntry.objects.about(project).filter(act=act_of("stop")).order_by("-sequence").first()
    return P(act.data["from"]) if act is not None and act.data else P.ANALYSIS
