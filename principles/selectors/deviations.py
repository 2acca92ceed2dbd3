"""The register of deviations: those that a decision has approved, and until when each holds (C23, D23)."""

from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from principles.enums import AssessmentRole, DeviationStatus, DeviationStep
from principles.models import Deviation, DeviationRuling


def on_register(rows: "QuerySet[Deviation, Any]") -> Any:
    """Keep those that have been approved, one a principle: the architect's where both sides have one.

    Annotates `holds_until`: the day of the newest ruling that gave one, else the day first asked for.
    """
    beside = Deviation.objects.order_by().filter(
        version=OuterRef("version"), principle=OuterRef("principle"), role=AssessmentRole.ARCHITECT
    )
    doubled = Q(role=AssessmentRole.APPLICANT) & Exists(beside.exclude(status=DeviationStatus.OPEN))
    dated = DeviationRuling.objects.filter(deviation=OuterRef("pk")).exclude(step=DeviationStep.ENDED).order_by("-pk")
    newest = Case(
        When(Exists(dated.order_by()), then=Subquery(dated.values("until")[:1])),
        default=F("until"),
        output_field=DateField(),
    )
    return rows.exclude(status=DeviationStatus.OPEN).exclude(doubled).annotate(holds_until=newest)
