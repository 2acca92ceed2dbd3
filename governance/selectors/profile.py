"""The policy in force: the active profile's rules with the dated parameters of the database."""

from dataclasses import replace
from functools import lru_cache

from core.models import Parameter as ParameterRow
from governance.models import PolicyProfile
from governance.policy.profile import Parameter, Profile, read_value
from governance.policy.profile_file import check_profile, parse_profile


def active_profile() -> Profile:
    """Return the active profile; two queries. Raises PolicyProfile.DoesNotExist on an empty installation."""
    row = PolicyProfile.objects.get(is_active=True)
    rows = ParameterRow.objects.filter(profile=row.code)
    parameters = tuple(
        Parameter(one.key, read_value(one.value, one.unit, one.key), one.unit, one.valid_from, one.source, one.note)
        for one in rows
    )
    profile = replace(_parsed(row.text), parameters=parameters)
    check_profile(profile)
    return profile


@lru_cache(maxsize=8)
def _parsed(text: str) -> Profile:
    return parse_profile(text)
