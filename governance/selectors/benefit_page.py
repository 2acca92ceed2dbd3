"""The pages of benefits: one of them, and all of a project with its effect evaluation."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from businesscase.domain.benefits import hour_price_of
from businesscase.domain.measured_period import days_of, is_whole_year
from businesscase.models import Benefit, Measurement
from core.children import Child, prefetch_together
from core.clock import today
from core.selectors.history import history
from core.templatetags.danish import date_long, kroner, number
from core.ui import Action, Head, HistoryLine, MoneyLine, NextStep, Section
from governance.domain.benefit_moves import may_follow, who_can
from governance.selectors.benefit_lines import (
    BenefitLine,
    Stand,
    benefit_lines,
    is_reached,
    kind_of,
    promise_held,
    promise_in_words,
    promised_a_year,
    stand_of,
    state_in_words,
    tone_of,
    with_measure,
)
from governance.selectors.benefit_years import YearLine, summed, year_lines, years_chart
from governance.selectors.project_page import BENEFITS, readable_project
from portfolio.enums import ProjectPhase
from portfolio.models import Proposal

if TYPE_CHECKING:
    from businesscase.models import EffectEvaluation
    from core.charts import GroupChart
    from core.http import PersonRequest
    from core.models import User
    from portfolio.models import Project

Facts = tuple[tuple[str, str | None], ...]
DOORS = (
    ("measure", "governance:benefit_measurement"),
    ("agree_target", "governance:benefit_target"),
    ("record_baseline", "governance:benefit_baseline"),
    ("plan", "governance:benefit_plan"),
    ("name_owner", "governance:benefit_owner"),
)


@dataclass(frozen=True, slots=True)
class MeasurementRow:
    """One measurement; `promised` is what was promised for the days that it covers, `hours` how it was reckoned."""

    one: Measurement
    period: str
    promised: Decimal | None
    hours: str


@dataclass(frozen=True, slots=True)
class BenefitPage:
    """Everything on the page of one benefit."""

    benefit: Benefit
    head: Head
    contents: tuple[Section, ...]
    years: tuple[YearLine, ...]
    chart: "GroupChart | None"
    values: Facts
    measurements: tuple[MeasurementRow, ...]
    zero: Facts
    zero_actions: tuple[Action, ...]
    brings: Facts
    brings_actions: tuple[Action, ...]
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class ProjectBenefits:
    """Everything on the page of a project's benefits."""

    project: "Project"
    lines: tuple[BenefitLine, ...]
    years: tuple[YearLine, ...]
    chart: "GroupChart | None"
    evaluation: "EffectEvaluation | None"


def readable_benefit(pk: int, reader: "User") -> Benefit:
    """Return a benefit that `reader` may know of, with its measurements and zero points; else it does not exist."""
    related = ("project__proposal", "project__owner", "project__manager", "owner", "unit", "line__case")
    case = Proposal.objects.visible_to(reader).order_by().filter(pk=OuterRef("project__proposal"))
    rows = Benefit.objects.visible_to(reader).annotate(case_is_open=Exists(case))
    found = rows.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    prefetch_together([found], Child("measurements", follow=("created_by",)), Child("baselines"))
    return found


def benefit_page(request: "PersonRequest", pk: int) -> BenefitPage:
    """Assemble the page of one benefit, or raise Http404."""
    benefit = readable_benefit(pk, request.user)
    measurements = tuple(benefit.measurements.all())
    years = year_lines(benefit)
    return BenefitPage(
        benefit=benefit,
        head=_head(benefit, measurements, request.user),
        contents=(
            Section("gevinsten", _("Promised and realised")),
            Section("maalinger", _("Measurements")),
            Section("nulpunkt", _("Goal and zero point")),
            Section("vejen", _("How it comes")),
            Section("history", _("History")),
        ),
        years=years,
        chart=years_chart(years),
        values=_values(benefit, measurements),
        measurements=tuple(_row(benefit, one) for one in measurements),
        zero=_zero(benefit),
        zero_actions=_actions(benefit, request.user, "agree_target", "record_baseline"),
        brings=_brings(benefit),
        brings_actions=_actions(benefit, request.user, "plan", "name_owner"),
        lines=history(benefit),
    )


def project_benefits(request: "PersonRequest", pk: int) -> ProjectBenefits:
    """Assemble the page of a project's benefits, or raise Http404; the queries are constant in the number of rows."""
    project = readable_project(pk, request.user, *BENEFITS)
    benefits = list(project.benefits.all())
    years = summed(benefits)
    return ProjectBenefits(
        project=project,
        lines=benefit_lines(benefits),
        years=years,
        chart=years_chart(years),
        evaluation=getattr(project, "evaluation", None),
    )


def _head(benefit: Benefit, measurements: tuple[Measurement, ...], reader: "User") -> Head:
    newest = measurements[0] if measurements else None
    settled = any(one.final for one in measurements)
    stand = stand_of(benefit, measured=bool(measurements), settled=settled)
    actions = _actions(benefit, reader, "measure", primary=stand <= Stand.UNMEASURED, explains=stand <= Stand.MEASURED)
    if newest and any(one.enabled for one in actions):
        # Whoever has measured came from Min side and has more to do there.
        actions = (*actions, Action(_("Go to My page"), reverse("core:my_page")))
    return Head(
        kind=_("Benefit: %(kind)s") % {"kind": kind_of(benefit).lower()},
        title=benefit.label,
        state=state_in_words(stand, reached=is_reached(benefit, newest)),
        tone=tone_of(stand, reached=is_reached(benefit, newest)),
        number=benefit.project.number,
        next_step=_next(benefit, stand),
        money=_money(benefit, newest),
        actions=actions,
    )


