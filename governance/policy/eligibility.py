"""Whether the pool can pay for a case, and how much of it (D9-D16, AM4, AM11, AM24).

What the case lacks, what the pool leaves out and what it cannot hold are reported one by one; nothing is capped.
"""

from dataclasses import dataclass
from decimal import Decimal

from businesscase.finance import Verdict
from governance.policy.criterion_rules import try_criterion
from governance.policy.errors import InputError
from governance.policy.messages import Message, MessageKey
from governance.policy.pool_case import PoolCase
from governance.policy.pool_rules import add_fundable, measure_capacity, try_capacity, try_coverage
from governance.policy.positive_case import verdict_compared, verdict_figures, verdict_on
from governance.policy.profile import Criterion, Profile, Rule
from governance.policy.reason import Reason

_OVERRIDES = frozenset({MessageKey.STAFF_HOURS_OVERRIDE_GRANTED, MessageKey.FORECAST_OVERRIDE_GRANTED})


@dataclass(frozen=True, slots=True)
class EligibilityOutcome:
    """What the pool can do for the case, DKK. A reason that `blocks` makes it not eligible; a warning never does.

    `capacity` is None where the case names no pool.
    """

    eligible: bool
    priority: int
    fundable: Decimal
    capacity: Decimal | None
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    summary: tuple[Message, ...]
    profile: str
    profile_version: str


def assess_eligibility(case: PoolCase, profile: Profile) -> EligibilityOutcome:
    """Hold the case against its criterion, against what the pool pays for, and against what the pool it names has left.

    A criterion that the profile knows but does not have in force makes nothing fundable. Raises InputError at
    `criterion` when the profile does not know it, and ParameterMissingError at `on_date`.
    """
    criterion = _find_criterion(case, profile)
    rule = profile.rule(criterion.rule)
    reasons = _try_rules(case, profile, criterion) if rule.active else (_refuse_criterion(rule),)
    return EligibilityOutcome(
        eligible=not any(reason.blocks for reason in reasons),
        priority=criterion.priority,
        fundable=add_fundable(case, profile) if rule.active else Decimal(0),
        capacity=measure_capacity(case.pool, criterion) if case.pool else None,
        reasons=reasons,
        warnings=_warn(case, profile, reasons) if rule.active else (),
        summary=_summarise(reasons),
        profile=profile.code,
        profile_version=profile.version_label(case.on_date),
    )


def _find_criterion(case: PoolCase, profile: Profile) -> Criterion:
    criterion = profile.criterion(case.criterion)
    if criterion:
        return criterion
    choices = tuple(criterion.code for criterion in profile.criteria)
    raise InputError(MessageKey.CHOICE_UNKNOWN, "criterion", {"value": case.criterion, "choices": choices})


def _try_rules(case: PoolCase, profile: Profile, criterion: Criterion) -> tuple[Reason, ...]:
    demand = try_criterion(case, profile, profile.rule(criterion.rule))
    return (demand, *try_coverage(case, profile), *try_capacity(case, profile, criterion))


def _refuse_criterion(rule: Rule) -> Reason:
    return Reason.of(rule, MessageKey.CRITERION_NOT_IN_FORCE, fired=True, blocks=True)


def _warn(case: PoolCase, profile: Profile, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Flag the exceptions made (D16), and a business case that the criterion did not ask about (D17)."""
    overrides = tuple(reason for reason in reasons if reason.message in _OVERRIDES)
    demand = reasons[0]
    rule = profile.active_rule("D17")
    verdict = verdict_on(case, profile)
    positive = verdict is not None and verdict.is_positive
    settled = positive or (demand.blocks and demand.rule in {"D12", "D13"})
    return overrides if settled or not rule else (*overrides, _warn_of_case(verdict, rule))


def _warn_of_case(verdict: Verdict | None, rule: Rule) -> Reason:
    key = MessageKey.BUSINESS_CASE_MISSING if verdict is None else MessageKey.BUSINESS_CASE_NOT_POSITIVE
    return Reason.of(rule, key, verdict_figures(verdict), fired=True, compared=verdict_compared(verdict))


def _summarise(reasons: tuple[Reason, ...]) -> tuple[Message, ...]:
    blocking = tuple(Message(reason.message, reason.figures) for reason in reasons if reason.blocks)
    verdict = MessageKey.SUMMARY_NOT_ELIGIBLE if blocking else MessageKey.SUMMARY_ELIGIBLE
    return (Message(verdict), *blocking)
