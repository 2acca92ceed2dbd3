"""The benefits of a project: what the decided version promised is what they are held against (C18)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of
from businesscase.models import BaselineMeasurement, Benefit, BenefitLine
from core import clock
from portfolio.models import Goal, Project

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import ProposalVersion


def promise_benefits(project: Project, version: "ProposalVersion", *, actor: "User") -> list[Benefit]:
    """Make the benefits that the decided version promises: one a gain of its business case, one a goal (D19).

    A goal's baseline becomes the zero point; that of a gain in money is to carry on as today, which the case is
    held against. The caller starts the project in the same transaction and writes the act.
    """
    benefits = [*_from_lines(project, version), *_from_goals(project, version)]
    for position, benefit in enumerate(benefits):
        benefit.position = position
    Benefit.objects.bulk_create(benefits)
    zeros = ((benefit, _zero_of(benefit, version)) for benefit in benefits)
    BaselineMeasurement.objects.bulk_create(
        BaselineMeasurement(
            benefit=benefit,
            value=zero[0],
            measured_on=_stated_on(version),
            source=zero[1],
            created_at=clock.now(),
            created_by=actor,
        )
        for benefit, zero in zeros
        if zero is not None
    )
    return benefits


def date_benefits(project: Project, *, before: date | None, day: date | None) -> None:
    """Let the benefits be due on `day`, the agreed period into normal operation; None while there is none (C20).

    One whose day has been moved beyond `day` keeps it; `before` is the day that they had in common until now.
    """
    for benefit in project.benefits.select_for_update():
        moved = benefit.due_on is not None and benefit.due_on != before
        due = max(benefit.due_on, day) if moved and day is not None and benefit.due_on is not None else day
        if due != benefit.due_on:
            benefit.due_on = due
            benefit.save(update_fields=["due_on"])


def hour_price_of(benefit: Benefit) -> Decimal | None:
    """Return the case's price of an hour where saved time is part of a gain; None where money leaves a budget."""
    if benefit.line is None or benefit.cash_releasing or not benefit.promised:
        return None
    return benefit.line.case.hourly_rate


def _from_lines(project: Project, version: "ProposalVersion") -> Iterator[Benefit]:
    case = case_of(version)
    if case is None:
        return
    for line in case.benefit_lines.all():
        yield Benefit(
            project=project,
            line=line,
            type=line.type,
            label=line.label or line.get_type_display(),
            cash_releasing=line.cash_releasing,
            harvest_mode=line.harvest_mode,
            start_year=case.start_year,
            promised=list(line.amounts) if line.is_stated else [],
            indicator=_("Gain in kroner, held against carrying on as today") if line.is_stated else "",
            measure=_("kr. a year") if line.is_stated else "",
            method=_way_of(line) if line.is_stated else "",
            owner=_owner_of(project, line),
            unit=line.unit or version.unit,
            change_in_work=version.work_process_changes,
        )


def _from_goals(project: Project, version: "ProposalVersion") -> Iterator[Benefit]:
    for goal in version.goals.all():
        if not goal.indicator:
            continue
        yield Benefit(
            project=project,
            goal=goal,
            label=goal.indicator,
            start_year=_first_year(goal),
            indicator=goal.indicator,
            measure=goal.measure,
            target=goal.target,
            target_date=goal.target_date,
            owner=project.owner,
            unit=version.unit,
            method=goal.method,
            change_in_work=version.work_process_changes,
        )


def _zero_of(benefit: Benefit, version: "ProposalVersion") -> tuple[Decimal, str] | None:
    """Return a new benefit's zero point and where it comes from; None where the case states none."""
    number = {"number": version.ordinal}
    if benefit.promised:
        return Decimal(0), _("The business case, version %(number)d: to carry on as today (scenario 0)") % number
    if benefit.goal is None or benefit.goal.baseline is None:
        return None
    return benefit.goal.baseline, benefit.goal.baseline_source or _("The case, version %(number)d") % number


def _way_of(line: BenefitLine) -> str:
    """Return how a gain in money is measured until its owner plans better."""
    if line.cash_releasing:
        return _("the year's expense in the accounts, held against the expense as today (scenario 0)")
    return _("the time and the material saved in the year, reckoned in kroner and held against today (scenario 0)")


def _owner_of(project: Project, line: BenefitLine) -> "User | None":
    """Return the line's owner, or the project's where the line's could not see what they are to answer for."""
    person = line.owner
    if person is not None and sees(person, project):
        return person
    return project.owner


def sees(person: "User", project: Project) -> bool:
    """Whether `person` may know of the project."""
    return Project.objects.visible_to(person).filter(pk=project.pk).exists()


def _stated_on(version: "ProposalVersion") -> date:
    """Return the day on which the version was submitted: a goal's baseline has no day of its own."""
    frozen = version.frozen_at or clock.now()
    return frozen.astimezone(clock.COPENHAGEN).date()


def _first_year(goal: Goal) -> int:
    return goal.target_date.year if goal.target_date else clock.today().year
