"""What is put back is what the moves wrote, and it is put back only where it must have come out the same."""

from django.db import transaction

from core import clock
from core.domain.audit import record
from core.models import AuditEntry, User
from portfolio.models import Proposal
from tests import standing
from tests.factories.governance import Town, make_submitted, make_town
from tests.factories.history import broken


def rows() -> dict[str, set[bytes]]:
    """Return every row there is."""
    return {table: set(lines) for table, lines in standing._read().items()}


def made_twice() -> tuple[tuple[Town, dict[str, set[bytes]]], ...]:
    """Make a town with a case, roll it back and ask for it again; return both with all rows."""
    found = []
    for _time in range(2):
        with transaction.atomic():
            town = make_town()
            make_submitted(town, "review")
            found.append((town, rows()))
            transaction.set_rollback(True)
    return tuple(found)


def newest() -> int:
    return AuditEntry.objects.latest("sequence").pk


def test_the_second_time_every_row_is_the_first_times(db):
    (town, written), (again, put_back) = made_twice()
    assert put_back == written
    assert {"core_auditentry", "core_rowchange", "core_user", "portfolio_proposal"} <= written.keys()
    assert (again.people, again.units) == (town.people, town.units)
    assert again.author is not town.author


def test_the_chains_hold_and_go_on_from_what_was_put_back(db):
    made_twice()
    town = make_town()
    case = make_submitted(town, "review")
    assert broken() is None
    User.objects.filter(pk=town.author.pk).update(title="Leder")
    record("person.change", actor=town.admin, subject=town.author)
    assert broken() is None
    assert Proposal.objects.get().number == case.number


def test_what_a_test_changes_in_what_it_was_given_is_its_own(db):
    (town, _written), (again, _put_back) = made_twice()
    town.author.name = again.author.name = "En anden"
    assert make_town().author.name == "Author Test"


def test_where_something_is_patched_or_the_clock_stands_it_is_made_anew(db, monkeypatch):
    made_twice()
    acts = set()
    for patch in (lambda: None, lambda: monkeypatch.setattr(standing, "MIGRATED", standing.MIGRATED)):
        patch()
        with transaction.atomic():
            make_town()
            acts.add(newest())
            transaction.set_rollback(True)
    monkeypatch.undo()
    with clock.standing_at(clock.now()):
        make_town()
    acts.add(newest())
    assert len(acts) == 3


def test_where_the_test_has_written_itself_it_is_made_anew(db):
    made_twice()
    town = make_town()
    with transaction.atomic():
        make_submitted(town, "review")
        remembered = newest()
        transaction.set_rollback(True)
    User.objects.filter(pk=town.author.pk).update(title="Leder")
    make_submitted(town, "review")
    assert newest() > remembered
