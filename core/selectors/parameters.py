"""The dated parameters of the policy in force, for rooms that lie below the one that knows policy profiles."""

from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from core.kept_query import KeptQuery
from core.models import Parameter
from core.providers import collect
from core.statement import Given

if TYPE_CHECKING:
    from django.db.models import QuerySet


def parameters_in_force(day: date) -> dict[str, Parameter]:
    """Return one row a key: the active profile's value on `day`; empty where no profile is active.

    The provider "active_profile" answers a query for the active profile's code, read within this one.
    """
    return {row.key: row for query in _queries() for row in query.rows(day=day)}


@cache
def _queries() -> tuple[KeptQuery[Parameter], ...]:
    """Return the query, or none where no room above knows profiles; the providers are the same all the time."""
    codes: list[QuerySet[Any]] = collect("active_profile")
    return tuple(KeptQuery(partial(Parameter.objects.in_force, code, Given("day"))) for code in codes)
