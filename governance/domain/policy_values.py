"""The dated values of the policy in force: set for a day to come, and taken back before it begins (AM7, AM11, AM22).

Rows are added, never edited. A value begins tomorrow at the earliest: what is settled today goes by today's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.finance import CaseError, Measure, read_definition
from core import clock
from core.domain.audit import record
from core.domain.organisation import MANAGE
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.models import Parameter
from governance.domain.profiles import set_parameter
from governance.enums import BodyKind
from governance.models import PolicyProfile
from governance.policy.errors import PolicyError
from governance.policy.positive_case import KEY as POSITIVE
from governance.policy.profile import ParameterValue
from governance.policy.settable import MANAGEMENT_OWN, OPTIONAL, Settable, crossed, is_within, settable
from governance.selectors.parameter_words import parameter_name, parameter_value
from governance.selectors.profile import active_profile
from governance.selectors.standing import kept_standing, standing_of

if TYPE_CHECKING:
    from core.models import User
    from governance.policy.profile import Profile
    from governance.selectors.standing import Standing

SET, WITHDRAW = "parameter.set", "parameter.withdraw"


@dataclass(frozen=True, slots=True)
class NewValue:
    """What `key` is to be from `valid_from` on, who says so, and why."""

    key: str
    value: ParameterValue
    valid_from: date
    source: str
    note: str = ""


def may_set_values(actor: "User", standing: "Standing | None" = None) -> Answer:
    """Answer whether `actor` may set values: administrators and the strategy group's secretary."""
    known = standing or kept_standing(actor)
    if actor.has_perm(MANAGE) or BodyKind.STRATEGY_GROUP in known.secretary_of:
        return ALLOWED
    reason = _("You do not set the values of the policy.")
    return Answer(allowed=False, reason=reason, who=_("an administrator or the secretary of the strategy group"))


@transaction.atomic
def set_value(new: NewValue, *, actor: "User") -> Parameter:
    """Set a value of the policy in force; what held before holds until then."""
    require(may_set_values(actor, standing_of(actor)), act=SET)
    profile = _lock_profile()
    require_sane(new, profile)
    said = settable(new.key)
    row = set_parameter(
        profile=profile.code,
        key=new.key,
        value=new.value,
        valid_from=new.valid_from,
        source=new.source.strip(),
        note=new.note.strip(),
        actor=actor,
        unit=said.unit if said and new.key in OPTIONAL else None,
    )
    try:
        active_profile()
    except PolicyError as error:
        raise Refused(_("The policy does not hold together with that value.")) from error
    return row


@transaction.atomic
def withdraw_value(row: Parameter, *, reason: str, actor: "User") -> None:
    """Take a value back that has not begun to hold; the act keeps what it was."""
    require(may_set_values(actor, standing_of(actor)), act=WITHDRAW)
    profile = _lock_profile()
    found = Parameter.objects.filter(pk=row.pk, profile=profile.code).first()
    if found is None:
        raise Refused(_("The value has been taken back already."))
    require(may_withdraw(found), act=WITHDRAW, subject=found)
    if not reason.strip():
        raise Refused(_("Write the reason."))
    data = {"key": found.key, "value": found.value, "valid_from": found.valid_from, "source": found.source}
    record(WITHDRAW, actor=actor, subject=found, reason=reason.strip(), data=data)
    found.delete()


def may_withdraw(row: Parameter) -> Answer:
    """Answer whether a value can be taken back: only one set on the page, before it begins."""
    if settable(row.key) is None or row.valid_from <= clock.today():
        return Answer(allowed=False, reason=_("The value has begun to hold. Set another for a day to come."))
    return ALLOWED


def require_sane(new: NewValue, profile: "Profile") -> None:
    """Raise `Refused` with one sentence where the value cannot be set so; the preview asks it too."""
    said = settable(new.key)
    known = any(row.key == new.key for row in profile.parameters)
    if said is None or not (known or new.key in OPTIONAL):
        raise Refused(_("This value is not set here."))
    if new.valid_from <= clock.today():
        raise Refused(_("A value begins tomorrow at the earliest. What is settled today goes by today's value."))
    if not new.source.strip():
        raise Refused(_("Say where the value comes from."))
    _require_value(new, said)
    _require_news(new, profile)
    _require_together(new, profile)


def _require_value(new: NewValue, said: Settable) -> None:
    if new.key == POSITIVE:
        _require_definition(str(new.value))
    elif said.choices:
        if new.value not in said.choices:
            raise Refused(_("Choose one of the values on the list."))
    elif not isinstance(new.value, Decimal) or not new.value.is_finite() or not is_within(new.value, said):
        bounds = {"low": _shown(new.key, said.low, said), "high": _shown(new.key, said.high, said)}
        sentence = _("The value lies between %(low)s and %(high)s.")
        if said.is_whole:
            sentence = _("The value is a whole number between %(low)s and %(high)s.")
        raise Refused(sentence % bounds)


def _require_definition(text: str) -> None:
    try:
        found = read_definition(text)
    except (ValueError, CaseError) as error:
        raise Refused(_("Choose one of the values on the list.")) from error
    # A limit of no years would refuse every case that costs anything before it gives.
    if found.measure == Measure.PAYBACK and not 0 < (found.years or 0) <= MOST_YEARS:
        raise Refused(_("Within how many years? Write a number between 0,25 and 50."))


MOST_YEARS = 50


def _require_news(new: NewValue, profile: "Profile") -> None:
    """Refuse a day that has its value, and a value that holds already."""
    rows = [row for row in profile.parameters if row.key == new.key]
    if any(row.valid_from == new.valid_from for row in rows):
        raise Refused(_("There is already a value from that date. Take it back, or choose another date."))
    before = [row for row in rows if row.valid_from < new.valid_from]
    if before and max(before, key=lambda row: row.valid_from).value == new.value:
        raise Refused(_("That is the value already."))


def _require_together(new: NewValue, profile: "Profile") -> None:
    if not isinstance(new.value, Decimal):
        return
    in_force = profile.parameters_in_force(new.valid_from)
    numbers = {row.key: row.value for row in in_force if isinstance(row.value, Decimal)}
    # Management goes by what all bodies go by, where it has nothing of its own.
    common = {own: key for key, own in MANAGEMENT_OWN.items() if own not in numbers and key in numbers}
    other = crossed(new.key, new.value, numbers | {own: numbers[key] for own, key in common.items()})
    if other:
        other = common.get(other, other)
        row = profile.parameter(other, new.valid_from)
        facts = {"name": parameter_name(other), "value": parameter_value(row)}
        raise Refused(_("It does not fit with “%(name)s”, which is %(value)s. Change that first.") % facts)


def _shown(key: str, value: Decimal, said: Settable) -> str:
    return parameter_value(Parameter(key=key, value=str(value), unit=said.unit))


def _lock_profile() -> "Profile":
    """Lock the profile in force, under which a day gets its one value, and return it as it is read."""
    if not PolicyProfile.objects.select_for_update(of=("self",)).filter(is_active=True).exists():
        raise Refused(_("No policy profile is in force."))
    return active_profile()


def earliest() -> date:
    """Return the first day on which a value can begin."""
    return clock.today() + timedelta(days=1)
