"""The years and the units of a question to the pool, as the API is asked: what cannot be is refused at its field."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.api.problems import Invalid
from core.templatetags.danish import kroner
from governance.policy.number import check_number

Row = Mapping[str, Any]
YearLimits = tuple[tuple[int, Decimal], ...]


def year_limits(rows: Sequence[Row]) -> YearLimits:
    """Return the frame of each year, in their order; raises Invalid for a year that stands there twice."""
    found: dict[int, Decimal] = {}
    for index, row in enumerate(rows):
        if row["year"] in found:
            raise Invalid(_("%(year)s stands there twice.") % {"year": row["year"]}, f"years.{index}.year")
        check_number(row["frame_dkk"], f"years.{index}.frame_dkk")
        found[row["year"]] = row["frame_dkk"]
    return tuple(sorted(found.items()))


def unit_limits(rows: Sequence[Row]) -> tuple[tuple[str, Decimal], ...]:
    """Return the limit of each unit; raises Invalid for a unit that stands there twice."""
    found: dict[str, Decimal] = {}
    for index, row in enumerate(rows):
        if row["unit"] in found:
            raise Invalid(_("“%(unit)s” stands there twice.") % {"unit": row["unit"]}, f"unit_limits.{index}.unit")
        check_number(row["limit_dkk"], f"unit_limits.{index}.limit_dkk")
        found[row["unit"]] = row["limit_dkk"]
    return tuple(found.items())


def instalments(row: Row, limits: YearLimits, path: str) -> YearLimits:
    """Return what a proposal asks of each year: the whole of the first one, where it says nothing of years.

    Raises Invalid where the question has no years, or not that one, and where the instalments are not the amount.
    """
    asked = tuple(_read(row["years"], [year for year, _frame in limits], f"{path}.years"))
    if not asked:
        return ((limits[0][0], row["amount_dkk"]),) if limits else ()
    check_number(row["amount_dkk"], f"{path}.amount_dkk")
    total = sum((amount for _year, amount in asked), Decimal(0))
    if total != row["amount_dkk"]:
        facts = {"total": kroner(total), "amount": kroner(row["amount_dkk"])}
        raise Invalid(_("The instalments come to %(total)s, but the amount is %(amount)s.") % facts, f"{path}.years")
    return asked


def _read(rows: Sequence[Row], known: Sequence[int], path: str) -> Iterator[tuple[int, Decimal]]:
    seen: set[int] = set()
    for index, row in enumerate(rows):
        year = row["year"]
        if year not in known:
            raise Invalid(_("The question has no frame for %(year)s.") % {"year": year}, f"{path}.{index}.year")
        if year in seen:
            raise Invalid(_("%(year)s stands there twice.") % {"year": year}, f"{path}.{index}.year")
        check_number(row["amount_dkk"], f"{path}.{index}.amount_dkk")
        seen.add(year)
        yield year, row["amount_dkk"]
