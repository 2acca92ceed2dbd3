"""How a case stands with each of the pool's criteria, in words: now, and as a recommendation has kept it (C4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from governance.policy.each_criterion import Tried, assess_each
from governance.policy.messages import MessageKey
from governance.policy.reason import Reason
from governance.reason_texts import render_reason
from governance.selectors.direction import direction_of

if TYPE_CHECKING:
    from governance.models import Recommendation
    from governance.policy.profile import Profile
    from governance.selectors.pool_case import CaseFigures
    from portfolio.models import Proposal

_LEFT_OUT = frozenset({MessageKey.STAFF_HOURS_LEFT_OUT, MessageKey.STAFF_HOURS_OVERRIDE_REFUSED})


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion: whether the case has what it demands, and why."""

    name: str
    met: bool
    text: str
    chosen: bool


def tried_on_each(proposal: "Proposal", figures: "CaseFigures", profile: "Profile") -> tuple[Tried, ...]:
    """Hold the case against every criterion in force; what it asks for plays no part in that."""
    case = figures.as_case(requested=Decimal(0), criterion="", decision_reference=direction_of(proposal))
    return assess_each(case, profile)


def criterion_lines(tried: tuple[Tried, ...], chosen: str) -> tuple[CriterionLine, ...]:
    """Return the criteria as a page shows them; `chosen` is the code of the one that money is asked for under."""
    return tuple(_line(one.criterion.name, one.reason, chosen=one.criterion.code == chosen) for one in tried)


def tried_record(tried: tuple[Tried, ...]) -> list[dict[str, Any]]:
    """Return the criteria in JSON's types, as a recommendation keeps them."""
    return [{"code": one.criterion.code, "name": one.criterion.name, "reason": one.reason.as_record()} for one in tried]


def kept_lines(recommendation: "Recommendation") -> tuple[CriterionLine, ...]:
    """Return what a recommendation has kept; nothing of one that is older than this."""
    rows = recommendation.eligibility.get("criteria", ())
    asked = recommendation.criterion
    return tuple(_line(row["name"], Reason.from_record(row["reason"]), chosen=row["code"] == asked) for row in rows)


def hours_left_out(recommendation: "Recommendation") -> Decimal | None:
    """Return the staff hours that the rules have left out of what is recommended, DKK; None where there are none."""
    for record in recommendation.eligibility.get("reasons", ()):
        if record["message"] in _LEFT_OUT:
            return Decimal(record["figures"]["hours_exact_dkk"])
    return None


def _line(name: str, reason: Reason, *, chosen: bool) -> CriterionLine:
    return CriterionLine(name, not reason.blocks, render_reason(reason), chosen)
