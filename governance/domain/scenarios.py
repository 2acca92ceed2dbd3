"""Scenarios for a pool year: made, worked on, deleted by who made them, and put forward (C16, AM4).

A scenario moves no money and decides nothing: committed, it is frozen with every figure it was calculated from, and
is what is proposed for each case. The group recommends and management decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.templatetags.danish import kroner
from governance.domain.scenario_record import scenario_record, years_record
from governance.enums import AllocationMethod, LinkKind, LockGround, RowLock, ValueBasis
from governance.models import PoolYear, Scenario, ScenarioCase, ScenarioLink
from governance.querysets import AT_THE_WORKBENCH, SEES_CASES
from governance.reason_texts import render_message
from governance.selectors.area_limits import areas_with_limits
from governance.selectors.asking import AskingCase, asking_cases, hidden_from
from governance.selectors.pool import open_years
from governance.selectors.pool_board import lay_board, settled_by
from governance.selectors.profile import active_profile
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal

# As many as can be held beside each other.
MOST = 4
_OERE = Decimal("0.01")
_LARGEST = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a scenario is calculated by; `area_limit` is DKK, None for no limit.

    `area_limits` are those of director areas that have one of their own, by the unit's id.
    """

    name: str
    method: AllocationMethod
    basis: ValueBasis
    area_limit: Decimal | None = None
    area_limits: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseTerms:
    """What is settled for one case: a lock with its ground, and another amount; None for the case's own."""

    lock: str = ""
    ground: str = ""
    reason: str = ""
    amount: Decimal | None = None


def opens_workbench(person: "User", standing: "Standing") -> bool:
    """Whether a person weighs the cases against each other, or looks on: the group, management and the auditor."""
    return person.has_perm(SEES_CASES) and bool(standing.kinds & set(AT_THE_WORKBENCH))


def may_make_scenario(standing: "Standing") -> Answer:
    """Answer whether a person makes scenarios: the strategy group, its secretary and management."""
    if standing.kinds & set(AT_THE_WORKBENCH[:2]):
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You read the workbench, but make no scenarios."),
        who=_("the strategy group, its secretary and management"),
    )


def may_change_scenario(scenario: Scenario, person: "User", standing: "Standing") -> Answer:
    """Answer whether a person works on a scenario: who made it, until it is put forward."""
    if scenario.is_committed:
        return Answer(allowed=False, reason=_("The scenario has been put forward and stands as it was."))
    made = may_make_scenario(standing)
    if not made:
        return made
    if scenario.made_by_id != person.pk:
        return Answer(
            allowed=False,
            reason=_("Only the one who made the scenario changes it. Make a copy to go on from it."),
            who=scenario.made_by_name,
        )
    return ALLOWED


def may_commit_scenario(scenario: Scenario, standing: "Standing") -> Answer:
    """Answer whether a person puts a scenario forward: the chair and the secretary of the strategy group."""
    if scenario.is_committed:
        return Answer(allowed=False, reason=_("The scenario has been put forward and stands as it was."))
    if standing.runs_meetings:
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not put scenarios forward."),
        who=_("the chair and the secretary of the strategy group"),
    )


@transaction.atomic
def make_scenario(year: int, terms: Terms, *, actor: "User", copy_of: Scenario | None = None) -> Scenario:
    """Make a scenario for a pool year, with what another has settled where it is a copy; at most four at a time."""
    require(may_make_scenario(standing_of(actor)), act="scenario.make")
    pool_year = _lock_year(year)
    if Scenario.objects.saved().filter(pool_year=pool_year).count() >= MOST:
        raise Refused(
            _("There are already %(most)s scenarios for %(year)s. Delete one before you make another.")
            % {"most": MOST, "year": year}
        )
    scenario = Scenario(
        pool_year=pool_year, made_by=actor, made_by_name=_named(actor), made_at=clock.now(), **_checked(terms)
    )
    _require_name(scenario)
    scenario.save()
    if copy_of is not None:
        _copy(copy_of, scenario)
    data = {"year": year, "name": scenario.name, "copy_of": copy_of.name if copy_of else ""}
    record("scenario.make", actor=actor, subject=scenario, data=data)
    return scenario


@transaction.atomic
def change_scenario(scenario: Scenario, terms: Terms, *, actor: "User") -> Scenario:
    """Change the name, the method, the value or the limits of the areas."""
    scenario = _take(scenario, actor, "scenario.change")
    for name, value in _checked(terms).items():
        setattr(scenario, name, value)
    _require_name(scenario)
    scenario.save(update_fields=["name", "method", "basis", "area_limit", "area_limits"])
    record("scenario.change", actor=actor, subject=scenario, data=_facts(terms))
    return scenario


