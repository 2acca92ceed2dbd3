"""The sentences of the policy room: each message key in the reader's language, with its figures written out.

The one place where policy meets gettext; `governance/policy/` itself knows keys and figures only.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesscase.finance import Definition, Measure, Payback, Verdict, judge, to_money
from businesscase.selectors.words import judged
from governance.policy.messages import Figure, Figures, Message
from governance.policy.messages import MessageKey as Key
from governance.policy.positive_case import verdict_figures
from governance.policy.reason import Reason

_OERE = Decimal("0.01")
_UNASKED = Payback(years=None, lost_again=False)

LIMBS = {
    "D1": _("the co-operation"),
    "D2": _("the supplier cost"),
    "D3": _("the hours"),
}

TEXTS = {
    # Is it a project?
    Key.COOPERATION_NEEDED: _("The task needs several people to work together."),
    Key.COOPERATION_NOT_NEEDED: _("The task does not need several people to work together."),
    Key.EXTERNAL_HELP_ALONE: _("External assistance alone does not make the task a project."),
    Key.VENDOR_COST_OVER: _("The supplier cost (DKK %(value_dkk)s) is over DKK %(limit_dkk)s."),
    Key.VENDOR_COST_WITHIN: _("The supplier cost (DKK %(value_dkk)s) is not over DKK %(limit_dkk)s."),
    Key.VENDOR_COST_NOT_STATED: _(
        "The supplier cost is not stated, so it cannot be held against the limit of DKK %(limit_dkk)s."
    ),
    Key.STAFF_HOURS_OVER: _("The hours (%(value_hours)s) are over %(limit_hours)s."),
    Key.STAFF_HOURS_WITHIN: _("The hours (%(value_hours)s) are not over %(limit_hours)s."),
    Key.STAFF_HOURS_NOT_STATED: _(
        "The hours are not stated, so they cannot be held against the limit of %(limit_hours)s."
    ),
    Key.LIMBS_FIRED: _("One mark of a project is enough. Here it is %(limbs)s."),
    Key.LIMBS_NOT_FIRED: _("None of the marks of a project is met."),
    Key.NO_PROJECT_LIMIT: _("The policy states no limit for when a task is a project."),
    Key.SEVERAL_DEPARTMENTS: _("The task crosses %(places_count)s departments (%(places)s)."),
    Key.ONE_DEPARTMENT: _("The task lies within one department (%(place)s)."),
    Key.NO_UNIT: _("No unit is chosen, so the task does not count as cross-cutting."),
    # Who handles it, and what must happen first
    Key.FOR_INFORMATION: _("%(body)s is informed of every project."),
    Key.NOT_FOR_INFORMATION: _("Only projects are sent to %(body)s for information."),
    Key.POOL_ASKED: _("%(body)s handles every application for pool money."),
    Key.POOL_NOT_ASKED: _("No pool money is asked for."),
    Key.ROUTE_OPEN: _(
        "The project does not cross departments, so %(body)s and the project owner choose the route together."
    ),
    Key.UNIT_CARRIES_OUT: _("It is not a project, so the business area may carry it out itself."),
    Key.SEVERAL_AREAS: _("The task crosses %(places_count)s administrations (%(places)s), so %(body)s decides."),
    Key.ONE_AREA: _("The task lies within one administration (%(place)s)."),
    Key.ADMINISTRATION_DECIDES: _("The administration must decide before the work begins."),
    Key.NEEDS_APPROVAL: _("%(body)s must assess and approve every acquisition, whatever its amount."),
    Key.NEEDS_HEARING: _("Every acquisition must go to hearing in %(body)s, whatever its amount."),
    Key.NOT_AN_ACQUISITION: _("It is not an acquisition."),
    # The sentence that sums triage up
    Key.SUMMARY_PROJECT: _("A project."),
    Key.SUMMARY_NOT_PROJECT: _("Not a project."),
    Key.BOTH_WITHIN: _(
        "The supplier cost (DKK %(value_dkk)s) is not over DKK %(limit_dkk)s,"
        " and the hours (%(value_hours)s) are not over %(limit_hours)s."
    ),
    Key.COST_WITHIN_HOURS_NOT_STATED: _(
        "The supplier cost (DKK %(value_dkk)s) is not over DKK %(limit_dkk)s, and the hours are not stated."
    ),
    Key.COST_NOT_STATED_HOURS_WITHIN: _(
        "The supplier cost is not stated, and the hours (%(value_hours)s) are not over %(limit_hours)s."
    ),
    Key.NEITHER_STATED: _("Neither the supplier cost nor the hours are stated."),
    Key.NEXT_UNIT: _("You may carry it out yourselves."),
    Key.NEXT_UNIT_AFTER_APPROVAL: _("You may carry it out yourselves once IT has approved the acquisition."),
    Key.NEXT_STRATEGY_GROUP: _("%(body)s handles the case."),
    Key.NEXT_UNDECIDED: _("%(body)s and the project owner choose the route together."),
    Key.AWAIT_APPROVAL: _("The acquisition may not begin until %(body)s has approved it."),
    Key.AWAIT_HEARING: _("Wait for the hearing answer from %(body)s before you sign a contract."),
    # What the criterion demands
    Key.OBLIGATION_NAMED: _("The obligation is named: %(reference)s."),
    Key.OBLIGATION_MISSING: _("Name the joint public or joint municipal obligation that the case fulfils."),
    Key.STRATEGY_NODE_NAMED: _("The case carries out: %(nodes)s."),
    Key.STRATEGY_NODE_MISSING: _("Choose the guiding mark or principle that the case carries out."),
    Key.CASE_POSITIVE: _("The business case is positive. %(verdict)s"),
    Key.CASE_NOT_POSITIVE: _("The business case must be positive. %(verdict)s"),
    Key.CASE_MISSING: _("The business case must be positive, but it has not been calculated yet."),
    Key.STRICTLY_NECESSARY: _("The case is strictly necessary. Reason: %(grounds)s"),
    Key.NECESSITY_NEEDS_REASON: _(
        "State why the case is strictly necessary. Without a reason its business case must be positive."
    ),
    Key.NECESSITY_NEEDS_REASON_OR_CASE: _(
        "State why the case is strictly necessary. Without a reason its business case must be positive. %(verdict)s"
    ),
    Key.OPERATIONS_NOT_POSITIVE: _("The case must be strictly necessary or have a positive business case. %(verdict)s"),
    Key.OPERATIONS_CASE_MISSING: _(
        "The case must be strictly necessary or have a positive business case, but it has not been calculated yet."
    ),
    Key.DECISION_NAMED: _("%(body)s has directed the case to the pool: %(reference)s."),
    Key.DECISION_MISSING: _(
        "State the decision by which %(body)s directed the case to the pool (date or case number)."
    ),
    Key.CRITERION_NOT_IN_FORCE: _("The criterion is not in force here."),
    # What the pool pays, and whether there is enough
    Key.COVERS_PURCHASE: _("The pool pays for purchase and implementation."),
    Key.OPERATION_LEFT_OUT: _("The pool does not pay for operation (DKK %(operation_exact_dkk)s)."),
    Key.TRAINING_LEFT_OUT: _("The pool does not pay for training (DKK %(training_exact_dkk)s)."),
    Key.OPERATION_AND_TRAINING_LEFT_OUT: _(
        "The pool pays neither for operation (DKK %(operation_exact_dkk)s) nor training (DKK %(training_exact_dkk)s)."
    ),
    Key.NO_STAFF_HOURS: _("The case has no staff hours."),
    Key.STAFF_HOURS_LEFT_OUT: _(
        "As a clear main rule the pool does not pay for staff hours (DKK %(hours_exact_dkk)s)."
        " Only %(body)s can make an exception, with a reason."
    ),
    Key.STAFF_HOURS_OVERRIDE_REFUSED: _(
        "The staff hours (DKK %(hours_exact_dkk)s) are left out: the exception counts only when %(body)s makes it."
    ),
    Key.STAFF_HOURS_OVERRIDE_GRANTED: _(
        "%(body)s has made an exception for the staff hours (DKK %(hours_exact_dkk)s). Reason: %(grounds)s"
    ),
    Key.WITHIN_FUNDABLE: _(
        "The case asks for DKK %(requested_exact_dkk)s, and the pool can pay DKK %(fundable_exact_dkk)s of its costs."
    ),
    Key.ABOVE_FUNDABLE: _(
        "The case asks for DKK %(requested_exact_dkk)s,"
        " but the pool can only pay DKK %(fundable_exact_dkk)s of its costs."
    ),
    Key.CAPACITY_ENOUGH: _(
        "The pool is large enough: DKK %(left_exact_dkk)s is left, and the case asks for DKK %(requested_exact_dkk)s."
    ),
    Key.CAPACITY_TOO_SMALL: _(
        "The pool is too small: DKK %(left_exact_dkk)s is left, and the case asks for DKK %(requested_exact_dkk)s."
    ),
    Key.FORECAST_ENOUGH: _(
        "With DKK %(expected_exact_dkk)s kept for expected mandatory solutions, DKK %(left_exact_dkk)s is left,"
        " and the case asks for DKK %(requested_exact_dkk)s."
    ),
    Key.FORECAST_EXCEEDED: _(
        "With DKK %(expected_exact_dkk)s kept for expected mandatory solutions, only DKK %(left_exact_dkk)s is left,"
        " and the case asks for DKK %(requested_exact_dkk)s. Only %(body)s can make an exception, with a reason."
    ),
    Key.FORECAST_OVERRIDE_GRANTED: _(
        "%(body)s lets the case use money kept for expected mandatory solutions (DKK %(expected_exact_dkk)s)."
        " Reason: %(grounds)s"
    ),
    Key.BUSINESS_CASE_MISSING: _("No business case has been calculated. Every IT investment must have one."),
    Key.BUSINESS_CASE_NOT_POSITIVE: _(
        "The business case is not positive. %(verdict)s"
        " The criterion does not demand it, but the recommendation should say so."
    ),
    Key.SUMMARY_ELIGIBLE: _("The case meets the criterion, and the pool can pay."),
    Key.SUMMARY_NOT_ELIGIBLE: _("The case cannot get money from the pool yet."),
    # Input that cannot be used
    Key.NUMBER_NOT_FINITE: _("Write a number."),
    Key.NUMBER_NEGATIVE: _("Write a number that is not below 0."),
    Key.NUMBER_TOO_LARGE: _("Write a number below 1,000,000 million."),
    Key.NUMBER_TOO_FINE: _("Write a number with at most %(decimals_count)s decimals."),
    Key.CHOICE_UNKNOWN: _("“%(value)s” is not a possible choice. Choose between %(choices)s."),
    Key.NOTHING_IN_FORCE: _("The policy is not in force on %(asked_on)s. Choose a later date."),
    Key.PROPOSAL_UNKNOWN: _("No application has the id “%(value)s”."),
    # A profile that cannot be used
    Key.FILE_UNREADABLE: _("The file cannot be read."),
    Key.FILE_NOT_TOML: _("The file is not valid TOML in UTF-8."),
    Key.FIELD_MISSING: _("The field is missing."),
    Key.FIELD_UNKNOWN: _("The field is not known. Is it misspelt?"),
    Key.FIELD_NOT_TEXT: _("The field must be a text that is not empty."),
    Key.FIELD_NOT_DATE: _("The field must be a date, such as 2027-03-14."),
    Key.FIELD_NOT_FLAG: _("The field must be true or false."),
    Key.FIELD_NOT_WHOLE_NUMBER: _("The field must be a whole number from 1 up."),
    Key.FIELD_NOT_NUMBER: _("The field must be a number from 0 up."),
    Key.FIELD_NOT_LIST: _("The field must be a list."),
    Key.FIELD_NOT_TABLE: _("A table with fields belongs here."),
    Key.TWICE: _("“%(value)s” stands there twice."),
    Key.REFERENCE_UNKNOWN: _("The profile has no “%(value)s”."),
    Key.NEEDS_RULE: _("The profile lacks the rule %(rule)s in force, which its other rules build on."),
    Key.NEEDS_PARAMETER: _(
        "The profile lacks the parameter %(parameter)s, which must hold from the day the profile does."
    ),
    Key.NEEDS_BODY: _("The profile lacks a body of the kind %(kind)s."),
    Key.NEEDS_ROUTE: _("The profile lacks the route %(route)s."),
    # Which proposals the pool can pay for
    Key.LOCK_NEEDS_LOCKED_OUT: _("“%(locked)s” is locked in but requires “%(required)s”, which is locked out."),
    Key.LOCKS_EXCLUDE: _("“%(one)s” and “%(other)s” exclude each other, but the locks demand both."),
    Key.LOCKS_TOO_DEAR: _(
        "What is locked in costs DKK %(needed_exact_dkk)s together with what it requires,"
        " but the budget is DKK %(budget_exact_dkk)s."
    ),
    Key.LOCKS_OVER_LIMIT: _(
        "What is locked in takes DKK %(needed_exact_dkk)s together with what it requires,"
        " but the limit of %(limit)s is DKK %(limit_exact_dkk)s."
    ),
    Key.LOCKS_OVER_RESERVE: _(
        "What is locked in for other purposes takes DKK %(needed_exact_dkk)s together with what it requires, but only"
        " DKK %(limit_exact_dkk)s may be used for them: the rest is kept for mandatory solutions."
    ),
    Key.BEST_SWAPS: _(
        "Best value takes %(taken_ids)s (DKK %(taken_dkk)s) instead of %(dropped_ids)s (DKK %(dropped_dkk)s)"
        " and reaches a value of %(best_value)s against %(rank_value)s by rank"
        " and %(skipping_value)s by rank with skipping; DKK %(unused_dkk)s is not used."
    ),
    Key.BEST_ADDS: _(
        "Best value also takes %(taken_ids)s (DKK %(taken_dkk)s) and reaches a value of %(best_value)s"
        " against %(rank_value)s by rank and %(skipping_value)s by rank with skipping; DKK %(unused_dkk)s is not used."
    ),
    Key.BEST_DROPS: _(
        "Best value leaves out %(dropped_ids)s (DKK %(dropped_dkk)s) and reaches a value of %(best_value)s"
        " against %(rank_value)s by rank and %(skipping_value)s by rank with skipping; DKK %(unused_dkk)s is not used."
    ),
    Key.BEST_KEEPS_RANK: _(
        "Best value selects the same as by rank and reaches a value of %(best_value)s;"
        " by rank with skipping takes more and reaches %(skipping_value)s."
    ),
    Key.METHODS_AGREE: _(
        "All three methods select the same for DKK %(best_dkk)s and reach a value of %(best_value)s;"
        " DKK %(unused_dkk)s is not used."
    ),
    Key.NOTHING_FITS: _("None of the three methods selects anything; DKK %(unused_dkk)s is not used."),
    Key.NOT_PROVED_WITHIN: _(
        "The applications are too many or too alike for best value to be proved; the value could be"
        " %(most_value)s at most."
    ),
    Key.NOT_PROVED: _("The applications are too many or too alike for best value to be proved."),
}
# So many proposals are named in a sentence; the rest are counted.
MOST_NAMED = 5


def render_message(message: Message) -> str:
    """Return the sentence in the active language."""
    figures = {**_verdict_of_old(message.figures), **message.figures}
    written = {name: _write(name, value) for name, value in figures.items()}
    return str(TEXTS[message.key]) % written


def render_reason(reason: Reason) -> str:
    """Return what the rule says about the case."""
    return render_message(Message(reason.message, reason.figures))


def render_summary(summary: Iterable[Message]) -> str:
    """Return the sentences of a summary as one paragraph."""
    return " ".join(map(render_message, summary))


def _verdict_of_old(figures: Figures) -> dict[str, Figure]:
    """Return the verdict of an outcome stored when a case could only be judged by its net present value."""
    npv = figures.get("npv_exact_dkk")
    if not isinstance(npv, Decimal):
        return {}
    return dict(verdict_figures(judge(Definition(Measure.NPV), npv=to_money(npv), net_gain=npv, payback=_UNASKED)))


def _write_verdict(definition: str, figure: str, distance: str) -> str:
    known = [Decimal(number) if number else None for number in (figure, distance)]
    return judged(Verdict(known[1] == 0, definition, *known))


def _write(name: str, value: Figure) -> str:
    if name == "verdict" and isinstance(value, tuple):
        return _write_verdict(*value)
    if isinstance(value, tuple):
        if name.endswith("_ids"):
            return _name_some(value)
        return _list_up([str(LIMBS[item]) for item in value] if name == "limbs" else list(value))
    if isinstance(value, Decimal):
        return _write_number(value, exact=name.endswith("_exact_dkk"), amount=name.endswith("_dkk"))
    return date_format(value) if isinstance(value, date) else str(value)


def _write_number(value: Decimal, *, exact: bool, amount: bool) -> str:
    """Write a number with as many decimals as it has, an amount with none or two; an exact one is rounded to them."""
    value = value.quantize(_OERE, ROUND_HALF_EVEN) if exact else value
    needed = max(0, -int(value.normalize().as_tuple().exponent))
    places = max(needed, 2) if needed and amount else needed
    return _signed(number_format(value, decimal_pos=places, force_grouping=True))


def _signed(written: str) -> str:
    """Return a number with the minus sign that every other page has (`core.templatetags.danish`)."""
    return written.replace("-", "−")


def _name_some(names: tuple[str, ...]) -> str:
    rest = len(names) - MOST_NAMED
    if rest <= 1:
        return _list_up(list(names))
    return _list_up([*names[:MOST_NAMED], gettext("%(count)s others") % {"count": rest}])


def _list_up(items: list[str]) -> str:
    *first, last = items or [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