def _next(benefit: Benefit, stand: Stand) -> NextStep | None:
    if stand == Stand.LAPSED:
        return None
    if stand in {Stand.SETTLED, Stand.IN_WORDS} and benefit.project.phase == ProjectPhase.CLOSED:
        # A project is not closed without its effect evaluation.
        return None
    if stand == Stand.SETTLED:
        return NextStep(_("The benefit has been settled, and is part of the project's effect evaluation."))
    if stand == Stand.IN_WORDS:
        return NextStep(_("It is judged in the project's effect evaluation."), "", benefit.due_on)
    owner = benefit.owner.name if benefit.owner else who_can("measure", benefit)
    if benefit.due_on is None:
        return NextStep(
            _("It is measured when the solution has been in normal operation for the agreed period."), owner
        )
    return NextStep(_("Measure and settle the benefit."), owner, benefit.due_on, benefit.due_on < today())


def _money(benefit: Benefit, newest: Measurement | None) -> tuple[MoneyLine, ...]:
    if not benefit.promised:
        return ()
    promised = promised_a_year(benefit, newest)
    return (
        MoneyLine(_("Promised a year"), promised),
        MoneyLine(_realised_in(newest), newest.realised if newest else None),
        # Until the first measurement what was promised is expected, as in the years below.
        MoneyLine(_("Now expected a year"), newest.expected if newest else promised),
    )


def _realised_in(newest: Measurement | None) -> str:
    if newest is None or is_whole_year(newest):
        return _("Realised in a year")
    return _("Realised in %(days)d days") % {"days": days_of(newest)}


def _row(benefit: Benefit, one: Measurement) -> MeasurementRow:
    price = hour_price_of(benefit)
    return MeasurementRow(
        one=one,
        period=date_long(one.measured_on)
        if one.since is None
        else _("%(first)s to %(last)s") % {"first": date_long(one.since), "last": date_long(one.measured_on)},
        promised=promise_held(benefit, one) if one.realised is not None else None,
        hours=""
        if one.hours is None or price is None
        else _("%(hours)s hours at %(price)s") % {"hours": number(one.hours), "price": kroner(price)},
    )


def _actions(
    benefit: Benefit, reader: "User", *moves: str, primary: bool = False, explains: bool = False
) -> tuple[Action, ...]:
    labels = {
        "measure": _("Correct with a new measurement") if benefit.is_settled else _("Record a measurement"),
        "agree_target": _("Agree on a target"),
        "record_baseline": _("Record a zero point"),
        "plan": _("Change the plan"),
        "name_owner": _("Name another owner"),
    }
    actions = []
    for move, url_name in DOORS:
        if move not in moves:
            continue
        answer, url = may_follow(move, benefit, reader), reverse(url_name, args=[benefit.pk])
        if answer:
            actions.append(Action(labels[move], url, primary=primary))
        elif explains and answer.who:
            actions.append(Action(labels[move], url, enabled=False, why=answer.reason, who=answer.who))
    return tuple(actions)


def _values(benefit: Benefit, measurements: tuple[Measurement, ...]) -> Facts:
    """Return a goal's figures beside each other: where it began, where it is to end, and where it is."""
    if benefit.target is None:
        return ()
    zero = next(iter(benefit.baselines.all()), None)
    newest = measurements[0] if measurements else None
    return (
        (_("Zero point"), with_measure(benefit, zero.value) if zero else ""),
        (_("Target"), with_measure(benefit, benefit.target)),
        (_("Measured last"), with_measure(benefit, newest.value) if newest else _("not measured")),
    )


def _zero(benefit: Benefit) -> Facts:
    if not (benefit.indicator or benefit.promised):
        return ()
    zeros = [
        _("%(value)s, %(date)s. Source: %(source)s")
        % {
            "value": with_measure(benefit, one.value),
            "date": date_long(one.measured_on),
            "source": one.source,
        }
        for one in benefit.baselines.all()
    ]
    facts: list[tuple[str, str | None]] = [
        (_("Indicator"), benefit.indicator or benefit.label),
        (
            _("Target"),
            _("%(target)s, agreed after the decision") % {"target": promise_in_words(benefit)}
            if benefit.is_agreed
            else promise_in_words(benefit),
        ),
        (_("To be reached by"), _reached_by(benefit)),
        (_("Zero point"), zeros[0] if zeros else ""),
    ]
    if zeros[1:]:
        facts.append((_("Earlier zero points"), "\n".join(zeros[1:])))
    return tuple(facts)


def _reached_by(benefit: Benefit) -> str:
    """Return when the target is to be reached: the goal's day, or the first year of the amount that it ends at."""
    if benefit.promised:
        last = promised_a_year(benefit, None)
        return str(next(year for year, amount in zip(benefit.years, benefit.promised, strict=True) if amount == last))
    return date_long(benefit.target_date) if benefit.target_date else ""


def _brings(benefit: Benefit) -> Facts:
    facts: list[tuple[str, str | None]] = [
        (_("The change in work that brings it"), benefit.change_in_work),
        (_("How it is measured"), capfirst(benefit.method)),
        (_("To be measured by"), date_long(benefit.due_on) if benefit.due_on else _("when it has been in operation")),
        (_("Benefit owner"), benefit.owner.name if benefit.owner else ""),
        (_("Unit"), benefit.unit.path if benefit.unit else ""),
    ]
    if benefit.promised:
        facts.append((_("Releases money in a budget"), _("Yes") if benefit.cash_releasing else _("No")))
    if benefit.harvest_mode:
        facts.append((_("What becomes of the money"), benefit.get_harvest_mode_display()))
    return tuple(facts)
