"""The project that a case has become, as the case's page shows it."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from governance.selectors.case import read_ahead
from governance.selectors.project_list import TONES
from portfolio.models import Project

if TYPE_CHECKING:
    from core.http import PersonRequest
    from core.models import User
    from portfolio.models import Proposal


def readable_project(proposal: "Proposal", reader: "User") -> Project | None:
    """Return the project that the case of a page has become, where its reader may see it; asked once a page."""
    read_ahead(proposal)
    project: Project | None = getattr(proposal, "project", None)
    if project is None:
        return None
    if "sees_project" not in proposal.__dict__:
        seen = Project.objects.visible_to(reader).filter(pk=project.pk).exists()
        proposal.__dict__["sees_project"] = seen
    return project if proposal.__dict__["sees_project"] else None


def project_of_case(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Return the panel's context, or None where the case has no project that the reader may see."""
    project = readable_project(proposal, request.user)
    if project is None:
        return None
    url = reverse("governance:project_detail", args=[project.pk])
    return {"project": project, "tone": TONES.get(project.phase, "info"), "project_url": url}
