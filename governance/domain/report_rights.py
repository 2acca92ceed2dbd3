"""Who keeps the report plans, and who orders a report."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.domain.refusal import ALLOWED, Answer
from governance.enums import BodyKind

if TYPE_CHECKING:
    from governance.selectors.standing import Standing


def may_plan_reports(standing: "Standing") -> Answer:
    """Answer whether one who stands so may make and change report plans: the administrators and the secretary."""
    if BodyKind.ADMINISTRATION in standing.kinds or BodyKind.STRATEGY_GROUP in standing.secretary_of:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You cannot change the report plans."),
        who=_("an administrator and the secretary of the strategy group"),
    )


def may_order_reports(standing: "Standing") -> Answer:
    """Answer whether one who stands so may order a report: management, the IT department and the secretary (A10)."""
    if standing.kinds & {BodyKind.MANAGEMENT, BodyKind.IT_DEPARTMENT}:
        return ALLOWED
    if BodyKind.STRATEGY_GROUP in standing.secretary_of:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You cannot order a report."),
        who=_("management, the IT department and the secretary of the strategy group"),
    )
