"""A project's monthly status: stored for good, with the newest repeated on the project for the lists."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core import clock
from portfolio.enums import Light
from portfolio.models import Project, StatusUpdate

if TYPE_CHECKING:
    from core.models import User

SIDES = ("time", "economy", "benefits", "quality")
_FIGURES = ("spent", "forecast", "expected_end", "decision_needed")


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported for one month, named by its first day; amounts are DKK from the project's beginning."""

    month: date
    time: Light
    time_text: str
    economy: Light
    economy_text: str
    benefits: Light
    benefits_text: str
    quality: Light
    quality_text: str
    spent: Decimal | None = None
    forecast: Decimal | None = None
    expected_end: date | None = None
    decision_needed: str = ""


def record_status(project: Project, report: Report, *, actor: "User") -> StatusUpdate:
    """Store the status and let the project show its newest one; the caller holds the project's lock.

    A second status for a month corrects the first and both are kept; one for an earlier month than the newest changes
    nothing on the project.
    """
    status = StatusUpdate.objects.create(
        project=project,
        reported_by=actor,
        reported_by_name=", ".join(filter(None, [actor.name, actor.title])),
        reported_at=clock.now(),
        **{field.name: getattr(report, field.name) for field in fields(report)},
    )
    show_newest(project)
    return status


def show_newest(project: Project) -> None:
    """Repeat the newest status on the project: the latest month's, and of that month the last one reported."""
    newest = StatusUpdate.objects.filter(project=project).first()
    if newest is None:
        return
    for side in SIDES:
        setattr(project, f"light_{side}", getattr(newest, side))
    for figure in _FIGURES:
        setattr(project, figure, getattr(newest, figure))
    project.status_month = newest.month
    project.save(update_fields=[*(f"light_{side}" for side in SIDES), *_FIGURES, "status_month"])
