"""What the page on how we govern calls moves, those who make them, and the dated parameters."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.policy.overlaps import MOST_IN_UNIT
from governance.policy.settable import MANAGEMENT_OWN, Hold, Topic
from governance.workflow import Who

MOVE_WORDS = {
    "submit": _("Submit the case"),
    "give": _("Give the suggestion"),
    "answer": _("Answer the suggestion"),
    "carry_on": _("Carry the suggestion on as a case"),
    "take_back": _("Take the case back and correct it"),
    "withdraw": _("Withdraw the case for good"),
    "approve_acquisition": _("Assess and approve the acquisition"),
    "refuse_acquisition": _("Assess and not approve the acquisition"),
    "ask_in_hearing": _("Ask the applicant during the assessment"),
    "answer_in_hearing": _("Answer IT during the assessment"),
    "sign_route_for_it": _("Sign the choice of route for IT"),
    "sign_route_for_owner": _("Sign the choice of route as project owner"),
    "settle_route": _("Settle a disagreement on the route"),
    "review": _("Review the case"),
    "recommend": _("Recommend to management"),
    "defer_review": _("Defer the review"),
    "resume_review": _("Take the review up again"),
    "approve_locally": _("Approve the case for the department"),
    "reject_locally": _("Reject the case for the department"),
    "direct": _("Direct the case to the pool"),
    "approve": _("Follow the recommendation to approve"),
    "approve_with_changes": _("Approve the case with changes"),
    "reject": _("Reject the case"),
    "put_on_reserve": _("Put the case on the reserve list"),
    "defer_decision": _("Defer the decision"),
    "send_back": _("Send the case back"),
    "meet_condition": _("Confirm the condition of a grant"),
    "lapse_grant": _("Let a grant lapse"),
    "resume_decision": _("Take the decision up again"),
}
# The same moves, made on several cases at once.
BULK_WORDS = MOVE_WORDS | {
    "take_back": _("Take the cases back and correct them"),
    "withdraw": _("Withdraw the cases for good"),
}
WHO_WORDS = {
    Who.AUTHOR: pgettext_lazy("who makes a move", "the applicant"),
    Who.EDITOR: pgettext_lazy("who makes a move", "a co-editor"),
    Who.OWNER: pgettext_lazy("who makes a move", "the project owner"),
    Who.IT: pgettext_lazy("who makes a move", "the IT department"),
    Who.CHAIR: pgettext_lazy("who makes a move", "the chair of the strategy group"),
    Who.SECRETARY: pgettext_lazy("who makes a move", "the secretary of the strategy group"),
    Who.GROUP_MEMBER: pgettext_lazy("who makes a move", "each member of the strategy group"),
    Who.DEPARTMENT_HEAD: pgettext_lazy("who makes a move", "the head of the department"),
    Who.AREA_MANAGEMENT: pgettext_lazy("who makes a move", "the director of the area"),
    Who.MANAGEMENT: pgettext_lazy("who makes a move", "management"),
}
PARAMETER_WORDS = {
    "vendor_cost_limit_dkk": _("Supplier cost above which it is a project"),
    "staff_hours_limit": _("Own hours above which it is a project"),
    "small_case_leaves_out": _("What a small acquisition is not asked"),
    "amount_basis": _("What the amounts cover"),
    "trial_asks_reason": _("Must a trial say why it is one?"),
    "positive_definition": _("When a business case is positive"),
    "discount_rate_year_0": _("Discount rate from year 0"),
    "discount_rate_year_36": _("Discount rate from year 36"),
    "hourly_rate_dkk": _("Price of one working hour"),
    "expected_mandatory_share": _("Share of the pool kept for mandatory solutions"),
    "pool_value": _("What cases are weighed by on the pool's workbench"),
    "it_assessment_days": _("The IT department answers within"),
    "it_warning_days": _("IT's time is marked as short when there is left"),
    "access_days": _("A request for access to documents is answered within"),
    "hearing_days": _("A hearing is answered within"),
    "routing_days": _("The route is chosen within"),
    "review_days": _("The strategy group reviews within"),
    "decision_days": _("The case is decided within"),
    "reserve_months": _("A case stands on the reserve list for"),
    "meeting_cases_days": _("A case is ready before the meeting by"),
    "meeting_pack_days": _("The agenda goes out before the meeting by"),
    "meeting_quorum_share": _("Share of the members of which more must take part in a meeting"),
    "management_cases_days": _("A case is ready before management's meeting by"),
    "management_pack_days": _("The agenda of management's meeting goes out before it by"),
    "management_quorum_share": _("Share of management's members of which more must take part in a meeting"),
    "meeting_casting_vote": _("Where the chair's vote decides on equal votes"),
    "status_day": _("Projects report their status within"),
    MOST_IN_UNIT: _("Projects and cases that a department may have at once"),
    "benefit_follow_up_months": _("Benefits are measured after normal operation for"),
    "benefit_reminder_days": _("The benefit owner is reminded again after"),
    "deviation_warning_days": _("A deviation from a principle comes back before it expires by"),
    "benefit_manager_days": _("The benefit owner's manager is told after"),
    "light_track_limit_dkk": _("Investment up to which a project follows the light track"),
    "light_economy_red_share": _("Overrun above which a project's economy is red"),
    "light_time_yellow_months": _("Delay from which a project's time is yellow"),
    "light_time_red_months": _("Delay above which a project's time is red"),
}
# Parameters that have one key a year.
YEARLY_WORDS = {
    "price_rise": _("Rise in prices in %(year)s"),
    "wage_rise": _("Rise in wages in %(year)s"),
}
# The choices of the parameters that have some, by key and value.
CHOICE_WORDS = {
    ("pool_value", "risk_adjusted_npv"): _("The net present value with risks"),
    ("pool_value", "review_score"): _("The strategy group's points"),
    ("meeting_casting_vote", "strategy_group"): _("In the strategy group"),
    ("meeting_casting_vote", "management"): _("In management"),
    ("meeting_casting_vote", "strategy_group management"): _("In the strategy group and in management"),
    ("meeting_casting_vote", "none"): _("In no body"),
    ("trial_asks_reason", "yes"): _("Yes"),
    ("trial_asks_reason", "no"): _("No"),
}
# What the portal goes by where the profile is silent.
UNSET_WORDS = {
    "hourly_rate_dkk": _("The applicant states it"),
    "reserve_months": _("12 months"),
    **dict.fromkeys(MANAGEMENT_OWN.values(), _("As for every body that meets")),
}
TOPIC_WORDS = {
    Topic.PROJECT: _("What is a project"),
    Topic.CASE: _("The business case"),
    Topic.POOL: pgettext_lazy("topic", "The pool"),
    Topic.DEADLINES: _("Service times"),
    Topic.MEETINGS: pgettext_lazy("topic", "The meetings"),
    Topic.FOLLOW_UP: _("Follow-up"),
    Topic.OTHER: pgettext_lazy("topic", "Other"),
}
HOLD_WORDS = {
    Hold.LAW: _("The law sets it. It changes when a new policy profile is loaded."),
    Hold.READ_BY_PORTAL: _("The portal's forms are built on it. It changes when a new policy profile is loaded."),
    Hold.NOT_APPLIED: _(
        "The portal tells it but counts nothing from it. It changes when a new policy profile is loaded."
    ),
    Hold.UNKNOWN: _("The portal does not know what it may be. It changes when a new policy profile is loaded."),
}
