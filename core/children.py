"""Rows and the small sets that hang on them, read in one query: `prefetch_related` without a query a set.

For the page of one object, on which a dozen sets of a few rows each stand. PostgreSQL answers each set as an array of
JSON objects beside its parent (Django's `ArraySubquery` of `JSONObject`). Here they become rows of their models again
and lie where `parent.children.all()` finds them: who asks so need not know whether the page has read ahead.
Putting such a statement together takes Django far longer than the database takes to answer it, so that is done once.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from core.statement import Among, Given, Statement

M = TypeVar("M", bound=models.Model)
# For each set the records of its rows.
Texts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Child:
    """A set that hangs on a row: the name of its relation, what is joined to it, and what hangs on it in turn.

    `follow` holds foreign keys as `select_related` takes them; `where` keeps only some of the rows.
    """

    name: str
    follow: tuple[str, ...] = ()
    children: tuple["Child", ...] = ()
    where: models.Q = field(default_factory=models.Q)

    @property
    def alias(self) -> str:
        """Return what the set is called in the query."""
        return f"set_{self.name}"


# A function of PostgreSQL takes no more.
_MOST_ARGUMENTS = 100


class _Exact(json.JSONDecoder):
    """Amounts come back as the Decimals they are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


class _Record(JSONObject):
    """One child row with its parts by name; read as text, and each set within it as it stands."""

    output_field = models.JSONField(decoder=_Exact)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Put a wide row together from parts: the database's function takes 50 names with their values at most."""
        parts = self.get_source_expressions()
        if len(parts) <= _MOST_ARGUMENTS:
            return super().as_postgresql(compiler, connection, **context)
        written, given = [], []
        for start in range(0, len(parts), _MOST_ARGUMENTS):
            piece = self.copy()
            piece.set_source_expressions(parts[start : start + _MOST_ARGUMENTS])
            sql, params = piece.as_postgresql(compiler, connection, **context)
            written.append(sql)
            given += params
        return f"({' || '.join(written)})", given


def prefetch_together(rows: Sequence[models.Model], *children: Child, follow: tuple[str, ...] = ()) -> None:
    """Read the children of rows of one model that are at hand already, in one query, and what is joined to the rows."""
    known, steps = {row.pk: row for row in rows}, dict(_steps(follow))
    for key, values in _values(rows, children, follow):
        joined = (json.loads(text, cls=_Exact) for text in values[: len(steps)])
        _join(known[key], steps, dict(zip(steps, joined, strict=True)))
        keep_texts(known[key], values[len(steps) :], *children)


def texts_of(row: models.Model, *children: Child) -> Texts:
    """Return the children of one row as the database tells them, for `keep_texts` to make rows of; one query.

    The texts are the same as long as nothing is another in the children and what hangs on them.
    """
    return next(texts for _key, texts in _values([row], children))


def keep_texts(row: models.Model, texts: Texts, *children: Child) -> None:
    """Make rows of what `texts_of` has returned, and lay them beside their parent."""
    for child, records in zip(children, texts, strict=True):
        _keep(row, child, [json.loads(record, cls=_Exact) for record in records])


def read_table(model: type[M], *children: Child) -> list[M]:
    """Return every row of a short table with its children at hand, in one query."""
    records = [json.loads(record, cls=_Exact) for (record,) in _whole(model, children).answer()]
    return [_row(model, record, Child("", children=children)) for record in records]


def _values(
    rows: Sequence[models.Model], children: tuple[Child, ...], follow: tuple[str, ...] = ()
) -> Iterator[tuple[Any, Any]]:
    """Yield the key of each row, the records of what is joined to it, and of each set."""
    if not rows:
        return
    # One row has a statement of its own: the database keeps a plan for it, where it would plan a list of one anew.
    one = len(rows) == 1
    given: dict[str, Any] = {"key": rows[0].pk} if one else {"keys": [row.pk for row in rows]}
    answer = _statement(type(rows[0]), children, follow, one=one).answer(**given)
    yield from ((key, values) for key, *values in answer)


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], children: tuple[Child, ...], follow: tuple[str, ...], *, one: bool
) -> Statement:
    """Return the statement for any rows of `model`: the same every time, so it is put together once a process."""
    joined = _joined(model, follow, "").values()
    rows = model._default_manager.order_by().filter(models.Q(pk=Given("key")) if one else Among("pk", "keys"))
    arrays = (_array(model, child) for child in children)
    return Statement(*rows.values_list("pk", *joined, *arrays).query.sql_with_params())


