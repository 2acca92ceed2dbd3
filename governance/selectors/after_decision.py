"""What the head of a case says once it is decided: the project that came of it, or how the case ended (C9)."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui import Action, MoneyLine, NextStep, RoadStep
from governance.domain.stations import becomes_project, open_grant
from portfolio.enums import ENDED_PHASES, ProjectPhase, ProposalState

if TYPE_CHECKING:
    from governance.models import Triage
    from portfolio.models import Project, Proposal

S = ProposalState

_ENDED: dict[str, Any] = {
    S.REJECTED: gettext_lazy(
        "The case has been rejected. The reasons stand in the decision below."
        " If the need changes, a new case is welcome."
    ),
    S.WITHDRAWN: gettext_lazy("The case has been withdrawn. The history says when and why."),
    S.ANSWERED: gettext_lazy("The suggestion has been answered. Thank you for it."),
    S.CONVERTED: gettext_lazy("The suggestion has been carried on as a case of its own."),
}


def step_after(proposal: "Proposal", triage: "Triage | None", project: "Project | None") -> NextStep | None:
    """Return what follows the decision; `project` is the one that the reader may see."""
    if proposal.state != S.APPROVED:
        sentence = _ENDED.get(S(proposal.state))
        return NextStep(str(sentence)) if sentence else None
    grant = open_grant(proposal)
    if grant is not None:
        what = _(
            "Management confirms that the condition is met. Otherwise the grant lapses, and the money is free again."
        )
        return NextStep(what, _("management"), by=grant.lapses_on)
    if project is not None:
        return _step_of_project(project)
    owner = proposal.owner.name if proposal.owner else proposal.author.name
    if triage is not None and becomes_project(triage):
        return NextStep(_("The case has been approved and is carried out as a project."), owner)
    if any(row.amount for row in proposal.decisions.all()):
        return NextStep(_("The case has been approved. The department carries it out itself with what it got."), owner)
    return NextStep(_("The case has been approved. The department carries it out itself."), owner)


def project_action(project: "Project") -> Action:
    """Return the way on to the project."""
    return Action(_("See the project"), reverse("governance:project_detail", args=[project.pk]), primary=True)


def project_station(project: "Project") -> RoadStep:
    """Return the last station of the road: done once the project has ended."""
    return RoadStep(_("Project"), "done" if project.phase in ENDED_PHASES else "current")


def spent_line(project: "Project") -> MoneyLine:
    """Return what the project has spent by its newest status; not stated before the first."""
    return MoneyLine(_("Spent"), project.spent)


def _step_of_project(project: "Project") -> NextStep:
    owner = project.owner.name if project.owner else ""
    if project.phase == ProjectPhase.STOPPED:
        return NextStep(_("The project was stopped with learning. Read on its page what was learnt."))
    if project.phase == ProjectPhase.CLOSED:
        return NextStep(_("The project has been carried out and closed."))
    who = project.manager.name if project.manager else owner
    return NextStep(_("The project is under way: phase %(phase)s.") % {"phase": project.get_phase_display()}, who)
