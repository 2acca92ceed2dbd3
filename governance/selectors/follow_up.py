"""What was agreed with the decision: the version that it was about, and when the benefits are followed up (C20, E7)."""

from typing import TYPE_CHECKING

from businesscase.models import BusinessCaseVersion
from core.clock import today
from core.selectors.parameters import parameters_in_force
from governance.models import Decision
from portfolio.models import ProposalVersion

if TYPE_CHECKING:
    from portfolio.models import InvolvedGroup, Project

FOLLOW_UP_MONTHS = "benefit_follow_up_months"
# Where neither the case nor policy says: a whole year has every season in it.
USUAL_MONTHS = 12


def decided_version(project: "Project") -> ProposalVersion | None:
    """Return the version that the project's decision was about; None for an imported project."""
    if project.proposal_id is None:
        return None
    newest = Decision.objects.filter(proposal=project.proposal_id).select_related("version").order_by("-pk").first()
    return newest.version if newest else None


def agreed_months(project: "Project") -> int:
    """Return after how many months of normal operation the decided case, or else policy, follows up."""
    version = decided_version(project)
    case = BusinessCaseVersion.objects.of_version(version.pk).first() if version else None
    if case is not None and case.follow_up_months:
        return case.follow_up_months
    known = parameters_in_force(today()).get(FOLLOW_UP_MONTHS)
    return int(known.value) if known else USUAL_MONTHS


def groups_of(project: "Project") -> "tuple[InvolvedGroup, ...]":
    """Return the groups that the decided version is for, whose needs the effect evaluation answers for (D34)."""
    version = decided_version(project)
    return tuple(one for one in version.involved_groups.all() if one.who) if version else ()
