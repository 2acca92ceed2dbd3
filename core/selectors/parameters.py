"""The dated parameters of the policy in force, for rooms that lie below the one that knows policy profiles."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.models import Parameter
from core.providers import collect

if TYPE_CHECKING:
    from django.db.models import QuerySet


def parameters_in_force(day: date) -> dict[str, Parameter]:
    """Return one row a key: the active profile's value on `day`; empty where no profile is active.

    The provider "active_profile" answers a query for the active profile's code, read within this one.
    """
    codes: list[QuerySet[Any]] = collect("active_profile")
    return {row.key: row for code in codes for row in Parameter.objects.in_force(code, day)}
