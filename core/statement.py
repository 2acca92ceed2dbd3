"""A statement that Django has put together, with only what differs from time to time left to fill in."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import BooleanField, Expression, F, Func, TextField
from psycopg.sql import Literal


class Given(Expression):
    """A value that is told when the query is asked; the database reads it as the column's own type."""

    def __init__(self, name: str) -> None:
        """Take the name by which the value is told."""
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple["Given"]]:  # type: ignore[override]
        """Stand in the place of the value."""
        return "%s", (self,)


class Written(Expression):
    """A text that is written into the statement itself, quoted by the database driver.

    The database then plans for this very text, each time. A value that is told beside the statement is not looked at
    any more once the statement has been asked some ten times.
    """

    output_field = TextField()

    def __init__(self, text: str) -> None:
        """Take the text."""
        super().__init__()
        self.text = text

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[()]]:  # type: ignore[override]
        """Write the text."""
        connection.ensure_connection()
        return Literal(self.text).as_string(connection.connection).replace("%", "%%"), ()


class Among(Func):
    """Whether a column is one of the values in a list that is told when the query is asked."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, name: str) -> None:
        """Take the column and the name of the list."""
        super().__init__(F(column), Given(name))


class Statement:
    """SQL whose constants are written in once, so that the database can keep it, put together, for the next time."""

    def __init__(self, sql: str, params: Iterable[Any]) -> None:
        """Take what a compiler has made; the database driver itself quotes every constant."""
        mark = secrets.token_hex(16)
        named = [f"{mark}{one.name}{mark}" if isinstance(one, Given) else one for one in params]
        with connection.cursor():
            written = mogrify(sql, named, connection)
        self._sql = re.sub(rf"'{mark}(\w+){mark}'", r"%(\1)s", written.replace("%", "%%"))

    def answer(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the bare rows."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
