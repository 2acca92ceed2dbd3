"""Where each figure of a year stands on the sheet that calculates."""

from dataclasses import dataclass

from businesscase.workbook.book import Sheet

FIRST_YEAR_COLUMN, HEAD_ROW, FIRST_ROW = 2, 3, 4
# In the order they are calculated in; an empty name leaves a row open.
ROWS = (
    "year", "t", "rate", "factor", "price_index", "wage_index", "index", "weight", "",
    "costs", "hours", "benefits", "today_costs", "today_hours", "today_benefits", "",
    "own_cost", "cost", "benefit", "net", "cumulative", "",
    "discounted_own_cost", "discounted_cost", "discounted_benefit", "discounted_net", "discounted_cumulative", "",
    "back", "lost", "discounted_back", "discounted_lost", "",
    "delay", "expected_loss", "discounted_loss", "",
    "current_cost", "current_benefit", "current_net",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """The addresses of the years' figures."""

    sheet: Sheet
    years: int

    def row(self, name: str) -> int:
        """Return the row of a figure."""
        return FIRST_ROW + ROWS.index(name)

    def cell(self, name: str, year: int) -> str:
        """Return the address of a figure in a year."""
        return self.sheet.at(self.row(name), FIRST_YEAR_COLUMN + year)

    def span(self, name: str) -> str:
        """Return the address of a figure in all years."""
        return self.from_year(name, 0)

    def from_year(self, name: str, year: int) -> str:
        """Return the address of a figure from a year on."""
        row = self.row(name)
        return self.sheet.span(row, FIRST_YEAR_COLUMN + year, row, FIRST_YEAR_COLUMN + self.years - 1)
