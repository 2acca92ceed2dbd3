"""When a project's benefits are to be followed up on (C20, E7)."""

from typing import TYPE_CHECKING

from businesscase.models import BusinessCaseVersion

if TYPE_CHECKING:
    from portfolio.models import Project


def agreed_months(project: "Project") -> int | None:
    """Return after how many months of normal operation the newest submitted business case agrees to follow up."""
    if project.proposal_id is None:
        return None
    months: int | None = (
        BusinessCaseVersion.objects.filter(version__proposal=project.proposal_id, version__frozen_at__isnull=False)
        .order_by("-version__ordinal")
        .values_list("follow_up_months", flat=True)
        .first()
    )
    return months
