"""Everything a director reads before deciding, on one screen (A2, C23, D9-D16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from businesscase.selectors.result_view import ResultView, result_view
from core import clock
from core.charts import StackChart
from governance.domain.ruling import Before
from governance.models import PoolYear
from governance.policy.instalments import choose_shares
from governance.selectors.causes import Cause, possible_causes, usual_cause
from governance.selectors.criteria_tried import CriterionLine, hours_left_out, kept_lines
from governance.selectors.eligibility import EligibilityView, eligibility_view, try_on_pool
from governance.selectors.pool import open_years
from governance.selectors.pool_case import CaseFigures, case_figures
from governance.selectors.pool_lines import PoolLine, effect_chart, lines_with
from principles.domain.deviations import standing_deviations

if TYPE_CHECKING:
    from governance.models import Direction, Recommendation
    from governance.policy.profile import Criterion, Profile
    from principles.models import Deviation


@dataclass(frozen=True, slots=True)
class DecisionDesk:
    """What lies on the desk; `years` and `criteria` are empty where the case allocates nothing."""

    recommendation: "Recommendation | None"
    amount: Decimal
    criterion: str
    asks_pool: bool
    criteria: "tuple[Criterion, ...]"
    years: tuple[PoolYear, ...]
    result: ResultView | None
    deviations: "tuple[Deviation, ...]"
    rules: EligibilityView | None
    plea: str
    direction: "Direction | None"
    # What a no can rest on, and what it would rest on by itself.
    causes: tuple[Cause, ...]
    cause: str
    # What was applied for in the year of the grant and in those after it.
    instalments: tuple[Decimal, ...] = ()
    tried: tuple[CriterionLine, ...] = ()
    hours_left_out: Decimal | None = None

    @property
    def names(self) -> dict[str, str]:
        """Return the criteria's names by code."""
        return {one.code: one.name for one in self.criteria}

    def usual_shares(self) -> dict[int, Decimal]:
        """Return what each year gives, with what they have left."""
        return self.shares_from({row.year: row.left for row in self.years})

    def shares_from(self, left: Mapping[int, Decimal]) -> dict[int, Decimal]:
        """Return what each year gives unless management says otherwise; see `choose_shares`."""
        recommended = self.recommendation.shares if self.recommendation else {}
        return choose_shares(self.amount, self.instalments, left, recommended)


@dataclass(frozen=True, slots=True)
class PoolEffect:
    """The pool before and after, for the shares that have been written."""

    lines: tuple[PoolLine, ...]
    chart: StackChart


def decision_desk(before: Before, profile: "Profile | None") -> DecisionDesk:
    """Assemble the desk; a constant number of queries. `profile` is the active one, as the page has read it."""
    recommendation, version = before.recommendation, before.version
    amount = recommendation.amount if recommendation else version.requested_amount or Decimal(0)
    criterion = recommendation.criterion if recommendation else version.pool_criterion
    figures = case_figures(version, clock.today())
    case = figures.case
    causes = possible_causes(before.proposal, before.criteria)
    usual = usual_cause(version, criterion, causes)
    return DecisionDesk(
        recommendation=recommendation,
        amount=amount,
        criterion=criterion,
        asks_pool=before.asks_pool,
        criteria=before.criteria,
        years=tuple(open_years()) if before.asks_pool else (),
        result=result_view(case, figures.result) if case else None,
        deviations=standing_deviations(version),
        rules=_rules(before, figures, amount, criterion, profile),
        plea=case.staff_hours_override_reason if case and before.asks_pool else "",
        direction=next(iter(before.proposal.directions.all()), None),
        causes=causes,
        cause=usual.key if usual else "",
        instalments=version.instalments,
        tried=kept_lines(recommendation) if recommendation else (),
        hours_left_out=hours_left_out(recommendation) if recommendation else None,
    )


def pool_effect(years: tuple[PoolYear, ...], shares: Mapping[int, Decimal]) -> PoolEffect | None:
    """Return the pool before and after; None where there is no year to allocate from."""
    lines = lines_with(years, shares)
    return PoolEffect(lines, effect_chart(lines)) if lines else None


def _rules(
    before: Before, figures: CaseFigures, amount: Decimal, criterion: str, profile: "Profile | None"
) -> EligibilityView | None:
    """Try what is recommended; an amount of 0 is what was applied for, which the group would reject."""
    if criterion not in {one.code for one in before.criteria}:
        return None
    asked = amount or before.version.requested_amount or Decimal(0)
    outcome = try_on_pool(before.proposal, figures, requested=asked, criterion=criterion, profile=profile)
    return eligibility_view(outcome)
