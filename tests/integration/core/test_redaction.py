from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core.domain.redaction import redact_act
from core.domain.refusal import Refused
from core.domain.units import change_unit, create_unit
from core.domain.verification import Break
from core.enums import UnitKind
from core.models import AuditEntry, RowChange, Unit, User
from core.selectors.acts import act_line
from core.selectors.history import history
from tests.factories.core import make_administrator, make_person
from tests.factories.history import broken, seal, tamper

pytestmark = pytest.mark.django_db


EMPTY = (
    "UPDATE core_auditentry SET actor_name = '', subject_name = '', reason = '', data = '{}', salt = '', "
    "redacted_by = %s"
)


@pytest.fixture
def administrator() -> User:
    return make_administrator()


@pytest.fixture
def entry(administrator) -> AuditEntry:
    """An act whose text should not have been written: a unit was given a citizen's name."""
    unit = create_unit(code="plan", kind=UnitKind.UNIT, name="Plan", parent=None, actor=administrator)
    change_unit(unit, name="Fru Hansens sag", parent=None, actor=administrator)
    seal()
    entry = AuditEntry.objects.get(act="unit.change")
    change_unit(unit, name="Plan", parent=None, actor=administrator)
    seal()
    return entry


def test_text_and_salt_go_and_the_history_still_holds(entry, administrator):
    redaction = redact_act(entry, actor=administrator, reason="Et navn var skrevet ved en fejl")
    before, entry = entry, AuditEntry.objects.get(pk=entry.pk)
    assert (entry.actor_name, entry.subject_name, entry.reason, entry.data, entry.salt) == ("", "", "", {}, "")
    assert (entry.content_digest, entry.hash, entry.at) == (before.content_digest, before.hash, before.at)
    assert (redaction.act, redaction.subject_id, entry.redacted_by) == ("act.redact", entry.pk, redaction.sequence)
    own = RowChange.objects.filter(changeset__act=entry.sequence)
    assert {(row.salt, row.redacted_by) for row in own} == {("", redaction.sequence)}
    assert [pair for row in own for pair in row.words.values()] == [[None, None]] * sum(len(row.words) for row in own)
    assert broken() is None


def test_what_was_written_after_it_is_not_touched(entry, administrator):
    later = RowChange.objects.filter(changeset__act__gt=entry.sequence)
    before = list(later.values("words", "salt"))
    redact_act(entry, actor=administrator, reason="Fejl")
    assert list(later.filter(pk__lte=RowChange.objects.latest("pk").pk).values("words", "salt")) == before


def test_the_log_and_the_history_say_that_the_text_is_gone(entry, administrator):
    redaction = redact_act(entry, actor=administrator, reason="Fejl")
    gone = f"Teksten er fjernet ved hændelse {redaction.sequence}."
    line = act_line(AuditEntry.objects.get(pk=entry.pk))
    assert (line.who, line.why, line.details) == ("Navnet er fjernet", gone, ())
    lines = history(Unit.objects.get(code="plan"))
    assert [(one.who, one.why, one.changes) for one in lines if one.why == gone] == [("Navnet er fjernet", gone, ())]


def test_only_an_administrator_redacts_once_and_with_a_reason(entry, administrator):
    before = AuditEntry.objects.count()
    for actor, reason in ((make_person("Anna Lund"), "Fejl"), (administrator, "  ")):
        with pytest.raises(Refused):
            redact_act(entry, actor=actor, reason=reason)
    redaction = redact_act(entry, actor=administrator, reason="Fejl")
    for again in (entry, redaction):
        with pytest.raises(Refused):
            redact_act(again, actor=administrator, reason="Fejl")
    # Anna's account and the redaction, nothing else.
    assert AuditEntry.objects.count() == before + 2
    assert broken() is None


def test_the_database_refuses_to_drop_more_than_the_text(entry, administrator):
    redaction = redact_act(entry, actor=administrator, reason="Fejl")
    other = AuditEntry.objects.get(sequence=entry.sequence + 1)
    for act in (redaction.sequence, other.sequence):
        with pytest.raises(DatabaseError, match="acts_stand"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{EMPTY} WHERE id = %s", [act, other.pk])
    with pytest.raises(DatabaseError, match="acts_stand"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(outcome="refused")


def test_a_text_removed_without_an_act_of_its_own_is_named(entry, administrator):
    redaction = redact_act(entry, actor=administrator, reason="Fejl")
    seal()
    tamper("core_auditentry", EMPTY + " WHERE sequence = %s", redaction.sequence, entry.sequence + 1)
    assert broken() == Break(entry.sequence + 1, "text removed without an act")


def test_the_command_redacts_and_refuses_in_one_sentence(entry, administrator):
    out = StringIO()
    arguments = ["--actor", administrator.email, "--reason", "Fejl"]
    call_command("redact_act", str(entry.sequence), *arguments, stdout=out)
    redaction = AuditEntry.objects.get(act="act.redact")
    sentence = f"Teksten i hændelse {entry.sequence} er fjernet. Det står i hændelse {redaction.sequence}."
    assert out.getvalue().strip() == sentence
    for number, actor in ((entry.sequence, administrator.email), (999, administrator.email), (1, "ingen@test.invalid")):
        with pytest.raises(CommandError):
            call_command("redact_act", str(number), "--actor", actor, "--reason", "Fejl")
    assert AuditEntry.objects.filter(act="act.redact").count() == 1
