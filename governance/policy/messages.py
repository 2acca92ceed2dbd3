"""What the policy room has to say: a key, and the figures that belong in its sentence.

The suffix of a figure's name tells its type and how it is written:
`_dkk` an amount, decimals only when it has some; `_exact_dkk` one that is rounded to øre first; `_hours` a number;
`_count` a whole number; `_on` a date. `limbs` holds rule ids, `verdict` how a business case was judged (definition,
figure and distance), `_ids` the proposals named, of which a sentence tells the
first few. Every other figure is text, or a tuple of texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Figure: TypeAlias = Decimal | int | str | date | tuple[str, ...]
Figures: TypeAlias = Mapping[str, Figure]


class MessageKey(StrEnum):
    """Every sentence that policy can ask for. Stored with old outcomes: add keys, never rename or remove one."""

    # Is it a project? (D1-D4, D7)
    COOPERATION_NEEDED = "cooperation_needed"
    COOPERATION_NOT_NEEDED = "cooperation_not_needed"
    EXTERNAL_HELP_ALONE = "external_help_alone"
    VENDOR_COST_OVER = "vendor_cost_over"
    VENDOR_COST_WITHIN = "vendor_cost_within"
    VENDOR_COST_NOT_STATED = "vendor_cost_not_stated"
    STAFF_HOURS_OVER = "staff_hours_over"
    STAFF_HOURS_WITHIN = "staff_hours_within"
    STAFF_HOURS_NOT_STATED = "staff_hours_not_stated"
    LIMBS_FIRED = "limbs_fired"
    LIMBS_NOT_FIRED = "limbs_not_fired"
    NO_PROJECT_LIMIT = "no_project_limit"
    SEVERAL_DEPARTMENTS = "several_departments"
    ONE_DEPARTMENT = "one_department"
    NO_UNIT = "no_unit"

    # Who handles it, and what must happen first (A3, A8, C6, C9, C13, D5, D6, D8)
    FOR_INFORMATION = "for_information"
    NOT_FOR_INFORMATION = "not_for_information"
    POOL_ASKED = "pool_asked"
    POOL_NOT_ASKED = "pool_not_asked"
    ROUTE_OPEN = "route_open"
    UNIT_CARRIES_OUT = "unit_carries_out"
    SEVERAL_AREAS = "several_areas"
    ONE_AREA = "one_area"
    ADMINISTRATION_DECIDES = "administration_decides"
    NEEDS_APPROVAL = "needs_approval"
    NEEDS_HEARING = "needs_hearing"
    NOT_AN_ACQUISITION = "not_an_acquisition"

    # The sentence that sums triage up
    SUMMARY_PROJECT = "summary_project"
    SUMMARY_NOT_PROJECT = "summary_not_project"
    BOTH_WITHIN = "both_within"
    COST_WITHIN_HOURS_NOT_STATED = "cost_within_hours_not_stated"
    COST_NOT_STATED_HOURS_WITHIN = "cost_not_stated_hours_within"
    NEITHER_STATED = "neither_stated"
    NEXT_UNIT = "next_unit"
    NEXT_UNIT_AFTER_APPROVAL = "next_unit_after_approval"
    NEXT_STRATEGY_GROUP = "next_strategy_group"
    NEXT_UNDECIDED = "next_undecided"
    AWAIT_APPROVAL = "await_approval"
    AWAIT_HEARING = "await_hearing"

    # What the criterion demands (D9, D11-D14)
    OBLIGATION_NAMED = "obligation_named"
    OBLIGATION_MISSING = "obligation_missing"
    STRATEGY_NODE_NAMED = "strategy_node_named"
    STRATEGY_NODE_MISSING = "strategy_node_missing"
    CASE_POSITIVE = "case_positive"
    CASE_NOT_POSITIVE = "case_not_positive"
    CASE_MISSING = "case_missing"
    STRICTLY_NECESSARY = "strictly_necessary"
    NECESSITY_NEEDS_REASON = "necessity_needs_reason"
    NECESSITY_NEEDS_REASON_OR_CASE = "necessity_needs_reason_or_case"
    OPERATIONS_NOT_POSITIVE = "operations_not_positive"
    OPERATIONS_CASE_MISSING = "operations_case_missing"
    DECISION_NAMED = "decision_named"
    DECISION_MISSING = "decision_missing"
    CRITERION_NOT_IN_FORCE = "criterion_not_in_force"

    # What the pool pays, and whether there is enough (D9, D10, D15, D16)
    COVERS_PURCHASE = "covers_purchase"
    OPERATION_LEFT_OUT = "operation_left_out"
    TRAINING_LEFT_OUT = "training_left_out"
    OPERATION_AND_TRAINING_LEFT_OUT = "operation_and_training_left_out"
    NO_STAFF_HOURS = "no_staff_hours"
    STAFF_HOURS_LEFT_OUT = "staff_hours_left_out"
    STAFF_HOURS_OVERRIDE_REFUSED = "staff_hours_override_refused"
    STAFF_HOURS_OVERRIDE_GRANTED = "staff_hours_override_granted"
    WITHIN_FUNDABLE = "within_fundable"
    ABOVE_FUNDABLE = "above_fundable"
    CAPACITY_ENOUGH = "capacity_enough"
    CAPACITY_TOO_SMALL = "capacity_too_small"
    FORECAST_ENOUGH = "forecast_enough"
    FORECAST_EXCEEDED = "forecast_exceeded"
    FORECAST_OVERRIDE_GRANTED = "forecast_override_granted"
    BUSINESS_CASE_MISSING = "business_case_missing"
    BUSINESS_CASE_NOT_POSITIVE = "business_case_not_positive"
    SUMMARY_ELIGIBLE = "summary_eligible"
    SUMMARY_NOT_ELIGIBLE = "summary_not_eligible"

    # Input that cannot be used
    NUMBER_NOT_FINITE = "number_not_finite"
    NUMBER_NEGATIVE = "number_negative"
    NUMBER_TOO_LARGE = "number_too_large"
    NUMBER_TOO_FINE = "number_too_fine"
    CHOICE_UNKNOWN = "choice_unknown"
    NOTHING_IN_FORCE = "nothing_in_force"
    PROPOSAL_UNKNOWN = "proposal_unknown"

    # A profile that cannot be used
    FILE_UNREADABLE = "file_unreadable"
    FILE_NOT_TOML = "file_not_toml"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_NOT_TEXT = "field_not_text"
    FIELD_NOT_DATE = "field_not_date"
    FIELD_NOT_FLAG = "field_not_flag"
    FIELD_NOT_WHOLE_NUMBER = "field_not_whole_number"
    FIELD_NOT_NUMBER = "field_not_number"
    FIELD_NOT_LIST = "field_not_list"
    FIELD_NOT_TABLE = "field_not_table"
    TWICE = "twice"
    REFERENCE_UNKNOWN = "reference_unknown"
    NEEDS_RULE = "needs_rule"
    NEEDS_PARAMETER = "needs_parameter"
    NEEDS_BODY = "needs_body"
    NEEDS_ROUTE = "needs_route"

    # Which proposals the pool can pay for (C16, C17, D9): locks that cannot hold, and how the methods differ
    LOCK_NEEDS_LOCKED_OUT = "lock_needs_locked_out"
    LOCKS_EXCLUDE = "locks_exclude"
    LOCKS_TOO_DEAR = "locks_too_dear"
    LOCKS_OVER_LIMIT = "locks_over_limit"
    LOCKS_OVER_RESERVE = "locks_over_reserve"
    BEST_SWAPS = "best_swaps"
    BEST_ADDS = "best_adds"
    BEST_DROPS = "best_drops"
    BEST_KEEPS_RANK = "best_keeps_rank"
    METHODS_AGREE = "methods_agree"
    NOTHING_FITS = "nothing_fits"
    NOT_PROVED_WITHIN = "not_proved_within"
    NOT_PROVED = "not_proved"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: its key, and the figures named in it."""

    key: MessageKey
    figures: Figures = field(default_factory=dict, hash=False)
