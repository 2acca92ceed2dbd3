"""Is it a project, who handles it, and what must happen first (C5-C9, C13; D1-D8; A3, A8).

Every rule that the profile has in force is tried and reported. Odder's profile has limits for what a project is (D1-D4)
and a strategy group; Odense's has none, and tells cases within one administration from those across (A3, C13).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from governance.policy.messages import Figure, Figures, Message, MessageKey
from governance.policy.number import check_number
from governance.policy.profile import BodyKind, Parameter, Profile, Route, Rule
from governance.policy.reason import Compared, Reason
from governance.policy.triage_summary import summarise_triage
from governance.policy.unit_ref import UnitRef, areas_of, departments_of


@dataclass(frozen=True, slots=True)
class TriageInput:
    """A task as its applicant states it.

    `vendor_cost` is DKK excluding VAT, one-off, up to and including the start of operation (AM7); `staff_hours` are
    internal hours. None means "not stated". Raises InputError (paths as in the API) on figures that cannot be.
    """

    vendor_cost: Decimal | None
    staff_hours: Decimal | None
    units: tuple[UnitRef, ...]
    needs_cooperation: bool
    external_assistance: bool
    is_acquisition: bool
    asks_pool: bool
    on_date: date

    def __post_init__(self) -> None:
        """Check the figures."""
        check_number(self.vendor_cost, "vendor_cost_dkk")
        check_number(self.staff_hours, "staff_hours")


@dataclass(frozen=True, slots=True)
class TriageOutcome:
    """What policy says about the task, and why. `summary` is the answer in a few sentences, to be read in order."""

    is_project: bool
    route: Route
    for_information: bool
    it_assessment_required: bool
    hearing_required: bool
    reasons: tuple[Reason, ...]
    summary: tuple[Message, ...]
    profile: str
    profile_version: str


def triage(task: TriageInput, profile: Profile) -> TriageOutcome:
    """Try the profile's rules on the task, with the parameters in force on `task.on_date`.

    Raises ParameterMissingError when a limit has not begun by then.
    """
    limbs = _try_limbs(task, profile)
    crossing = _try_crossing(task, profile)
    is_project = _fired(limbs) or _fired(crossing)
    information = _try_information(profile, is_project=is_project)
    route, routing = _choose_route(task, profile, is_project=is_project, crosses=_fired(crossing))
    assessments = _try_assessments(task, profile)
    reasons = limbs + crossing + information + routing + assessments
    return TriageOutcome(
        is_project=is_project,
        route=route,
        for_information=_fired(information),
        it_assessment_required=_fired(assessments),
        hearing_required=_fired(assessments, "D6"),
        reasons=reasons,
        summary=summarise_triage(reasons, is_project=is_project),
        profile=profile.code,
        profile_version=profile.version_label(task.on_date),
    )


def _fired(reasons: tuple[Reason, ...], code: str = "") -> bool:
    return any(reason.fired and code in {"", reason.rule} for reason in reasons)


def _try_limbs(task: TriageInput, profile: Profile) -> tuple[Reason, ...]:
    """D1-D3, and D4, which sums them up; or that the profile has no such limbs (C5)."""
    tests = {"D1": _test_cooperation, "D2": _test_vendor_cost, "D3": _test_staff_hours}
    limbs = tuple(test(task, profile, rule) for code, test in tests.items() if (rule := profile.active_rule(code)))
    if not limbs:
        rule = profile.active_rule("C5")
        return (Reason.of(rule, MessageKey.NO_PROJECT_LIMIT, fired=False),) if rule else ()
    rule = profile.active_rule("D4")
    return (*limbs, _sum_up_limbs(rule, limbs)) if rule else limbs


def _test_cooperation(task: TriageInput, _profile: Profile, rule: Rule) -> Reason:
    if task.needs_cooperation:
        return Reason.of(rule, MessageKey.COOPERATION_NEEDED, fired=True)
    key = MessageKey.EXTERNAL_HELP_ALONE if task.external_assistance else MessageKey.COOPERATION_NOT_NEEDED
    return Reason.of(rule, key, fired=False)


def _test_vendor_cost(task: TriageInput, profile: Profile, rule: Rule) -> Reason:
    limit = profile.parameter("vendor_cost_limit_dkk", task.on_date)
    return _hold_against(task.vendor_cost, limit, rule, _COST)


def _test_staff_hours(task: TriageInput, profile: Profile, rule: Rule) -> Reason:
    limit = profile.parameter("staff_hours_limit", task.on_date)
    return _hold_against(task.staff_hours, limit, rule, _HOURS)


@dataclass(frozen=True, slots=True)
class _Words:
    """How a limb speaks of its figure."""

    suffix: str
    not_stated: MessageKey
    within: MessageKey
    over: MessageKey


_COST = _Words("dkk", MessageKey.VENDOR_COST_NOT_STATED, MessageKey.VENDOR_COST_WITHIN, MessageKey.VENDOR_COST_OVER)
_HOURS = _Words("hours", MessageKey.STAFF_HOURS_NOT_STATED, MessageKey.STAFF_HOURS_WITHIN, MessageKey.STAFF_HOURS_OVER)


def _hold_against(value: Decimal | None, limit: Parameter, rule: Rule, words: _Words) -> Reason:
    """Hold a figure against its limit: the limit itself is not over it, and what is not stated is over nothing."""
    figures: dict[str, Figure] = {f"limit_{words.suffix}": limit.number}
    since = limit.valid_from
    if value is None:
        return Reason.of(rule, words.not_stated, figures, fired=False, parameter_valid_from=since)
    over = value > limit.number
    return Reason.of(
        rule,
        words.over if over else words.within,
        {f"value_{words.suffix}": value, **figures},
        fired=over,
        compared=Compared(value, limit.number),
        parameter_valid_from=since,
    )


def _sum_up_limbs(rule: Rule, limbs: tuple[Reason, ...]) -> Reason:
    fired = tuple(limb.rule for limb in limbs if limb.fired)
    if not fired:
        return Reason.of(rule, MessageKey.LIMBS_NOT_FIRED, fired=False)
    return Reason.of(rule, MessageKey.LIMBS_FIRED, {"limbs": fired}, fired=True)


def _try_crossing(task: TriageInput, profile: Profile) -> tuple[Reason, ...]:
    """D7: what crosses departments is a project, whatever it costs; nobody can decide otherwise."""
    rule = profile.active_rule("D7")
    if not rule:
        return ()
    departments = departments_of(task.units)
    compared = Compared(Decimal(len(departments)), Decimal(1))
    key, figures = _name_places(departments, MessageKey.ONE_DEPARTMENT, MessageKey.SEVERAL_DEPARTMENTS)
    figures = {**figures, "body": profile.body_of(BodyKind.STRATEGY_GROUP).name}
    return (Reason.of(rule, key, figures, fired=len(departments) > 1, compared=compared),)


def _name_places(places: dict[str, str], one: MessageKey, several: MessageKey) -> tuple[MessageKey, Figures]:
    if not places:
        return MessageKey.NO_UNIT, {}
    names = tuple(places.values())
    return (one, {"place": names[0]}) if len(names) == 1 else (several, {"places": names, "places_count": len(names)})


def _try_information(profile: Profile, *, is_project: bool) -> tuple[Reason, ...]:
    """D8: every project, also those that others carry out."""
    rule = profile.active_rule("D8")
    if not rule:
        return ()
    key = MessageKey.FOR_INFORMATION if is_project else MessageKey.NOT_FOR_INFORMATION
    return (Reason.of(rule, key, {"body": profile.body_of(BodyKind.STRATEGY_GROUP).name}, fired=is_project),)


def _choose_route(
    task: TriageInput, profile: Profile, *, is_project: bool, crosses: bool
) -> tuple[Route, tuple[Reason, ...]]:
    """Crossing departments and asking the pool settle the route; what is left is tried in the order C13, C6, C9."""
    tried = _try_pool(task, profile) + _try_areas(task, profile)
    if crosses or _fired(tried, "A8"):
        return Route.STRATEGY_GROUP, tried
    if _fired(tried, "A3"):
        return Route.MANAGEMENT, tried
    if rule := profile.active_rule("C13"):
        return Route.UNIT, (*tried, Reason.of(rule, MessageKey.ADMINISTRATION_DECIDES, fired=True))
    if is_project:
        rule = profile.rule("C6")
        figures = {"body": profile.body_of(BodyKind.IT_DEPARTMENT).name}
        return Route.UNDECIDED, (*tried, Reason.of(rule, MessageKey.ROUTE_OPEN, figures, fired=True))
    return Route.UNIT, (*tried, Reason.of(profile.rule("C9"), MessageKey.UNIT_CARRIES_OUT, fired=True))


def _try_pool(task: TriageInput, profile: Profile) -> tuple[Reason, ...]:
    """A8: the strategy group handles every application for pool money, also below the limits."""
    rule = profile.active_rule("A8")
    if not rule:
        return ()
    if not task.asks_pool:
        return (Reason.of(rule, MessageKey.POOL_NOT_ASKED, fired=False),)
    figures = {"body": profile.body_of(BodyKind.STRATEGY_GROUP).name}
    return (Reason.of(rule, MessageKey.POOL_ASKED, figures, fired=True),)


def _try_areas(task: TriageInput, profile: Profile) -> tuple[Reason, ...]:
    """A3: what crosses administrations is the directors' to decide."""
    rule = profile.active_rule("A3")
    if not rule:
        return ()
    areas = areas_of(task.units)
    key, figures = _name_places(areas, MessageKey.ONE_AREA, MessageKey.SEVERAL_AREAS)
    body = profile.body_of(BodyKind.MANAGEMENT).name
    compared = Compared(Decimal(len(areas)), Decimal(1))
    return (Reason.of(rule, key, {**figures, "body": body}, fired=len(areas) > 1, compared=compared),)


def _try_assessments(task: TriageInput, profile: Profile) -> tuple[Reason, ...]:
    """D5 and D6: every acquisition, with no minimum amount."""
    keys = {"D5": MessageKey.NEEDS_APPROVAL, "D6": MessageKey.NEEDS_HEARING}
    return tuple(
        _assess(rule, key, profile, is_acquisition=task.is_acquisition)
        for code, key in keys.items()
        if (rule := profile.active_rule(code))
    )


def _assess(rule: Rule, key: MessageKey, profile: Profile, *, is_acquisition: bool) -> Reason:
    if not is_acquisition:
        return Reason.of(rule, MessageKey.NOT_AN_ACQUISITION, fired=False)
    return Reason.of(rule, key, {"body": profile.body_of(BodyKind.IT_DEPARTMENT).name}, fired=True)
