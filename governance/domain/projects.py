"""A project: started by the decision with a baseline that stands, and who answers for it (A18, C21)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.benefits import promise_benefits
from core import clock
from core.domain.audit import record
from governance.domain.project_baseline import baseline_of, planned_stones
from governance.domain.project_moves import act_of, refuse, settle_project, take_project, tell
from governance.domain.stations import becomes_project
from governance.enums import Verdict
from governance.models import Decision, Triage
from portfolio.domain.milestones import write_plan
from portfolio.models import Project

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion

APPROVALS = (Verdict.APPROVED, Verdict.CHANGED)


@transaction.atomic
def start_project(proposal: "Proposal", *, decision: Decision, actor: "User") -> Project | None:
    """Start the project that an approval sets going, or return None: not every approved case is a project.

    The caller holds the case's lock, so that a decision starts one project. The milestones of the decided case become
    its first plan. Owner and manager are told.
    """
    newest = Triage.objects.filter(proposal=proposal).first()
    if decision.verdict not in APPROVALS or newest is None or not becomes_project(newest):
        return None
    version, now = decision.version, clock.now()
    project = Project.objects.create(
        proposal=proposal,
        case_year=proposal.year,
        case_serial=proposal.serial,
        title=version.title,
        summary=version.need,
        unit=version.unit,
        unit_name=version.unit_path or version.unit.path,
        area=proposal.area,
        owner=proposal.owner,
        manager=proposal.owner,
        phase_since=now,
        restricted=proposal.restricted,
        started_on=clock.today(),
        created_at=now,
        granted=decision.amount,
        cross_cutting=_is_cross_cutting(version),
        **baseline_of(version),
    )
    baseline = {
        name: getattr(project, name)
        for name in ("track", "granted", "baseline_cost", "baseline_benefit", "baseline_end")
    }
    benefits = promise_benefits(project, version, actor=actor)
    stones = planned_stones(version)
    write_plan(project, stones)
    data = {
        "decision": decision.pk,
        "benefits": len(benefits),
        "plan": [f"{stone.label}: {stone.planned_on}" for stone in stones],
        **baseline,
    }
    record(act_of("start"), actor=actor, subject=project, data=data)
    if project.owner is not None:
        body = _(
            "%(project)s\n\nThe case has been approved. You own the project: name its manager and go through the plan."
        )
        tell(
            project.owner,
            project,
            subject=_("The project has started"),
            body=body % {"project": project},
            key=f"start:{decision.pk}",
        )
    return project


@transaction.atomic
def name_manager(project: Project, person: "User", *, actor: "User") -> Project:
    """Name who manages the project from day to day."""
    project = take_project("name_manager", project, actor=actor)
    before, project.manager = project.manager, _open_account("name_manager", project, person)
    project.save(update_fields=["manager"])
    _hand_over("name_manager", project, before, person, actor)
    return project


@transaction.atomic
def name_owner(project: Project, person: "User", *, actor: "User") -> Project:
    """Name who owns the project: the present owner hands it over, or an administrator does where nobody is left."""
    project = take_project("name_owner", project, actor=actor)
    before, project.owner = project.owner, _open_account("name_owner", project, person)
    project.save(update_fields=["owner"])
    _hand_over("name_owner", project, before, person, actor)
    return project


def _is_cross_cutting(version: "ProposalVersion") -> bool:
    """Whether several departments take part: a unit that belongs to none counts as one (D7)."""
    units = [version.unit, *version.units_involved.all()]
    return len({unit.department_id or unit.pk for unit in units}) > 1


def _open_account(name: str, project: Project, person: "User") -> "User":
    if not person.is_active:
        raise refuse(project, name, _("%(name)s can no longer log in.") % {"name": person.name})
    return person


def _hand_over(name: str, project: Project, before: "User | None", person: "User", actor: "User") -> None:
    data = {"before": before.name if before else "", "person": person.pk, "name": person.name}
    settle_project(name, project, actor=actor, data=data)
    if person.pk != actor.pk:
        subject = _("You manage the project") if name == "name_manager" else _("You own the project")
        body = _("%(project)s\n\n%(actor)s has named you.") % {"project": project, "actor": actor.name}
        tell(person, project, subject=subject, body=body, key=f"{name}:{clock.now().isoformat()}")
