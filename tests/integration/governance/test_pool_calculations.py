"""The thorough calculations of the workbench: ordered once, made once, the same from the same seed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.refusal import Refused
from governance.domain.pool_calculations import make_calculation, order_calculation
from governance.domain.scenarios import CaseTerms, settle_case
from governance.models import PoolCalculation
from governance.selectors.asking import asking_cases
from governance.selectors.pool_board import Board, lay_board, settled_by
from governance.selectors.profile import active_profile
from governance.selectors.standing import standing_of
from governance.selectors.workbench import tell_doubt
from tests.factories.governance import Town
from tests.factories.pool import make_frame, this_year
from tests.factories.scenarios import make_asking, make_saved


@pytest.fixture
def asked(town: Town) -> Board:
    """The pool holds one of two cases; the one that is worth more on paper is the less certain one."""
    year = make_frame(100_000)
    make_asking(town, 100_000, title="Usikker", gain=160_000, sure=False)
    make_asking(town, 100_000, title="Sikker", gain=150_000)
    cases = asking_cases(town.chair, standing_of(town.chair))
    return lay_board(cases, [year], settled_by(make_saved(town.chair)), active_profile())


def order(board: Board, town: Town) -> PoolCalculation:
    return order_calculation(board, make_frame(100_000), actor=town.chair)


def test_it_counts_how_often_each_case_is_chosen_and_proves_the_curve(town, client, asked):
    calculation = order(asked, town)
    assert (calculation.state, calculation.chosen) == ("queued", None)
    assert make_calculation(calculation.pk)
    calculation.refresh_from_db()
    often = {name.split(" ", 1)[1]: count for name, count in (calculation.chosen or {}).items()}
    assert (calculation.state, calculation.progress, sum(often.values())) == ("done", 100, calculation.draws)
    assert 0 < often["Sikker"] < often["Usikker"]
    assert {gap for _budget, _value, gap in calculation.frontier or []} == {"0"}
    client.force_login(town.chair)
    page = client.get(f"/puljen/{this_year()}/arbejdsbord/").content.decode()
    assert "1.000 gennemregninger" in page
    assert f"{often['Usikker'] / 10:.0f} %" in page.replace("\\xa0", " ")


def one_dear_case(town: Town, amount: int | None = None) -> dict[str, int]:
    """Let a case that asks for the whole pool cost up to twice as much; return how often it is chosen."""
    year = make_frame(100_000)
    case = make_asking(town, 100_000, title="Dyr", gain=600_000, price=(90_000, 200_000))
    scenario = make_saved(town.chair)
    settle_case(scenario, case, CaseTerms(amount=Decimal(amount) if amount else None), actor=town.chair)
    board = lay_board(asking_cases(town.chair, standing_of(town.chair)), [year], settled_by(scenario), active_profile())
    calculation = order(board, town)
    make_calculation(calculation.pk)
    calculation.refresh_from_db()
    return {name.split(" ", 1)[1]: count for name, count in (calculation.chosen or {}).items()}


def test_a_case_whose_costs_come_out_dearer_asks_for_more(town):
    often = one_dear_case(town)
    assert 0 < often["Dyr"] < 500


def test_an_amount_that_the_scenario_has_set_stands(town):
    assert one_dear_case(town, 99_000) == {"Dyr": 1_000}


def test_the_same_seed_gives_the_same_draws_and_a_finished_one_is_not_made_again(town, asked):
    calculation = order(asked, town)
    make_calculation(calculation.pk)
    first = PoolCalculation.objects.get().chosen
    assert order(asked, town) == calculation
    assert not make_calculation(calculation.pk)
    PoolCalculation.objects.update(state="queued", chosen=None)
    make_calculation(calculation.pk)
    assert PoolCalculation.objects.get().chosen == first


def test_what_the_page_could_not_prove_the_worker_proves_or_betters(town, asked):
    """As if the page had ended before the best was proved."""
    calculation = order(asked, town)
    found = asked.allocation()
    hasty = replace(found, best_value=replace(found.best_value, optimal=False))
    assert tell_doubt(asked, found, None) == ""
    assert tell_doubt(asked, hasty, None) == tell_doubt(asked, hasty, calculation) == "Ikke bevist som det bedste"
    make_calculation(calculation.pk)
    calculation.refresh_from_db()
    assert tell_doubt(asked, hasty, calculation) == ""
    worse = replace(hasty, best_value=replace(hasty.best_value, value=Decimal(1)))
    assert tell_doubt(asked, worse, calculation).startswith("Ikke det bedste: Den grundige beregning finder")


def test_it_is_not_ordered_where_the_locks_cannot_hold_nor_by_who_only_reads(town, asked):
    scenario = make_saved(town.chair, "Alt")
    for row in asked.rows:
        settle_case(scenario, row.case.proposal, CaseTerms(lock="in", ground="law"), actor=town.chair)
    cases = asking_cases(town.chair, standing_of(town.chair))
    board = lay_board(cases, [make_frame(100_000)], settled_by(scenario), active_profile())
    with pytest.raises(Refused, match="låst som valgt"):
        order(board, town)
    with pytest.raises(Refused, match="ikke oprette scenarier"):
        order_calculation(asked, make_frame(100_000), actor=town.auditor)
    assert PoolCalculation.objects.count() == 0
