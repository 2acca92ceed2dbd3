"""The declaration that a table keeps the history of its rows, whoever changes them and how."""

from collections.abc import Iterable, Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models

# Text that people write; choices, numbers, dates and references are facts.
_TEXT = (models.CharField, models.TextField, models.JSONField)


class RowHistory(pgtrigger.Trigger):
    """Hands every inserted, updated and deleted row to `core_record_change` (see docs/decisions/0004).

    `kept_out` are fields that the history never holds, `shown` those that whoever reads the object's history may see
    change; `named_by` is the field that then tells this row from its like. `by_act` says that a row may come into
    being only together with an act; `verify_audit` holds it to that.
    """

    name = "row_history"
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, kept_out: Iterable[str], shown: Iterable[str], named_by: str, by_act: bool) -> None:
        """Keep what the table wants."""
        self.kept_out = tuple(kept_out)
        self.shown = tuple(shown)
        self.named_by = named_by
        self.by_act = by_act
        super().__init__()

    def get_func(self, _model: type[models.Model]) -> str:
        """Return the body of the function that the library makes for each trigger; ours is another one.

        A shared function can read rows in UTC whatever the session's time zone is, and takes no notice of the
        library's setting that lets triggers be ignored.
        """
        return "RETURN NULL;"

    def render_execute(self, model: type[models.Model]) -> str:
        """Return the call: which columns are text, and which are kept out."""
        return f"core_record_change('{','.join(self.text_columns(model))}', '{','.join(self.absent_columns(model))}')"

    def text_columns(self, model: type[models.Model]) -> list[str]:
        """Return the columns whose content a redaction removes."""
        fields = (field for field in model._meta.local_fields if field.name not in self.kept_out)
        return [column_of(field) for field in fields if isinstance(field, _TEXT) and not field.choices]

    def absent_columns(self, model: type[models.Model]) -> list[str]:
        """Return the columns that are kept out, and those that the database works out by itself."""
        fields = model._meta.local_fields
        return [column_of(field) for field in fields if field.name in self.kept_out or field.generated]


def column_of(field: "models.Field[Any, Any]") -> str:
    """Return the column; the stubs do not know that a field of a table has one."""
    return str(field.column)


def row_history(
    *, kept_out: Iterable[str] = (), shown: Iterable[str] = (), named_by: str = "", by_act: bool = False
) -> RowHistory:
    """Make the trigger, for `Meta.triggers`."""
    return RowHistory(kept_out=kept_out, shown=shown, named_by=named_by, by_act=by_act)


def tracked_models() -> Iterator[tuple[type[models.Model], RowHistory]]:
    """Yield every model whose rows have a history, in the order of the apps."""
    for model in apps.get_models():
        declared: Iterable[Any] = getattr(model._meta, "triggers", ())
        yield from ((model, trigger) for trigger in declared if isinstance(trigger, RowHistory))
