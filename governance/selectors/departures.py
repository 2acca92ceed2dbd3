"""Where management has departed from the strategy group's recommendation, with its reasons and the years' figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from core import clock
from core.csv_export import csv_response
from governance.domain.ruling import APPROVALS
from governance.enums import BodyKind, RecommendationOutcome, Verdict
from governance.models import Decision
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

    from core.models import User

# To wait and to ask again decide nothing yet, so they neither follow nor depart.
_OPEN = (Verdict.DEFERRED, Verdict.SENT_BACK)
_ZERO = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True, slots=True)
class DepartureYear:
    """A year in figures, DKK: what was decided on a recommendation, how much of it departed, and which way."""

    year: int
    decided: int
    departed: int
    recommended: Decimal
    allocated: Decimal
    refused: int
    lifted: int

    @property
    def share(self) -> Decimal:
        """Return the share of the decisions that departed."""
        return Decimal(self.departed) / self.decided if self.decided else Decimal(0)


@dataclass(frozen=True, slots=True)
class DepartureLine:
    """One departure as it was recorded."""

    decision: Decision
    recommended: str
    recommended_amount: Decimal | None
    decided: str
    amount: Decimal | None

    @property
    def on(self) -> date:
        """Return the day of the decision."""
        return self.decision.decided_at.astimezone(clock.COPENHAGEN).date()


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """The years newest first, and the departures of the year shown, newest first."""

    years: tuple[DepartureYear, ...]
    shown: int | None
    lines: tuple[DepartureLine, ...]


def departure_page(reader: "User", year: int | None) -> DeparturePage:
    """Assemble the page; a constant number of queries. `year` None shows every year."""
    return DeparturePage(_years(reader), year, tuple(map(_line, _departures(reader, year))))


def departures_csv(reader: "User", year: int | None) -> "StreamingHttpResponse":
    """Return the departures as a CSV file, one a line, amounts as plain numbers."""
    return csv_response(_rows(reader, year), file_name="afvigelser.csv")


def _rows(reader: "User", year: int | None) -> Iterator[list[str]]:
    yield [
        _("Decided"), _("Number"), _("Title"), _("Recommendation"), _("Amount recommended (DKK)"), _("Decision"),
        _("Amount allocated (DKK)"), _("Decided by"), _("Reasons"),
    ]  # fmt: skip
    for line in map(_line, _departures(reader, year)):
        case = line.decision.proposal
        yield [
            line.on.isoformat(), case.number, case.title, line.recommended, _plain(line.recommended_amount),
            line.decided, _plain(line.amount), line.decision.decided_by_name, line.decision.reasons,
        ]  # fmt: skip


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")


def _decisions(reader: "User") -> Any:
    """Return management's decisions on a recommendation, of cases that the reader may see."""
    visible = Proposal.objects.visible_to(reader).order_by().values("pk")
    rows = Decision.objects.filter(body_kind=BodyKind.MANAGEMENT, recommendation__isnull=False, proposal__in=visible)
    return rows.exclude(verdict__in=_OPEN).annotate(year=ExtractYear("decided_at", tzinfo=clock.COPENHAGEN))


def _departures(reader: "User", year: int | None) -> Any:
    rows = _decisions(reader).filter(departs=True)
    rows = rows.filter(year=year) if year is not None else rows  # type: ignore[misc]  # annotated above
    return rows.select_related("proposal", "recommendation").order_by("-decided_at", "-pk")


def _years(reader: "User") -> tuple[DepartureYear, ...]:
    rejects = Q(recommendation__outcome=RecommendationOutcome.REJECT)
    given = Q(verdict__in=APPROVALS)
    rows = (
        _decisions(reader)
        .order_by()
        .values("year")  # type: ignore[misc]  # annotated
        .annotate(
            decided=Count("pk"),
            departed=Count("pk", filter=Q(departs=True)),
            recommended=Coalesce(Sum("recommendation__amount"), _ZERO),
            allocated=Coalesce(Sum("amount"), _ZERO),
            refused=Count("pk", filter=Q(departs=True) & ~given),
            lifted=Count("pk", filter=Q(departs=True) & rejects & given),
        )
        .order_by(F("year").desc())
    )
    return tuple(DepartureYear(**row) for row in rows)


def _line(decision: Decision) -> DepartureLine:
    recommendation = decision.recommendation
    return DepartureLine(
        decision=decision,
        recommended=str(recommendation.get_outcome_display()) if recommendation else "",
        recommended_amount=recommendation.amount if recommendation and recommendation.criterion else None,
        decided=str(decision.get_verdict_display()),
        amount=decision.amount if recommendation and recommendation.criterion else None,
    )
