"""Planned milestones as a text, one a line, for holding two plans against each other."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from core.templatetags.danish import date_long


def milestones_text(rows: Iterable[tuple[str, date | None]]) -> str:
    """Return one line a milestone: its date and what is to be reached."""
    no_date, no_name = _("no date"), _("no name")
    return "\n".join(f"{date_long(day) if day else no_date}: {label or no_name}" for label, day in rows)
