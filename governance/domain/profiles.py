"""Policy profiles: loaded from their file, one made active, figures changed by a new dated row."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused
from core.models import Parameter
from governance.domain.rights import grant_rights
from governance.models import Body, PolicyProfile
from governance.policy.profile import ParameterValue, Profile, written_value
from governance.policy.profile_file import load_profile

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def load_policy_profile(path: Path, *, actor: "User | None", activate: bool = True) -> PolicyProfile:
    """Load a profile file and its parameters; loading the same version again changes nothing.

    Raises ProfileError where the file cannot be used, and `Refused` where the version exists with another text.
    """
    profile = load_profile(path)
    text = path.read_text(encoding="utf-8")
    row = PolicyProfile.objects.filter(code=profile.code, version=profile.version).first()
    if row is None:
        row = _store(profile, text, actor)
    elif row.text != text:
        raise Refused(
            _("Version %(version)s of the profile %(code)s is loaded with another text. Give the file a new version.")
            % {"version": profile.version, "code": profile.code}
        )
    if activate and not row.is_active:
        activate_profile(row, actor=actor)
    return row


@transaction.atomic
def activate_profile(row: PolicyProfile, *, actor: "User | None") -> None:
    """Make `row` the installation's policy from now on; old decisions keep the one they were made under."""
    PolicyProfile.objects.select_for_update().filter(is_active=True).update(is_active=False)
    row.is_active = True
    row.save(update_fields=["is_active"])
    # Whether there is a pool to see follows the policy.
    for body in Body.objects.select_related("group"):
        grant_rights(body)
    record("profile.activate", actor=actor, subject=row, data={"version": row.version})


@transaction.atomic
def set_parameter(
    *,
    profile: str,
    key: str,
    value: ParameterValue,
    valid_from: date,
    source: str,
    actor: "User",
    note: str = "",
    unit: str | None = None,
) -> Parameter:
    """Give a known parameter a new value from a day on; earlier values stay.

    `unit` lets one begin that the profile is silent about. Raises `Refused` when the parameter is unknown or the day
    already has a value.
    """
    last = Parameter.objects.filter(profile=profile, key=key).order_by("-valid_from").first()
    if last is None and unit is None:
        raise Refused(_("The profile has no such parameter."))
    if Parameter.objects.filter(profile=profile, key=key, valid_from=valid_from).exists():
        raise Refused(_("The parameter already has a value from that date."))
    row = Parameter.objects.create(
        profile=profile,
        key=key,
        value=written_value(value),
        unit=last.unit if last else unit or "",
        valid_from=valid_from,
        source=source,
        note=note,
        created_by=actor,
    )
    record("parameter.set", actor=actor, subject=row, data={"key": key, "value": row.value, "valid_from": valid_from})
    return row


def _store(profile: Profile, text: str, actor: "User | None") -> PolicyProfile:
    row = PolicyProfile.objects.create(
        code=profile.code, version=profile.version, name=profile.name, text=text, loaded_at=clock.now()
    )
    for parameter in profile.parameters:
        Parameter.objects.get_or_create(
            profile=profile.code,
            key=parameter.key,
            valid_from=parameter.valid_from,
            defaults={
                "value": written_value(parameter.value),
                "unit": parameter.unit,
                "source": parameter.source,
                "note": parameter.note,
                "created_by": actor,
            },
        )
    record("profile.load", actor=actor, subject=row, data={"version": profile.version})
    return row
