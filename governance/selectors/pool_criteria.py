"""The pool's criteria as the applicant chooses among them (B12, D9-D14)."""

from typing import TYPE_CHECKING

from governance.models import PolicyProfile
from governance.policy.profile import Criterion
from governance.selectors.profile import active_profile, reader_profile

if TYPE_CHECKING:
    from core.http import PersonRequest

# Only management itself directs a case to the pool (D14); for others the choice does not exist.
DIRECTED = "directed"


def pool_criteria(request: "PersonRequest | None" = None) -> list[tuple[str, str, str]]:
    """Return (code, name, official wording) of the criteria in force that an applicant can choose."""
    return [(row.code, row.name, row.title) for row in criteria_in_force(request) if row.code != DIRECTED]


def criterion_names(request: "PersonRequest | None" = None) -> list[tuple[str, str]]:
    """Return (code, name) of every criterion in force, management's own too, for cases that are read."""
    return [(row.code, row.name) for row in criteria_in_force(request)]


def criteria_in_force(request: "PersonRequest | None" = None) -> tuple[Criterion, ...]:
    """Return the criteria whose rule is in force; none where no profile is loaded. A page asks once a `request`."""
    try:
        profile = reader_profile(request) if request else active_profile()
    except PolicyProfile.DoesNotExist:
        profile = None
    return tuple(row for row in profile.criteria if profile.active_rule(row.rule)) if profile else ()
