"""What an act changed, in words: field, before, after; from the history of the rows."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from core.enums import RowOperation
from core.kept_query import KeptQuery
from core.models import RowChange
from core.models.row_history import RowHistory, column_of, tracked_models
from core.statement import Among
from core.templatetags.danish import date_long, date_time, kroner, number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Field = models.Field[Any, Any]

Change = tuple[str, str, str]


def changes_of(acts: Collection[int], subject: models.Model) -> dict[int, tuple[Change, ...]]:
    """Return for each act on `subject` the shown fields that it changed, `(name, before, after)`; one query.

    Only fields that a table declares as `shown` come out: those that whoever reads the object's history may see.
    Another object of the same kind that was changed in the same breath is left to its own history.
    """
    if not acts:
        return {}
    tables = {model._meta.db_table: (model, history) for model, history in tracked_models() if history.shown}
    found: dict[int, dict[tuple[str, int, str], Change]] = {}
    for change in _UPDATES.rows(acts=list(acts), tables=list(tables)):
        model, history = tables[change.table_name]
        if isinstance(subject, model) and change.row_id != subject.pk:
            continue
        merged = found.setdefault(change.changeset.act or 0, {})
        for field in _shown(model, history):
            pair = _pair(change, column_of(field))
            if pair is None:
                continue
            place = (change.table_name, change.row_id, column_of(field))
            before = merged[place][1] if place in merged else _in_words(field, pair[0])
            merged[place] = (_label(field, change, history), before, _in_words(field, pair[1]))
    return {act: tuple(one for one in merged.values() if one[1] != one[2]) for act, merged in found.items()}


def _updates() -> "QuerySet[RowChange]":
    """Ask for the updates that belong to `acts`, with the words that each row was born with."""
    same = RowChange.objects.filter(table_name=OuterRef("table_name"), row_id=OuterRef("row_id"))
    born = same.filter(operation__in=(RowOperation.INSERT, RowOperation.BASELINE)).order_by("-pk").values("words")[:1]
    updates = RowChange.objects.filter(
        Among("changeset__act", "acts"), Among("table_name", "tables"), operation=RowOperation.UPDATE
    )
    return updates.select_related("changeset").annotate(born=Subquery(born)).order_by("pk")


_UPDATES = KeptQuery(_updates)


def _shown(model: type[models.Model], history: RowHistory) -> "list[Field]":
    return [field for field in model._meta.local_fields if field.name in history.shown]


def _pair(change: RowChange, column: str) -> list[Any] | None:
    """Return what the column was and became, None where it did not change or its text has been removed."""
    if column in change.words and change.redacted_by is not None:
        return None
    pair: list[Any] | None = (change.facts | change.words).get(column)
    return pair


def _label(field: "Field", change: RowChange, history: RowHistory) -> str:
    """Return the field's name, led by what the row was called when it was added, where it is one of several."""
    born: dict[str, list[Any]] = change.born or {}  # type: ignore[attr-defined]  # annotated
    name = born.get(history.named_by, ["", ""])[1]
    return f"{name}: {field.verbose_name}" if name else str(field.verbose_name)


def _in_words(field: "Field", value: Any) -> str:
    """Return a recorded value as a page shows it."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return next((words(value) for kind, words in _WORDS if isinstance(field, kind)), str(value))


_WORDS: "tuple[tuple[type[Field], Callable[[Any], str]], ...]" = (
    (ArrayField, ", ".join),
    (models.BooleanField, lambda value: _("Yes") if value else _("No")),
    (models.DecimalField, lambda value: kroner(Decimal(str(value)))),
    (models.IntegerField, number),
    (models.DateTimeField, lambda value: date_time(datetime.fromisoformat(value))),
    (models.DateField, lambda value: date_long(date.fromisoformat(value))),
)