@transaction.atomic
def settle_case(scenario: Scenario, proposal: "Proposal", terms: CaseTerms, *, actor: "User") -> None:
    """Lock a case in or out with its ground, give it another amount, or leave both to the calculation."""
    scenario = _take(scenario, actor, "scenario.settle_case")
    case = _asking(proposal, actor)
    _require_terms(case, terms)
    kept = {"lock": terms.lock, "ground": terms.ground if terms.lock else "", "amount": terms.amount}
    reason = terms.reason.strip() if terms.lock else ""
    if not terms.lock and terms.amount is None:
        ScenarioCase.objects.filter(scenario=scenario, proposal=proposal).delete()
    else:
        ScenarioCase.objects.update_or_create(
            scenario=scenario, proposal=proposal, defaults={**kept, "reason": reason[:300]}
        )
    record("scenario.settle_case", actor=actor, subject=scenario, reason=reason, data={"case": proposal.number, **kept})


@transaction.atomic
def link_cases(
    scenario: Scenario, proposal: "Proposal", kind: LinkKind, other: "Proposal", *, actor: "User"
) -> ScenarioLink:
    """Say that one case requires another, or cannot be chosen together with it; the same link is made once."""
    scenario = _take(scenario, actor, "scenario.link_cases")
    if proposal.pk == other.pk:
        raise Refused(_("Choose two different cases."))
    for one in (proposal, other):
        _asking(one, actor)
    if kind == LinkKind.REQUIRES and _leads_back(scenario, other.pk, proposal.pk):
        raise Refused(
            _("“%(other)s” already requires “%(case)s”, so they would require each other in a circle.")
            % {"other": other.title, "case": proposal.title}
        )
    opposite = LinkKind.EXCLUDES if kind == LinkKind.REQUIRES else LinkKind.REQUIRES
    pair = {proposal.pk, other.pk}
    if scenario.links.filter(kind=opposite, proposal__in=pair, other__in=pair).exists():
        raise Refused(_("One case cannot both require and exclude another. Remove the link there is first."))
    link, _created = ScenarioLink.objects.get_or_create(scenario=scenario, proposal=proposal, kind=kind, other=other)
    data = {"case": proposal.number, "kind": kind, "other": other.number}
    record("scenario.link_cases", actor=actor, subject=scenario, data=data)
    return link


@transaction.atomic
def unlink_cases(link: ScenarioLink, *, actor: "User") -> None:
    """Take a link away; one that is gone already is none the worse for it."""
    scenario = _take(link.scenario, actor, "scenario.unlink_cases")
    data = {"case": link.proposal.number, "kind": link.kind, "other": link.other.number}
    removed, _rows = ScenarioLink.objects.filter(pk=link.pk).delete()
    if removed:
        record("scenario.unlink_cases", actor=actor, subject=scenario, data=data)


@transaction.atomic
def delete_scenario(scenario: Scenario, *, actor: "User") -> None:
    """Delete one's own scenario; one that has been put forward stands."""
    scenario = _take(scenario, actor, "scenario.delete")
    record("scenario.delete", actor=actor, subject=scenario, data={"name": scenario.name})
    scenario.delete()


@transaction.atomic
def commit_scenario(scenario: Scenario, *, actor: "User") -> Scenario:
    """Put a scenario forward: frozen with its figures, it is what is proposed for each case it chose among.

    Refused where the locks cannot hold together, where nothing is chosen, and for who is barred from one of the cases
    or speaks for one: the proposal covers the whole pool.
    """
    standing = standing_of(actor)
    year = _lock_year(scenario.pool_year.year)
    # Instalments draw on the years to come, so that their room must stand still too.
    years = [year, *open_years().filter(year__gt=year.year).select_for_update(of=("self",))]
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    require(may_commit_scenario(scenario, standing), act="scenario.commit", subject=scenario)
    cases = asking_cases(actor, standing)
    _require_impartial(cases, actor, scenario)
    profile = active_profile()
    board = lay_board(cases, years, settled_by(scenario), profile)
    allocation = board.allocation()
    if allocation.infeasible:
        raise Refused(render_message(allocation.infeasible), act="scenario.commit", subject=scenario)
    chosen = set(board.chosen(allocation).ids)
    if not chosen:
        raise Refused(_("No case is chosen, so there is nothing to propose."), act="scenario.commit", subject=scenario)
    for row in board.rows:
        own = row.settled or ScenarioCase(scenario=scenario, proposal=row.case.proposal)
        own.proposed = row.amount if row.name in chosen else Decimal(0)
        own.proposed_years = years_record(row.years) if row.name in chosen else {}
        own.save()
    scenario.record = scenario_record(board, allocation, year, profile)
    scenario.committed_at, scenario.committed_by, scenario.committed_by_name = clock.now(), actor, _named(actor)
    scenario.save()
    data = {"year": year.year, "name": scenario.name, "cases": len(chosen), "digest": board.digest}
    record("scenario.commit", actor=actor, subject=scenario, data={**data, "amount": board.chosen(allocation).amount})
    return scenario


def _take(scenario: Scenario, actor: "User", act: str) -> Scenario:
    """Lock the scenario and require that `actor` may change it."""
    row = Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario.pk).first()
    if row is None:
        raise Refused(_("Somebody has deleted the scenario."))
    require(may_change_scenario(row, actor, standing_of(actor)), act=act, subject=row)
    return row


