"""Cases that ask the pool at the same time, and scenarios that weigh them."""

from decimal import Decimal
from typing import Any

from businesscase.domain.cases import case_of, save_case
from businesscase.enums import BenefitType
from core.models import User
from governance.domain.scenarios import Terms, make_scenario
from governance.domain.submission import submit_proposal
from governance.enums import AllocationMethod, ValueBasis
from governance.models import Scenario
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import benefit, figures, whole_costs
from tests.factories.governance import Town, make_draft
from tests.factories.pool import this_year
from tests.standing import remembered


@remembered
def make_asking(
    town: Town,
    amount: int = 100_000,
    *,
    title: str = "Elektroniske nøgler",
    gain: int = 150_000,
    sure: bool = True,
    price: tuple[int, int] | None = None,
    **fields: Any,
) -> Proposal:
    """Make an application that the group reviews; for efficiency unless `fields` names another criterion.

    It buys for what it asks, and gains `gain` a year in the two years after; where it is not `sure`, between a tenth
    of that and three times as much. `price` is the least and the most that the purchase may come to.
    """
    draft = make_draft(
        town,
        kind=ProposalKind.APPLICATION,
        title=title,
        vendor_cost=Decimal(amount),
        units_involved=[town.units["schools"]],
        **{"pool_criterion": "efficiency", "requested_amount": Decimal(amount)} | fields,
    )
    line = benefit(BenefitType.ECONOMIC, 0, gain, gain, owner=town.author)
    if not sure:
        line.low, line.high = figures(0, gain // 10, gain // 10), figures(0, gain * 3, gain * 3)
    costs = whole_costs(amount)
    if price is not None:
        costs[0].low, costs[0].high = figures(price[0], None, None), figures(price[1], None, None)
    words = benefit(BenefitType.SERVICE, None, None, None, owner=town.author, label="Svar samme dag")
    case = case_of(current_version(draft))
    edition = case.edition if case else 0
    save_case(draft, actor=town.author, edition=edition, fields={}, costs=costs, benefits=[line, words])
    return submit_proposal(draft, actor=town.author)


def terms(name: str = "Mest værdi", **given: Any) -> Terms:
    """Return what a scenario is calculated by."""
    return Terms(**({"name": name, "method": AllocationMethod.BEST, "basis": ValueBasis.NPV} | given))


def make_saved(actor: User, name: str = "Mest værdi", *, year: int = 0, **given: Any) -> Scenario:
    """Let somebody make a scenario, for this year unless given."""
    return make_scenario(year or this_year(), terms(name, **given), actor=actor)
