"""What is posted by hand: transfers between years, expenditure, and counter-entries that set a mistake right."""

from decimal import Decimal

import pytest

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.ledger import post_return
from governance.domain.ledger_moves import record_expenditure, reverse_entry, transfer_money
from governance.domain.project_phases import stop_project
from governance.models import LedgerEntry
from tests.factories.pool import balance, make_application, make_decided, make_frame, make_need, this_year
from tests.factories.projects import LESSON
from tests.integration.governance.test_project_pool import make_granted

NEXT = this_year() + 1
KEEPERS = ("director", "other_director", "admin")


def refused(call, *arguments, **named) -> str:
    before = LedgerEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        call(*arguments, **named)
    assert LedgerEntry.objects.count() == before
    return refusal.value.reason


def move(town, amount: int, source: int = 0, target: int = 0, reference: str = "Byrådet 3. marts, punkt 7"):
    return transfer_money(
        source or this_year(), target or NEXT, Decimal(amount), reference=reference, actor=town.director
    )


def spend(town, case, amount: int, *, year: int = 0, actor=None) -> LedgerEntry:
    return record_expenditure(
        case, year or this_year(), Decimal(amount), text="Licenser, bilag 4411", actor=actor or town.admin
    )


@pytest.fixture
def years(town) -> None:
    make_frame(500_000)
    make_frame(200_000, year=NEXT)


@pytest.fixture
def case(town, years):
    case = make_application(town)
    make_decided(town, case)
    return case


def test_a_transfer_has_two_sides_that_sum_to_nothing(town, years):
    entries = move(town, 120_000)
    assert [(row.pool_year.year, row.amount, row.posting == entries[0].posting) for row in entries] == [
        (this_year(), Decimal(-120_000), True), (NEXT, Decimal(120_000), True),
    ]  # fmt: skip
    assert entries[0].text == f"Fra {this_year()} til {NEXT}: Byrådet 3. marts, punkt 7"
    assert (balance().frame, balance().left, balance(NEXT).left) == (500_000, 380_000, 320_000)
    assert AuditEntry.objects.get(act="pool.transfer").reason == "Byrådet 3. marts, punkt 7"


def test_what_has_been_moved_can_be_allocated_where_it_came_to(town, years):
    move(town, 450_000)
    case = make_application(town)
    with pytest.raises(Refused, match="Puljen rækker ikke"):
        make_decided(town, case)
    make_decided(town, case, shares={NEXT: Decimal(100_000)})
    assert balance(NEXT).left == 550_000


def test_no_more_is_moved_than_is_left_and_not_kept_for_mandatory_solutions(town, case):
    make_need(250_000)
    assert refused(move, town, 250_001) == (
        f"Der kan kun flyttes 250.000 kr. fra {this_year()}: 150.000 kr. holdes tilbage til obligatoriske løsninger."
    )
    assert refused(move, town, 200_001, NEXT, this_year()) == f"Der kan kun flyttes 200.000 kr. fra {NEXT}."
    move(town, 250_000)
    assert balance().left == balance().still_expected == 150_000


def test_of_a_year_that_is_over_nothing_is_kept(town, years):
    make_frame(80_000, year=this_year() - 1)
    make_need(80_000, year=this_year() - 1)
    move(town, 80_000, this_year() - 1, this_year())
    assert (balance(this_year() - 1).left, balance().left) == (0, 580_000)


def test_what_a_transfer_demands(town, years):
    assert refused(move, town, 10, this_year(), this_year()) == "Vælg to forskellige år."
    assert refused(move, town, 10, this_year(), 2099) == "Puljen har ingen ramme for 2099."
    assert refused(move, town, 10, 2099, this_year()) == "Puljen har ingen ramme for 2099."
    assert refused(move, town, 10, reference=" ") == "Skriv dato og punkt eller sagsnummer for byrådets beslutning."
    for amount in ("0", "-1", "0.001", "NaN"):
        said = refused(transfer_money, this_year(), NEXT, Decimal(amount), reference="x", actor=town.director)
        assert said == "Skriv et beløb over 0 kr. med højst to decimaler."


@pytest.mark.parametrize("name", ["author", "chair", "secretary", "it", "auditor", "network", "head", "outsider"])
def test_only_those_who_keep_the_ledger_post_in_it(town, case, name):
    actor, sentence = town.people[name], "Du kan ikke bogføre i puljens regnskab."
    entry = spend(town, case, 5)
    assert refused(transfer_money, this_year(), NEXT, Decimal(1), reference="x", actor=actor) == sentence
    assert refused(spend, town, case, 1, actor=actor) == sentence
    assert refused(reverse_entry, entry, reason="Forkert", actor=actor) == sentence


