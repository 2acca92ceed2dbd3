"""What tests begin from: the database as the migrations leave it, and what was made once and is put back as written.

A town is some six hundred statements, and thousands of tests begin from one. A factory that is `remembered` lets the
moves themselves make it the first time that a process asks; whenever the same is asked of the same database again, the
rows are put back as they were written, with their ids, acts and row history, as if they had been committed before.

Nothing is put back where anything could have come out otherwise: where the test has patched something or changed a
setting, where the clock stands still, and where anything has been written that no remembered factory wrote.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import ProgrammingError, connection, models, transaction
from psycopg import sql

from core import clock
from tests.factories.history import end_transaction

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
# The ids of the newest change of a row and of the newest act: no two states of one database have the same.
State = tuple[int | None, int | None]
# The rows of each table as COPY writes them, a line each.
Lines = dict[str, list[bytes]]

BEGINNING: State = (None, None)
# The migrations' own rows, which no test changes.
MIGRATED = {"django_migrations", "django_content_type", "auth_permission"}
# Settings that no row depends on.
HARMLESS = {"default_settings", "SETTINGS_MODULE", "_deleted", "ALLOWED_HOSTS", "MEDIA_ROOT"}


@dataclass(frozen=True)
class Standing:
    """What was made, the keys of the rows that it changed or deleted, the rows that it wrote, and where that leads."""

    made: Any
    gone: Lines
    come: Lines
    state: State


class UnknownError(Exception):
    """Something is asked for that is not known by its value."""


_known: dict[Hashable, Standing] = {}
_states: set[State] = {BEGINNING}
_watched: list[pytest.MonkeyPatch] = []


def remembered(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Let what the factory makes be put back from the first time, where it must come out the same."""

    @wraps(make)
    def made(*arguments: Asked.args, **named: Asked.kwargs) -> Made:
        state = _state_to_stand_on()
        if state is None:
            return make(*arguments, **named)
        try:
            key = (make, _value(arguments), _value(named), state, clock.today())
        except UnknownError:
            return make(*arguments, **named)
        standing = _known.get(key)
        if standing is not None:
            _put_back(standing)
            return deepcopy(standing.made)
        before = _read()
        fresh = make(*arguments, **named)
        end_transaction()
        standing = _known[key] = _difference(deepcopy(fresh), before, _read())
        _states.add(standing.state)
        return fresh

    return made


def watch(patches: pytest.MonkeyPatch) -> None:
    """Know what the test that begins patches: factories may then work otherwise than they do."""
    _watched[:] = [patches]


def clear() -> None:
    """Leave the database as the migrations do: the tables that have rows are few, and soon emptied."""
    full = _with_rows()
    if not _may_put_back():
        if full:
            _execute("TRUNCATE {}", sql.SQL(", ").join(map(sql.Identifier, _tables())))
        return
    with _without_triggers():
        for table in full:
            _execute("DELETE FROM {}", sql.Identifier(table))


def _state_to_stand_on() -> State | None:
    """Return the state of the database where factories come out as ever and wrote all there is; else None."""
    if any(map(_has_patched, _watched)) or clock._standing.get() or not _is_configured_as_ever() or not _may_put_back():
        return None
    state = _state()
    return state if state in _states else None


def _state() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(id) FROM core_rowchange), (SELECT max(id) FROM core_auditentry)")
        change, act = cursor.fetchone()
    return change, act


def _value(asked: Any) -> Hashable:
    """Return what stands for an argument: its value with its type, and a row by its key."""
    match asked:
        case None | str() | bool() | int() | Decimal() | date() | time() | timedelta() | Enum():
            return type(asked), asked
        case tuple() | list():
            return type(asked), tuple(map(_value, asked))
        case dict():
            return dict, tuple((name, _value(one)) for name, one in asked.items())
        case models.Model(pk=int()):
            return type(asked), asked.pk
    if is_dataclass(asked):
        return type(asked), tuple(_value(getattr(asked, one.name)) for one in fields(asked))
    raise UnknownError


def _has_patched(patches: pytest.MonkeyPatch) -> bool:
    return bool(patches._setattr or patches._setitem)


def _is_configured_as_ever() -> bool:
    held = settings._wrapped
    while isinstance(held, UserSettingsHolder):
        if set(vars(held)) - HARMLESS:
            return False
        held = held.default_settings
    return True


def _read() -> Lines:
    found = {}
    for table in _with_rows():
        with _copying("COPY {} TO STDOUT", table) as stream:
            found[table] = b"".join(map(bytes, stream)).splitlines(keepends=True)
    return found


def _difference(made: Any, before: Lines, after: Lines) -> Standing:
    gone, come = {}, {}
    for table in before.keys() | after.keys():
        old, new = before.get(table, []), after.get(table, [])
        if old != new:
            place, kept, known = _place_of_key(table), set(new), set(old)
            gone[table] = [line.split(b"\t")[place] for line in old if line not in kept]
            come[table] = [line for line in new if line not in known]
    return Standing(made, gone, come, _state())


def _put_back(standing: Standing) -> None:
    """Write the rows as they are: the triggers had their say when they were written first."""
    with _without_triggers():
        for table, keys in standing.gone.items():
            if keys:
                key = sql.Identifier(_columns(table)[_place_of_key(table)])
                values = sql.SQL(", ").join(sql.Literal(one.decode()) for one in keys)
                _execute("DELETE FROM {} WHERE {} IN ({})", sql.Identifier(table), key, values)
        for table, lines in standing.come.items():
            with _copying("COPY {} FROM STDIN", table) as stream:
                stream.write(b"".join(lines))
    end_transaction()


@contextmanager
def _without_triggers() -> Iterator[None]:
    with transaction.atomic():
        _execute("SET LOCAL session_replication_role = replica")
        yield
        _execute("SET LOCAL session_replication_role = origin")


@cache
def _may_put_back() -> bool:
    """Whether the server lets the tests' role write rows without triggers, as `tests.servers` has its own do."""
    try:
        with _without_triggers():
            pass
    except ProgrammingError:
        return False
    return True


def _with_rows() -> list[str]:
    """Return the tables that have rows."""
    asked = (sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked)))
        answers = cursor.fetchone()
    return [table for table, has_rows in zip(_tables(), answers, strict=True) if has_rows]


@cache
def _tables() -> tuple[str, ...]:
    return tuple(sorted(set(connection.introspection.table_names()) - MIGRATED))


@cache
def _columns(table: str) -> tuple[str, ...]:
    """Return the columns that COPY writes, in its order: what the database calculates is not among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        return tuple(name for (name,) in cursor.fetchall())


@cache
def _place_of_key(table: str) -> int:
    with connection.cursor() as cursor:
        return _columns(table).index(connection.introspection.get_primary_key_column(cursor, table))


def _execute(statement: str, *names: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*names))


@contextmanager
def _copying(statement: str, table: str) -> Iterator[Any]:
    with connection.cursor() as cursor, cursor.copy(sql.SQL(statement).format(sql.Identifier(table))) as stream:
        yield stream
