"""Which of the dated parameters a municipality sets itself, within which bounds, and what they hang together with."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from governance.policy.overlaps import MOST_IN_UNIT
from governance.policy.positive_case import KEY as POSITIVE

_RATE = "discount_rate_year_"
ONE = Decimal(1)


class Topic(StrEnum):
    """What a parameter is about; the page shows them in this order."""

    PROJECT = "project"
    CASE = "case"
    POOL = "pool"
    DEADLINES = "deadlines"
    MEETINGS = "meetings"
    FOLLOW_UP = "follow_up"
    OTHER = "other"


class Hold(StrEnum):
    """Why a parameter is not set on the page."""

    LAW = "law"
    READ_BY_PORTAL = "read_by_portal"
    NOT_APPLIED = "not_applied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settable:
    """A parameter that is set on the page: a number within bounds in `unit`, one of `choices`, or the definition.

    `at_submission` says that a case keeps the value that it was submitted under.
    """

    topic: Topic
    unit: str = "text"
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    choices: tuple[str, ...] = ()
    at_submission: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.unit in {"days", "working_days", "months", "projects"}


def _days(topic: Topic, unit: str = "working_days", low: int = 1, high: int = 250) -> Settable:
    return Settable(topic, unit, Decimal(low), Decimal(high))


def _months(topic: Topic, low: int, high: int) -> Settable:
    return Settable(topic, "months", Decimal(low), Decimal(high))


_SETTABLE = {
    "vendor_cost_limit_dkk": Settable(Topic.PROJECT, "DKK", high=Decimal(100_000_000), at_submission=True),
    "staff_hours_limit": Settable(Topic.PROJECT, "hours", high=Decimal(100_000), at_submission=True),
    "light_track_limit_dkk": Settable(Topic.PROJECT, "DKK", high=Decimal(1_000_000_000)),
    POSITIVE: Settable(Topic.CASE, at_submission=True),
    "hourly_rate_dkk": Settable(Topic.CASE, "DKK", ONE, Decimal(10_000), at_submission=True),
    "trial_asks_reason": Settable(Topic.CASE, choices=("yes", "no"), at_submission=True),
    "pool_value": Settable(Topic.POOL, choices=("risk_adjusted_npv", "review_score")),
    "reserve_months": _months(Topic.POOL, 1, 60),
    "it_assessment_days": _days(Topic.DEADLINES),
    "it_warning_days": _days(Topic.DEADLINES, low=0),
    "hearing_days": _days(Topic.DEADLINES),
    "decision_days": _days(Topic.DEADLINES),
    "meeting_cases_days": _days(Topic.MEETINGS, low=0, high=60),
    "meeting_pack_days": _days(Topic.MEETINGS, low=0, high=60),
    # More than the share take part, so that all of them would be more than can come.
    "meeting_quorum_share": Settable(Topic.MEETINGS, "share", high=Decimal("0.99")),
    "management_cases_days": _days(Topic.MEETINGS, low=0, high=60),
    "management_pack_days": _days(Topic.MEETINGS, low=0, high=60),
    "management_quorum_share": Settable(Topic.MEETINGS, "share", high=Decimal("0.99")),
    "meeting_casting_vote": Settable(
        Topic.MEETINGS, choices=("strategy_group", "management", "strategy_group management", "none")
    ),
    "status_day": _days(Topic.FOLLOW_UP, high=20),
    "light_economy_red_share": Settable(Topic.FOLLOW_UP, "share", high=ONE),
    "light_time_yellow_months": _months(Topic.FOLLOW_UP, 0, 60),
    "light_time_red_months": _months(Topic.FOLLOW_UP, 0, 60),
    MOST_IN_UNIT: Settable(Topic.FOLLOW_UP, "projects", ONE, Decimal(100)),
    "benefit_follow_up_months": _months(Topic.FOLLOW_UP, 1, 120),
    "benefit_reminder_days": _days(Topic.FOLLOW_UP, "days", high=365),
    "benefit_manager_days": _days(Topic.FOLLOW_UP, "days", high=365),
    "deviation_warning_days": _days(Topic.FOLLOW_UP, "days", low=0, high=365),
}
_DISCOUNT = Settable(Topic.CASE, "rate", high=Decimal("0.2"), at_submission=True)
# What stands fast, with its topic and why. Codes are names that the portal's own code knows.
_HELD = {
    "access_days": (Topic.DEADLINES, Hold.LAW),
    "small_case_leaves_out": (Topic.PROJECT, Hold.READ_BY_PORTAL),
    "amount_basis": (Topic.PROJECT, Hold.READ_BY_PORTAL),
    # The register of mandatory needs has taken its place.
    "expected_mandatory_share": (Topic.POOL, Hold.NOT_APPLIED),
    # Told on the page on how we govern; nothing is counted from them.
    "routing_days": (Topic.DEADLINES, Hold.NOT_APPLIED),
    "review_days": (Topic.DEADLINES, Hold.NOT_APPLIED),
}
# What management's own meetings go by, where it is set; else by what all bodies go by.
MANAGEMENT_OWN = {
    "meeting_cases_days": "management_cases_days",
    "meeting_pack_days": "management_pack_days",
    "meeting_quorum_share": "management_quorum_share",
}
# Set although the profile is silent; without them the portal goes by something of its own.
OPTIONAL = ("hourly_rate_dkk", "reserve_months", *MANAGEMENT_OWN.values())
# The first is at most the second: else a warning comes after what it warns of.
AT_MOST = (
    ("meeting_pack_days", "meeting_cases_days"),
    ("management_pack_days", "management_cases_days"),
    ("it_warning_days", "it_assessment_days"),
    ("light_time_yellow_months", "light_time_red_months"),
    ("benefit_reminder_days", "benefit_manager_days"),
)


def settable(key: str) -> Settable | None:
    """Return how `key` is set on the page, or None where it stands fast there."""
    return _DISCOUNT if key.startswith(_RATE) else _SETTABLE.get(key)


def hold(key: str) -> Hold | None:
    """Return why `key` is not set on the page, or None where it is."""
    return None if settable(key) else _HELD.get(key, (Topic.OTHER, Hold.UNKNOWN))[1]


def topic(key: str) -> Topic:
    """Return what `key` is about."""
    known = settable(key)
    return known.topic if known else _HELD.get(key, (Topic.OTHER, Hold.UNKNOWN))[0]


def is_within(value: Decimal, said: Settable) -> bool:
    """Tell whether a number lies within the bounds, themselves taken with, and is whole where it must be."""
    return said.low <= value <= said.high and not (said.is_whole and value != value.to_integral_value())


def crossed(key: str, value: Decimal, in_force: Mapping[str, Decimal]) -> str:
    """Return the key that `value` would pass on the wrong side, or "" where all hang together.

    `in_force` are the numbers of the other parameters on the day the value begins to hold.
    """
    for lower, upper in AT_MOST:
        if key == lower and upper in in_force and value > in_force[upper]:
            return upper
        if key == upper and lower in in_force and value < in_force[lower]:
            return lower
    return ""
