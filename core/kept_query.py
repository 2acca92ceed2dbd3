"""Queries that are the same every time but for a value or two, put together once a process.

Django takes longer to put a statement together than PostgreSQL takes to answer it. A kept query is written as any
other; what differs from time to time stands in it as `Given("name")` (`core.statement`) and is handed over when the
rows are asked for.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import ModelIterable, get_related_populators

from core.statement import Statement

Row = TypeVar("Row")


class KeptQuery(Generic[Row]):
    """A query of whole rows (with what `select_related` joins and `annotate` adds) or of `values_list`."""

    def __init__(self, query: Callable[[], "models.QuerySet[Any, Row]"]) -> None:
        """Take what makes the query; it is called when the first rows are asked for."""
        self._query = query

    def rows(self, **given: Any) -> list[Row]:
        """Return the rows, in one query."""
        return self.made_of(self.values(**given))

    def values(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the bare values of every column, in one query, for `made_of` to make rows of."""
        compiler, statement, _is_whole = self._put_together
        return list(compiler.results_iter([statement.answer(**given)], tuple_expected=True))

    def made_of(self, values: list[Any]) -> list[Row]:
        """Return the rows that the values are of; `values_list` wants them as they are."""
        compiler, _statement, is_whole = self._put_together
        return list(_models(compiler, values)) if is_whole else values

    @cached_property
    def _put_together(self) -> tuple[Any, Statement, bool]:
        query: Any = self._query()
        compiler = query.query.get_compiler(connection.alias)
        statement = Statement(*compiler.as_sql())
        return compiler, statement, query._iterable_class is ModelIterable  # noqa: SLF001 - Django's word


def _models(compiler: Any, found: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Make the rows' models as Django's own `ModelIterable` does."""
    select, info, added = compiler.select, compiler.klass_info, compiler.annotation_col_map or {}
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:last]]
    joined = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]  # stubs of a later Django
    for row in found:
        one = info["model"].from_db(connection.alias, names, row[first:last])
        for each in joined:
            each.populate(row, one)
        for name, place in added.items():
            setattr(one, name, row[place])
        yield one
