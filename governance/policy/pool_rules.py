"""What the pool pays for, and whether it holds enough (D9, D10, D15, D16, AM24)."""

from decimal import Decimal

from governance.policy.messages import Figures, MessageKey
from governance.policy.pool_case import PoolCase, PoolState
from governance.policy.profile import BodyKind, Criterion, Profile
from governance.policy.reason import Compared, Reason

_LEFT_OUT = {
    (False, False): MessageKey.COVERS_PURCHASE,
    (True, False): MessageKey.OPERATION_LEFT_OUT,
    (False, True): MessageKey.TRAINING_LEFT_OUT,
    (True, True): MessageKey.OPERATION_AND_TRAINING_LEFT_OUT,
}


def add_fundable(case: PoolCase, profile: Profile) -> Decimal:
    """Return the costs that the pool may pay, DKK: purchase and implementation, and staff hours by exception."""
    pays_hours = case.staff_hours_granted or not profile.active_rule("D16")
    return case.total("purchase", "implementation", *(["staff_hours"] if pays_hours else []))


def measure_capacity(pool: PoolState, criterion: Criterion) -> Decimal:
    """Return what the pool has left for this priority, DKK; below 0 when more is spoken for than there is.

    Priority 1: frame - all committed. Priority 2: also - expected mandatory (D10).
    """
    return pool.uncommitted - (pool.expected_mandatory if criterion.priority > 1 else 0)


def try_coverage(case: PoolCase, profile: Profile) -> tuple[Reason, ...]:
    """D15 and D16: the lines left out, then the request against what is left."""
    return (_try_running_costs(case, profile), *_try_staff_hours(case, profile), _try_request(case, profile))


def try_capacity(case: PoolCase, profile: Profile, criterion: Criterion) -> tuple[Reason, ...]:
    """Hold the request against what is not committed, and for other purposes than mandatory against the forecast.

    Nothing is held against a pool that the case does not name.
    """
    if case.pool is None:
        return ()
    left = case.pool.uncommitted
    too_much = case.requested > left
    rule = profile.rule("D10" if criterion.priority > 1 else criterion.rule)
    enough = Reason.of(
        rule,
        MessageKey.CAPACITY_TOO_SMALL if too_much else MessageKey.CAPACITY_ENOUGH,
        {"left_exact_dkk": left, "requested_exact_dkk": case.requested},
        fired=too_much,
        blocks=too_much,
        compared=Compared(case.requested, left),
    )
    return (enough, _try_forecast(case, case.pool, profile, criterion)) if criterion.priority > 1 else (enough,)


def _try_running_costs(case: PoolCase, profile: Profile) -> Reason:
    operation, training = case.total("operation"), case.total("training")
    left_out = (operation > 0, training > 0)
    figures: Figures = {"operation_exact_dkk": operation, "training_exact_dkk": training}
    return Reason.of(profile.rule("D15"), _LEFT_OUT[left_out], figures, fired=any(left_out))


def _try_staff_hours(case: PoolCase, profile: Profile) -> tuple[Reason, ...]:
    rule = profile.active_rule("D16")
    if not rule:
        return ()
    hours = case.total("staff_hours")
    if not hours:
        return (Reason.of(rule, MessageKey.NO_STAFF_HOURS, fired=False),)
    grounds = case.staff_hours_override_reason.strip()
    body = profile.body_of(BodyKind.MANAGEMENT).name
    figures: Figures = {"hours_exact_dkk": hours, "body": body}
    if case.staff_hours_granted:
        granted: Figures = {**figures, "grounds": grounds}
        return (Reason.of(rule, MessageKey.STAFF_HOURS_OVERRIDE_GRANTED, granted, fired=False),)
    key = MessageKey.STAFF_HOURS_OVERRIDE_REFUSED if grounds else MessageKey.STAFF_HOURS_LEFT_OUT
    return (Reason.of(rule, key, figures, fired=True),)


def _try_request(case: PoolCase, profile: Profile) -> Reason:
    fundable = add_fundable(case, profile)
    too_much = case.requested > fundable
    return Reason.of(
        profile.rule("D15"),
        MessageKey.ABOVE_FUNDABLE if too_much else MessageKey.WITHIN_FUNDABLE,
        {"requested_exact_dkk": case.requested, "fundable_exact_dkk": fundable},
        fired=too_much,
        blocks=too_much,
        compared=Compared(case.requested, fundable),
    )


def _try_forecast(case: PoolCase, pool: PoolState, profile: Profile, criterion: Criterion) -> Reason:
    """D10: what mandatory solutions are expected to need is kept, unless management overrides with a reason."""
    left = measure_capacity(pool, criterion)
    exceeded = case.requested > left
    granted = exceeded and case.forecast_granted
    if granted:
        key = MessageKey.FORECAST_OVERRIDE_GRANTED
    else:
        key = MessageKey.FORECAST_EXCEEDED if exceeded else MessageKey.FORECAST_ENOUGH
    return Reason.of(
        profile.rule("D10"),
        key,
        {
            "expected_exact_dkk": pool.expected_mandatory,
            "left_exact_dkk": left,
            "requested_exact_dkk": case.requested,
            "body": profile.body_of(BodyKind.MANAGEMENT).name,
            "grounds": case.forecast_override_reason.strip(),
        },
        fired=exceeded and not granted,
        blocks=exceeded and not granted,
        compared=Compared(case.requested, left),
    )
