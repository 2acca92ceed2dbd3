"""The columns of the lists: what they are called and what they sort by."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `keys` are the fields it sorts by, none where it does not sort; an `amount` stands to the right.

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

PROJECT_COLUMNS = {
    column.name: column
    for column in (
        Column("number", _("Number"), ("case_year", "case_serial", "reference"), missing_last=True),
        Column("title", _("Title"), ("title",)),
        Column("unit", _("Unit"), ("unit__sort_key",), missing_last=True),
        Column("phase", _("Phase"), ("phase", "phase_since")),
        Column("time", pgettext_lazy("side of a project", "Time"), ()),
        Column("economy", _("Economy"), ()),
        Column("benefits", _("Benefits"), ()),
        Column("quality", _("Quality"), ()),
        Column("spent", _("Spent"), ("spent",), amount=True, missing_last=True),
        Column("planned", _("Planned"), ("baseline_cost",), amount=True, missing_last=True),
        Column("milestone", _("Next milestone"), ()),
        Column("status", _("Status"), ("status_month",), missing_last=True),
    )
}
