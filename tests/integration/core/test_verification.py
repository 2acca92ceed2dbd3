import json
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core import clock, providers
from core.domain.audit import Head, content_digest, link_hash, record
from core.domain.units import change_unit, create_unit
from core.domain.verification import Break, verify
from core.enums import UnitKind
from core.models import AuditEntry, ChangeSet, RowChange, Unit
from tests.factories.core import make_person
from tests.factories.history import broken, seal, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> list[ChangeSet]:
    """Acts 1 to 5, each with its changes, of which act 5 changes the unit that act 2 created."""
    anna = make_person("Anna Lund")
    units = [
        create_unit(code=code, kind=UnitKind.UNIT, name=code.title(), parent=None, actor=None)
        for code in ("plan", "by", "vej")
    ]
    anna.refresh_from_db()
    change_unit(units[0], name="Plan og By", parent=None, actor=None)
    seal()
    return list(ChangeSet.objects.order_by("sequence"))


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_an_untouched_history_holds(town):
    assert [(link.sequence, link.act) for link in town] == [(nr, nr) for nr in range(1, 6)]
    assert broken() is None


def set_of(number: int) -> str:
    return f"(SELECT id FROM core_changeset WHERE sequence = {number})"  # noqa: S608 - no input


@pytest.mark.parametrize(
    ("table", "query", "expected"),
    [
        ("core_rowchange", 'UPDATE core_rowchange SET facts = facts || \'{"kind": [null, "staff"]}\'', "rows edited"),
        ("core_rowchange", "UPDATE core_rowchange SET operation = 'B'", "rows edited"),
        ("core_rowchange", "UPDATE core_rowchange SET row_id = row_id + 1", "rows edited"),
        ("core_rowchange", "UPDATE core_rowchange SET words_digest = repeat('a', 64)", "content edited"),
        ("core_rowchange", 'UPDATE core_rowchange SET words = words || \'{"name": [null, "X"]}\'', "content edited"),
        ("core_rowchange", "UPDATE core_rowchange SET words = '{}', salt = ''", "content edited"),
        (
            "core_rowchange",
            "UPDATE core_rowchange SET words = '{\"name\": [null, null]}', salt = '', redacted_by = 1",
            "text removed without an act",
        ),
        ("core_rowchange", "DELETE FROM core_rowchange", "rows edited"),
        ("core_changeset", "UPDATE core_changeset SET act = 1", "edited"),
        ("core_changeset", "UPDATE core_changeset SET act = NULL", "edited"),
        ("core_changeset", "UPDATE core_changeset SET actor_id = 1", "edited"),
        ("core_changeset", "UPDATE core_changeset SET database_user = 'postgres'", "edited"),
        ("core_changeset", "UPDATE core_changeset SET opened_at = opened_at - interval '1 day'", "edited"),
        ("core_changeset", "UPDATE core_changeset SET digest = repeat('a', 64)", "rows edited"),
        ("core_changeset", "UPDATE core_changeset SET hash = repeat('a', 64)", "edited"),
        ("core_changeset", "UPDATE core_changeset SET previous_hash = repeat('a', 64)", "not linked to the one before"),
    ],
)
def test_an_edited_change_is_named(town, table, query, expected):
    place = "id" if table == "core_changeset" else "changeset_id"
    tamper(table, f"{query} WHERE {place} = {set_of(3)}")
    assert broken() == Break(3, expected, "changes")
    with pytest.raises(CommandError, match="3"):
        told()


def test_a_removed_set_of_changes_is_named(town):
    tamper("core_changeset", "DELETE FROM core_changeset WHERE sequence = 3")
    assert broken() == Break(3, "missing", "changes")


def test_a_change_added_to_a_sealed_set_is_named(town):
    columns = "changeset_id, table_name, row_id, operation, facts, words, salt, words_digest"
    row = "%s, 'core_unit', 1, 'U', '{}', '{}', '', ''"
    query = f"INSERT INTO core_rowchange ({columns}) VALUES ({row})"  # noqa: S608 - no input
    tamper("core_rowchange", query, town[3].pk)
    assert broken() == Break(4, "rows edited", "changes")


