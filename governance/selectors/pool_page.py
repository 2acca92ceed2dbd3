"""The pool's page: its years, what is left of each, and the ledger as this reader may read it (B13)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear

from core import clock
from core.charts import StackChart
from governance.models import Decision, LedgerEntry, Pool, PoolYear
from governance.selectors.pool import the_pool
from governance.selectors.pool_lines import PoolLine, pool_chart, pool_line
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

LENGTH = 25


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year as its line and as its row."""

    line: PoolLine
    row: PoolYear

    @property
    def short(self) -> Decimal:
        """Return what the forecast asks for beyond what is left (D10)."""
        return max(Decimal(0), self.line.expected - self.line.left)


@dataclass(frozen=True, slots=True)
class YearOfExceptions:
    """The exceptions that management has made in a calendar year (D10, D16), amounts in DKK."""

    year: int
    staff_hours: Decimal
    staff_hours_cases: int
    forecast_cases: int
    decisions: int


@dataclass(frozen=True, slots=True)
class PoolPage:
    """The years newest first, the chart (None without years) and one page of the ledger, newest first.

    `exceptions` are the years in which the pool has been allocated from, newest first.
    """

    pool: Pool | None
    rows: tuple[YearRow, ...]
    chart: StackChart | None
    entries: "Page[LedgerEntry]"
    exceptions: tuple[YearOfExceptions, ...]

    @property
    def left(self) -> Decimal:
        """Return what is left in all the years."""
        return sum((row.line.left for row in self.rows), Decimal(0))


def pool_page(reader: "User", number: str | int | None) -> PoolPage:
    """Assemble the page; a constant number of queries."""
    pool = the_pool()
    years = PoolYear.objects.filter(pool=pool).order_by("-year")
    rows = tuple(YearRow(pool_line(row), row) for row in years)
    lines = tuple(row.line for row in rows)
    return PoolPage(
        pool=pool,
        rows=rows,
        chart=pool_chart(lines) if lines else None,
        entries=Paginator(readable_entries(reader, pool).order_by("-pk"), LENGTH).get_page(number),
        exceptions=_exceptions(),
    )


def _exceptions() -> tuple[YearOfExceptions, ...]:
    """Count what management has decided of the pool's money, year by year; one query."""
    paid, passed = Q(staff_hours_amount__gt=0), ~Q(forecast_reason="")
    years = (
        Decision.objects.filter(amount__gt=0)
        .order_by()
        .annotate(year=ExtractYear("decided_at", tzinfo=clock.COPENHAGEN))
        .values("year")
        .annotate(
            hours=Sum("staff_hours_amount"),
            paid=Count("pk", filter=paid),
            passed=Count("pk", filter=passed),
            all=Count("pk"),
        )
        .order_by("-year")
    )
    return tuple(YearOfExceptions(row["year"], row["hours"], row["paid"], row["passed"], row["all"]) for row in years)


def readable_entries(reader: "User", pool: Pool | None) -> "QuerySet[LedgerEntry]":
    """Return the ledger with `case_is_seen` and `is_reversed` on each row.

    What the reader may not see names no case, nor who decided. The amounts stand: the sums are the pool's, and
    everybody who sees the pool sees them.
    """
    visible = Proposal.objects.visible_to(reader).order_by().filter(pk=OuterRef("proposal"))
    reversals = LedgerEntry.objects.filter(reverses=OuterRef("pk")).order_by()
    rows = LedgerEntry.objects.filter(pool_year__pool=pool).annotate(
        case_is_seen=Exists(visible), is_reversed=Exists(reversals)
    )
    return rows.select_related("pool_year", "proposal", "decision")
