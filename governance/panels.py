"""What governance shows on the portfolio's pages: triage while typing, submission, and what was decided."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.panels import Panel
from governance.forms.moves import SubmissionForm
from governance.models import ArchitectureAssessment
from governance.permissions import may, part_in
from governance.selectors.bodies import person_panel
from governance.selectors.case import case_summary, read_ahead
from governance.selectors.case_project import project_of_case
from governance.selectors.decision_section import decision_section
from governance.selectors.group_section import group_section
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.profile import reader_profile
from governance.selectors.standing import reader_standing
from governance.selectors.theme_points import themes_about
from governance.selectors.triage import outcome_view
from governance.selectors.what_if import draft_triage
from portfolio.domain.versions import version_at_hand
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from portfolio.selectors.wizard import missing

if TYPE_CHECKING:
    from core.http import PersonRequest
    from portfolio.models import System


def _size_panel(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    profile = reader_profile(request)
    if proposal.kind == ProposalKind.SUGGESTION or profile is None:
        return None
    outcome = draft_triage(proposal, version_at_hand(proposal), profile)
    url = reverse("governance:triage_preview", args=[proposal.pk])
    return {"view": outcome_view(outcome, profile), "url": url}


def _submission(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    name = "give" if proposal.kind == ProposalKind.SUGGESTION else "submit"
    standing = reader_standing(request)
    answer = may(name, proposal, part_in(proposal, request.user, standing), standing)
    version = version_at_hand(proposal)
    context: dict[str, Any] = {
        "answer": answer,
        "gaps": missing(proposal, version),
        "url": reverse("governance:proposal_submission", args=[proposal.pk]),
        "suggestion": proposal.kind == ProposalKind.SUGGESTION,
        # What was written stands there still when the page is drawn again because of it.
        "form": SubmissionForm(request.POST or None) if proposal.submitted_at else None,
    }
    profile = reader_profile(request)
    if profile is not None and not context["suggestion"]:
        context["view"] = outcome_view(draft_triage(proposal, version, profile), profile)
    return context


def _triage_section(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    case = case_summary(proposal, reader_profile(request))
    return {"case": case, "view": case.triage_view} if case.triage else None


def _group_section(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    if proposal.kind == ProposalKind.SUGGESTION:
        return None
    return group_section(request.user, proposal, reader_standing(request), criteria_in_force(request))


def _decision_section(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    if proposal.kind == ProposalKind.SUGGESTION:
        return None
    return decision_section(proposal, criteria_in_force(request))


def _themes_section(request: "PersonRequest", proposal: "Proposal") -> dict[str, Any] | None:
    """Return where the leaders have discussed the case, or the project it has become."""
    read_ahead(proposal)
    project = getattr(proposal, "project", None)
    if not proposal.theme_subjects.all() and not (project and project.theme_subjects.all()):
        return None
    themes = themes_about(proposal, project, request.user)
    return {"themes": themes} if themes else None


def _cases_of_system(request: "PersonRequest", system: "System") -> dict[str, Any] | None:
    """Return the assessments that have looked at a system, of cases that the reader may see."""
    visible = Proposal.objects.visible_to(request.user).values("pk")
    looked = ArchitectureAssessment.objects.filter(systems__contains=[{"system": system.pk}], proposal__in=visible)
    found = list(looked.select_related("proposal"))
    return {"assessments": found} if found else None


PANELS = (
    Panel(
        "system_section",
        10,
        _("Cases that have looked at the system"),
        "governance/panels/system_cases.html",
        _cases_of_system,
        "sager",
    ),
    Panel("person", 10, _("Roles in the bodies"), "governance/body_of_person.html", person_panel, "organer"),
    Panel("proposal_size_panel", 10, _("Triage"), "governance/panels/triage_preview.html", _size_panel),
    Panel("proposal_submission", 10, _("Submit"), "governance/panels/submission.html", _submission),
    Panel(
        "proposal_section",
        50,
        _("Triage, assessment and decision"),
        "governance/panels/road.html",
        _triage_section,
        "vejen",
    ),
    Panel(
        "proposal_section",
        60,
        _("Review and recommendation"),
        "governance/panels/group.html",
        _group_section,
        "behandlingen",
    ),
    Panel(
        "proposal_section",
        65,
        _("Management's decision"),
        "governance/panels/decision.html",
        _decision_section,
        "beslutningen",
    ),
    Panel(
        "proposal_section",
        67,
        _("Leadership meetings"),
        "governance/panels/themes.html",
        _themes_section,
        "chefmoeder",
    ),
    Panel("proposal_section", 70, _("The project"), "governance/panels/project.html", project_of_case, "projektet"),
)
