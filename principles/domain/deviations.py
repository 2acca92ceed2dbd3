"""Deviations that stand, and their approval with the case (C23, D23)."""

from typing import TYPE_CHECKING

from core import clock
from principles.enums import AnswerValue, DeviationStatus, DeviationStep
from principles.models import Answer, Deviation, DeviationRuling

if TYPE_CHECKING:
    from datetime import date

    from core.models import User
    from portfolio.models import ProposalVersion


def standing_deviations(version: "ProposalVersion") -> tuple[Deviation, ...]:
    """Return the deviations of a version that stand: those that the architect has corrected away do not."""
    answers = Answer.objects.filter(assessment__version=version, value=AnswerValue.DEVIATES).standing()
    # Ordered by nothing: the ids alone are asked for.
    principles = answers.order_by().values("principle_id")
    rows = Deviation.objects.filter(version=version, principle_id__in=principles)
    return tuple(rows.select_related("principle"))


def needing_business_case(deviations: "tuple[Deviation, ...]") -> tuple[Deviation, ...]:
    """Return those from a principle that may be departed from only through an approved business case (D23)."""
    return tuple(row for row in deviations if row.principle.exception_via)


def approve_deviations(deviations: "tuple[Deviation, ...]", *, actor: "User") -> None:
    """Approve deviations together with the case that they stand in; the caller decides, and holds the case's lock."""
    Deviation.objects.filter(pk__in=[row.pk for row in deviations]).update(status=DeviationStatus.APPROVED)
    for row in deviations:
        rule_deviation(row, DeviationStep.APPROVED, actor=actor, until=row.until)


def rule_deviation(
    deviation: Deviation, step: DeviationStep, *, actor: "User", until: "date | None" = None, reason: str = ""
) -> DeviationRuling:
    """Write a ruling; who may rule what is the caller's to say."""
    return DeviationRuling.objects.create(
        deviation=deviation,
        step=step,
        until=until,
        reason=reason,
        ruled_by=actor,
        ruled_by_name=", ".join(filter(None, [actor.name, actor.title])),
        ruled_at=clock.now(),
    )
