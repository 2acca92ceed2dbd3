"""What running projects are measured by on a day, and the one rule of which of them need attention (C17, C19)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest, TruncDate

from core.clock import COPENHAGEN

_LIGHTS = ("light_time", "light_economy", "light_benefits", "light_quality")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where a project's own figures are red, and how late an end is yellow or red, in whole months."""

    red_share: Decimal
    yellow_months: int
    red_months: int


@dataclass(frozen=True, slots=True)
class Watch:
    """A day, the month whose status is overdue on it (its first day), and the limits; None where there is none."""

    on: date
    overdue_month: date | None = None
    limits: Limits | None = None


def troubled(watch: Watch) -> Any:
    """Return the condition of what needs attention; the rows carry `ends_on`.

    A red or yellow light, figures that say so although nobody has, a milestone past its day, or no status for a month
    that is overdue. What a project asks management is no trouble: it awaits a decision.
    """
    wanted: Any = lit("red") | lit("yellow") | _dear(Decimal(0)) | _has_late_milestone(watch.on)
    if watch.limits is not None:
        wanted |= _runs_over("gte", watch.limits.yellow_months)
    if watch.overdue_month is not None:
        wanted |= owes(watch.overdue_month)
    return wanted


def pointed_red(limits: Limits) -> Q:
    """Return the condition that the figures of the newest status point at red; the rows carry `ends_on`."""
    return _dear(limits.red_share) | _runs_over("gt", limits.red_months)


def lit(light: str) -> Q:
    """Return the condition that one of the four lights is `light`."""
    wanted = Q()
    for side in _LIGHTS:
        wanted |= Q(**{side: light})
    return wanted


def owes(month: date) -> Q:
    """Return the condition that a project ran in `month`, has somebody, and has reported nothing for it or later."""
    ran = Q(started_on__isnull=True) | Q(started_on__lt=(month + timedelta(days=32)).replace(day=1))
    answered_for = Q(owner__isnull=False) | Q(manager__isnull=False)
    return ran & answered_for & (Q(status_month__isnull=True) | Q(status_month__lt=month))


def expected_end() -> Greatest:
    """Return the day of the end as the newest status has it: a project that ran that day cannot have ended before."""
    statuses = apps.get_model("portfolio", "StatusUpdate")._default_manager.filter(project=OuterRef("pk"))
    newest = statuses.order_by("-month", "-pk").annotate(given_on=TruncDate("reported_at", tzinfo=COPENHAGEN))
    return Greatest("expected_end", Subquery(newest.values("given_on")[:1]))


def _dear(share: Decimal) -> Q:
    """Return the condition that spent or expected cost lies more than `share` over the plan."""
    limit: Any = F("baseline_cost") * (1 + share)
    return Q(status_month__isnull=False) & (Q(spent__gt=limit) | Q(forecast__gt=limit))


def _runs_over(lookup: str, months: int) -> Q:
    """Return the condition that the end lies so late after the plan, counted as `governance.policy.lights` does."""
    limit: Any = Func(
        F("baseline_end"),
        Func(Value(0), Value(months), function="make_interval"),
        template="(%(expressions)s)::date",
        arg_joiner=" + ",
    )
    return Q(status_month__isnull=False) & Q(**{f"ends_on__{lookup}": limit})


def _has_late_milestone(on: date) -> Exists:
    milestones = apps.get_model("portfolio", "Milestone")._default_manager
    return Exists(milestones.filter(project=OuterRef("pk"), done_on__isnull=True, planned_on__lt=on))