def _lock_year(year: int) -> PoolYear:
    row = open_years().filter(year=year).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused(_("The pool has no frame for %(year)s, or the year is over.") % {"year": year})
    return row


def _checked(terms: Terms) -> dict[str, Any]:
    name = " ".join(terms.name.split())
    if not name:
        raise Refused(_("Give the scenario a name."))
    limits = [*terms.area_limits.values(), *([] if terms.area_limit is None else [terms.area_limit])]
    for limit in limits:
        if not limit.is_finite() or not 0 < limit <= _LARGEST or limit != limit.quantize(_OERE):
            raise Refused(_("Write the limit as an amount above DKK 0 with at most two decimals, or leave it empty."))
    if areas_with_limits(terms.area_limits).filter(pk__in=terms.area_limits).count() != len(terms.area_limits):
        raise Refused(_("Choose one of the municipality's director areas."))
    return {
        "name": name[:60],
        "method": terms.method,
        "basis": terms.basis,
        "area_limit": terms.area_limit,
        "area_limits": {str(pk): f"{limit.quantize(_OERE):f}" for pk, limit in sorted(terms.area_limits.items())},
    }


def _require_name(scenario: Scenario) -> None:
    namesakes = Scenario.objects.saved().filter(pool_year=scenario.pool_year_id, name=scenario.name)
    if namesakes.exclude(pk=scenario.pk).exists():
        raise Refused(_("There is already a scenario of that name."))


def _require_terms(case: AskingCase, terms: CaseTerms) -> None:
    if terms.lock and terms.lock not in RowLock.values:
        raise Refused(_("Choose whether the case is locked in or out."))
    if terms.lock and terms.ground not in LockGround.values:
        raise Refused(_("Choose the ground of the lock. A lock without one is not kept."))
    if terms.lock and terms.ground == LockGround.OTHER and not terms.reason.strip():
        raise Refused(_("Write what the reason is."))
    amount = terms.amount
    if amount is not None:
        if not amount.is_finite() or amount <= 0 or amount != amount.quantize(_OERE):
            raise Refused(_("Write an amount above DKK 0 with at most two decimals."))
        if amount > case.applied:
            raise Refused(_("The case asks for %(applied)s, and cannot get more.") % {"applied": kroner(case.applied)})
    barrier = case.barriers(amount if amount is not None else case.amount, active_profile())
    if terms.lock == RowLock.IN and barrier:
        raise Refused(_("The case cannot be locked in. %(why)s") % {"why": barrier})


def _require_impartial(cases: "tuple[AskingCase, ...]", actor: "User", scenario: Scenario) -> None:
    own = next((case for case in cases if case.own), None)
    sentence = ""
    if hidden_from(actor):
        sentence = _(
            "You have a conflict of interest in a case that asks the pool. The proposal covers all of them,"
            " so somebody else must put it forward."
        )
    elif own is not None:
        sentence = _("You speak for “%(case)s” yourself, so somebody else must put the proposal forward.") % {
            "case": own.proposal.title
        }
    if sentence:
        raise Refused(
            sentence,
            who=_("the chair and the secretary of the strategy group"),
            act="scenario.commit",
            subject=scenario,
        )


def _asking(proposal: "Proposal", actor: "User") -> AskingCase:
    """Return the case as it asks the pool; refused where it does so no longer."""
    found = {case.proposal.pk: case for case in asking_cases(actor, standing_of(actor))}
    if proposal.pk not in found:
        raise Refused(_("The case no longer asks the pool for money."))
    return found[proposal.pk]


def _leads_back(scenario: Scenario, start: int, goal: int) -> bool:
    """Whether `start` requires `goal`, directly or by way of others."""
    after: dict[int, list[int]] = {}
    for link in scenario.links.filter(kind=LinkKind.REQUIRES):
        after.setdefault(link.proposal_id, []).append(link.other_id)
    seen, ahead = set(), [start]
    while ahead:
        here = ahead.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            ahead += after.get(here, [])
    return False


def _copy(source: Scenario, scenario: Scenario) -> None:
    ScenarioCase.objects.bulk_create(
        ScenarioCase(
            scenario=scenario, proposal_id=row.proposal_id, lock=row.lock, ground=row.ground, reason=row.reason,
            amount=row.amount,
        )
        for row in source.cases.all()
        if row.lock or row.amount is not None
    )  # fmt: skip
    ScenarioLink.objects.bulk_create(
        ScenarioLink(scenario=scenario, proposal_id=row.proposal_id, kind=row.kind, other_id=row.other_id)
        for row in source.links.all()
    )


def _facts(terms: Terms) -> Mapping[str, object]:
    kept = {"name": terms.name, "method": terms.method, "basis": terms.basis, "area_limit": terms.area_limit}
    names = dict(areas_with_limits(terms.area_limits).values_list("pk", "name")) if terms.area_limits else {}
    return {**kept, "area_limits": {names[pk]: limit for pk, limit in sorted(terms.area_limits.items())}}


def _named(person: "User") -> str:
    return ", ".join(filter(None, [person.name, person.title]))
