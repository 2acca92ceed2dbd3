"""The ledger: balances are the sums of the entries, never an overdraft, posted once, whoever posts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.ledger import Frame, post_commitment, post_return, set_frame
from governance.enums import EntryKind, Verdict
from governance.models import LedgerEntry, PoolYear
from governance.selectors.pool import open_years
from tests.factories.governance import make_town
from tests.factories.pool import balance, make_application, make_decided, make_frame, this_year

HUNDRED = Decimal(100_000)


def frame(**changed: Any) -> Frame:
    whole = {
        "year": this_year(), "amount": HUNDRED, "budget_reference": "Budget, konto 06.45", "price_year": this_year(),
    }  # fmt: skip
    return Frame(**(whole | changed))


def refusal(actor, **changed: Any) -> str:
    with pytest.raises(Refused) as refused:
        set_frame(frame(**changed), actor=actor)
    return refused.value.reason


def test_a_frame_is_changed_by_a_counter_entry_and_never_edited(town):
    set_frame(frame(), actor=town.director)
    year = set_frame(frame(amount=Decimal("40000.50"), budget_reference="Tillæg, sag 12"), actor=town.admin)
    assert year.frame == Decimal("40000.50")
    entries = [(row.kind, row.amount, row.text, row.posted_by) for row in year.entries.all()]
    assert entries == [
        ("frame", HUNDRED, "Ramme: Budget, konto 06.45", town.director),
        ("frame", Decimal("-59999.50"), "Ramme ændret: Tillæg, sag 12", town.admin),
    ]
    acts = AuditEntry.objects.filter(act="pool.set_frame").order_by("sequence")
    assert [(act.data["before"], act.data["after"]) for act in acts] == [("0", "100000.00"), ("100000.00", "40000.50")]


def test_the_same_frame_twice_posts_once(town):
    set_frame(frame(), actor=town.director)
    set_frame(frame(budget_reference="Konto 06.46"), actor=town.director)
    assert (LedgerEntry.objects.count(), balance().budget_reference) == (1, "Konto 06.46")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"budget_reference": " "}, "Skriv, hvor i byrådets budget pengene står."),
        ({"amount": Decimal(-1)}, "Skriv et beløb på 0 kr. eller mere med højst to decimaler."),
        ({"amount": Decimal("0.001")}, "Skriv et beløb på 0 kr. eller mere med højst to decimaler."),
        ({"amount": Decimal("NaN")}, "Skriv et beløb på 0 kr. eller mere med højst to decimaler."),
        ({"amount": Decimal(10) ** 12}, "Skriv et beløb på 0 kr. eller mere med højst to decimaler."),
        ({"year": 1999}, "Skriv et årstal mellem 2000 og 2100."),
        ({"price_year": 2101}, "Skriv et årstal mellem 2000 og 2100."),
    ],
)
def test_what_a_frame_demands(town, changed, sentence):
    assert refusal(town.director, **changed) == sentence
    assert (PoolYear.objects.count(), LedgerEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["author", "chair", "it", "auditor", "network", "head", "outsider"])
def test_only_management_and_administrators_enter_a_frame(town, name):
    assert refusal(town.people[name]) == "Du kan ikke fastsætte puljens ramme."


def test_a_frame_never_falls_below_what_has_been_allocated(town):
    make_frame()
    make_decided(town, make_application(town))
    assert refusal(town.director, amount=Decimal("99999.99")) == (
        f"Der er allerede disponeret 100.000 kr. i {this_year()}, så rammen kan ikke være mindre."
    )
    assert set_frame(frame(), actor=town.director).left == 0


def test_a_commitment_is_posted_once_a_decision_and_year(town):
    year = make_frame()
    decision = make_decided(town, make_application(town))
    again = post_commitment(year, decision, Decimal(1), priority=1, actor=town.director)
    assert (again.amount, balance().committed_mandatory) == (HUNDRED, HUNDRED)


def test_money_comes_back_at_most_what_the_case_holds_and_once(town):
    make_frame()
    case = make_application(town)
    make_decided(town, case)
    for amount in (Decimal("100000.01"), Decimal(0), Decimal(-5), Decimal("0.001")):
        with pytest.raises(Refused):
            post_return(case, this_year(), amount, key="x", reason="Billigere", actor=town.director)
    first = post_return(case, this_year(), Decimal("30000.50"), key="close:1", reason="Billigere", actor=None)
    assert post_return(case, this_year(), Decimal(99), key="close:1", reason="Igen", actor=None) == first
    assert (first.amount, first.priority, balance().committed) == (Decimal("-30000.50"), 1, Decimal("69999.50"))
    with pytest.raises(Refused, match=r"69\.999,50 kr\. tilbage"):
        post_return(case, this_year(), Decimal(70_000), key="close:2", reason="Mere", actor=None)
    with pytest.raises(Refused, match=r"0 kr\. tilbage"):
        post_return(case, this_year() + 1, Decimal(1), key="close:3", reason="Andet år", actor=None)
    assert AuditEntry.objects.filter(act="proposal.return_money").count() == 1


def test_the_open_years_are_this_one_and_those_to_come(town):
    for number in (this_year() + 1, this_year() - 1, this_year()):
        make_frame(year=number)
    assert [row.year for row in open_years()] == [this_year(), this_year() + 1]


def test_a_policy_without_a_pool_takes_no_frame(db):
    odense = make_town("odense")
    assert refusal(odense.director) == "Det gældende regelsæt har ingen pulje."


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


INSERT = (
    "INSERT INTO governance_ledgerentry"
    " (pool_year_id, kind, amount, priority, proposal_id, decision_id, posting, text, posted_by_name, posted_at, key)"
    " VALUES (%s, %s, %s, %s, %s, %s, '', 'rå', '', now(), %s)"
)


INSERT_POSTING = (
    "INSERT INTO governance_ledgerentry (pool_year_id, kind, amount, posting, text, posted_by_name, posted_at, key)"
    " VALUES (%s, 'transfer', %s, %s, 'rå', '', now(), gen_random_uuid())"
)
INSERT_REVERSAL = (
    "INSERT INTO governance_ledgerentry"
    " (pool_year_id, kind, amount, priority, proposal_id, reverses_id, posting, text, posted_by_name, posted_at, key)"
    " VALUES (%s, %s, %s, 1, %s, %s, '', 'rå', '', now(), 'tilbage')"
)


@pytest.fixture
def posted(town) -> tuple[int, int, int]:
    """A year of 150.000 of which 100.000 is allocated: its id, the case's and the decision's."""
    year = make_frame(150_000)
    decision = make_decided(town, make_application(town))
    return year.pk, decision.proposal_id, decision.pk


def test_the_database_refuses_an_overdraft_in_raw_sql(posted):
    year, case, decision = posted
    raw(INSERT, year, "commitment", 50_000, 2, case, decision, "the last of it")
    with pytest.raises(IntegrityError, match="pool_year_not_overdrawn"), transaction.atomic():
        raw(INSERT, year, "commitment", "0.01", 2, case, decision, "one øre more")
    with pytest.raises(IntegrityError, match="pool_year_not_overdrawn"), transaction.atomic():
        raw(INSERT, year, "frame", -1, None, None, None, "a smaller frame")
    with pytest.raises(IntegrityError, match="pool_year_not_negative"), transaction.atomic():
        raw(INSERT, year, "return", "-100000.01", 1, case, decision, "more back than there was")
    assert (balance().committed_mandatory, balance().committed_other) == (HUNDRED, Decimal(50_000))


def test_the_database_keeps_the_balances_whatever_is_written_to_them(posted):
    raw("UPDATE governance_poolyear SET frame = 1000000000, committed_mandatory = 0, spent = 5")
    PoolYear.objects.update(committed_other=Decimal(1))
    year = balance()
    assert (year.frame, year.committed_mandatory, year.committed_other, year.spent) == (150_000, HUNDRED, 0, 0)
    raw(
        "INSERT INTO governance_poolyear (pool_id, year, price_year, budget_reference, expected_mandatory, frame)"
        " VALUES (%s, 2050, 2050, 'x', 7, 1000)",
        year.pool_id,
    )
    made = PoolYear.objects.get(year=2050)
    assert (made.frame, made.expected_mandatory, made.reserved) == (0, 0, 0)


def test_an_entry_is_never_edited_or_deleted(posted):
    for attempt in (
        lambda: LedgerEntry.objects.update(amount=1),
        lambda: LedgerEntry.objects.all().delete(),
        lambda: raw("UPDATE governance_ledgerentry SET amount = 1"),
        lambda: raw("DELETE FROM governance_ledgerentry"),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            attempt()
    assert LedgerEntry.objects.aggregate(total=Sum("amount"))["total"] == Decimal(250_000)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (("frame", 0, None, False, False), "entry_moves_something"),
        (("commitment", -1, 1, True, True), "entry_commitment_has_a_decision"),
        (("commitment", 1, 1, True, False), "entry_commitment_has_a_decision"),
        (("commitment", 1, 3, True, True), "entry_names_its_case"),
        (("commitment", 1, 1, False, True), "entry_names_its_case"),
        (("return", 1, 1, True, False), "entry_return_gives_back"),
        (("frame", 1, 1, False, False), "entry_names_its_case"),
        (("gift", 1, None, False, False), "entry_"),
    ],
)
def test_the_database_refuses_an_entry_that_makes_no_sense(posted, values, rule):
    year, case, decision = posted
    kind, amount, priority, of_case, of_decision = values
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        raw(INSERT, year, kind, amount, priority, case if of_case else None, decision if of_decision else None, "x")


def test_the_database_refuses_a_transfer_that_does_not_balance(posted):
    year, _case, _decision = posted
    raw(INSERT_POSTING, year, -10, "flyt")
    with pytest.raises(IntegrityError, match="transfer_balances"), transaction.atomic():
        raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw(INSERT_POSTING, make_frame(year=this_year() + 1).pk, 10, "flyt")
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    assert (balance().transferred, balance().left, balance(this_year() + 1).transferred) == (-10, 49_990, 10)


def test_the_database_spends_no_more_than_is_committed(posted):
    year, case, decision = posted
    raw(INSERT, year, "expenditure", "100000.00", 1, case, decision, "all")
    with pytest.raises(IntegrityError, match="pool_year_spends_what_is_committed"), transaction.atomic():
        raw(INSERT, year, "expenditure", "0.01", 1, case, decision, "one øre more")
    assert balance().spent == HUNDRED


def test_the_database_refuses_a_counter_entry_that_takes_back_something_else(posted):
    year, case, decision = posted
    raw(INSERT, year, "expenditure", 70, 1, case, decision, "wrong")
    wrong, bound = LedgerEntry.objects.get(key="wrong"), LedgerEntry.objects.get(kind="commitment")
    for kind, amount, of in (("expenditure", -69, wrong), ("return", -70, wrong), ("expenditure", -70, bound)):
        with pytest.raises(IntegrityError, match=r"counter_entry_mirrors|entry_reverses"), transaction.atomic():
            raw(INSERT_REVERSAL, year, kind, amount, case, of.pk)
    raw(INSERT_REVERSAL, year, "expenditure", -70, case, wrong.pk)
    with pytest.raises(IntegrityError, match="reverses_id"), transaction.atomic():
        raw(INSERT_REVERSAL.replace("'tilbage')", "'igen')"), year, "expenditure", -70, case, wrong.pk)
    assert balance().spent == 0


def test_a_key_is_used_once(posted):
    year, case, decision = posted
    raw(INSERT, year, "commitment", 1, 1, case, decision, "twice")
    with pytest.raises(DatabaseError, match="key"), transaction.atomic():
        raw(INSERT, year, "commitment", 1, 1, case, decision, "twice")


def test_what_is_expected_shrinks_as_mandatory_solutions_are_allocated(town):
    make_frame(expected=150_000)
    assert balance().still_expected == Decimal(150_000)
    make_decided(town, make_application(town))
    assert balance().still_expected == Decimal(50_000)
    assert LedgerEntry.objects.filter(kind=EntryKind.COMMITMENT).get().decision.verdict == Verdict.APPROVED
    assert clock.today().year == balance().year
