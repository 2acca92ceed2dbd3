"""The pool's criteria as the applicant chooses among them (B12, D9-D14)."""

from governance.models import PolicyProfile
from governance.policy.profile import Criterion
from governance.selectors.profile import active_profile

# Only management itself directs a case to the pool (D14); for others the choice does not exist.
DIRECTED = "directed"


def pool_criteria() -> list[tuple[str, str, str]]:
    """Return (code, name, official wording) of the criteria in force that an applicant can choose."""
    return [(row.code, row.name, row.title) for row in criteria_in_force() if row.code != DIRECTED]


def criteria_in_force() -> tuple[Criterion, ...]:
    """Return the criteria whose rule is in force; none where no profile is loaded."""
    try:
        profile = active_profile()
    except PolicyProfile.DoesNotExist:
        return ()
    return tuple(row for row in profile.criteria if profile.active_rule(row.rule))
