"""The pages that are measured, on a case and a project that have everything."""

from collections.abc import Iterator

from django.urls import reverse

from bench.measure import Page
from governance.models import Meeting
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Project, Proposal

BARE = Page("bare", "/bench/bare/")


def pages() -> Iterator[Page]:
    """Yield every page by the name that `--only` takes (`bench.__main__.NAMES`)."""
    cases = reverse("portfolio:proposal_list")
    case = Proposal.objects.filter(kind=ProposalKind.APPLICATION, state=ProposalState.REVIEW).earliest("pk")
    yield Page("case list", cases)
    yield Page("case search", f"{cases}?q=lokaler&state=approved&sort=-vendor_cost")
    yield Page("case", reverse("portfolio:proposal_detail", args=[case.pk]))
    yield Page("my page", reverse("core:my_page"))
    yield Page("review queue", reverse("governance:review_queue"))
    projects = reverse("governance:project_list")
    project = Project.objects.running().filter(status_month__isnull=False).earliest("pk")
    yield Page("project list", projects)
    yield Page("project search", f"{projects}?view=all&q=lokaler&sort=-number")
    yield Page("project", reverse("governance:project_detail", args=[project.pk]))
    yield Page("benefit list", reverse("governance:benefit_list"))
    meeting = Meeting.objects.earliest("pk")
    yield Page("meeting", reverse("governance:meeting_detail", args=[meeting.pk]))
    yield Page("overview", reverse("governance:overview"))
