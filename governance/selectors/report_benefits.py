"""What the projects of a report have promised and what has been realised, also after they have been closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.models import Benefit, Measurement
from governance.reports.day import ReportDay
from governance.reports.snapshot import BenefitYear
from governance.selectors.benefit_years import finding, summed
from portfolio.enums import ProjectPhase
from portfolio.models import Project


@dataclass(frozen=True, slots=True)
class ReportedBenefits:
    """The finding in a sentence, what has not been measured, and the years that have begun; empty without benefits."""

    finding: str = ""
    missing: str = ""
    years: tuple[BenefitYear, ...] = ()


def reported_benefits(projects: Sequence[Project], day: ReportDay) -> ReportedBenefits:
    """Return the benefits by the measurements up to the day; what a stopped project promised is no longer held."""
    kept = [project for project in projects if project.phase != ProjectPhase.STOPPED]
    measured = Measurement.objects.filter(created_at__lt=day.end).order_by("-measured_on", "-pk")
    rows = Benefit.objects.filter(project__in=kept).prefetch_related(Prefetch("measurements", queryset=measured))
    benefits = [row for row in rows if row.is_measurable]
    if not benefits:
        return ReportedBenefits()
    lines = [line for line in summed(benefits) if line.year <= day.on.year]
    years = tuple(
        BenefitYear(line.year, line.promised or Decimal(0), line.held_against, line.realised)
        for line in lines
        if line.promised is not None or line.realised is not None
    )
    return ReportedBenefits(f"{finding(lines)}.", _missing(benefits, day), years)


def _missing(benefits: Sequence[Benefit], day: ReportDay) -> str:
    """Say how many benefits have never been measured, and how many of them should have been."""
    unmeasured = [one for one in benefits if not one.measurements.all()]
    if not unmeasured:
        return _("Every benefit has been measured.")
    overdue = sum(one.due_on is not None and one.due_on < day.on for one in unmeasured)
    sentence = ngettext(
        "%(count)d of %(all)d benefits has not been measured.",
        "%(count)d of %(all)d benefits have not been measured.",
        len(unmeasured),
    ) % {"count": len(unmeasured), "all": len(benefits)}
    if not overdue:
        return sentence
    late = ngettext("%(count)d of them is overdue.", "%(count)d of them are overdue.", overdue) % {"count": overdue}
    return f"{sentence} {late}"
