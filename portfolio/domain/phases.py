"""A project's phase: changed here only, by the moves of `governance.domain`, which know the table."""

from core import clock
from portfolio.enums import ENDED_PHASES, ProjectPhase
from portfolio.models import Project


def lock_project(project: Project) -> Project:
    """Return the row as it stands in the database now, locked until the transaction ends."""
    related = ("proposal", "owner", "manager", "unit__department", "area")
    return Project.objects.select_for_update(of=("self",)).select_related(*related).get(pk=project.pk)


def enter_phase(project: Project, phase: ProjectPhase, *, reason: str = "") -> None:
    """Let the project enter `phase` now; the caller holds its lock and has asked whether it may.

    An end keeps its day and its reason.
    """
    project.phase, project.phase_since = phase, clock.now()
    if phase in ENDED_PHASES:
        project.ended_on, project.end_reason = clock.today(), reason
    project.save(update_fields=["phase", "phase_since", "ended_on", "end_reason"])
