"""Scenarios for the pool: who makes them, what a lock demands, and what is put forward and stands."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.scenarios import (
    CaseTerms,
    change_scenario,
    commit_scenario,
    delete_scenario,
    link_cases,
    make_scenario,
    settle_case,
    unlink_cases,
)
from governance.enums import AllocationMethod, ConflictGround, LinkKind
from governance.models import Scenario, ScenarioCase
from portfolio.models import Proposal
from tests.factories.governance import Town, make_recommended, make_town
from tests.factories.pool import balance, make_frame, this_year
from tests.factories.scenarios import make_asking, make_saved, terms

LOCKED = CaseTerms(lock="in", ground="law", reason="Lov om Digital Post")


@pytest.fixture
def cases(town: Town) -> list[Proposal]:
    """250.000 kr. for 330.000 kr. of applications: the law first, then the best of the two others."""
    make_frame(250_000)
    return [
        make_asking(town, 100_000, title="Digital Post", pool_criterion="mandatory"),
        make_asking(town, 150_000, title="Elektroniske nøgler", gain=400_000),
        make_asking(town, 80_000, title="Sms før tiden"),
    ]


def proposed(scenario: Scenario) -> dict[str, Decimal | None]:
    return {row.proposal.title: row.proposed for row in scenario.cases.select_related("proposal")}


def acts() -> list[str]:
    return list(AuditEntry.objects.filter(act__startswith="scenario.").order_by("pk").values_list("act", flat=True))


@pytest.mark.parametrize("name", ["chair", "secretary", "member", "director"])
def test_the_group_its_secretary_and_management_make_scenarios(town, name):
    make_frame()
    scenario = make_saved(town.people[name])
    assert (scenario.made_by, scenario.pool_year.year, scenario.is_committed) == (town.people[name], this_year(), False)
    assert acts() == ["scenario.make"]


@pytest.mark.parametrize("name", ["auditor", "it", "network", "admin", "author", "head", "outsider"])
def test_others_make_none(town, name):
    make_frame()
    with pytest.raises(Refused, match="ikke oprette scenarier"):
        make_saved(town.people[name])
    assert Scenario.objects.count() == 0


def test_at_most_four_a_year_and_each_with_a_name_of_its_own(town):
    make_frame()
    make_frame(year=this_year() + 1)
    for place in range(4):
        make_saved(town.member, f"Nummer {place}")
    with pytest.raises(Refused, match="Der er allerede 4 scenarier"):
        make_saved(town.chair, "Nummer 5")
    make_saved(town.chair, "Nummer 0", year=this_year() + 1)
    with pytest.raises(Refused, match="allerede et scenarie med det navn"):
        change_scenario(Scenario.objects.get(name="Nummer 1"), terms("Nummer 0"), actor=town.member)
    with pytest.raises(Refused, match="Giv scenariet et navn"):
        make_saved(town.chair, "  ", year=this_year() + 1)


@pytest.mark.parametrize("year", [2019, 2099])
def test_a_year_that_is_over_or_has_no_frame_has_none(town, year):
    make_frame()
    with pytest.raises(Refused, match="Puljen har ingen ramme"):
        make_scenario(year, terms(), actor=town.chair)


def test_only_its_maker_works_on_a_scenario_and_others_copy_it(town, cases):
    scenario = make_saved(town.member)
    settle_case(scenario, cases[2], LOCKED, actor=town.member)
    for move in (
        lambda: change_scenario(scenario, terms("Nyt"), actor=town.chair),
        lambda: settle_case(scenario, cases[0], LOCKED, actor=town.chair),
        lambda: link_cases(scenario, cases[0], LinkKind.EXCLUDES, cases[1], actor=town.director),
        lambda: delete_scenario(scenario, actor=town.secretary),
    ):
        with pytest.raises(Refused, match=r"Kun den, der har oprettet scenariet.*Member Test"):
            move()
    copy = make_scenario(this_year(), terms("Kopi"), actor=town.chair, copy_of=scenario)
    assert [(row.proposal, row.lock, row.ground) for row in copy.cases.all()] == [(cases[2], "in", "law")]


@pytest.mark.parametrize(
    ("settled", "sentence"),
    [
        (CaseTerms(lock="in"), "Vælg, hvorfor sagen er låst"),
        (CaseTerms(lock="in", ground="because"), "Vælg, hvorfor sagen er låst"),
        (CaseTerms(lock="out", ground="other"), "Skriv, hvad grunden er"),
        (CaseTerms(lock="sideways", ground="law"), "låst som valgt eller fravalgt"),
        (CaseTerms(amount=Decimal("150000.01")), "kan ikke få mere"),
        (CaseTerms(amount=Decimal(-5)), "over 0 kr."),
        (CaseTerms(amount=Decimal("0.001")), "højst to decimaler"),
        (CaseTerms(amount=Decimal("NaN")), "over 0 kr."),
    ],
)
def test_a_lock_has_its_ground_and_an_amount_is_at_most_what_was_applied_for(town, cases, settled, sentence):
    scenario = make_saved(town.member)
    with pytest.raises(Refused, match=sentence):
        settle_case(scenario, cases[1], settled, actor=town.member)
    assert ScenarioCase.objects.count() == 0


def test_what_is_settled_can_be_changed_and_taken_back(town, cases):
    scenario = make_saved(town.member)
    settle_case(scenario, cases[1], LOCKED, actor=town.member)
    settle_case(scenario, cases[1], CaseTerms(amount=Decimal(90_000)), actor=town.member)
    row = scenario.cases.get()
    assert (row.lock, row.ground, row.reason, row.amount) == ("", "", "", Decimal(90_000))
    settle_case(scenario, cases[1], CaseTerms(), actor=town.member)
    assert scenario.cases.count() == 0
    assert acts() == ["scenario.make", *["scenario.settle_case"] * 3]


def test_a_case_that_the_pool_cannot_pay_is_not_locked_in(town, cases):
    poor = make_asking(town, 100_000, title="Dyr drift", gain=1, pool_criterion="mandatory")
    make_recommended(town, poor, "reject")
    scenario = make_saved(town.member)
    with pytest.raises(Refused, match=r"kan ikke låses som valgt\. Strategigruppen indstiller sagen til afslag"):
        settle_case(scenario, poor, LOCKED, actor=town.member)


def test_cases_do_not_require_each_other_in_a_circle_nor_exclude_what_they_require(town, cases):
    scenario, (post, keys, sms) = make_saved(town.member), cases
    link = link_cases(scenario, post, LinkKind.REQUIRES, keys, actor=town.member)
    link_cases(scenario, keys, LinkKind.REQUIRES, sms, actor=town.member)
    with pytest.raises(Refused, match="i ring"):
        link_cases(scenario, sms, LinkKind.REQUIRES, post, actor=town.member)
    with pytest.raises(Refused, match="både kræve og udelukke"):
        link_cases(scenario, keys, LinkKind.EXCLUDES, post, actor=town.member)
    with pytest.raises(Refused, match="to forskellige"):
        link_cases(scenario, sms, LinkKind.EXCLUDES, sms, actor=town.member)
    assert link_cases(scenario, post, LinkKind.REQUIRES, keys, actor=town.member) == link
    unlink_cases(link, actor=town.member)
    unlink_cases(link, actor=town.member)
    assert (scenario.links.count(), acts().count("scenario.unlink_cases")) == (1, 1)


@pytest.mark.parametrize("name", ["member", "director", "auditor"])
def test_only_the_chair_and_the_secretary_put_a_scenario_forward(town, cases, name):
    scenario = make_saved(town.member)
    with pytest.raises(Refused, match="strategigruppens formand og sekretær"):
        commit_scenario(scenario, actor=town.people[name])


def test_what_is_put_forward_proposes_an_amount_for_each_case_and_moves_no_money(town, cases):
    scenario = make_saved(town.member)
    settle_case(scenario, cases[1], CaseTerms(amount=Decimal(140_000)), actor=town.member)
    before = balance().left
    committed = commit_scenario(scenario, actor=town.secretary)
    assert proposed(committed) == {"Digital Post": 100_000, "Elektroniske nøgler": 140_000, "Sms før tiden": 0}
    record = committed.record or {}
    assert (record["amount_dkk"], record["budget_dkk"], record["optimal"]) == ("240000.00", "250000.00", True)
    assert {case["title"]: case["chosen"] for case in record["cases"]} == {
        "Digital Post": True, "Elektroniske nøgler": True, "Sms før tiden": False,
    }  # fmt: skip
    assert "mangler 70.000 kr." in next(case["why"] for case in record["cases"] if not case["chosen"])
    assert balance().left == before
    assert [case.state for case in Proposal.objects.filter(pk__in=[one.pk for one in cases])] == ["review"] * 3
    assert acts()[-1] == "scenario.commit"


def test_what_has_been_put_forward_stands_in_the_database_too(town, cases):
    committed = commit_scenario(make_saved(town.secretary), actor=town.secretary)
    for move in (
        lambda: change_scenario(committed, terms("Nyt"), actor=town.secretary),
        lambda: settle_case(committed, cases[0], LOCKED, actor=town.secretary),
        lambda: delete_scenario(committed, actor=town.secretary),
        lambda: commit_scenario(committed, actor=town.secretary),
    ):
        with pytest.raises(Refused, match="ligger fast"):
            move()
    for change in (
        lambda: Scenario.objects.filter(pk=committed.pk).update(name="Nyt"),
        lambda: ScenarioCase.objects.filter(scenario=committed).update(proposed=1),
        lambda: ScenarioCase.objects.filter(scenario=committed).delete(),
        lambda: Scenario.objects.filter(pk=committed.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_leaves_room_for_another_of_the_same_name(town, cases):
    commit_scenario(make_saved(town.secretary), actor=town.secretary)
    assert commit_scenario(make_saved(town.secretary), actor=town.chair).is_committed


def test_nothing_is_put_forward_where_the_locks_cannot_hold(town, cases):
    scenario = make_saved(town.member)
    for case in cases:
        settle_case(scenario, case, LOCKED, actor=town.member)
    with pytest.raises(Refused, match=r"koster 330\.000 kr\..*250\.000 kr\."):
        commit_scenario(scenario, actor=town.chair)
    assert not Scenario.objects.get().is_committed


def test_nothing_is_put_forward_where_nothing_is_chosen(town):
    make_frame(10_000)
    make_asking(town, 100_000)
    with pytest.raises(Refused, match="Ingen sager er valgt"):
        commit_scenario(make_saved(town.chair), actor=town.chair)


def test_who_is_barred_from_a_case_or_speaks_for_one_does_not_put_it_forward(town, cases):
    scenario = make_saved(town.member)
    declare_conflict(cases[2], actor=town.secretary, ground=ConflictGround.FAMILY, explanation="Min søster")
    with pytest.raises(Refused, match="inhabil i en sag"):
        commit_scenario(scenario, actor=town.secretary)
    Proposal.objects.filter(pk=cases[0].pk).update(owner=town.chair)
    with pytest.raises(Refused, match="taler selv for “Digital Post”"):
        commit_scenario(scenario, actor=town.chair)
    assert not Scenario.objects.get().is_committed


def test_a_conflict_of_interest_hides_every_scenario_that_says_anything_of_the_case(town, cases):
    with_case, linked, without = (make_saved(town.chair, name) for name in ("Med", "Knyttet", "Uden"))
    settle_case(with_case, cases[2], LOCKED, actor=town.chair)
    link_cases(linked, cases[0], LinkKind.EXCLUDES, cases[2], actor=town.chair)
    declare_conflict(cases[2], actor=town.member, ground=ConflictGround.FAMILY, explanation="Min søster")
    committed = commit_scenario(make_saved(town.chair, "Stillet"), actor=town.chair)
    assert set(Scenario.objects.visible_to(town.member)) == {without}
    assert set(Scenario.objects.visible_to(town.auditor)) == {with_case, linked, without, committed}
    for name in ("it", "network", "admin", "author", "outsider"):
        assert list(Scenario.objects.visible_to(town.people[name])) == []


def test_mandatory_money_that_is_expected_is_kept(town):
    make_frame(250_000, expected=120_000)
    make_asking(town, 150_000, gain=400_000)
    small = make_asking(town, 80_000, title="Sms før tiden")
    committed = commit_scenario(make_saved(town.chair), actor=town.chair)
    assert [row.proposal_id for row in committed.cases.all() if row.proposed] == [small.pk]


def test_by_rank_stops_where_best_value_goes_on(town):
    make_frame(200_000)
    make_asking(town, 190_000, title="Stor", gain=460_000)
    make_asking(town, 100_000, title="Halv", gain=390_000)
    make_asking(town, 90_000, title="Anden halv", gain=380_000)
    by_rank = commit_scenario(make_saved(town.chair, "Rang", method=AllocationMethod.RANK), actor=town.chair)
    best = commit_scenario(make_saved(town.chair, "Værdi"), actor=town.chair)
    assert {title for title, amount in proposed(by_rank).items() if amount} == {"Stor"}
    assert {title for title, amount in proposed(best).items() if amount} == {"Halv", "Anden halv"}


def test_a_limit_holds_for_each_director_area(town):
    make_frame(500_000)
    make_asking(town, 150_000, title="Dyr", gain=400_000)
    make_asking(town, 80_000, title="Billig")
    limited = make_saved(town.chair, "Grænse", area_limit=Decimal(100_000))
    assert proposed(commit_scenario(limited, actor=town.chair)) == {"Dyr": 0, "Billig": 80_000}


def two_areas(town: Town) -> tuple[Proposal, Proposal]:
    """Let two cases of one director area and one of another ask 300.000 kr. of a pool that has it all."""
    make_frame(500_000)
    first = make_asking(town, 120_000, title="Dyr", gain=400_000)
    make_asking(town, 80_000, title="Billig")
    other = make_asking(town, 100_000, title="Skolens")
    Proposal.objects.filter(pk=other.pk).update(area=town.units["children"])
    return first, other


def test_a_director_area_may_have_a_limit_of_its_own_instead(town):
    first, _other = two_areas(town)
    own = {first.area_id: Decimal(130_000)}
    alone = make_saved(town.chair, "Kun det ene", area_limits=own)
    beside = make_saved(town.chair, "Også det andet", area_limit=Decimal(90_000), area_limits=own)
    assert proposed(commit_scenario(alone, actor=town.chair)) == {"Dyr": 120_000, "Billig": 0, "Skolens": 100_000}
    beside = commit_scenario(beside, actor=town.chair)
    assert proposed(beside) == {"Dyr": 120_000, "Billig": 0, "Skolens": 0}
    assert beside.record["unit_limits"] == [["Children", "90000.00"], ["Welfare", "130000.00"]]


def test_a_limit_is_for_one_of_the_director_areas_and_above_nothing(town):
    make_frame(500_000)
    for wrong in ({town.units["care"].pk: Decimal(5)}, {0: Decimal(5)}):
        with pytest.raises(Refused, match="Vælg et af kommunens direktørområder"):
            make_saved(town.chair, area_limits=wrong)
    with pytest.raises(Refused, match="over 0"):
        make_saved(town.chair, area_limits={town.units["welfare"].pk: Decimal(0)})
    assert Scenario.objects.count() == 0


def test_an_act_names_the_areas_whose_limit_was_changed(town):
    make_frame(500_000)
    scenario = make_saved(town.chair)
    change_scenario(scenario, terms(area_limits={town.units["welfare"].pk: Decimal(5_000)}), actor=town.chair)
    assert AuditEntry.objects.get(act="scenario.change").data["area_limits"] == {"Welfare": "5000"}


def test_a_municipality_without_a_pool_has_no_scenarios(db):
    odense = make_town("odense")
    with pytest.raises(Refused):
        make_scenario(this_year(), terms(), actor=odense.director)
