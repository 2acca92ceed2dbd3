"""What is done with a benefit after the decision: who owns it, how it is measured, its zero point, what it came to.

The project's roles and the benefit's owner do it, from the decision until long after the project has been closed.
Each move locks the benefit, asks, changes and writes the act.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from businesscase.domain.benefits import hour_price_of, sees
from businesscase.domain.measured_period import first_of_the_year_up_to
from businesscase.finance import to_money
from businesscase.models import BaselineMeasurement, Benefit, Measurement
from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.templatetags.danish import date_long, kroner, number
from portfolio.enums import ENDED_PHASES, ProjectPhase

if TYPE_CHECKING:
    from core.models import Unit, User


class Answerable(StrEnum):
    """Who makes a move, seen from the benefit."""

    BENEFIT_OWNER = "benefit_owner"
    PROJECT_OWNER = "project_owner"
    PROJECT_MANAGER = "project_manager"


@dataclass(frozen=True, slots=True)
class BenefitMove:
    """One move, the phases of the project in which it is made, and who makes it."""

    phases: tuple[ProjectPhase, ...]
    who: tuple[Answerable, ...]


_RUNNING = tuple(phase for phase in ProjectPhase if phase not in ENDED_PHASES)
# What a project gave is often measured after it was closed; what was stopped gives nothing.
_UNLESS_STOPPED = (*_RUNNING, ProjectPhase.CLOSED)
_PROJECT = (Answerable.PROJECT_OWNER, Answerable.PROJECT_MANAGER)
_ALL = (Answerable.BENEFIT_OWNER, *_PROJECT)
MOVES = {
    "name_owner": BenefitMove(_UNLESS_STOPPED, _PROJECT),
    "plan": BenefitMove(_UNLESS_STOPPED, _ALL),
    "agree_target": BenefitMove(_RUNNING, _ALL),
    "record_baseline": BenefitMove(_RUNNING, _ALL),
    "measure": BenefitMove(_UNLESS_STOPPED, _ALL),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How and when a benefit is measured, where it is reached, and the change in work that brings it."""

    method: str
    change_in_work: str
    unit: "Unit | None"
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Target:
    """What a gain that was promised in words is to be measured by; `baseline` is how things stand that day."""

    indicator: str
    measure: str
    baseline: Decimal
    source: str
    target: Decimal
    target_date: date


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement as it is written down; None where nothing is stated, which is not 0.

    `since` is the first day that it covers. `hours` are turned into `realised` where no amount is written.
    """

    measured_on: date
    since: date | None = None
    value: Decimal | None = None
    hours: Decimal | None = None
    realised: Decimal | None = None
    expected: Decimal | None = None
    final: bool = False
    note: str = ""


def may_follow(name: str, benefit: Benefit, person: "User") -> Answer:
    """Answer whether `person` can make the move; phase first, then what the benefit is, then the role."""
    move = MOVES[name]
    if benefit.project.phase not in move.phases:
        phase = benefit.project.get_phase_display()
        sentence = _("That cannot be done while the project is in the phase “%(phase)s”.") % {"phase": phase}
        return Answer(allowed=False, reason=sentence)
    if name == "measure" and not benefit.is_measurable:
        return Answer(
            allowed=False,
            reason=_("No money and no target was promised, so what it has given is judged in the effect evaluation."),
        )
    if name == "agree_target" and benefit.is_measurable:
        return Answer(allowed=False, reason=_("What was promised or agreed stands."))
    if name == "record_baseline" and not (benefit.indicator or benefit.promised):
        return Answer(allowed=False, reason=_("What is judged in words has no zero point."))
    if not person.is_active or not any(_IS[who](benefit) == person.pk for who in move.who):
        return Answer(allowed=False, reason=_("You do not have the role that this takes."), who=who_can(name, benefit))
    return ALLOWED


def who_can(name: str, benefit: Benefit) -> str:
    """Return the names of those who make the move."""
    people = (_PERSON[who](benefit) for who in MOVES[name].who)
    *first, last = dict.fromkeys(person.name for person in people if person is not None) or (_("the project owner"),)
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


@transaction.atomic
def name_benefit_owner(benefit: Benefit, person: "User", *, actor: "User") -> Benefit:
    """Name who answers for the benefit in the line; the one named is told."""
    benefit = _take("name_owner", benefit, actor)
    if not person.is_active:
        raise _refuse(benefit, "name_owner", _("%(name)s can no longer log in.") % {"name": person.name})
    if not sees(person, benefit.project):
        raise _refuse(benefit, "name_owner", _("%(name)s cannot see the project.") % {"name": person.name})
    before, benefit.owner = benefit.owner, person
    benefit.save(update_fields=["owner"])
    data = {"before": before.name if before else "", "person": person.pk, "name": person.name}
    record(act_of("name_owner"), actor=actor, subject=benefit, data=data)
    if person.pk != actor.pk:
        body = _(
            "%(benefit)s\n%(project)s\n\n%(actor)s has named you as benefit owner.\n\nSee the benefit: %(address)s"
        )
        promise(
            person,
            subject=_("%(number)s You own a benefit") % {"number": benefit.project.number},
            body=body
            % {
                "benefit": benefit.label,
                "project": benefit.project,
                "actor": actor.name,
                "address": f"{settings.SITE_ADDRESS}{reverse('governance:benefit_detail', args=[benefit.pk])}",
            },
            key=f"benefit-owner:{benefit.pk}:{person.pk}:{clock.now().isoformat()}",
        )
    return benefit


@transaction.atomic
def plan_benefit(benefit: Benefit, plan: Plan, *, actor: "User", reason: str) -> Benefit:
    """Change how the benefit is measured, where it is reached or when it is due; always with a reason.

    It is never due before the agreed period of normal operation has passed (C20).
    """
    benefit = _take("plan", benefit, actor)
    reason = reason.strip()
    agreed = benefit.project.follow_up_on
    if plan.due_on != benefit.due_on:
        if agreed is None or plan.due_on is None:
            sentence = _("The day is set when normal operation begins.")
            raise _refuse(benefit, "plan", sentence)
        if plan.due_on < agreed:
            sentence = _("The benefit is measured on %(date)s at the earliest: that is the agreed period.")
            raise _refuse(benefit, "plan", sentence % {"date": date_long(agreed)})
    changed = [name for name in _PLANNED if getattr(plan, name) != getattr(benefit, name)]
    if not changed:
        return benefit
    if not reason:
        raise _refuse(benefit, "plan", _("Say why the plan is changed."))
    for name in changed:
        setattr(benefit, name, getattr(plan, name))
    benefit.save(update_fields=changed)
    record(act_of("plan"), actor=actor, subject=benefit, reason=reason, data={"changed": changed})
    return benefit


@transaction.atomic
def agree_target(benefit: Benefit, target: Target, *, actor: "User", reason: str) -> Benefit:
    """Agree once what a gain in words is measured by; from then on it is followed like the others (D19).

    The zero point belongs to it: it tells whether the target is one to come up to or down to.
    """
    benefit = _take("agree_target", benefit, actor)
    reason, indicator = reason.strip(), target.indicator.strip()
    if not indicator:
        raise _refuse(benefit, "agree_target", _("Write what is measured."))
    if not reason:
        raise _refuse(benefit, "agree_target", _("Say who has agreed on it, and why."))
    benefit.indicator, benefit.measure = indicator, target.measure.strip()
    benefit.target, benefit.target_date = target.target, target.target_date
    benefit.save(update_fields=["indicator", "measure", "target", "target_date"])
    data = {name: getattr(benefit, name) for name in ("indicator", "measure", "target", "target_date")}
    record(act_of("agree_target"), actor=actor, subject=benefit, reason=reason, data=data)
    record_baseline(benefit, value=target.baseline, measured_on=clock.today(), source=target.source, actor=actor)
    return benefit


@transaction.atomic
def record_baseline(
    benefit: Benefit, *, value: Decimal, measured_on: date, source: str, actor: "User"
) -> BaselineMeasurement:
    """Record how things stood before; a better zero point is added, and the earlier ones stand."""
    benefit = _take("record_baseline", benefit, actor)
    source = source.strip()
    if measured_on > clock.today():
        raise _refuse(benefit, "record_baseline", _("Choose a day that has come."))
    if not source:
        raise _refuse(benefit, "record_baseline", _("Write where the figure comes from."))
    written = BaselineMeasurement.objects.create(
        benefit=benefit,
        value=value,
        measured_on=measured_on,
        source=source,
        created_at=clock.now(),
        created_by=actor,
    )
    data = {"value": value, "measured_on": measured_on, "source": source}
    record(act_of("record_baseline"), actor=actor, subject=benefit, data=data)
    return written


@transaction.atomic
def record_measurement(benefit: Benefit, measured: Measured, *, actor: "User") -> Measurement:
    """Record what the benefit has come to. It is settled by a measurement from its due day on, and no earlier (C20)."""
    benefit = _take("measure", benefit, actor)
    measured = in_kroner(benefit, measured)
    for sentence in _faults(benefit, measured):
        raise _refuse(benefit, "measure", sentence)
    written = Measurement.objects.create(
        benefit=benefit,
        since=measured.since,
        measured_on=measured.measured_on,
        value=measured.value,
        hours=measured.hours,
        realised=measured.realised,
        expected=measured.expected,
        final=measured.final,
        note=measured.note.strip(),
        created_at=clock.now(),
        created_by=actor,
    )
    data = {name: getattr(measured, name) for name in ("measured_on", "value", "realised", "expected", "final")}
    data |= {name: stated for name in ("since", "hours") if (stated := getattr(measured, name)) is not None}
    record(act_of("measure"), actor=actor, subject=benefit, reason=written.note, data=data)
    return written


def since_as_usual(benefit: Benefit, day: date) -> date:
    """Return the first day that a measurement up to `day` usually covers: a year, or since it went into operation."""
    began = benefit.project.operation_on or benefit.project.started_on
    first = first_of_the_year_up_to(day)
    return first if began is None or began > day else max(first, began)


def in_kroner(benefit: Benefit, measured: Measured) -> Measured:
    """Return the measurement with saved hours turned into DKK at the price of an hour in the case."""
    price = hour_price_of(benefit)
    if measured.hours is None or measured.realised is not None or price is None:
        return measured
    return replace(measured, realised=to_money(measured.hours * price))


def act_of(name: str) -> str:
    """Return the name under which a move stands among the acts."""
    return f"benefit.{name}"


_PLANNED = ("method", "change_in_work", "unit", "due_on")

_IS: dict[Answerable, Callable[[Benefit], int | None]] = {
    Answerable.BENEFIT_OWNER: lambda benefit: benefit.owner_id,
    Answerable.PROJECT_OWNER: lambda benefit: benefit.project.owner_id,
    Answerable.PROJECT_MANAGER: lambda benefit: benefit.project.manager_id,
}
_PERSON: dict[Answerable, "Callable[[Benefit], User | None]"] = {
    Answerable.BENEFIT_OWNER: lambda benefit: benefit.owner,
    Answerable.PROJECT_OWNER: lambda benefit: benefit.project.owner,
    Answerable.PROJECT_MANAGER: lambda benefit: benefit.project.manager,
}


def _faults(benefit: Benefit, measured: Measured) -> "list[str]":
    """Return what the measurement lacks, a sentence each."""
    faults, started = [], benefit.project.started_on
    if measured.measured_on > clock.today():
        faults.append(_("Choose a day that has come."))
    if started is not None and measured.measured_on < started:
        faults.append(_("What was before the project belongs in the zero point."))
    faults += _faults_of_period(benefit, measured) + _faults_of_hours(benefit, measured)
    if benefit.promised and measured.realised is None:
        faults.append(_("Write what the benefit has given up to that day. Write 0 if it is nothing."))
    if benefit.target is not None and measured.value is None:
        faults.append(_("Write the value that was measured."))
    if measured.final and (benefit.due_on is None or measured.measured_on < benefit.due_on):
        faults.append(_too_early(benefit))
    return faults


def _faults_of_period(benefit: Benefit, measured: Measured) -> "list[str]":
    first = first_of_the_year_up_to(measured.measured_on)
    if measured.since is None:
        return []
    if not benefit.promised:
        return [_("Only a benefit in kroner is measured over a period.")]
    if measured.since > measured.measured_on:
        return [_("The first day measured lies after the last.")]
    if measured.since < first:
        sentence = _("Measure a year at most: from %(date)s.")
        return [sentence % {"date": date_long(first)}]
    return []


def _faults_of_hours(benefit: Benefit, measured: Measured) -> "list[str]":
    if measured.hours is None:
        return []
    price = hour_price_of(benefit)
    if price is None:
        return [_("The case has no price of an hour, so write the amount in kroner.")]
    if measured.hours < 0:
        return [_("Write the saved hours as 0 or more.")]
    amount = to_money(measured.hours * price)
    if measured.realised != amount:
        return [
            _("%(hours)s hours at %(price)s are %(amount)s. Write the hours or the amount, not both.")
            % {"hours": number(measured.hours), "price": kroner(price), "amount": kroner(amount)}
        ]
    return []


def _too_early(benefit: Benefit) -> str:
    if benefit.due_on is None:
        return _("The benefit cannot be settled before the solution is in normal operation.")
    return _("The benefit can be settled from %(date)s.") % {"date": date_long(benefit.due_on)}


def _take(name: str, benefit: Benefit, actor: "User") -> Benefit:
    """Lock the benefit and require that `actor` may make the move; return the locked row."""
    related = ("project__proposal", "project__owner", "project__manager", "owner", "unit", "line__case")
    benefit = Benefit.objects.select_for_update(of=("self",)).select_related(*related).get(pk=benefit.pk)
    require(may_follow(name, benefit, actor), act=act_of(name), subject=benefit)
    return benefit


def _refuse(benefit: Benefit, name: str, sentence: str) -> Refused:
    return Refused(sentence, act=act_of(name), subject=benefit)
