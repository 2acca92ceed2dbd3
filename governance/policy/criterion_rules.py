"""What each of the pool's criteria demands of a case (D9, D11-D14)."""

from collections.abc import Callable

from businesscase.finance import Verdict
from governance.policy.messages import Figures, MessageKey
from governance.policy.pool_case import PoolCase
from governance.policy.positive_case import KEY, verdict_compared, verdict_figures, verdict_on
from governance.policy.profile import BodyKind, Profile, Rule
from governance.policy.reason import Reason


def try_criterion(case: PoolCase, profile: Profile, rule: Rule) -> Reason:
    """Hold the case against its criterion's rule; the reason blocks when the demand is not met.

    Raises ParameterMissingError when no definition of a positive business case is in force.
    """
    return _DEMANDS[rule.code](case, profile, rule)


def _demand_obligation(case: PoolCase, _profile: Profile, rule: Rule) -> Reason:
    """D9: a solution that the joint public or joint municipal strategy makes mandatory."""
    reference = case.mandatory_reference.strip()
    if reference:
        return _meet(rule, MessageKey.OBLIGATION_NAMED, {"reference": reference})
    return _block(rule, MessageKey.OBLIGATION_MISSING)


def _demand_strategy(case: PoolCase, _profile: Profile, rule: Rule) -> Reason:
    """D11: the guiding mark or principle of the own strategy that the case carries out."""
    nodes = tuple(node.strip() for node in case.strategy_nodes if node.strip())
    if nodes:
        return _meet(rule, MessageKey.STRATEGY_NODE_NAMED, {"nodes": nodes})
    return _block(rule, MessageKey.STRATEGY_NODE_MISSING)


def _demand_positive_case(case: PoolCase, profile: Profile, rule: Rule) -> Reason:
    """D12: always a positive business case."""
    verdict = verdict_on(case, profile)
    if verdict is None:
        return _weigh(case, profile, rule, MessageKey.CASE_MISSING, verdict)
    key = MessageKey.CASE_POSITIVE if verdict.is_positive else MessageKey.CASE_NOT_POSITIVE
    return _weigh(case, profile, rule, key, verdict)


def _demand_necessity(case: PoolCase, profile: Profile, rule: Rule) -> Reason:
    """D13: strictly necessary, with a reason, or a positive business case."""
    grounds = case.strictly_necessary_reason.strip()
    if case.strictly_necessary and grounds:
        return _meet(rule, MessageKey.STRICTLY_NECESSARY, {"grounds": grounds})
    verdict = verdict_on(case, profile)
    if verdict is not None and verdict.is_positive:
        return _weigh(case, profile, rule, MessageKey.CASE_POSITIVE, verdict)
    if case.strictly_necessary:
        known = verdict is not None
        key = MessageKey.NECESSITY_NEEDS_REASON_OR_CASE if known else MessageKey.NECESSITY_NEEDS_REASON
        return _weigh(case, profile, rule, key, verdict)
    key = MessageKey.OPERATIONS_CASE_MISSING if verdict is None else MessageKey.OPERATIONS_NOT_POSITIVE
    return _weigh(case, profile, rule, key, verdict)


def _demand_decision(case: PoolCase, profile: Profile, rule: Rule) -> Reason:
    """D14: management's own decision, by date or case number."""
    body = profile.body_of(BodyKind.MANAGEMENT).name
    reference = case.decision_reference.strip()
    if reference:
        return _meet(rule, MessageKey.DECISION_NAMED, {"body": body, "reference": reference})
    return _block(rule, MessageKey.DECISION_MISSING, {"body": body})


_DEMANDS: dict[str, Callable[[PoolCase, Profile, Rule], Reason]] = {
    "D9": _demand_obligation,
    "D11": _demand_strategy,
    "D12": _demand_positive_case,
    "D13": _demand_necessity,
    "D14": _demand_decision,
}
CRITERION_RULES = tuple(_DEMANDS)


def _meet(rule: Rule, key: MessageKey, figures: Figures) -> Reason:
    return Reason.of(rule, key, figures, fired=False)


def _block(rule: Rule, key: MessageKey, figures: Figures | None = None) -> Reason:
    return Reason.of(rule, key, figures, fired=True, blocks=True)


def _weigh(case: PoolCase, profile: Profile, rule: Rule, key: MessageKey, verdict: Verdict | None) -> Reason:
    """Return a reason that rests on the verdict; its parameter's date where it is the definition in force."""
    row = None if verdict is None else profile.parameter(KEY, case.on_date)
    stops = verdict is None or not verdict.is_positive
    return Reason.of(
        rule,
        key,
        verdict_figures(verdict),
        fired=stops,
        blocks=stops,
        compared=verdict_compared(verdict),
        parameter_valid_from=row.valid_from if row and verdict and row.value == verdict.definition else None,
    )
