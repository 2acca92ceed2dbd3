"""The pool's page: its years, what is left of each, and the ledger as this reader may read it (B13)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from core.charts import StackChart
from governance.models import LedgerEntry, Pool, PoolYear
from governance.selectors.pool import the_pool
from governance.selectors.pool_lines import PoolLine, pool_chart, pool_line
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

LENGTH = 25


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year with what the council's budget calls it."""

    line: PoolLine
    price_year: int
    budget_reference: str


@dataclass(frozen=True, slots=True)
class PoolPage:
    """The years newest first, the chart (None without years) and one page of the ledger, newest first."""

    pool: Pool | None
    rows: tuple[YearRow, ...]
    chart: StackChart | None
    entries: "Page[LedgerEntry]"

    @property
    def left(self) -> Decimal:
        """Return what is left in all the years."""
        return sum((row.line.left for row in self.rows), Decimal(0))


def pool_page(reader: "User", number: str | int | None) -> PoolPage:
    """Assemble the page; a constant number of queries."""
    pool = the_pool()
    years = PoolYear.objects.filter(pool=pool).order_by("-year")
    rows = tuple(YearRow(pool_line(row), row.price_year, row.budget_reference) for row in years)
    lines = tuple(row.line for row in rows)
    return PoolPage(
        pool=pool,
        rows=rows,
        chart=pool_chart(lines) if lines else None,
        entries=Paginator(readable_entries(reader, pool).order_by("-pk"), LENGTH).get_page(number),
    )


def readable_entries(reader: "User", pool: Pool | None) -> "QuerySet[LedgerEntry]":
    """Return the ledger with `case_is_seen` on each row: what the reader may not see names no case, nor who decided.

    The amounts stand: the sums are the pool's, and everybody who sees the pool sees them.
    """
    visible = Proposal.objects.visible_to(reader).order_by().filter(pk=OuterRef("proposal"))
    rows = LedgerEntry.objects.filter(pool_year__pool=pool).annotate(case_is_seen=Exists(visible))
    return rows.select_related("pool_year", "proposal", "decision")
