"""The project that a case has become, as the case's page shows it."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from governance.selectors.case import read_ahead
from governance.selectors.project_list import TONES

if TYPE_CHECKING:
    from core.http import PersonRequest
    from portfolio.models import Project, Proposal


def readable_project(proposal: "Proposal") -> "Project | None":
    """Return the project that the case of a page has become, where its reader may see it; asks nothing."""
    read_ahead(proposal)
    seen = proposal.sees_project  # type: ignore[attr-defined]  # annotated by `readable_proposal`
    return getattr(proposal, "project", None) if seen else None


def project_of_case(_request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Return the panel's context, or None where the case has no project that the reader may see."""
    project = readable_project(proposal)
    if project is None:
        return None
    url = reverse("governance:project_detail", args=[project.pk])
    return {"project": project, "tone": TONES.get(project.phase, "info"), "project_url": url}
