"""The dated parameters of the policy in force, for rooms that lie below the one that knows policy profiles."""

from collections.abc import Mapping
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Protocol

from core.kept_query import KeptQuery
from core.models import Parameter
from core.providers import collect
from core.statement import Given

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class Dated(Protocol):
    """A dated value with its source, from the database or from a profile that has been read."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def value(self) -> Any:
        """A number, or text."""

    @property
    def valid_from(self) -> date:
        """The day it holds from."""

    @property
    def source(self) -> str:
        """The document it comes from."""


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


def parameters_read(request: "HttpRequest", day: date) -> Mapping[str, Dated]:
    """Return the same for a page, from what its request has read of the policy already.

    The provider "parameters_read" answers them, or nothing where there is no policy.
    """
    known: list[Mapping[str, Dated]] = collect("parameters_read", request, day)
    return known[0] if known else parameters_in_force(day)
