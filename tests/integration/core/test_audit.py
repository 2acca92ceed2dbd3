import json
import threading
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core.domain.audit import GENESIS, content_digest, link_hash, record, record_refusal
from core.domain.verification import Break
from core.domain.verification import verify_chain as broken_links
from core.enums import AuditOutcome
from core.models import AuditEntry, User
from tests.factories.core import make_person, make_unit
from tests.factories.history import seal
from tests.factories.history import tamper as reach_into

pytestmark = pytest.mark.django_db


def verify_chain() -> Break | None:
    return next(broken_links(), None)


@pytest.fixture
def chain() -> list[AuditEntry]:
    person = make_person("Anna Lund")
    for number in range(5):
        record("person.change", actor=person, subject=person, reason=f"Grund {number}", data={"nr": number})
    return list(AuditEntry.objects.order_by("sequence"))


def tamper(sql: str, *values: object) -> None:
    reach_into("core_auditentry", sql, *values)


def verified(*arguments: str) -> str:
    seal()
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_every_act_is_chained_to_the_one_before(chain):
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4, 5, 6]
    assert [entry.previous_hash for entry in chain] == [GENESIS, *(entry.hash for entry in chain[:-1])]
    assert [entry.hash for entry in chain] == [link_hash(entry) for entry in chain]
    assert [entry.content_digest for entry in chain] == [content_digest(entry) for entry in chain]
    assert verify_chain() is None


def test_an_act_keeps_the_names_of_its_time(chain):
    User.objects.filter(email="anna.lund@test.invalid").update(name="Anna Holm")
    entry = AuditEntry.objects.get(sequence=2)
    assert (entry.actor_name, entry.subject_name, entry.subject_type) == ("Anna Lund", "Anna Lund", "core.user")
    assert verify_chain() is None


def test_an_empty_chain_holds():
    assert verify_chain() is None
    assert GENESIS in verified()


def test_the_command_prints_the_count_and_the_head(chain):
    out = verified()
    assert chain[-1].hash in out
    assert "6" in out.replace(chain[-1].hash, "")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("UPDATE core_auditentry SET reason = 'En anden grund' WHERE sequence = 3", Break(3, "content edited")),
        ("UPDATE core_auditentry SET actor_name = 'En anden' WHERE sequence = 3", Break(3, "content edited")),
        ("UPDATE core_auditentry SET data = '{}' WHERE sequence = 3", Break(3, "content edited")),
        ("UPDATE core_auditentry SET salt = '', reason = 'Ny' WHERE sequence = 3", Break(3, "content edited")),
        ("UPDATE core_auditentry SET salt = '', reason = '' WHERE sequence = 3", Break(3, "content edited")),
        ("UPDATE core_auditentry SET act = 'person.create' WHERE sequence = 3", Break(3, "edited")),
        ("UPDATE core_auditentry SET outcome = 'refused' WHERE sequence = 3", Break(3, "edited")),
        ("UPDATE core_auditentry SET actor_id = NULL WHERE sequence = 3", Break(3, "edited")),
        ("UPDATE core_auditentry SET subject_id = subject_id + 1 WHERE sequence = 3", Break(3, "edited")),
        ("UPDATE core_auditentry SET at = at + interval '1 microsecond' WHERE sequence = 3", Break(3, "edited")),
        ("UPDATE core_auditentry SET hash = repeat('a', 64) WHERE sequence = 3", Break(3, "edited")),
        ("DELETE FROM core_auditentry WHERE sequence = 1", Break(1, "missing")),
        ("DELETE FROM core_auditentry WHERE sequence = 3", Break(3, "missing")),
    ],
)
def test_a_tampered_row_is_named(chain, sql, expected):
    tamper(sql)
    assert verify_chain() == expected
    with pytest.raises(CommandError, match=str(expected.sequence)):
        verified()


def test_a_deleted_row_whose_gap_is_closed_is_named(chain):
    tamper("DELETE FROM core_auditentry WHERE sequence = 3")
    tamper("UPDATE core_auditentry SET sequence = sequence - 1 WHERE sequence = 4")
    tamper("UPDATE core_auditentry SET sequence = sequence - 1 WHERE sequence = 5")
    tamper("UPDATE core_auditentry SET sequence = sequence - 1 WHERE sequence = 6")
    assert verify_chain() == Break(3, "not linked to the one before")


def test_two_swapped_rows_are_named(chain):
    tamper("UPDATE core_auditentry SET sequence = 100 WHERE sequence = 3")
    tamper("UPDATE core_auditentry SET sequence = 3 WHERE sequence = 4")
    tamper("UPDATE core_auditentry SET sequence = 4 WHERE sequence = 100")
    assert verify_chain() == Break(3, "not linked to the one before")


