"""Where everything stands in the workbook: what is written there is read from the same place again.

The workbook is Danish whoever fetches it, for its sheets and headings are what it is read by: `danish()`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.domain.chapters import CHAPTER_FIELDS
from businesscase.enums import MONEY_CATEGORIES, BenefitType, CostCategory, HarvestMode, LineSide
from businesscase.models import BusinessCaseVersion

if TYPE_CHECKING:
    from django.db.models import Field

# Rows and columns count from 0, as the writer does. The lines of a table begin under two rows of headings.
GROUPS, HEADS, FIRST_LINE = 3, 4, 5
# Rows left open in each table for what is added by hand.
SPARE = 3
FRAME_LABEL, FRAME_VALUE, FRAME_HELP, FRAME_FIRST = 0, 1, 2, 4
YEARS = ("start_year", "years", "price_year", "price_basis", "follow_up_months")
HOUR = ("hourly_rate", "hourly_rate_source")
DRAWS = ("spreading", "supplier_correlation", "seed")
RATIONALE = (
    "rationale_economic", "no_economic", "rationale_service", "no_service", "rationale_efficiency", "no_efficiency",
)  # fmt: skip
TRIAL = ("is_trial", "learning_goals", "stop_criteria")
REASONS = ("difference_reason", "staff_hours_override_reason", "no_benefits_reason")
FRAME = (*YEARS, *HOUR, *DRAWS, *RATIONALE, *TRIAL, *REASONS)
CHAPTERS = CHAPTER_FIELDS


def danish() -> AbstractContextManager[Any]:
    """Return the context in which the workbook is written and read."""
    return translation.override("da")


def result_sheet() -> str:
    """Return the name of the sheet with the result."""
    return pgettext("sheet", "Result")


def frame_sheet() -> str:
    """Return the name of the sheet with the frame and the words."""
    return pgettext("sheet", "Frame")


def chapter_sheet() -> str:
    """Return the name of the sheet with the texts of the chapters."""
    return pgettext("sheet", "Description")


def milestone_sheet() -> str:
    """Return the name of the sheet with the planned milestones."""
    return pgettext("sheet", "Milestones")


def way_year_sheet() -> str:
    """Return the name of the sheet that follows the alternatives year by year."""
    return pgettext("sheet", "Alternatives by year")


def cost_sheet() -> str:
    """Return the name of the sheet with the costs."""
    return pgettext("sheet", "Costs")


def hours_sheet() -> str:
    """Return the name of the sheet with staff hours."""
    return pgettext("sheet", "Hours")


def benefit_sheet() -> str:
    """Return the name of the sheet with the gains."""
    return pgettext("sheet", "Gains")


def risk_sheet() -> str:
    """Return the name of the sheet with the risks."""
    return pgettext("sheet", "Risks")


def way_sheet() -> str:
    """Return the name of the sheet with today and the alternatives."""
    return pgettext("sheet", "Alternatives")


def way_line_sheet() -> str:
    """Return the name of the sheet with the lines of today and the alternatives."""
    return pgettext("sheet", "Lines of alternatives")


def estimate_sheet() -> str:
    """Return the name of the sheet with what the estimates mean."""
    return pgettext("sheet", "Estimates")


def budget_sheet() -> str:
    """Return the name of the sheet with what the case does to the budgets."""
    return pgettext("sheet", "Budgets")


def calculation_sheet() -> str:
    """Return the name of the sheet that calculates year by year."""
    return pgettext("sheet", "Calculation")


def way_root_sheet(place: int) -> str:
    """Return the name of the sheet that finds the rate of the alternative in a row of their sheet."""
    return pgettext("sheet", "Internal rate %(number)s") % {"number": place + 1}


def root_sheet() -> str:
    """Return the name of the sheet that finds the internal rate of return."""
    return pgettext("sheet", "Internal rate")


def own_sheets() -> tuple[str, ...]:
    """Return the sheets that tell the portal's own workbook from others."""
    return frame_sheet(), cost_sheet(), hours_sheet(), benefit_sheet()


