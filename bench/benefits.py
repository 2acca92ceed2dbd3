"""The benefits of the projects that came of a case: three each, measured where the project has ended."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from businesscase.enums import BenefitType
from businesscase.models import Benefit, Measurement
from core import clock
from portfolio.models import Project

YEARS = 5
LABELS = (
    ("Mindre porto", BenefitType.ECONOMIC), ("Kortere tid pr. sag", BenefitType.EFFICIENCY), ("Svar samme dag", ""),
)  # fmt: skip


def add_benefits(projects: Iterable[Project]) -> None:
    """Add the benefits of `projects`, and a settling measurement of every one whose project has ended."""
    benefits = Benefit.objects.bulk_create([row for one in projects for row in _benefits(one)], batch_size=1_000)
    settled = [one for one in benefits if one.project.ended_on is not None]
    Measurement.objects.bulk_create([_measurement(one) for one in settled], batch_size=1_000)


def _benefits(project: Project) -> list[Benefit]:
    started = project.started_on or clock.today()
    yearly = ((project.baseline_benefit or Decimal(0)) / (2 * YEARS)).quantize(Decimal("0.01"))
    return [
        Benefit(
            project=project,
            position=position,
            type=kind,
            label=label,
            cash_releasing=kind == BenefitType.ECONOMIC,
            start_year=started.year,
            promised=[yearly] * YEARS if kind else [],
            target=None if kind else Decimal(90),
            measure="" if kind else "procent",
            owner=project.owner,
            unit=project.unit,
            due_on=_due(project),
        )
        for position, (label, kind) in enumerate(LABELS)
    ]


def _due(project: Project) -> date | None:
    """Return a day in the past for what has ended; what runs is not in operation yet."""
    return project.ended_on - timedelta(days=10) if project.ended_on is not None else None


def _measurement(benefit: Benefit) -> Measurement:
    return Measurement(
        benefit=benefit,
        measured_on=benefit.due_on or clock.today(),
        value=Decimal(80) if benefit.target is not None else None,
        realised=benefit.promised[0] if benefit.promised else None,
        final=True,
        created_at=clock.now(),
        created_by=benefit.owner or benefit.project.manager,
    )
