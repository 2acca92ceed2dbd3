"""The instalments of a case that needs its money over several of the pool's years (B13)."""

from decimal import Decimal
from typing import TYPE_CHECKING

from governance.policy.instalments import choose_shares
from governance.selectors.pool import open_years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.models import PoolYear, ScenarioCase
    from portfolio.models import ProposalVersion


def instalment_years(version: "ProposalVersion") -> "tuple[PoolYear, ...]":
    """Return the open years where the case asks in instalments; none where it needs everything at once."""
    return tuple(open_years()[: len(version.instalments)]) if version.is_in_instalments else ()


def shares_to_propose(
    version: "ProposalVersion", years: "Sequence[PoolYear]", proposed: "ScenarioCase | None", amount: Decimal
) -> dict[int, Decimal]:
    """Return what each year is to give unless the group says otherwise: what the workbench proposes goes first."""
    left = {row.year: row.left for row in years}
    return choose_shares(amount, version.instalments, left, proposed.shares if proposed else {})