COLUMNS = (
    "at, act, outcome, actor_id, subject_type, subject_id, actor_name, subject_name, reason, data, salt, "
    "content_digest, changes_hash"
)


def test_a_row_inserted_between_two_is_named(chain):
    for sequence in (6, 5, 4):
        tamper("UPDATE core_auditentry SET sequence = sequence + 1 WHERE sequence = %s", sequence)
    tamper(
        f"INSERT INTO core_auditentry (sequence, previous_hash, hash, {COLUMNS}) "  # noqa: S608 - no input
        f"SELECT 4, hash, repeat('b', 64), {COLUMNS} FROM core_auditentry WHERE sequence = 3"
    )
    assert verify_chain() == Break(4, "edited")


def test_a_row_inserted_with_a_right_hash_breaks_the_next(chain):
    forged = AuditEntry.objects.get(sequence=3)
    forged.previous_hash, forged.sequence, forged.pk = forged.hash, 4, None
    forged.hash = link_hash(forged)
    for sequence in (6, 5, 4):
        tamper("UPDATE core_auditentry SET sequence = sequence + 1 WHERE sequence = %s", sequence)
    forged.save(force_insert=True)
    assert verify_chain() == Break(5, "not linked to the one before")


def test_a_row_appended_by_hand_is_named(chain):
    tamper(
        f"INSERT INTO core_auditentry (sequence, previous_hash, hash, {COLUMNS}) "  # noqa: S608 - no input
        f"SELECT 7, hash, repeat('b', 64), {COLUMNS} FROM core_auditentry WHERE sequence = 6"
    )
    assert verify_chain() == Break(7, "edited")


def test_a_cut_off_end_shows_against_what_was_noted(chain):
    head = chain[-1].hash
    for noted in (f"6:{head}", head, head[:12].upper(), f"6:{head[:12]}"):
        assert head in verified("--head", noted)
    tamper("DELETE FROM core_auditentry WHERE sequence > 4")
    assert verify_chain() is None
    for noted in (f"6:{head}", head, head[:12]):
        with pytest.raises(CommandError, match="Slutningen mangler"):
            verified("--head", noted)


def test_an_end_cut_off_and_grown_again_shows_against_the_head(chain):
    tamper("DELETE FROM core_auditentry WHERE sequence > 4")
    for _again in range(3):
        record("person.change", actor=None)
    assert verify_chain() is None
    with pytest.raises(CommandError):
        verified("--head", f"6:{chain[-1].hash}")


def test_a_noted_head_still_stands_when_the_chain_has_grown(chain):
    record("person.change", actor=None)
    newest = AuditEntry.objects.get(sequence=7).hash
    assert newest in verified("--head", f"6:{chain[-1].hash}")
    for noted in (f"6:{chain[-2].hash}", "6:abc", "abc", f"x:{newest}"):
        with pytest.raises(CommandError):
            verified("--head", noted)


@pytest.mark.parametrize("sql", ["UPDATE core_auditentry SET reason = 'x'", "DELETE FROM core_auditentry"])
def test_the_database_itself_refuses_to_change_an_act(chain, sql):
    with pytest.raises(Exception, match="acts_sta"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify_chain() is None


def test_a_refused_attempt_is_marked(chain):
    person, unit = chain[1].actor, make_unit("plan")
    record_refusal("unit.change", actor=person, subject=unit, reason="Kun en administrator.")
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.outcome, entry.act, entry.actor, entry.subject_id, entry.reason) == (
        AuditOutcome.REFUSED,
        "unit.change",
        person,
        unit.pk,
        "Kun en administrator.",
    )


def test_what_was_rolled_back_leaves_no_act(chain):
    with transaction.atomic():
        record("person.change", actor=None)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 6
    assert verify_chain() is None


def test_data_of_every_usual_kind_survives_the_round_trip():
    instant = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    data = {"tal": Decimal("1.50"), "dag": date(2026, 1, 2), "tid": instant, "æ": [1, None]}
    record("person.change", actor=None, data=data)
    stored = AuditEntry.objects.get()
    assert json.loads(json.dumps(stored.data)) == {
        "tal": "1.50",
        "dag": "2026-01-02",
        "tid": "2026-01-02T03:04:00Z",
        "æ": [1, None],
    }
    assert verify_chain() is None


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_chain():
    barrier = threading.Barrier(4)

    def write() -> None:
        with closing(connection):
            barrier.wait()
            for _number in range(5):
                with transaction.atomic():
                    record("person.change", actor=None)

    writers = [threading.Thread(target=write) for _number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert verify_chain() is None