def test_two_swapped_sets_of_changes_are_named(town):
    for old, new in ((2, 100), (3, 2), (100, 3)):
        tamper("core_changeset", "UPDATE core_changeset SET sequence = %s WHERE sequence = %s", new, old)
    assert broken() == Break(2, "not linked to the one before", "changes")


def test_a_set_of_changes_added_by_hand_is_named(town):
    copied = "opened_at, NULL, actor_id, database_user, closed, digest, hash, repeat('c', 64)"
    columns = "opened_at, act, actor_id, database_user, closed, digest, previous_hash, hash"
    select = f"SELECT 6, {copied} FROM core_changeset WHERE sequence = 5"  # noqa: S608 - no input
    tamper("core_changeset", f"INSERT INTO core_changeset (sequence, {columns}) {select}")
    assert broken() == Break(6, "rows edited", "changes")


def test_cut_off_changes_are_missed_by_their_acts(town):
    tamper("core_changeset", "DELETE FROM core_changeset WHERE sequence > 4")
    tamper("core_rowchange", "DELETE FROM core_rowchange WHERE changeset_id > %s", town[3].pk)
    assert broken() == Break(5, "changes missing")


def test_cut_off_acts_are_missed_by_their_changes(town):
    tamper("core_auditentry", "DELETE FROM core_auditentry WHERE sequence > 4")
    assert broken() == Break(5, "act missing", "changes")


