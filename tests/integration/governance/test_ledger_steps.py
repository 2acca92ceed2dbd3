"""Tens of thousands of random postings, right and wrong, held against plain sums after every one of them.

The postings are written in SQL, past all rules of the portal: what holds here holds whoever posts. The database plays
them in batches and answers for each whether it took it and what the year's balances are then.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from governance.models import LedgerEntry, PoolYear
from tests.factories.governance import make_town
from tests.factories.pool import make_frame, this_year
from tests.integration.governance.test_ledger_properties import make_bare_decision

GAMES, STEPS, BATCH = 60, 400, 400
YEARS = range(3)
BALANCES = ("frame", "transferred", "reserved_mandatory", "reserved_other", "committed_mandatory", "committed_other",
            "returned", "spent")  # fmt: skip
# Plays a batch: a step is a list of entries that are taken together or not at all.
PLAY = """
CREATE FUNCTION pg_temp.play(steps jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    step jsonb; one jsonb; taken boolean; answers jsonb := '[]'; balances jsonb;
BEGIN
    FOR step IN SELECT * FROM jsonb_array_elements(steps) LOOP
        taken := true;
        BEGIN
            FOR one IN SELECT * FROM jsonb_array_elements(step) LOOP
                INSERT INTO governance_ledgerentry (
                    pool_year_id, kind, amount, priority, proposal_id, decision_id, reverses_id, posting, text,
                    posted_by_name, posted_at, key
                ) VALUES (
                    (one->>'year')::bigint, one->>'kind', (one->>'amount')::numeric, (one->>'priority')::int,
                    (one->>'case')::bigint, (one->>'decision')::bigint,
                    (SELECT id FROM governance_ledgerentry WHERE key = one->>'reverses'),
                    COALESCE(one->>'posting', ''), 'tilfældig', '', now(), one->>'key'
                );
            END LOOP;
        EXCEPTION WHEN check_violation OR unique_violation THEN
            taken := false;
        END;
        SELECT jsonb_agg(jsonb_build_array(
            frame::text, transferred::text, reserved_mandatory::text, reserved_other::text,
            committed_mandatory::text, committed_other::text, returned::text, spent::text
        ) ORDER BY year) INTO balances FROM governance_poolyear;
        answers := answers || jsonb_build_array(jsonb_build_array(taken, balances));
    END LOOP;
    RETURN answers;
END $$
"""


@dataclass(frozen=True)
class Year:
    """A year in plain sums; reserved and committed by priority."""

    frame: Decimal = Decimal(0)
    transferred: Decimal = Decimal(0)
    reserved: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    committed: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    returned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    def sums(self) -> list[Decimal]:
        return [self.frame, self.transferred, *self.reserved, *self.committed, self.returned, self.spent]

    def holds(self) -> bool:
        """Whether the year can be so: nothing below zero but what has been moved away, and nothing overdrawn."""
        sums = self.sums()
        positive = min([sums[0], *sums[2:]]) >= 0
        spoken_for = sum(self.reserved) + sum(self.committed)
        return positive and self.frame + self.transferred >= spoken_for and self.spent <= sum(self.committed)

    def after(self, kind: str, amount: Decimal, priority: int | None) -> "Year":
        """Return the year with one entry more."""
        if kind in {"frame", "transfer"}:
            name = "frame" if kind == "frame" else "transferred"
            return replace(self, **{name: getattr(self, name) + amount})
        if kind == "expenditure":
            return replace(self, spent=self.spent + amount)
        pair = self.reserved if kind == "reservation" else self.committed
        moved = tuple(total + amount * (priority == number) for number, total in enumerate(pair, 1))
        if kind == "reservation":
            return replace(self, reserved=moved)
        returned = self.returned - amount if kind == "return" else self.returned
        return replace(self, committed=moved, returned=returned)


@dataclass
class Game:
    """The pool beside its model; `entries` are those taken, by their keys."""

    years: list[int]
    decisions: list[tuple[int, int]]
    random: Random
    model: list[Year] = field(default_factory=lambda: [Year() for _ in YEARS])
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    number: int = 0
    taken: int = 0

    def step(self) -> tuple[list[dict[str, Any]], bool]:
        """Think of a posting; return its entries and whether they will be taken, and let the model take them."""
        entries = self.random.choice((self.own, self.own, self.own, self.transfer, self.reverse, self.again))()
        after, expected = dict(enumerate(self.model)), bool(entries)
        keys = set(self.entries)
        for one in entries:
            index, amount = self.years.index(one["year"]), Decimal(one["amount"])
            after[index] = after[index].after(one["kind"], amount, one.get("priority"))
            expected = expected and self.makes_sense(one, amount) and after[index].holds() and one["key"] not in keys
            keys.add(one["key"])
        if expected:
            self.model = [after[index] for index in YEARS]
            self.entries |= {one["key"]: one for one in entries}
            self.reversed |= {one["reverses"] for one in entries if "reverses" in one}
            self.taken += 1
        return entries, expected

    def makes_sense(self, one: dict[str, Any], amount: Decimal) -> bool:
        if amount == 0 or (one["kind"] == "commitment" and amount < 0):
            return False
        if "reverses" in one:
            wrong = self.entries[one["reverses"]]
            mirrors = "reverses" not in wrong and Decimal(wrong["amount"]) == -amount
            return mirrors and one["reverses"] not in self.reversed
        return one["kind"] != "return" or amount < 0

    def own(self) -> list[dict[str, Any]]:
        kind = self.random.choice(("frame", "reservation", "commitment", "return", "expenditure"))
        towards = {"return": (-1, -1, -1, 1), "frame": (1, 1, 1, -1)}.get(kind, (1, 1, 1, 1, -1))
        return [self.entry(self.random.choice(YEARS), kind, self.amount() * self.random.choice(towards))]

    def transfer(self) -> list[dict[str, Any]]:
        source, target = self.random.sample(YEARS, 2)
        amount, posting = self.amount(), f"flyt:{self.number}"
        sides = (self.entry(source, "transfer", -amount), self.entry(target, "transfer", amount))
        return [side | {"posting": posting} for side in sides]

    def reverse(self) -> list[dict[str, Any]]:
        """Take an entry back, or something that is not quite it, or one that has been taken back already."""
        kinds = {"expenditure", "return"}
        some = [key for key, one in self.entries.items() if one["kind"] in kinds]
        if not some:
            return self.own()
        key = self.random.choice(some[-40:])
        wrong = self.entries[key]
        amount = -Decimal(wrong["amount"]) + self.random.choice((0, 0, 0, 0, 1))
        copied = {name: wrong[name] for name in ("year", "kind", "priority", "case", "decision")}
        return [copied | {"amount": str(amount), "reverses": key, "key": self.key()}]

    def again(self) -> list[dict[str, Any]]:
        """Send an entry once more under its key."""
        if not self.entries:
            return self.own()
        return [self.random.choice(list(self.entries.values()))]

    def entry(self, index: int, kind: str, amount: Decimal) -> dict[str, Any]:
        one: dict[str, Any] = {"year": self.years[index], "kind": kind, "amount": str(amount), "key": self.key()}
        if kind in {"frame", "transfer"}:
            return one
        which = self.random.randrange(2)
        case, decision = self.decisions[which]
        return one | {"priority": which + 1, "case": case, "decision": decision}

    def amount(self) -> Decimal:
        return Decimal(self.random.choice((self.random.randint(1, 500), self.random.randint(0, 40_000)))) / 100

    def key(self) -> str:
        self.number += 1
        return f"skridt:{self.number}"


def play(steps: list[list[dict[str, Any]]]) -> list[tuple[bool, list[list[str]]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_temp.play(%s::jsonb)", [json.dumps(steps)])
        (answers,) = cursor.fetchone()
    return json.loads(answers) if isinstance(answers, str) else answers


def replayed(years: list[int]) -> Iterator[Year]:
    """Yield each year as its entries make it, one by one in their order; each of them leaves a year that holds."""
    for year in years:
        paper = Year()
        for entry in LedgerEntry.objects.filter(pool_year=year).order_by("pk"):
            paper = paper.after(entry.kind, entry.amount, entry.priority)
            assert paper.holds()
        yield paper


@pytest.mark.slow
def test_the_balances_are_the_sums_whatever_is_posted(db):
    town = make_town()
    decisions = [make_bare_decision(town) for _ in range(2)]
    years = [make_frame(0, year=this_year() + ahead).pk for ahead in YEARS]
    with connection.cursor() as cursor:
        cursor.execute(PLAY)
        # The history of rows has tests of its own, and would write twice as many.
        for table in ("governance_ledgerentry", "governance_poolyear"):
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                           [table, "%row_history%"])  # fmt: skip
            for (name,) in cursor.fetchall():
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    tried = 0
    for seed in range(GAMES):
        with transaction.atomic():
            dice = Random(seed)  # noqa: S311 - the same game each time
            game = Game(years, [(one.proposal_id, one.pk) for one in decisions], dice)
            for _ in range(STEPS // BATCH):
                thought = []
                for _ in range(BATCH):
                    entries, expected = game.step()
                    thought.append((entries, expected, [year.sums() for year in game.model]))
                answers = play([entries for entries, _expected, _sums in thought])
                for (entries, expected, sums), (taken, balances) in zip(thought, answers, strict=True):
                    assert (taken, entries) == (expected, entries)
                    assert [[Decimal(one) for one in year] for year in balances] == sums
                tried += BATCH
            assert STEPS // 5 < game.taken < STEPS
            assert list(replayed(years)) == game.model
            rows = PoolYear.objects.order_by("year")
            assert [[getattr(row, name) for name in BALANCES] for row in rows] == [year.sums() for year in game.model]
            transaction.set_rollback(True)
    assert tried == GAMES * STEPS == 24_000
