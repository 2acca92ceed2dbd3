import threading
import time
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from core.domain.audit import attribute_changes, record
from core.domain.people import create_person
from core.domain.units import close_unit, create_unit
from core.domain.verification import verify
from core.enums import UnitKind
from core.models import ApiToken, AuditEntry, ChangeSet, Parameter, RowChange, Unit, User
from core.models.row_history import tracked_models
from tests.factories.core import make_administrator, make_person, make_unit
from tests.factories.history import seal, tamper

pytestmark = pytest.mark.django_db

OWN_APPS = ("core", "portfolio", "principles", "businesscase", "governance")


def changes(table: str = "core_unit") -> list[tuple[str, int]]:
    return list(RowChange.objects.filter(table_name=table).values_list("operation", "row_id"))


def newest(table: str = "core_unit") -> RowChange:
    return RowChange.objects.filter(table_name=table).latest("pk")


def sql(query: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def test_every_noun_has_a_history_but_messages_and_the_history_itself():
    tracked = {model._meta.label for model, _history in tracked_models()}
    own = {model._meta.label for app in OWN_APPS for model in apps.get_app_config(app).get_models()}
    assert own - tracked == {
        "core.AuditEntry",
        "core.ChangeSet",
        "core.OutboxMessage",
        "core.PostedRequest",
        "core.RowChange",
    }


def test_every_declared_history_stands_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgfoid = 'core_record_change()'::regprocedure AND tgenabled = 'O'"
        )
        standing = {name for (name,) in cursor.fetchall()}
    assert standing == {model._meta.db_table for model, _history in tracked_models()}


def test_an_added_row_is_recorded_whole_facts_apart_from_words():
    unit = make_unit("plan", UnitKind.STAFF, name="Plan og Ø")
    change = RowChange.objects.get(table_name="core_unit", row_id=unit.pk, operation="I")
    assert change.words == {"code": [None, "plan"], "name": [None, "Plan og Ø"], "path": [None, ""]}
    assert change.facts["kind"] == [None, "staff"]
    assert change.facts["valid_to"] == [None, None]
    assert "sort_key" not in change.facts | change.words


def test_a_change_records_the_columns_that_changed_and_no_others():
    unit = make_unit("plan", name="Plan")
    Unit.objects.filter(pk=unit.pk).update(name="Plan og By", valid_to="2027-01-31")
    change = newest()
    assert (change.operation, change.facts, change.words) == (
        "U",
        {"valid_to": [None, "2027-01-31"]},
        {"name": ["Plan", "Plan og By"]},
    )


def test_every_way_to_change_rows_leaves_its_trace():
    Unit.objects.bulk_create(Unit(code=f"e{nr}", kind=UnitKind.UNIT, name="E", path="E") for nr in range(3))
    keys = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    Unit.objects.update(name="F")
    sql("UPDATE core_unit SET kind = 'staff' WHERE id = %s", keys[0])
    one = Unit.objects.get(pk=keys[1])
    one.name = "G"
    one.save()
    Unit.objects.filter(pk=keys[2]).delete()
    expected = [("I", key) for key in keys] + [("U", key) for key in keys]
    assert changes() == [*expected, ("U", keys[0]), ("U", keys[1]), ("D", keys[2])]
    assert newest().words["name"] == ["F", None]


def test_a_save_that_changes_nothing_leaves_no_trace():
    unit = make_unit("plan")
    before = changes()
    Unit.objects.get(pk=unit.pk).save()
    Unit.objects.filter(pk=unit.pk).update(name=unit.name)
    assert changes() == before


def test_a_password_and_a_key_are_never_recorded():
    person = make_person("Anna Lund")
    person.set_password("en anden lang kode")
    person.save()
    assert changes("core_user") == [("I", person.pk)]
    recorded = RowChange.objects.get(table_name="core_user")
    assert {"password", "last_login"} & set(recorded.facts | recorded.words) == set()
    now, later = person.created_at, person.created_at + timedelta(days=1)
    ApiToken.objects.create(person=person, name="A", scope="read", digest="d", created_at=now, expires_at=later)
    assert "digest" not in newest("core_apitoken").facts | newest("core_apitoken").words


def test_instants_are_recorded_alike_whatever_the_sessions_time_zone():
    sql("SET LOCAL TimeZone = 'Asia/Tokyo'")
    person = make_person("Anna Lund")
    sql("SET LOCAL TimeZone = 'UTC'")
    recorded = newest("core_user").facts["created_at"][1]
    # PostgreSQL leaves out the fraction's last zeros.
    assert (datetime.fromisoformat(recorded), recorded[-6:]) == (person.created_at, "+00:00")


def test_what_was_rolled_back_leaves_nothing():
    unit = make_unit("plan")
    before = (changes(), ChangeSet.objects.count(), AuditEntry.objects.count())
    with transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(name="A")
        transaction.set_rollback(True)
    assert (changes(), ChangeSet.objects.count(), AuditEntry.objects.count()) == before
    Unit.objects.filter(pk=unit.pk).update(name="B")
    seal()
    assert verify() is None


def test_an_act_and_its_changes_point_at_each_other():
    unit = create_unit(code="plan", kind=UnitKind.UNIT, name="Plan", parent=None, actor=None)
    other = create_unit(code="by", kind=UnitKind.UNIT, name="By", parent=None, actor=None)
    seal()
    for row in (unit, other):
        act = AuditEntry.objects.get(act="unit.create", subject_id=row.pk)
        assert act.changeset.act == act.sequence
        assert set(act.changeset.rows.values_list("table_name", "row_id")) == {("core_unit", row.pk)}