@lru_cache(maxsize=64)
def _whole(model: type[models.Model], children: tuple[Child, ...]) -> Statement:
    rows = model._default_manager.values_list(_object(model, Child("", children=children), ""))
    return Statement(*rows.query.sql_with_params())


def _array(model: type[models.Model], child: Child) -> ArraySubquery:
    """Return the child rows of each row of `model` as an array, in their model's order."""
    relation: Any = model._meta.get_field(child.name)
    if relation.many_to_many:
        through = relation.remote_field.through._default_manager
        parent, target = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        rows = through.filter(**{parent: OuterRef("pk")}).order_by(target)
        return ArraySubquery(rows.values_list(_object(relation.related_model, child, f"{target}__")))
    rows = relation.related_model._default_manager.filter(child.where, **{relation.field.name: OuterRef("pk")})
    return ArraySubquery(rows.values_list(_object(relation.related_model, child, "")))


def _object(model: type[models.Model], child: Child, prefix: str) -> _Record:
    parts: dict[str, Any] = {column.attname: _column(column, prefix) for column in _fields(model)}
    parts |= _joined(model, child.follow, prefix)
    parts |= {one.alias: _array(model, one) for one in child.children}
    return _Record(**parts)


def _joined(model: type[models.Model], follow: tuple[str, ...], prefix: str) -> dict[str, _Record]:
    """Return a record for each foreign key that is followed, by its name."""
    return {
        name: _object(_related(model, name), Child(name, deeper), f"{prefix}{name}__")
        for name, deeper in _steps(follow)
    }


def _column(column: Any, prefix: str) -> Any:
    """Return a column; JSON travels as its text, for the field itself to read."""
    name = f"{prefix}{column.attname}"
    return Cast(name, TextField()) if isinstance(column, models.JSONField) else F(name)


def _keep(row: models.Model, child: Child, records: list[dict[str, Any]]) -> None:
    """Put the children where the relation's `all()` looks first."""
    relation: Any = row._meta.get_field(child.name)
    found = [_row(relation.related_model, record, child) for record in records]
    if not relation.many_to_many:
        for one in found:
            setattr(one, relation.field.name, row)
    if relation.one_to_one:
        relation.set_cached_value(row, next(iter(found), None))
        return
    name = child.name if relation.many_to_many else relation.get_accessor_name()
    rows = getattr(row, name).all()
    rows._result_cache, rows._prefetch_done = found, True  # noqa: SLF001 - as prefetch_related does
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows


def _row(model: type[models.Model], record: dict[str, Any], child: Child) -> Any:
    """Return one row with what is joined to it and what hangs on it."""
    columns = _columns(model)
    values = [_value(column, record[name]) if column else record[name] for name, column in columns.items()]
    row = model.from_db(connection.alias, list(columns), values)
    _join(row, dict(_steps(child.follow)), record)
    for one in child.children:
        _keep(row, one, record[one.alias])
    return row


def _join(row: models.Model, steps: dict[str, tuple[str, ...]], record: dict[str, Any]) -> None:
    """Put what is joined to a row where its foreign key looks first."""
    for name, deeper in steps.items():
        related, joined = _related(type(row), name), record[name]
        setattr(row, name, _row(related, joined, Child(name, deeper)) if joined[_key(related)] is not None else None)


def _related(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model


@cache
def _columns(model: type[models.Model]) -> dict[str, Any]:
    """Return the columns by name; None for those whose text, number or truth JSON holds as it is."""
    plain = {kind.to_python for kind in (models.CharField, models.TextField, models.IntegerField, models.BooleanField)}
    ends = ((one.attname, one, getattr(one, "target_field", one)) for one in _fields(model))
    return {name: None if type(end).to_python in plain else column for name, column, end in ends}


def _value(column: Any, value: Any) -> Any:
    """Return what the field would have read from its own column."""
    if value is None:
        return None
    if isinstance(column, models.JSONField):
        return json.loads(value, cls=column.decoder)
    if isinstance(column, ArrayField):
        return [_value(column.base_field, one) for one in value]
    return column.to_python(value)


def _fields(model: type[models.Model]) -> Iterator[Any]:
    """Yield the columns; what the database generates is left to be asked for."""
    return (column for column in model._meta.concrete_fields if not column.generated)


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.attname)


def _steps(follow: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the first step of each path with the paths that go on from it."""
    for name in dict.fromkeys(path.partition("__")[0] for path in follow):
        deeper = (path.partition("__")[2] for path in follow if path.startswith(f"{name}__"))
        yield name, tuple(deeper)
