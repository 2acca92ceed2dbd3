"""Which projects and cases a report may name."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.enums import ReportScope
from portfolio.enums import BindingLevel, Origin
from portfolio.models import Project, Proposal, ProposalVersion

_JOINT = (Origin.JOINT_PUBLIC, Origin.JOINT_MUNICIPAL)


def reported_cases(scope: str) -> "QuerySet[Proposal]":
    """Return the submitted cases that a report of `scope` may name.

    A restricted case is left out for everybody: a report is mailed and filed, where no rule of ours follows it.
    Joint initiatives (C29) are known by what was submitted: their origin, or a binding joint obligation.
    """
    cases = Proposal.objects.filter(restricted=False, submitted_at__isnull=False).order_by()
    if scope != ReportScope.JOINT:
        return cases
    submitted = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False).order_by("-ordinal")
    joint = Q(submitted_origin__in=_JOINT) | Q(submitted_level=BindingLevel.BINDING)
    return cases.alias(
        submitted_origin=Subquery(submitted.values("origin")[:1]),
        submitted_level=Subquery(submitted.values("obligation_level")[:1]),
    ).filter(joint)


def reported_projects(scope: str, before: datetime) -> "QuerySet[Project]":
    """Return the projects that existed before the instant and that a report of `scope` may name.

    A project that was imported has no case; it counts as our own, so that a report of joint initiatives has none.
    """
    projects = Project.objects.filter(restricted=False, created_at__lt=before)
    of_cases = Q(proposal__in=reported_cases(scope).values("pk"))
    return projects.filter(of_cases if scope == ReportScope.JOINT else of_cases | Q(proposal__isnull=True))
