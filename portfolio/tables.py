"""The columns of the lists: what they are called and what they sort by."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `keys` are the fields it sorts by, an `amount` stands to the right.

    `missing_last` lets what is not stated come last in either direction.
    """

    name: str
    label: Any
    keys: tuple[str, ...]
    amount: bool = False
    missing_last: bool = False


COLUMNS = {
    column.name: column
    for column in (
        Column("number", _("Number"), ("year", "serial")),
        Column("title", _("Title"), ("title",)),
        Column("kind", _("Kind"), ("kind",)),
        Column("unit", _("Unit"), ("unit__sort_key",)),
        Column("state", _("State"), ("state", "state_since")),
        Column("vendor_cost", _("Supplier cost"), ("vendor_cost",), amount=True, missing_last=True),
        Column("requested_amount", _("Applied for"), ("requested_amount",), amount=True, missing_last=True),
    )
}
