"""An allocation over the pool's years: the demands hold for the whole of it, what is left for each year's share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from governance.policy.eligibility import EligibilityOutcome, assess_eligibility
from governance.policy.messages import MessageKey
from governance.policy.pool_case import PoolCase, PoolState
from governance.policy.pool_rules import try_capacity
from governance.policy.profile import Profile
from governance.policy.reason import Reason


@dataclass(frozen=True, slots=True)
class SplitOutcome:
    """What the rules say of the whole amount, and of each year's share."""

    whole: EligibilityOutcome
    by_year: Mapping[int, tuple[Reason, ...]]

    @property
    def forecast_overridden(self) -> bool:
        """Whether a share uses money kept for expected mandatory solutions by management's exception (D10)."""
        return any(
            reason.message is MessageKey.FORECAST_OVERRIDE_GRANTED
            for reasons in self.by_year.values()
            for reason in reasons
        )


def assess_shares(
    case: PoolCase, shares: Mapping[int, Decimal], pools: Mapping[int, PoolState], profile: Profile
) -> SplitOutcome:
    """Hold the case against its criterion and the costs as a whole, and each share against its own year.

    `case.requested` is the whole amount; `pools` has every year of `shares`.
    """
    whole = assess_eligibility(replace(case, pool=None), profile)
    criterion = profile.criterion(case.criterion)
    if criterion is None or not profile.rule(criterion.rule).active:
        return SplitOutcome(whole, {})
    parts = {year: replace(case, requested=share, pool=pools[year]) for year, share in sorted(shares.items())}
    return SplitOutcome(whole, {year: try_capacity(part, profile, criterion) for year, part in parts.items()})
