"""Benefits after the decision: where they come from, who does what with them, and that what was promised stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import ProgrammingError, transaction

from businesscase.models import Benefit, Measurement
from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage
from governance.domain.benefit_moves import (
    MOVES,
    Measured,
    Plan,
    Target,
    agree_target,
    may_follow,
    name_benefit_owner,
    plan_benefit,
    record_baseline,
    record_measurement,
)
from governance.selectors.benefit_lines import is_reached, measured_in_words, promise_held
from portfolio.enums import ProjectPhase
from portfolio.models import Project
from tests.factories.projects import in_days, make_bare_project, make_due, make_project

PEOPLE = (
    "author", "editor", "owner", "it", "chair", "secretary", "member", "head", "director", "network", "auditor",
    "admin", "colleague", "outsider",
)  # fmt: skip
RUNNING = {"analysis", "execution", "realisation"}
# Written out by hand; the author owns the gain in money, `colleague` manages the project.
ORACLE = {
    "name_owner": (RUNNING | {"closed"}, {"owner", "colleague"}),
    "plan": (RUNNING | {"closed"}, {"author", "owner", "colleague"}),
    "agree_target": (RUNNING, {"author", "owner", "colleague"}),
    "record_baseline": (RUNNING, {"author", "owner", "colleague"}),
    "measure": (RUNNING | {"closed"}, {"author", "owner", "colleague"}),
}


@pytest.fixture
def project(town) -> Project:
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    return Project.objects.get(pk=project.pk)


def gain(project: Project) -> Benefit:
    return project.benefits.get(label="Mindre porto")


def goal(project: Project) -> Benefit:
    return project.benefits.get(label="Timer")


def refusal(move, *arguments, **named) -> str:
    before = AuditEntry.objects.count(), Measurement.objects.count()
    with pytest.raises(Refused) as refused:
        move(*arguments, **named)
    assert (AuditEntry.objects.count(), Measurement.objects.count()) == before
    return str(refused.value)


def test_the_decision_makes_a_benefit_of_each_gain_and_each_goal(town):
    project = make_project(town)
    money, service, hours = project.benefits.all()
    assert (money.label, money.type, money.cash_releasing, money.start_year) == ("Mindre porto", "economic", True, 2026)
    assert money.promised == [Decimal(20_000), Decimal(100_000), Decimal(100_000)]
    assert (money.owner, money.unit, money.due_on) == (town.author, town.units["care"], None)
    assert (money.indicator, money.measure) == ("Gevinst i kroner i forhold til at fortsætte som i dag", "kr. pr. år")
    assert money.method == "årets udgift i regnskabet, holdt op mod udgiften som i dag (scenarie 0)"
    zero = money.baselines.get()
    assert (zero.value, zero.measured_on) == (0, clock.today())
    assert zero.source == "Business casen, version 1: at fortsætte som i dag (scenarie 0)"
    assert (service.label, service.promised, service.is_measurable) == ("Svar samme dag", [], False)
    assert (service.indicator, service.measure, service.method, service.baselines.count()) == ("", "", "", 0)
    assert (hours.type, hours.indicator, hours.measure, hours.target) == ("", "Timer", "timer", Decimal(2))
    assert (hours.target_date, hours.method, hours.owner) == (date(2030, 1, 1), "Optælling", town.owner)
    zero = hours.baselines.get()
    assert (zero.value, zero.measured_on, zero.source) == (Decimal(22), clock.today(), "Sagen, version 1")
    assert AuditEntry.objects.get(act="project.start").data["benefits"] == 3


def test_an_imported_project_has_none(town):
    assert make_bare_project().benefits.count() == 0


def test_a_gain_whose_owner_cannot_see_the_project_goes_to_the_projects_owner(town):
    project = make_project(town)
    Project.objects.filter(pk=project.pk).update(restricted=True)
    project.refresh_from_db()
    text = refusal(name_benefit_owner, gain(project), town.outsider, actor=town.owner)
    assert text == "Outsider Test kan ikke se projektet."


@pytest.mark.parametrize("column", ["promised", "label", "target", "start_year"])
def test_what_was_promised_stands(town, column):
    benefit = gain(make_project(town))
    changed = {"promised": [Decimal(1)], "label": "Andet", "target": Decimal(1), "start_year": 2030}[column]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Benefit.objects.filter(pk=benefit.pk).update(**{column: changed})


@pytest.mark.parametrize("phase", list(ProjectPhase))
def test_the_answer_is_the_tables(town, phase):
    project = make_project(town, phase)
    Project.objects.filter(pk=project.pk).update(manager=town.colleague)
    project = Project.objects.get(pk=project.pk)
    money, words = gain(project), project.benefits.get(label="Svar samme dag")
    for name, move in product(PEOPLE, MOVES):
        answer = may_follow(move, words if move == "agree_target" else money, town.people[name])
        phases, makers = ORACLE[move]
        assert (name, move, answer.allowed) == (name, move, phase in phases and name in makers)
        assert (answer.reason == "") == answer.allowed


def test_the_oracle_names_every_move():
    assert set(ORACLE) == set(MOVES)


def test_a_refusal_names_those_who_can(town):
    benefit = gain(make_project(town))
    answer = may_follow("measure", benefit, town.secretary)
    assert (answer.reason, answer.who) == ("Du har ikke den rolle, det kræver.", "Author Test eller Owner Test")


def test_a_new_owner_is_named_and_told_where_to_go(town, project):
    benefit = gain(project)
    name_benefit_owner(benefit, town.colleague, actor=town.owner)
    benefit.refresh_from_db()
    assert benefit.owner == town.colleague
    mail = OutboxMessage.objects.get(recipient=town.colleague)
    assert f"/gevinster/{benefit.pk}/" in mail.body
    act = AuditEntry.objects.about(benefit).get()
    assert (act.act, act.data["before"], act.data["name"]) == ("benefit.name_owner", "Author Test", "Colleague Test")


def test_a_closed_account_owns_nothing(town, project):
    town.colleague.is_active = False
    town.colleague.save()
    text = refusal(name_benefit_owner, gain(project), town.colleague, actor=town.owner)
    assert text == "Colleague Test kan ikke længere logge ind."


def test_the_plan_changes_with_a_reason_and_never_to_before_the_agreed_period(town, project):
    benefit = gain(project)
    whole = Plan("Udtræk af regnskabet", benefit.change_in_work, town.units["health"], in_days(60))
    assert refusal(plan_benefit, benefit, whole, actor=town.author, reason=" ") == "Skriv, hvorfor planen ændres."
    early = Plan("", "", benefit.unit, in_days(-40))
    text = refusal(plan_benefit, benefit, early, actor=town.author, reason="Nu")
    assert text.startswith("Gevinsten måles tidligst den ")
    plan_benefit(benefit, whole, actor=town.author, reason="Regnskabet lukker senere")
    benefit.refresh_from_db()
    assert (benefit.method, benefit.unit, benefit.due_on) == (
        "Udtræk af regnskabet", town.units["health"], in_days(60),
    )  # fmt: skip
    act = AuditEntry.objects.about(benefit).get()
    assert (act.reason, act.data["changed"]) == ("Regnskabet lukker senere", ["method", "unit", "due_on"])


def test_a_plan_that_changes_nothing_is_no_act(town, project):
    benefit = gain(project)
    same = Plan(benefit.method, benefit.change_in_work, benefit.unit, benefit.due_on)
    plan_benefit(benefit, same, actor=town.author, reason="")
    assert AuditEntry.objects.about(benefit).count() == 0


def test_no_day_is_set_before_normal_operation(town):
    benefit = gain(make_project(town))
    plan = Plan("", benefit.change_in_work, benefit.unit, in_days(300))
    assert refusal(plan_benefit, benefit, plan, actor=town.author, reason="Nu") == (
        "Dagen bliver sat, når normal drift begynder."
    )


def test_a_better_zero_point_is_added_and_the_first_one_stands(town, project):
    benefit = goal(project)
    wrong = {"value": Decimal(20), "source": "Vagtplanen", "actor": town.owner}
    assert refusal(record_baseline, benefit, measured_on=in_days(1), **wrong) == "Vælg en dag, der er kommet."
    assert refusal(record_baseline, benefit, measured_on=in_days(-9), **(wrong | {"source": " "})) == (
        "Skriv, hvor tallet kommer fra."
    )
    record_baseline(benefit, measured_on=in_days(-9), **wrong)
    assert [(one.value, one.source) for one in benefit.baselines.all()] == [
        (Decimal(20), "Vagtplanen"), (Decimal(22), "Sagen, version 1"),
    ]  # fmt: skip


def test_what_was_saved_already_is_a_better_zero_point_of_a_gain_in_money(town, project):
    benefit = gain(project)
    known = {"measured_on": in_days(-9), "source": "Regnskabet: porto for 210.000 kr.", "actor": town.author}
    record_baseline(benefit, value=Decimal(5_000), **known)
    assert [one.value for one in benefit.baselines.all()] == [Decimal(5_000), Decimal(0)]


def test_what_is_judged_in_words_has_no_zero_point(town, project):
    benefit = project.benefits.get(label="Svar samme dag")
    arguments = {"value": Decimal(1), "measured_on": clock.today(), "source": "x", "actor": town.owner}
    assert refusal(record_baseline, benefit, **arguments) == "En gevinst, der vurderes med ord, har intet nulpunkt."


def test_a_measurement_stands_as_it_was_written(town, project):
    benefit = gain(project)
    measured = Measured(clock.today(), realised=Decimal(80_000), expected=Decimal(95_000), final=True, note="Hele året")
    written = record_measurement(benefit, measured, actor=town.author)
    assert (written.realised, written.expected, written.value, written.final) == (80_000, 95_000, None, True)
    act = AuditEntry.objects.about(benefit).get()
    assert (act.act, act.reason, act.data["realised"]) == ("benefit.measure", "Hele året", "80000")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Measurement.objects.filter(pk=written.pk).update(realised=1)


def test_a_benefit_knows_of_its_measurements_whoever_writes_them(project):
    def standing() -> tuple[bool, bool]:
        return Benefit.objects.values_list("is_measured", "is_settled").get(pk=gain(project).pk)

    facts = {"benefit": gain(project), "created_at": clock.now(), "created_by": project.owner, "value": 1}
    assert standing() == (False, False)
    Measurement.objects.bulk_create([Measurement(measured_on=date(2026, 1, 1), **facts)])
    assert standing() == (True, False)
    Measurement.objects.create(measured_on=date(2026, 2, 1), final=True, **facts)
    Measurement.objects.create(measured_on=date(2026, 3, 1), **facts)
    assert standing() == (True, True)
    assert not goal(project).is_measured


@pytest.mark.parametrize(
    ("which", "measured", "sentence"),
    [
        (gain, Measured(in_days(1), realised=Decimal(1)), "Vælg en dag, der er kommet."),
        (gain, Measured(in_days(-900), realised=Decimal(1)), "Det, der var før projektet, hører til nulpunktet."),
        (gain, Measured(in_days(0), value=Decimal(1)), "Skriv, hvad gevinsten har givet frem til den dag."),
        (gain, Measured(in_days(0), since=in_days(1), realised=Decimal(1)), "Den første dag, der måles, ligger efter"),
        (gain, Measured(in_days(0), since=in_days(-366), realised=Decimal(1)), "Mål højst et år ad gangen: fra "),
        (goal, Measured(in_days(0), since=in_days(0), value=Decimal(1)), "Kun en gevinst i kroner måles over"),
        (gain, Measured(in_days(0), hours=Decimal(1)), "Sagen har ingen timepris."),
        (goal, Measured(in_days(0)), "Skriv den målte værdi."),
        (gain, Measured(in_days(-60), realised=Decimal(1), final=True), "Gevinsten kan gøres op fra "),
    ],
)  # fmt: skip
def test_what_a_measurement_lacks_is_said(town, project, which, measured, sentence):
    assert refusal(record_measurement, which(project), measured, actor=town.owner).startswith(sentence)


def test_nothing_is_settled_before_normal_operation(town):
    project = make_project(town, ProjectPhase.EXECUTION)
    measured = Measured(clock.today(), realised=Decimal(1), final=True)
    assert refusal(record_measurement, gain(project), measured, actor=town.owner) == (
        "Gevinsten kan ikke gøres op, før løsningen er i normal drift."
    )
    record_measurement(gain(project), Measured(clock.today(), realised=Decimal(1)), actor=town.owner)


def test_what_was_promised_in_words_is_not_measured(town, project):
    service = project.benefits.get(label="Svar samme dag")
    text = refusal(record_measurement, service, Measured(clock.today(), value=Decimal(1)), actor=town.owner)
    assert text == "Der er hverken lovet penge eller et mål, så det vurderes i effektvurderingen, hvad den har givet."


@pytest.mark.parametrize("name", ["editor", "secretary", "director", "auditor", "admin", "outsider", "it"])
def test_whoever_has_no_part_changes_nothing(town, project, name):
    person, benefit = town.people[name], gain(project)
    for move, arguments in (
        (name_benefit_owner, {"person": person}),
        (plan_benefit, {"plan": Plan("x", "y", None, None), "reason": "z"}),
        (record_measurement, {"measured": Measured(clock.today(), realised=Decimal(1))}),
    ):
        assert "Du har ikke den rolle, det kræver." in refusal(move, benefit, actor=person, **arguments)


def test_a_benefit_is_seen_with_its_project_and_by_nobody_else(town, project):
    def seen(name: str) -> int:
        return Benefit.objects.visible_to(town.people[name]).count()

    assert {seen(name) for name in PEOPLE} == {3}
    Project.objects.filter(pk=project.pk).update(restricted=True)
    project.proposal.bars.create(person=town.network)
    assert {name: seen(name) for name in PEOPLE if not seen(name)} == {"network": 0, "outsider": 0, "admin": 0}


def test_the_lists_of_what_is_due(town, project):
    def due() -> set[str]:
        return set(Benefit.objects.due_by(clock.today()).values_list("label", flat=True))

    assert due() == {"Mindre porto", "Timer"}
    record_measurement(gain(project), Measured(clock.today(), realised=Decimal(1)), actor=town.author)
    assert due() == {"Mindre porto", "Timer"}
    record_measurement(gain(project), Measured(clock.today(), realised=Decimal(1), final=True), actor=town.author)
    assert due() == {"Timer"}
    Project.objects.filter(pk=project.pk).update(phase=ProjectPhase.STOPPED)
    assert due() == set()


def test_part_of_a_year_is_held_against_the_same_part_of_the_promise(town, project):
    """20,000 is promised for 2026 and 100,000 for each of the two years after."""
    since, until = date(2026, 7, 1), date(2026, 9, 30)
    Project.objects.filter(pk=project.pk).update(started_on=since)
    said = Measured(until, since=since, realised=Decimal("5041.10"))
    half = record_measurement(gain(project), said, actor=town.owner)
    benefit = gain(project)
    assert promise_held(benefit, half) == Decimal("5041.10")
    assert is_reached(benefit, half)
    half.realised = Decimal("5041.09")
    assert not is_reached(benefit, half)
    assert measured_in_words(benefit, half) == "5.041,09 kr. på 92 dage"
    act = AuditEntry.objects.get(act="benefit.measure")
    assert (act.data["since"], "hours" in act.data) == ("2026-07-01", False)


def test_saved_hours_are_turned_into_kroner_at_the_price_of_the_case(town, project):
    money = gain(project)
    saved = Benefit.objects.create(
        project=project, position=9, line=money.line, label="Sparet tid", start_year=2026, promised=[Decimal(50_000)],
        owner=town.author,
    )  # fmt: skip
    price = saved.line.case.hourly_rate
    written = record_measurement(saved, Measured(clock.today(), hours=Decimal("37.5")), actor=town.author)
    assert (written.hours, written.realised) == (Decimal("37.5"), Decimal("37.5") * price)
    both = Measured(clock.today(), hours=Decimal(10), realised=Decimal(1))
    said = refusal(record_measurement, saved, both, actor=town.author)
    assert said.endswith("Skriv enten timerne eller beløbet.")
    negative = refusal(record_measurement, saved, Measured(clock.today(), hours=Decimal(-1)), actor=town.author)
    assert negative == "Skriv de sparede timer som 0 eller mere."


def test_a_gain_in_words_is_measured_once_a_target_has_been_agreed(town, project):
    words = project.benefits.get(label="Svar samme dag")
    agreed = Target(" Svartid ", "dage", Decimal(9), "Postlisten", Decimal(1), in_days(90))
    for empty, reason, said in (
        (replace(agreed, indicator=" "), "Aftalt", "Skriv, hvad der måles."),
        (agreed, " ", "Skriv, hvem der har aftalt det, og hvorfor."),
        (replace(agreed, source=" "), "Aftalt", "Skriv, hvor tallet kommer fra."),
    ):
        assert refusal(agree_target, words, empty, actor=town.author, reason=reason) == said
    agree_target(words, agreed, actor=town.author, reason="Aftalt med lederen")
    words.refresh_from_db()
    assert (words.indicator, words.measure, words.target, words.target_date) == ("Svartid", "dage", 1, in_days(90))
    assert (words.is_agreed, words.is_measurable, gain(project).is_agreed, goal(project).is_agreed) == (
        True, True, False, False,
    )  # fmt: skip
    zero = words.baselines.get()
    assert (zero.value, zero.measured_on, zero.source) == (9, clock.today(), "Postlisten")
    act = AuditEntry.objects.get(act="benefit.agree_target")
    assert (act.reason, act.data["indicator"], act.data["target"]) == ("Aftalt med lederen", "Svartid", "1")
    # It stands, and is followed like the others.
    assert refusal(agree_target, words, agreed, actor=town.author, reason="Igen") == (
        "Det, der er lovet eller aftalt, ligger fast."
    )
    with pytest.raises(ProgrammingError), transaction.atomic():
        Benefit.objects.filter(pk=words.pk).update(target=Decimal(2))
    record_measurement(words, Measured(clock.today(), value=Decimal(1), final=True), actor=town.author)
    words.refresh_from_db()
    assert words.is_settled


def test_what_is_measured_in_money_gets_no_other_target(town, project):
    agreed = Target("Svartid", "dage", Decimal(9), "Postlisten", Decimal(1), in_days(90))
    said = "Det, der er lovet eller aftalt, ligger fast."
    assert refusal(agree_target, gain(project), agreed, actor=town.author, reason="x") == said
    with pytest.raises(ProgrammingError), transaction.atomic():
        Benefit.objects.filter(pk=gain(project).pk).update(indicator="Andet")
