"""The register of joint obligations as a page: by year, with what it keeps from other purposes (D9, D10)."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from core.clock import today
from governance.models import MandatoryNeed, PoolYear
from governance.selectors.pool import the_pool


@dataclass(frozen=True, slots=True)
class YearOfNeeds:
    """What is expected of a year, DKK. `row` is None where the council has given no frame yet.

    `kept` is what other purposes may not use: what is expected and has not been allocated. Of a year that is over
    nothing is kept.
    """

    year: int
    needs: tuple[MandatoryNeed, ...]
    row: PoolYear | None

    @property
    def expected(self) -> Decimal:
        """Return what the binding obligations come to."""
        return sum((need.amount for need in self.needs if need.binding_level == "binding"), Decimal(0))

    @property
    def kept(self) -> Decimal:
        """Return what is kept."""
        return self.row.still_expected if self.row and not self.is_over else Decimal(0)

    @property
    def short(self) -> Decimal:
        """Return what the pool lacks of what is still expected."""
        return max(Decimal(0), self.kept - self.row.left) if self.row else Decimal(0)

    @property
    def is_over(self) -> bool:
        """Whether the year is over."""
        return self.year < today().year


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """The years to come first, the earliest on top; then those that are over; then what is no longer expected."""

    years: tuple[YearOfNeeds, ...]
    earlier: tuple[YearOfNeeds, ...]
    withdrawn: tuple[MandatoryNeed, ...]


def needs_page() -> NeedsPage:
    """Assemble the page; three queries."""
    pool = the_pool()
    rows = {row.year: row for row in PoolYear.objects.filter(pool=pool)}
    needs = list(MandatoryNeed.objects.filter(pool=pool).order_by("year", "-amount", "pk"))
    standing = [need for need in needs if need.withdrawn_at is None]
    years = [
        YearOfNeeds(year, tuple(group), rows.get(year)) for year, group in groupby(standing, key=lambda need: need.year)
    ]
    dated = ((need.withdrawn_at, need.pk, need) for need in needs if need.withdrawn_at)
    withdrawn = sorted(dated, key=lambda one: one[:2], reverse=True)
    return NeedsPage(
        years=tuple(year for year in years if not year.is_over),
        earlier=tuple(year for year in reversed(years) if year.is_over),
        withdrawn=tuple(need for _at, _pk, need in withdrawn),
    )
