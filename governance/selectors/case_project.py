"""The project that a case has become, as the case's page shows it."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from governance.selectors.project_list import TONES
from portfolio.enums import ProposalState
from portfolio.models import Project

if TYPE_CHECKING:
    from core.http import PersonRequest
    from portfolio.models import Proposal


def readable_project(request: "PersonRequest", proposal: "Proposal") -> Project | None:
    """Return the project that an approved case has become, where the reader may see it; a page asks once."""
    if proposal.state != ProposalState.APPROVED:
        return None
    known = proposal.__dict__
    if "project_read" not in known:
        rows = Project.objects.visible_to(request.user).select_related("owner", "manager")
        known["project_read"] = rows.filter(proposal=proposal).first()
    project: Project | None = known["project_read"]
    return project


def project_of_case(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Return the panel's context, or None where the case has no project that the reader may see."""
    project = readable_project(request, proposal)
    if project is None:
        return None
    url = reverse("governance:project_detail", args=[project.pk])
    return {"project": project, "tone": TONES.get(project.phase, "info"), "project_url": url}
