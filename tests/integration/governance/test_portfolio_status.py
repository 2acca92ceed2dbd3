"""What a status report reads: which projects and cases, why they need attention, and never what is kept back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from core.domain.audit import chain_head
from governance.domain import status_months
from governance.domain.benefit_moves import Measured, record_measurement
from governance.domain.submission import submit_proposal
from governance.enums import BodyKind, EntryKind, ReportScope
from governance.models import LedgerEntry, Pool, PoolYear
from governance.reports.schedule import months_before
from governance.reports.snapshot import PortfolioStatus
from governance.selectors.portfolio_status import portfolio_status
from portfolio.enums import ProjectPhase, ProposalKind, ProposalState
from portfolio.models import Lesson, Milestone, Proposal
from tests.factories.governance import make_draft, make_recommended, make_standing, make_submitted
from tests.factories.projects import make_due
from tests.factories.projects import make_project as make_road_project
from tests.factories.reports import SENTENCE, colours, give_status, make_plan, make_project

pytestmark = pytest.mark.django_db


def read(kind: BodyKind = BodyKind.MANAGEMENT, **plan) -> PortfolioStatus:
    today = clock.today()
    return portfolio_status(make_plan(kind, **plan), today, today - timedelta(days=30))


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def test_red_comes_before_yellow_and_green_needs_nothing(town):
    colours(town)
    status = read()
    assert [(one.title, one.light) for one in status.attention] == [("Rødt", "red"), ("Gult", "yellow")]
    assert [reason.text for reason in status.attention[0].reasons] == [
        f"Tidsplanen er rød: {SENTENCE}",
        f"Kvaliteten er gul: {SENTENCE}",
    ]
    assert status.headline == "2 af 3 projekter kræver opmærksomhed, og 1 af dem er rødt."


def test_each_project_has_one_row_with_its_newest_status(town):
    project = make_project(town.units["care"])
    give_status(project, town.owner, months_ago=2, time="red")
    give_status(project, town.owner, time="yellow")
    give_status(project, town.owner, time="green", forecast=Decimal(10))
    rows = read().projects
    assert [(row.lights, row.forecast, row.status_month) for row in rows] == [
        (("green",) * 4, Decimal(10), months_before(clock.today(), 1))
    ]


def test_a_status_given_after_the_day_is_not_counted(town):
    project, tomorrow = make_project(town.units["care"]), clock.now() + timedelta(days=1)
    give_status(project, town.owner)
    give_status(project, town.owner, time="red", reported_at=tomorrow)
    assert read().projects[0].time == "green"


def test_a_missing_status_is_a_reason_but_not_for_a_project_of_this_month_or_nobodys(town, monkeypatch):
    monkeypatch.setattr(status_months, "add_working_days", lambda day, _count: day - timedelta(days=1))
    unit, owner = town.units["care"], town.owner
    silent, old = make_project(unit, "Aldrig", owner=owner), make_project(unit, "Længe siden", owner=owner)
    make_project(unit, "Nyt", owner=owner, started_on=clock.today())
    make_project(unit, "Ingens")
    give_status(old, town.owner, months_ago=3)
    found = {one.title: (one.light, [reason.text for reason in one.reasons]) for one in read().attention}
    assert found.keys() == {silent.title, old.title}
    assert found["Aldrig"] == ("", ["Projektet har aldrig meldt status."])
    assert found["Længe siden"][1][0].startswith("Den seneste status er fra ")


def test_an_overdue_milestone_is_a_reason_and_a_reached_one_is_not(town):
    project, past = make_project(town.units["care"]), clock.today() - timedelta(days=3)
    give_status(project, town.owner)
    Milestone.objects.create(project=project, label="Nået", baseline_on=past, planned_on=past, done_on=past)
    Milestone.objects.create(project=project, label="Udbud", baseline_on=past, planned_on=past)
    status = read()
    assert ["“Udbud”" in reason.text for reason in status.attention[0].reasons] == [True]
    assert (status.projects[0].milestone, status.projects[0].milestone_late) == ("Udbud", True)


def test_a_milestone_of_today_is_not_late(town):
    project = make_project(town.units["care"])
    give_status(project, town.owner)
    Milestone.objects.create(project=project, label="I dag", baseline_on=clock.today(), planned_on=clock.today())
    status = read()
    assert (status.attention, status.projects[0].milestone_late) == ((), False)


@pytest.mark.parametrize(("forecast", "needs"), [(99, False), (100, False), (101, True)])
def test_a_forecast_above_the_plan_is_a_reason(town, forecast, needs):
    project = make_project(town.units["care"], baseline_cost=Decimal(100))
    give_status(project, town.owner, forecast=Decimal(forecast))
    assert bool(read().attention) is needs


def test_recommended_cases_and_the_projects_questions_await_management(town):
    make_recommended(town, make_submitted(town, "review", kind=ProposalKind.APPLICATION))
    make_standing(town, ProposalState.REVIEW)
    project = make_project(town.units["care"], "Spørger")
    give_status(project, town.owner, decision_needed="Skal vi fortsætte?")
    assert [(one.title, one.what, one.amount) for one in read().needed] == [
        ("Elektroniske nøgler", "Strategigruppen indstiller: Godkend", Decimal(100_000)),
        ("Spørger", "Skal vi fortsætte?", None),
    ]


def test_decisions_are_told_of_once_in_the_period_they_were_taken_in(town):
    made = make_standing(town, ProposalState.APPROVED)
    plan, today = make_plan(), clock.today()
    told = portfolio_status(plan, today, today - timedelta(days=1)).taken
    assert [(one.case, one.verdict) for one in told] == [(made.pk, "Godkendt")]
    assert portfolio_status(plan, today, today).taken == ()


def test_what_has_ended_is_told_of_with_its_learning(town):
    day = clock.today() - timedelta(days=5)
    ended = {"ended_on": day, "end_reason": "Borgerne ringer hellere."}
    stopped = make_project(town.units["care"], "Standset", phase=ProjectPhase.STOPPED, **ended)
    make_project(town.units["care"], "Lukket", phase=ProjectPhase.CLOSED, **ended)
    old = day - timedelta(days=60)
    make_project(town.units["care"], "For længe siden", phase=ProjectPhase.CLOSED, ended_on=old)
    Lesson.objects.create(
        project=stopped, title="Spørg først", text="x", recorded_by=town.owner, recorded_at=clock.now()
    )
    status = read()
    assert [(one.title, one.why, one.lessons) for one in status.stopped] == [
        ("Standset", "Borgerne ringer hellere.", ("Spørg først",))
    ]
    assert (titles(status.closed), status.projects) == (["Lukket"], ())


def test_the_pool_is_counted_from_its_ledger_up_to_the_day(town):
    year = clock.today().year
    pool, _made = Pool.objects.get_or_create(code="prøve", defaults={"name": "Prøvepuljen"})
    of_year = PoolYear.objects.create(pool=pool, year=year, price_year=year, budget_reference="B")
    for key, amount, at in (("a", 400, clock.now()), ("b", 50, clock.now() + timedelta(days=2))):
        LedgerEntry.objects.create(
            pool_year=of_year, kind=EntryKind.FRAME, amount=amount, text="Ramme", posted_at=at, key=key
        )
    assert [(line.year, line.frame, line.rest) for line in read().pool if line.pool == pool.name] == [
        (year, Decimal(400), Decimal(400))
    ]


def test_the_months_count_each_project_by_its_worst_light(town):
    colours(town)
    newest = read().months[-1]
    assert (newest.month, newest.green, newest.yellow, newest.red, newest.silent) == (
        months_before(clock.today(), 1), 1, 1, 1, 0,
    )  # fmt: skip


def test_a_restricted_case_is_in_no_report_for_anybody(town):
    hidden = make_recommended(town, make_submitted(town, "review")).proposal
    Proposal.objects.filter(pk=hidden.pk).update(restricted=True, title="Fortrolig sag")
    make_project(town.units["care"], "Fortrolig sag", proposal=hidden)
    make_project(town.units["care"], "Fortroligt projekt", restricted=True)
    shown = make_project(town.units["care"], "Åbent projekt")
    status = read()
    assert titles(status.projects) == [shown.title]
    assert (hidden.pk in status.cases, status.needed) == (False, ())


@pytest.mark.parametrize(
    ("fields", "joint"),
    [
        ({"origin": "joint_public"}, True),
        ({"origin": "joint_municipal"}, True),
        ({"obligation_level": "binding", "obligation_legal_basis": "Lov"}, True),
        ({"origin": "narrow_cooperation"}, False),
        ({"origin": "own"}, False),
    ],
)
def test_the_networks_report_can_be_of_joint_initiatives_only(town, fields, joint):
    draft = make_draft(town, units_involved=[town.units["schools"]], **fields)
    make_recommended(town, submit_proposal(draft, actor=town.author))
    make_project(town.units["care"], "Importeret")
    status = read(BodyKind.IT_NETWORK, scope=ReportScope.JOINT)
    assert (len(status.needed), status.projects, status.pool) == (int(joint), (), ())


def test_the_it_network_advises_and_management_decides(town):
    assert (read(BodyKind.IT_NETWORK).advisory, read(BodyKind.MANAGEMENT).advisory) == (True, False)


def test_the_audit_logs_last_act_is_named(town):
    plan, today = make_plan(), clock.today()
    head = chain_head()
    status = portfolio_status(plan, today, today)
    assert (status.chain_sequence, status.chain_hash) == (head.sequence, head.hash)
    assert (head.sequence > 1, len(head.hash)) == (True, 64)


def test_what_was_promised_stands_beside_what_was_measured_up_to_the_day(town):
    project = make_road_project(town, ProjectPhase.REALISATION)
    make_due(project)
    gain = project.benefits.get(label="Mindre porto")
    plan, today = make_plan(), clock.today()
    before = portfolio_status(plan, today, today - timedelta(days=30))
    assert (before.benefits_missing, {line.realised for line in before.benefits}) == (
        "2 af 2 gevinster er ikke målt. 2 af dem er over fristen.", {None},
    )  # fmt: skip
    record_measurement(gain, Measured(today, realised=Decimal(15_000)), actor=town.author)
    after = portfolio_status(plan, today, today - timedelta(days=30))
    (line,) = [line for line in after.benefits if line.year == today.year]
    assert (line.promised, line.held_against, line.realised) == (gain.promised[0], gain.promised[0], Decimal(15_000))
    assert after.benefits_missing == "1 af 2 gevinster er ikke målt. 1 af dem er over fristen."
    assert after.benefits_finding.startswith("De målte gevinster gav 15.000 kr., og ")
    # A measurement made later is no part of a report of an earlier day.
    assert portfolio_status(plan, today - timedelta(days=1), today - timedelta(days=30)).benefits_missing != (
        after.benefits_missing
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_portfolio(town, count, django_assert_num_queries):
    for index in range(count):
        project = make_project(town.units["care"], f"Projekt {index}")
        give_status(project, town.owner, time="red", decision_needed="Hvad nu?")
        make_recommended(town, make_submitted(town, "review"))
    plan, today = make_plan(), clock.today()
    with django_assert_num_queries(11):
        portfolio_status(plan, today, today)
