"""The policy in force: the active profile's rules with the dated parameters of the database."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from core.clock import today
from core.kept_query import KeptQuery
from core.models import Parameter as ParameterRow
from core.selectors.parameters import parameters_in_force
from governance.models import PolicyProfile
from governance.policy.profile import Parameter, Profile, read_value
from governance.policy.profile_file import check_profile, parse_profile

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.http import PersonRequest
    from core.models import User

_STATED = ("key", "value", "unit", "valid_from", "source", "note")


def _active() -> "QuerySet[Any, Any]":
    rows = ParameterRow.objects.filter(profile=OuterRef("code"))
    stated = ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _STATED})))
    return PolicyProfile.objects.filter(is_active=True).order_by().values_list("text", stated)


_ACTIVE = KeptQuery(_active)


def active_profile() -> Profile:
    """Return the active profile with its parameters; one query.

    Raises PolicyProfile.DoesNotExist on an empty installation.
    """
    rows = _ACTIVE.rows()
    if not rows:
        raise PolicyProfile.DoesNotExist
    text, found = rows[0]
    return _with_parameters(text, tuple(tuple(one[name] for name in _STATED) for one in found))


def reader_profile(request: "PersonRequest") -> Profile | None:
    """Return the active profile, asked for once a request; None on an empty installation."""
    if not hasattr(request, "profile"):
        try:
            request.profile = active_profile()  # type: ignore[attr-defined]
        except PolicyProfile.DoesNotExist:
            request.profile = None  # type: ignore[attr-defined]
    profile: Profile | None = request.profile  # type: ignore[attr-defined]
    return profile


def parameters_of_reader(request: "PersonRequest", day: date) -> list[dict[str, Parameter]]:
    """Answer the parameters in force on `day` from the profile that the request has read; none without a policy."""
    profile = reader_profile(request)
    return [] if profile is None else [{row.key: row for row in profile.parameters_in_force(day)}]


def kept_parameters(person: "User") -> dict[str, ParameterRow]:
    """Return the parameters in force today for the one a page is for, read once and kept with them."""
    known: dict[str, ParameterRow] | None = person.__dict__.get("parameters_kept")
    if known is None:
        known = person.__dict__["parameters_kept"] = parameters_in_force(today())
    return known


@lru_cache(maxsize=8)
def _with_parameters(text: str, found: tuple[tuple[str, ...], ...]) -> Profile:
    """Return the profile of a text and the parameters' `_STATED`; the same again as long as both are the same."""
    profile = replace(_parsed(text), parameters=tuple(_parameter(*one) for one in found))
    check_profile(profile)
    return profile


def _parameter(key: str, value: str, unit: str, valid_from: str, source: str, note: str) -> Parameter:
    return Parameter(key, read_value(value, unit, key), unit, date.fromisoformat(valid_from), source, note)


@lru_cache(maxsize=8)
def _parsed(text: str) -> Profile:
    return parse_profile(text)
