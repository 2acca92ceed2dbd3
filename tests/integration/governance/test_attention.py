"""The list of projects, the overview and the status report name the same projects as needing attention."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from core import clock
from governance.domain import status_months
from governance.domain.status_months import previous_month
from governance.selectors.overview import overview
from governance.selectors.portfolio_status import portfolio_status
from governance.selectors.project_list import ProjectList
from portfolio.enums import Light
from portfolio.models import Project
from tests.factories.governance import Town
from tests.factories.projects import in_days, make_milestone, make_old_status, make_status, make_unit_project
from tests.factories.reports import make_plan

PLANNED = Decimal(610_000)


def a_project(town: Town, **fields: str) -> Project:
    return make_unit_project(
        town.units["care"],
        town.owner,
        started_on=in_days(-365),
        baseline_cost=PLANNED,
        baseline_end=in_days(100),
        **fields,
    )


def red(project: Project) -> None:
    make_status(project, quality=Light.RED)


def yellow(project: Project) -> None:
    make_status(project, benefits=Light.YELLOW)


def dear(project: Project) -> None:
    make_status(project, forecast=Decimal(950_000))


def a_little_dear(project: Project) -> None:
    make_status(project, forecast=PLANNED + 1, spent=PLANNED)


def as_planned(project: Project) -> None:
    make_status(project, forecast=PLANNED, spent=PLANNED, expected_end=in_days(100))
    make_milestone(project, "I dag", days=0)
    make_milestone(project, "Nået", days=-9, done=-9)


def late(project: Project) -> None:
    make_status(project, expected_end=in_days(300))


def a_week_late(project: Project) -> None:
    make_status(project, expected_end=in_days(107))


def milestone(project: Project) -> None:
    make_status(project)
    make_milestone(project, "Udbud", days=-1)


def silent(project: Project) -> None:
    make_old_status(project, 3, project.owner)


def asks(project: Project) -> None:
    make_status(project, month=previous_month(), decision_needed="Skal vi vente?")


@pytest.mark.parametrize(
    ("tell", "why"),
    [
        (red, "Kvalitet"), (yellow, "Gevinster"), (dear, "Tallene peger på rød: 950.000 kr. mod planlagt 610.000 kr."),
        (a_little_dear, "Tallene peger på gul: 610.001 kr. mod planlagt 610.000 kr."),
        (late, "Tallene peger på rød: Projektet slutter tidligst "), (milestone, "Milepælen “Udbud” "),
        (silent, "Den seneste status er fra "), (as_planned, ""), (a_week_late, ""), (asks, ""),
    ],
)  # fmt: skip
def test_one_rule_in_list_overview_and_report(
    town: Town, monkeypatch: pytest.MonkeyPatch, tell: Callable[[Project], None], why: str
) -> None:
    monkeypatch.setattr(status_months, "add_working_days", lambda day, _count: day - timedelta(days=1))
    project = a_project(town)
    tell(project)
    expected = [project.title] if why else []
    page, today = overview(town.director).attention, clock.today()
    report = portfolio_status(make_plan(), today, today - timedelta(days=30))
    assert [line.title for line in ProjectList(QueryDict("view=attention"), town.director).lines] == expected
    assert ([one.title for one in page.worst], page.count) == (expected, len(expected))
    assert [one.title for one in report.attention] == expected
    said = [f"{side.label} {side.text}".strip() for one in page.worst for side in one.sides]
    assert [text.startswith(why) for text in said] == [True] * len(expected)


def test_figures_that_point_at_red_come_before_a_yellow_light_and_are_said_at_once(town: Town) -> None:
    yellow(a_project(town))
    worst = a_project(town, reference="Dyrt")
    dear(worst)
    page = overview(town.director)
    assert page.attention.worst[0].url == f"/projekter/{worst.pk}/"
    assert page.headline.startswith(
        "2 projekter er i gang, og ingen af dem lyser rødt. 2 projekter kræver opmærksomhed."
    )