def total() -> str:
    """Return the word in the first column that ends a table, and over the sums to the right."""
    return pgettext("sheet", "In all")


def yes_no() -> tuple[str, str]:
    """Return the two answers."""
    return _("Yes"), _("No")


def label(field: str) -> str:
    """Return what a field of the frame is called."""
    return str(column_of(field).verbose_name)


def column_of(field: str) -> "Field[Any, Any]":
    """Return a field of the frame."""
    found = BusinessCaseVersion._meta.get_field(field)
    if not isinstance(found, models.Field):
        raise TypeError(field)
    return found


def frame_groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the headings of the frame, each with its fields."""
    yield _("Years and prices"), YEARS
    yield _("Own staff hours"), HOUR
    yield _("Draws of the simulation"), DRAWS
    yield _("What it is good for"), RATIONALE
    yield pgettext("sheet", "Trial"), TRIAL
    yield _("Explanations"), REASONS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table before its years: its name in the row, its heading, its width and the words it knows."""

    name: str
    heading: str
    width: float
    choices: tuple[tuple[str, str], ...] = ()


def _words(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(word)) for value, word in choices)


def _answers() -> tuple[tuple[str, str], ...]:
    yes, no = yes_no()
    return ("true", yes), ("false", no)


def cost_columns() -> tuple[Column, ...]:
    """Return the columns of a cost."""
    kinds = _words((one.value, one.label) for one in MONEY_CATEGORIES)
    return (
        Column("category", _("Kind of cost"), 20, kinds),
        Column("label", _("What it is for"), 38),
        Column("supplier", _("Supplier"), 18),
    )


def hours_columns() -> tuple[Column, ...]:
    """Return the columns of staff hours."""
    return Column("label", _("What it is for"), 38), Column("supplier", _("Supplier"), 18)


def benefit_columns() -> tuple[Column, ...]:
    """Return the columns of a gain."""
    return (
        Column("type", _("Kind of gain"), 18, _words(BenefitType.choices)),
        Column("label", _("What is gained"), 38),
        Column("owner", _("Benefit owner"), 26),
        Column("unit", pgettext("sheet", "Unit"), 22),
        Column("cash_releasing", _("Releases money in a budget"), 12, _answers()),
        Column("indirect", _("Follows indirectly"), 11, _answers()),
        Column("harvest_mode", _("What becomes of the money"), 24, _words(HarvestMode.choices)),
    )


def risk_columns() -> tuple[Column, ...]:
    """Return the columns of a risk; the year is the last that is filled in as a number."""
    return (
        Column("title", _("What may happen"), 38),
        Column("probability", _("Probability"), 14),
        Column("impact", _("What it costs"), 16),
        Column("year", _("In which year"), 10),
        Column("mitigation", _("What is done about it"), 38),
        Column("owner", _("Who watches it"), 26),
    )


def milestone_columns() -> tuple[Column, ...]:
    """Return the columns of a planned milestone."""
    return Column("label", _("Milestone"), 60), Column("due_on", _("To be reached by"), 18)


def way_columns() -> tuple[Column, ...]:
    """Return the columns of an alternative."""
    return (
        Column("ordinal", _("No."), 7),
        Column("title", _("What it is called"), 34),
        Column("description", _("What it means"), 44),
        Column("why_not", _("Why it is not the one proposed"), 44),
    )


def way_line_columns() -> tuple[Column, ...]:
    """Return the columns of a line of an alternative; a cost and a gain may both be called the same."""
    kinds = _words([*CostCategory.choices, *BenefitType.choices])
    return (
        Column("ordinal", _("No."), 7),
        Column("side", pgettext("sheet", "Side"), 11, _words(LineSide.choices)),
        Column("category", pgettext("sheet", "Kind"), 20, kinds),
        Column("label", pgettext("sheet", "What it is"), 38),
        Column("cash_releasing", _("Releases money in a budget"), 12, _answers()),
    )
