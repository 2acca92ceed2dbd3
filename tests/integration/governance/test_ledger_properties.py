"""Whatever is posted in whatever order: the balance is the sum, never below zero, never overdrawn, the same again."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core import clock
from core.domain.refusal import Refused
from governance.domain.decisions import decide
from governance.domain.ledger import post_commitment, post_return
from governance.enums import BodyKind, Verdict
from governance.models import Decision, LedgerEntry, PoolYear
from portfolio.domain.versions import submitted_version
from tests.factories.governance import Town, make_town
from tests.factories.pool import make_application, make_frame, ruling, this_year

AHEAD = st.integers(0, 2)
AMOUNTS = st.decimals(min_value="0.01", max_value=100_000, places=2)
INSERT = (
    "INSERT INTO governance_ledgerentry"
    " (pool_year_id, kind, amount, priority, proposal_id, decision_id, posting, text, posted_by_name, posted_at, key)"
    " VALUES (%s, %s, %s, %s, %s, %s, '', 'rå', '', now(), %s)"
)


class Ledger(RuleBasedStateMachine):
    """The pool beside a model of it in plain sums, each example in a transaction of its own.

    `given` are two decisions, of priority 1 and 2, that postings hang on; `cases` await management's decision.
    """

    def __init__(self, town: Town, given: list[Decision], cases: list[Any]) -> None:
        """Begin with no year."""
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.town, self.given, self.waiting = town, given, list(cases)
        self.frame: dict[int, Decimal] = {}
        self.committed: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        self.held: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        self.keys: set[str] = set()
        self.raw_keys = 0

    def teardown(self) -> None:
        """Replay the book from its first entry, then forget it."""
        self.replays_the_same()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @rule(ahead=AHEAD, amount=st.decimals(min_value=0, max_value=250_000, places=2))
    def set_a_frame(self, ahead: int, amount: Decimal) -> None:
        year = this_year() + ahead
        if amount < self.spoken_for(year):
            with pytest.raises(Refused):
                make_frame(amount, year=year)
            return
        make_frame(amount, year=year)
        self.frame[year] = amount

    @precondition(lambda self: self.waiting)
    @rule(ahead=AHEAD, amount=AMOUNTS)
    def decide_a_case(self, ahead: int, amount: Decimal) -> None:
        year, case = this_year() + ahead, self.waiting[0]
        said = ruling(Verdict.CHANGED, shares={year: amount}, conditions="Begynd småt")
        if amount > self.left(year):
            with pytest.raises(Refused):
                decide(case, said, actor=self.town.director)
            return
        decide(case, said, actor=self.town.director)
        self.waiting.pop(0)
        self.count(year, case.pk, 1, amount)

    @precondition(lambda self: self.frame)
    @rule(data=st.data(), which=st.integers(0, 1), amount=AMOUNTS)
    def commit(self, data: Any, which: int, amount: Decimal) -> None:
        year, decision = data.draw(st.sampled_from(sorted(self.frame))), self.given[which]
        row, key = self.row(year), f"decision:{decision.pk}:{year}"

        def post() -> None:
            with transaction.atomic():
                post_commitment(row, decision, amount, priority=which + 1, actor=self.town.director)

        if key not in self.keys and amount > self.left(year):
            with pytest.raises(IntegrityError, match="pool_year_not_overdrawn"):
                post()
            return
        post()
        if key not in self.keys:
            self.keys.add(key)
            self.count(year, decision.proposal_id, which + 1, amount)

    @precondition(lambda self: self.frame)
    @rule(data=st.data(), which=st.integers(0, 1), amount=AMOUNTS, number=st.integers(1, 4))
    def give_back(self, data: Any, which: int, amount: Decimal, number: int) -> None:
        year, case = data.draw(st.sampled_from(sorted(self.frame))), self.given[which].proposal
        key = f"back:{number}"

        def post() -> None:
            with transaction.atomic():
                post_return(case, year, amount, key=key, reason="Billigere", actor=None)

        if key in self.keys:
            post()
        elif amount > self.held[case.pk, year]:
            with pytest.raises(Refused):
                post()
        elif amount > self.committed[year, which + 1]:
            # Somebody has given the money back in raw SQL in the name of another case.
            with pytest.raises(IntegrityError, match="pool_year_not_negative"):
                post()
        else:
            post()
            self.keys.add(key)
            self.count(year, case.pk, which + 1, -amount)

    @precondition(lambda self: self.frame)
    @rule(data=st.data(), which=st.integers(0, 1), kind=st.sampled_from(["commitment", "return", "frame"]),
          amount=AMOUNTS, sign=st.sampled_from([-1, 1]))  # fmt: skip
    def write_in_raw_sql(self, data: Any, which: int, kind: str, amount: Decimal, sign: int) -> None:
        year, decision, moved = data.draw(st.sampled_from(sorted(self.frame))), self.given[which], amount * sign
        priority, self.raw_keys = which + 1, self.raw_keys + 1
        named = (None, None, None) if kind == "frame" else (priority, decision.proposal_id, decision.pk)
        holds = {
            "frame": moved + self.left(year) >= 0,
            "commitment": 0 < moved <= self.left(year),
            "return": moved < 0 and self.committed[year, priority] + moved >= 0,
        }[kind]
        values = (self.row(year).pk, kind, moved, *named, f"raw:{self.raw_keys}")
        if not holds:
            with pytest.raises(IntegrityError):
                run(INSERT, *values)
            return
        run(INSERT, *values)
        if kind == "frame":
            self.frame[year] += moved
        else:
            self.count(year, decision.proposal_id, priority, moved)

    @rule(amount=AMOUNTS)
    def write_a_balance(self, amount: Decimal) -> None:
        run("UPDATE governance_poolyear SET frame = %s, committed_mandatory = 0, committed_other = %s", amount, amount)

    @precondition(lambda _self: LedgerEntry.objects.exists())
    @rule(
        statement=st.sampled_from(
            ["UPDATE governance_ledgerentry SET amount = 1", "DELETE FROM governance_ledgerentry"]
        )
    )
    def edit_an_entry(self, statement: str) -> None:
        with pytest.raises(DatabaseError):
            run(statement)

    @invariant()
    def the_balance_is_the_sum_and_is_never_overdrawn(self) -> None:
        rows = {row.year: row for row in PoolYear.objects.all()}
        assert set(rows) == set(self.frame)
        for year, row in rows.items():
            model = (self.frame[year], self.committed[year, 1], self.committed[year, 2])
            assert (row.frame, row.committed_mandatory, row.committed_other) == model
            assert (min(model) >= 0, row.left >= 0) == (True, True)

    def replays_the_same(self) -> None:
        """Post every entry again in its order, on paper."""
        frame: dict[int, Decimal] = defaultdict(Decimal)
        spoken: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for entry in LedgerEntry.objects.select_related("pool_year").order_by("pk"):
            year = entry.pool_year.year
            if entry.priority is None:
                frame[year] += entry.amount
            else:
                spoken[year, entry.priority] += entry.amount
            assert frame[year] >= spoken[year, 1] + spoken[year, 2]
            assert min(spoken[year, 1], spoken[year, 2]) >= 0
        for row in PoolYear.objects.all():
            again = (frame[row.year], spoken[row.year, 1], spoken[row.year, 2])
            assert again == (row.frame, row.committed_mandatory, row.committed_other)

    def row(self, year: int) -> PoolYear:
        return PoolYear.objects.get(year=year)

    def spoken_for(self, year: int) -> Decimal:
        return self.committed[year, 1] + self.committed[year, 2]

    def left(self, year: int) -> Decimal:
        """What the model has left; a year without a frame holds nothing."""
        return self.frame.get(year, Decimal(0)) - self.spoken_for(year)

    def count(self, year: int, case: int, priority: int, amount: Decimal) -> None:
        self.committed[year, priority] += amount
        self.held[case, year] += amount


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def make_bare_decision(town: Town) -> Decision:
    """Make an approval that has allocated nothing yet."""
    case = make_application(town)
    return Decision.objects.create(
        proposal=case,
        version=submitted_version(case),
        body_kind=BodyKind.MANAGEMENT,
        decided_by=town.director,
        decided_by_name="Director Test",
        decided_at=clock.now(),
        verdict=Verdict.APPROVED,
    )


def test_the_ledger_holds_whatever_is_posted(db):
    town = make_town()
    given = [make_bare_decision(town) for _ in range(2)]
    cases = [make_application(town) for _ in range(2)]
    run_state_machine_as_test(
        lambda: Ledger(town, given, cases),
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
