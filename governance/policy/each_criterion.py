"""A case held against each of the pool's criteria, also those it is not funded under (C4)."""

from dataclasses import dataclass

from governance.policy.criterion_rules import try_criterion
from governance.policy.pool_case import PoolCase
from governance.policy.profile import Criterion, Profile
from governance.policy.reason import Reason


@dataclass(frozen=True, slots=True)
class Tried:
    """What a criterion demands of the case, and whether it has it: then the reason does not block."""

    criterion: Criterion
    reason: Reason


def assess_each(case: PoolCase, profile: Profile) -> tuple[Tried, ...]:
    """Hold the case against every criterion in force, in the profile's order.

    Raises ParameterMissingError when no definition of a positive business case is in force.
    """
    rules = ((criterion, profile.rule(criterion.rule)) for criterion in profile.criteria)
    return tuple(Tried(criterion, try_criterion(case, profile, rule)) for criterion, rule in rules if rule.active)