def test_the_act_before_an_act_keeps_its_own_changes():
    person = make_person("Anna Lund")
    Parameter.objects.create(profile="odder", key="a", value=1, valid_from="2026-01-01", source="S")
    first = record("person.change", actor=person)
    second = record("person.change", actor=person)
    Parameter.objects.update(value=2)
    seal()
    owners = RowChange.objects.filter(table_name="core_parameter").order_by("pk")
    # What follows an act in its transaction, with no act after it, belongs to that act.
    assert list(owners.values_list("changeset__act", flat=True)) == [first.sequence, second.sequence]
    assert (AuditEntry.objects.get(pk=second.pk).changeset, verify()) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_changes_without_an_act_say_who_where_the_code_does():
    person = make_person("Anna Lund")
    with transaction.atomic():
        attribute_changes(person)
        User.objects.update(title="Leder")
    User.objects.update(title="Chef")
    owners = ChangeSet.objects.order_by("-sequence").values_list("act", "actor", "database_user")[:2]
    role = connection.settings_dict["USER"]
    assert list(owners) == [(None, None, role), (None, person.pk, role)]
    assert verify() is None


@pytest.mark.django_db(transaction=True)
def test_every_transaction_is_sealed_when_it_commits():
    make_person("Anna Lund")
    make_unit("plan")
    Unit.objects.update(name="By")
    links = list(ChangeSet.objects.order_by("sequence"))
    assert [link.sequence for link in links] == [1, 2, 3]
    assert [link.previous_hash for link in links] == ["0" * 64, links[0].hash, links[1].hash]
    assert AuditEntry.objects.get(act="unit.create").changes_hash == links[0].hash
    assert verify() is None


def test_constraints_checked_at_once_seal_at_once():
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    Unit.objects.bulk_create(Unit(code=f"e{nr}", kind=UnitKind.UNIT, name="E", path="E") for nr in range(3))
    assert ChangeSet.objects.filter(hash="").count() == 0
    assert (RowChange.objects.count(), verify()) == (3, None)


@pytest.mark.parametrize(
    "query",
    [
        "UPDATE core_rowchange SET facts = '{}'",
        "UPDATE core_rowchange SET words = '{}', salt = ''",
        "UPDATE core_rowchange SET words = '{}', salt = '', redacted_by = 1",
        "DELETE FROM core_rowchange",
        "UPDATE core_changeset SET act = 1",
        "UPDATE core_changeset SET hash = ''",
        "DELETE FROM core_changeset",
        "UPDATE core_auditentry SET reason = '', data = '{}', salt = '', redacted_by = 1",
        "DELETE FROM core_auditentry",
    ],
)
def test_the_database_itself_refuses_to_change_the_history(query):
    make_unit("plan")
    seal()
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        sql(query)
    assert verify() is None


def test_rows_that_stood_before_their_history_get_a_baseline():
    make_unit("plan", name="Plan")
    before = changes()
    columns = "INSERT INTO core_unit (code, kind, name, path, aliases)"
    tamper("core_unit", f"{columns} VALUES ('gammel', 'unit', 'Gammel', 'Gammel', '{{}}')")
    old = Unit.objects.get(code="gammel")
    assert verify() is not None
    sql("SELECT core_record_baseline('core')")
    seal()
    assert changes() == [*before, ("B", old.pk)]
    assert newest().words == {"code": [None, "gammel"], "name": [None, "Gammel"], "path": [None, "Gammel"]}
    assert verify() is None


def run(*jobs) -> list[BaseException]:
    """Run each job in a thread and a transaction of its own; return what went wrong."""
    faults: list[BaseException] = []

    def one(job) -> None:
        with closing(connection):
            try:
                with transaction.atomic():
                    job()
            except DatabaseError as fault:
                faults.append(fault)

    threads = [threading.Thread(target=one, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain():
    administrator = make_administrator()
    units = [make_unit(f"e{nr}") for nr in range(4)]
    before = ChangeSet.objects.count()
    barrier = threading.Barrier(4)

    def close(unit: Unit):
        def job() -> None:
            barrier.wait()
            close_unit(unit, last_day=unit.valid_from or "2027-01-31", successor=None, actor=administrator)

        return job

    assert run(*(close(unit) for unit in units)) == []
    assert ChangeSet.objects.count() == before + 4
    assert verify() is None


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_waits_for_a_row_at_its_end_does_not_hold_the_chain():
    """Were the chain's lock taken before the foreign keys are checked, these two would wait for each other."""
    person = make_person("Anna Lund")
    first, second = make_unit("plan"), make_unit("by")
    locked, written = threading.Event(), threading.Event()

    def refer() -> None:
        locked.wait(60)
        Unit.objects.filter(pk=first.pk).update(name="A")
        Parameter.objects.create(
            profile="odder", key="a", value=1, valid_from="2026-01-01", source="S", created_by_id=person.pk
        )
        written.set()

    def hold() -> None:
        User.objects.select_for_update().get(pk=person.pk)
        locked.set()
        written.wait(60)
        time.sleep(0.3)
        Unit.objects.filter(pk=second.pk).update(name="B")

    assert run(refer, hold) == []
    assert verify() is None


def test_the_rows_of_a_person_are_recorded_under_the_act_that_made_them():
    administrator = make_administrator()
    person = create_person(
        email="bo@test.invalid", name="Bo", title="", unit=None, is_management=False, actor=administrator
    )
    seal()
    act = AuditEntry.objects.get(act="person.create", subject_id=person.pk)
    assert list(act.changeset.rows.values_list("table_name", "row_id")) == [("core_user", person.pk)]