@pytest.mark.parametrize("name", KEEPERS)
def test_an_expenditure_is_posted_within_what_the_case_holds(town, case, name):
    entry = spend(town, case, 60_000, actor=town.people[name])
    assert (entry.priority, entry.text, balance().spent, balance().left) == (
        1, "Licenser, bilag 4411", 60_000, 400_000,
    )  # fmt: skip
    assert refused(spend, town, case, 40_001) == (
        f"Sagen har 40.000 kr. tilbage af puljens penge i {this_year()}. Der kan ikke bruges mere."
    )
    assert refused(spend, town, case, 1, year=NEXT) == (
        f"Sagen har 0 kr. tilbage af puljens penge i {NEXT}. Der kan ikke bruges mere."
    )
    blank = refused(record_expenditure, case, this_year(), Decimal(1), text=" ", actor=town.admin)
    assert blank == "Skriv, hvad der er betalt, og bilagets nummer."
    assert AuditEntry.objects.about(case).get(act="pool.spend").data == {"year": this_year(), "amount": "60000"}


def test_what_has_been_spent_does_not_come_back(town, case):
    spend(town, case, 60_000)
    with pytest.raises(Refused, match=r"40\.000 kr\. tilbage"):
        post_return(case, this_year(), Decimal(40_001), key="x", reason="For meget", actor=town.director)
    post_return(case, this_year(), Decimal(40_000), key="x", reason="Billigere", actor=town.director)
    assert (balance().committed, balance().spent, balance().returned) == (60_000, 60_000, 40_000)


def test_a_counter_entry_takes_back_exactly_what_was_wrong(town, case):
    wrong = spend(town, case, 60_000)
    (back,) = reverse_entry(wrong, reason="Bilaget hører til en anden sag", actor=town.director)
    assert (back.amount, back.kind, back.reverses, back.text) == (
        -60_000, "expenditure", wrong, "Modpostering: Bilaget hører til en anden sag",
    )  # fmt: skip
    assert balance().spent == 0
    assert refused(reverse_entry, wrong, reason="Igen", actor=town.director) == "Posteringen er allerede taget tilbage."
    assert refused(reverse_entry, back, reason="Fortryd", actor=town.director) == (
        "Posteringen kan ikke tages tilbage med en modpostering."
    )


def test_both_sides_of_a_transfer_are_taken_back(town, years):
    entries = move(town, 120_000)
    reverse_entry(entries[1], reason="Byrådet udsatte punktet", actor=town.director)
    assert (balance().left, balance(NEXT).left, LedgerEntry.objects.filter(kind="transfer").count()) == (
        500_000, 200_000, 4,
    )  # fmt: skip
    assert refused(reverse_entry, entries[0], reason="Igen", actor=town.director) == (
        "Posteringen er allerede taget tilbage."
    )


def test_money_that_has_been_used_since_cannot_be_taken_back(town, years):
    entries = move(town, 450_000)
    for _ in range(3):
        make_decided(town, make_application(town), shares={NEXT: Decimal(100_000)})
    assert refused(reverse_entry, entries[0], reason="Fortrudt", actor=town.director) == (
        f"Der er kun 350.000 kr. tilbage i {NEXT}, så posteringen kan ikke tages tilbage."
    )


def test_a_return_is_taken_back_while_the_pool_still_holds_it(town, case):
    back = post_return(case, this_year(), Decimal(30_000), key="x", reason="Billigere", actor=town.director)
    reverse_entry(back, reason="Regningen kom alligevel", actor=town.director)
    assert (balance().committed, balance().returned) == (100_000, 0)


@pytest.mark.parametrize("kind", ["frame", "commitment"])
def test_a_frame_and_a_decision_have_ways_of_their_own(town, case, kind):
    entry = LedgerEntry.objects.filter(kind=kind)[0]
    assert refused(reverse_entry, entry, reason="Forkert", actor=town.director) == (
        "Posteringen kan ikke tages tilbage med en modpostering."
    )


def test_the_end_of_a_project_posts_the_rest_of_what_it_spent(town):
    project = make_granted(town, {this_year(): 60_000, NEXT: 40_000})
    record_expenditure(project.proposal, NEXT, Decimal(10_000), text="Bilag 1", actor=town.admin)
    with pytest.raises(Refused) as refusal:
        stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=Decimal(9_999))
    assert refusal.value.reason == (
        "Der er bogført 10.000 kr. som brugt, og projektet har i alt 100.000 kr. af puljens penge."
    )
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=Decimal(75_000))
    posted = LedgerEntry.objects.exclude(kind="frame").values_list("kind", "pool_year__year", "amount")
    assert list(posted)[2:] == [
        ("expenditure", NEXT, 10_000), ("expenditure", this_year(), 60_000), ("expenditure", NEXT, 5_000),
        ("return", NEXT, -25_000),
    ]  # fmt: skip
    assert (balance().spent, balance(NEXT).spent, balance(NEXT).returned) == (60_000, 15_000, 25_000)