def rewrite_changes() -> None:
    """Chain the changes anew, as somebody would who knows how it is done."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_changeset DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_changeset SET sequence = NULL, hash = ''")
        cursor.execute("SELECT id FROM core_changeset ORDER BY id")
        for (key,) in cursor.fetchall():
            cursor.execute("SELECT core_seal_changes(%s)", [key])
        cursor.execute("ALTER TABLE core_changeset ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db(transaction=True)
def test_a_chain_of_changes_written_anew_is_caught_by_the_acts_that_stand_on_it():
    unit = create_unit(code="plan", kind=UnitKind.UNIT, name="Plan", parent=None, actor=None)
    create_unit(code="by", kind=UnitKind.UNIT, name="By", parent=None, actor=None)
    with transaction.atomic():
        rewrite_changes()
    assert verify() is None
    with transaction.atomic():
        tamper("core_unit", "UPDATE core_unit SET kind = 'staff' WHERE id = %s", unit.pk)
        forged = "UPDATE core_rowchange SET facts = jsonb_set(facts, '{kind}', '[null, \"staff\"]')"
        tamper("core_rowchange", f"{forged} WHERE row_id = %s AND facts ? 'kind'", unit.pk)
        rewrite_changes()
    assert verify() == Break(2, "changes rewritten")


@pytest.mark.parametrize(
    ("query", "why", "column"),
    [
        ("UPDATE core_unit SET name = 'Vej' WHERE id = %s", "altered", "name"),
        ("UPDATE core_unit SET valid_to = '2026-01-01' WHERE id = %s", "altered", "valid_to"),
        ("DELETE FROM core_unit WHERE id = %s", "removed", ""),
    ],
)
def test_a_row_touched_behind_the_portal_is_named(town, query, why, column):
    unit = Unit.objects.get(code="plan")
    tamper("core_unit", query, unit.pk)
    assert broken() == Break(unit.pk, why, "rows", "core.Unit", column)


def test_a_row_added_behind_the_portal_is_named(town):
    columns = "INSERT INTO core_unit (code, kind, name, path, aliases)"
    tamper("core_unit", f"{columns} VALUES ('ny', 'unit', 'Ny', 'Ny', '{{}}')")
    assert broken() == Break(Unit.objects.get(code="ny").pk, "added", "rows", "core.Unit")


def test_a_removed_row_that_comes_back_behind_the_portal_is_named(town):
    unit = Unit.objects.create(code="gammel", kind=UnitKind.UNIT, name="Gammel", path="Gammel")
    key = unit.pk
    unit.delete()
    assert broken() is None
    columns = "INSERT INTO core_unit (id, code, kind, name, path, aliases)"
    tamper("core_unit", f"{columns} VALUES (%s, 'gammel', 'unit', 'Gammel', 'Gammel', '{{}}')", key)
    assert broken() == Break(key, "added", "rows", "core.Unit")


def test_a_column_that_comes_later_is_no_alarm(town):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_unit ADD COLUMN phone text DEFAULT '12'")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert broken() is None
    tamper("core_unit", "UPDATE core_unit SET name = 'Vej' WHERE code = 'plan'")
    assert broken() == Break(Unit.objects.get(code="plan").pk, "altered", "rows", "core.Unit", "name")


def test_a_missing_end_shows_against_a_head_that_a_report_has_published(town, monkeypatch):
    head = Head(5, AuditEntry.objects.get(sequence=5).hash)
    monkeypatch.setitem(providers._providers, "published_heads", [lambda: [head]])
    assert head.hash in told()
    tamper("core_auditentry", "DELETE FROM core_auditentry WHERE sequence > 4")
    tamper("core_changeset", "DELETE FROM core_changeset WHERE sequence > 4")
    tamper("core_rowchange", "DELETE FROM core_rowchange WHERE changeset_id > %s", town[3].pk)
    tamper("core_unit", "UPDATE core_unit SET name = 'Plan', path = 'Plan' WHERE code = 'plan'")
    assert broken() is None
    with pytest.raises(CommandError, match="Slutningen mangler"):
        told()


def test_the_command_answers_in_one_sentence_and_in_data(town):
    head = AuditEntry.objects.get(sequence=5).hash
    assert json.loads(told("--json")) == {"holds": True, "acts": 5, "changes": 5, "head": f"5:{head}"}
    unit = Unit.objects.get(code="plan")
    tamper("core_unit", "UPDATE core_unit SET name = 'Vej' WHERE id = %s", unit.pk)
    sentence = f"Række {unit.pk} i “enheder” er ændret uden om portalen: feltet “Navn”."
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_audit", "--json", stdout=out)
    assert str(caught.value) == sentence
    place = {"part": "rows", "number": unit.pk, "model": "core.Unit", "column": "name"}
    assert json.loads(out.getvalue())["break"] == place | {"why": "altered", "sentence": sentence}


def ten_thousand_acts() -> None:
    """Append acts faster than one by one, by the same rules."""
    first = record("person.change", actor=None)
    entries, previous = [], first
    for sequence in range(first.sequence + 1, first.sequence + 10_000):
        entry = AuditEntry(
            sequence=sequence,
            at=clock.now(),
            act="person.change",
            reason=f"Grund {sequence}",
            data={"nr": sequence},
            salt=f"{sequence:032}",
            previous_hash=previous.hash,
            changes_hash=first.changes_hash,
        )
        entry.content_digest = content_digest(entry)
        entry.hash = link_hash(entry)
        entries.append(entry)
        previous = entry
    AuditEntry.objects.bulk_create(entries, batch_size=1000)


@pytest.mark.slow
def test_ten_thousand_acts_and_changes_raise_no_false_alarm(town):
    ten_thousand_acts()
    Unit.objects.bulk_create(
        (Unit(code=f"e{nr}", kind=UnitKind.UNIT, name=f"Enhed {nr}", path=f"Enhed {nr}") for nr in range(5000)),
        batch_size=500,
    )
    Unit.objects.filter(code__startswith="e").update(name="Enhed")
    seal()
    rows = AuditEntry.objects.count() + RowChange.objects.count()
    began = time.perf_counter()
    assert verify() is None
    assert rows / (time.perf_counter() - began) > 5000
