"""The outcome of triage in a few sentences: what it is, why, and what happens next."""

from governance.policy.messages import Message, MessageKey
from governance.policy.reason import Reason

_NOT_OVER = {
    (MessageKey.VENDOR_COST_WITHIN, MessageKey.STAFF_HOURS_WITHIN): MessageKey.BOTH_WITHIN,
    (MessageKey.VENDOR_COST_WITHIN, MessageKey.STAFF_HOURS_NOT_STATED): MessageKey.COST_WITHIN_HOURS_NOT_STATED,
    (MessageKey.VENDOR_COST_NOT_STATED, MessageKey.STAFF_HOURS_WITHIN): MessageKey.COST_NOT_STATED_HOURS_WITHIN,
    (MessageKey.VENDOR_COST_NOT_STATED, MessageKey.STAFF_HOURS_NOT_STATED): MessageKey.NEITHER_STATED,
}
_LIMBS = ("D1", "D2", "D3")
# The rule that settles the route, first match; None where the rule's own sentence already says who handles the task.
_HANDLERS = {
    "D7": MessageKey.NEXT_STRATEGY_GROUP,
    "A8": None,
    "A3": None,
    "C13": None,
    "C6": MessageKey.NEXT_UNDECIDED,
    "C9": MessageKey.NEXT_UNIT,
}


def summarise_triage(reasons: tuple[Reason, ...], *, is_project: bool) -> tuple[Message, ...]:
    """Return the sentences in reading order."""
    by_rule = {reason.rule: reason for reason in reasons}
    if is_project:
        fired = tuple(by_rule[code] for code in (*_LIMBS, "D7") if code in by_rule and by_rule[code].fired)
        why = (Message(MessageKey.SUMMARY_PROJECT), *map(_say, fired))
    else:
        why = _explain_no_project(by_rule)
    return why + _tell_next_step(by_rule)


def _explain_no_project(by_rule: dict[str, Reason]) -> tuple[Message, ...]:
    if "C5" in by_rule:
        return (_say(by_rule["C5"]),)
    limbs = [by_rule[code] for code in _LIMBS if code in by_rule]
    if "D2" in by_rule and "D3" in by_rule:
        cost, hours = by_rule["D2"], by_rule["D3"]
        both = Message(_NOT_OVER[cost.message, hours.message], {**cost.figures, **hours.figures})
        return Message(MessageKey.SUMMARY_NOT_PROJECT), both
    return Message(MessageKey.SUMMARY_NOT_PROJECT), *map(_say, limbs)


def _tell_next_step(by_rule: dict[str, Reason]) -> tuple[Message, ...]:
    """Tell who handles it, then what must be waited for."""
    fired = {code: reason for code, reason in by_rule.items() if reason.fired}
    if "C9" in fired and "D5" in fired and "D6" not in fired:
        return (Message(MessageKey.NEXT_UNIT_AFTER_APPROVAL),)
    return _tell_handler(fired) + _tell_wait(fired)


def _tell_handler(fired: dict[str, Reason]) -> tuple[Message, ...]:
    code = next(code for code in _HANDLERS if code in fired)
    key = _HANDLERS[code]
    return (Message(key, fired[code].figures) if key else _say(fired[code]),)


def _tell_wait(fired: dict[str, Reason]) -> tuple[Message, ...]:
    waits = {"D5": MessageKey.AWAIT_APPROVAL, "D6": MessageKey.AWAIT_HEARING}
    return tuple(Message(key, {"body": fired[code].figures["body"]}) for code, key in waits.items() if code in fired)


def _say(reason: Reason) -> Message:
    return Message(reason.message, reason.figures)
