"""The yearly rises of prices and wages, with which a case is converted between fixed and current prices.

Rows are added, never edited: a figure that was wrong is followed by another that holds from a later day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.organisation import MANAGE
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.models import Parameter
from governance.enums import PriceSeries
from governance.models import PolicyProfile
from governance.policy.profile import written_value

if TYPE_CHECKING:
    from core.models import User

ACT = "parameter.enter_rise"
UNIT = "pct."
# Denmark has seen neither since the war; beyond them a digit or a comma is wrong.
LOWEST, HIGHEST = Decimal(-20), Decimal(50)
FIRST_YEAR, LAST_YEAR = 2000, 2150


@dataclass(frozen=True, slots=True)
class Rise:
    """How much prices or wages rise in `year` from the year before, in percent, as known from `valid_from` on."""

    series: PriceSeries
    year: int
    percent: Decimal
    valid_from: date
    source: str

    @property
    def key(self) -> str:
        """The parameter's key."""
        return f"{self.series}_rise_{self.year}"


def may_enter_rises(actor: "User") -> Answer:
    """Answer whether `actor` enters rises: administrators do."""
    if actor.has_perm(MANAGE):
        return ALLOWED
    return Answer(allowed=False, reason=_("You do not enter price and wage rises."), who=_("an administrator"))


@transaction.atomic
def enter_rise(rise: Rise, *, actor: "User") -> Parameter:
    """Enter a rise under the policy profile in force; what was entered before stands."""
    require(may_enter_rises(actor), act=ACT)
    # The profile's row is the lock under which a day gets its one value.
    profile = PolicyProfile.objects.select_for_update(of=("self",)).filter(is_active=True).first()
    if profile is None:
        raise Refused(_("No policy profile is in force."))
    _require_sane(rise)
    if Parameter.objects.filter(profile=profile.code, key=rise.key, valid_from=rise.valid_from).exists():
        raise Refused(_("The rise of that year already has a figure from that date. Choose a later date."))
    row = Parameter.objects.create(
        profile=profile.code,
        key=rise.key,
        value=written_value(rise.percent),
        unit=UNIT,
        valid_from=rise.valid_from,
        source=rise.source.strip(),
        created_by=actor,
    )
    data = {"key": rise.key, "value": row.value, "valid_from": rise.valid_from, "source": row.source}
    record(ACT, actor=actor, subject=row, data=data)
    return row


def _require_sane(rise: Rise) -> None:
    if not FIRST_YEAR <= rise.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(_("The year must lie between %(first)s and %(last)s.") % years)
    if not rise.percent.is_finite() or not LOWEST <= rise.percent <= HIGHEST:
        limits = {"low": f"{LOWEST:f}", "high": f"{HIGHEST:f}"}
        raise Refused(_("A rise lies between %(low)s and %(high)s percent. Check the comma.") % limits)
    if not rise.source.strip():
        raise Refused(_("Say where the figure comes from."))
