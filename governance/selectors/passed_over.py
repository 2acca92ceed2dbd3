"""Why a case is not among those that a pool pays for, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.templatetags.danish import kroner
from governance.allocation.passed_over import Cause, PassedOver

if TYPE_CHECKING:
    from governance.selectors.pool_board import Row


def tell_why(row: "Row", passed: PassedOver) -> str:
    """Return the sentence."""
    if row.barrier:
        return row.barrier
    if passed.cause == Cause.LOCKED_OUT and row.settled:
        ground = row.settled.get_ground_display()
        why = f"{ground}: {row.settled.reason}" if row.settled.reason else ground
        return _("Locked out. %(why)s") % {"why": why}
    facts = {
        "others": ", ".join(f"“{name}”" for name in passed.others),
        "missing": kroner(passed.missing),
        "year": passed.year,
    }
    return {
        Cause.REQUIRED_MISSING: _("It requires %(others)s, which is not chosen."),
        Cause.EXCLUDED: _("It cannot be chosen together with %(others)s."),
        Cause.RESERVED: _(
            "%(missing)s more would be needed: the rest of the pool is kept for mandatory solutions that are expected."
        ),
        Cause.UNIT_LIMIT: _("%(missing)s more would be needed within the limit of its director area."),
        Cause.NO_ROOM: _("%(missing)s more would be needed in the pool."),
        Cause.YEAR_LIMIT: _("%(missing)s more would be needed in the pool in %(year)s."),
        Cause.YEAR_RESERVED: _(
            "%(missing)s more would be needed in %(year)s: the rest of that year is kept for mandatory solutions that"
            " are expected."
        ),
        Cause.STOPPED: _("The ranking has stopped at a case before it that does not fit."),
        Cause.NO_GAIN: _("It adds no value by this yardstick."),
        Cause.OTHERS_BETTER: _("Together with what it pulls along it gives less value than what is chosen."),
        Cause.LOCKED_OUT: _("Locked out. %(why)s") % {"why": ""},
    }[passed.cause] % facts
