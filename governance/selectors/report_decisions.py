"""Which decisions a report waits for, and which have been taken."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core import clock
from governance.models import Decision, Recommendation
from governance.reports.day import ReportDay
from governance.reports.snapshot import Needed, Taken
from governance.selectors.report_scope import reported_cases
from portfolio.enums import ProposalState
from portfolio.models import Project, Proposal, StatusUpdate


def recommended_cases(scope: str, day: ReportDay) -> tuple[Needed, ...]:
    """Return the cases that await management's decision, the oldest first."""
    cases = list(
        reported_cases(scope)
        .standing(ProposalState.RECOMMENDED)  # type: ignore[attr-defined]  # the queryset is the project's own
        .filter(state_since__lt=day.end)
        .order_by("state_since", "pk")
    )
    newest = Recommendation.objects.filter(proposal__in=cases).order_by("proposal_id", "-pk").distinct("proposal_id")
    said = {one.proposal_id: one for one in newest}
    return tuple(_needed(case, said.get(case.pk)) for case in cases)


def _needed(case: Proposal, recommendation: Recommendation | None) -> Needed:
    amount = recommendation.amount if recommendation and recommendation.amount else None
    what = _("The strategy group recommends: %(outcome)s") % {
        "outcome": recommendation.get_outcome_display() if recommendation else _("not stated")
    }
    since = case.state_since.astimezone(clock.COPENHAGEN).date()
    return Needed(case.pk, case.number, case.title, what, amount, since)


def asked_by_projects(projects: list[Project], statuses: dict[int, StatusUpdate]) -> tuple[Needed, ...]:
    """Return what the projects' newest statuses ask management to decide."""
    asking = [(one, statuses[one.pk]) for one in projects if one.pk in statuses and statuses[one.pk].decision_needed]
    return tuple(_question(project, status) for project, status in asking)


def _question(project: Project, status: StatusUpdate) -> Needed:
    since = status.reported_at.astimezone(clock.COPENHAGEN).date()
    return Needed(project.proposal_id, project.number, project.title, status.decision_needed, None, since)


def decisions_taken(scope: str, day: ReportDay) -> tuple[Taken, ...]:
    """Return what has been decided since the last report, the oldest first."""
    taken = Decision.objects.filter(
        proposal__in=reported_cases(scope).values("pk"), decided_at__gte=day.begin, decided_at__lt=day.end
    ).select_related("proposal", "conditional_grant")
    return tuple(
        Taken(
            case=one.proposal_id,
            number=one.proposal.number,
            title=one.proposal.title,
            body=str(one.get_body_kind_display()),
            verdict=str(one.get_verdict_display()),
            amount=one.amount,
            on=one.decided_at.astimezone(clock.COPENHAGEN).date(),
            staff_hours=one.staff_hours_amount,
            from_others=one.financing.from_others if one.financing else Decimal(0),
            not_covered=one.financing.missing if one.financing else Decimal(0),
            waits_until=_waits_until(one),
        )
        for one in taken.order_by("decided_at", "pk")
    )


def _waits_until(decision: Decision) -> date | None:
    grant = getattr(decision, "conditional_grant", None)
    return grant.lapses_on if grant and grant.is_open else None
