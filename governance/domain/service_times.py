"""How long IT's assessment and a request for access may take, in working days, and when it hurries (E9): policy."""

from typing import TYPE_CHECKING

from governance.policy.errors import ParameterMissingError

if TYPE_CHECKING:
    from datetime import date

    from governance.policy.profile import Profile

# The hearing's own time (D6) where policy states one, else that of every assessment (D5).
ASSESSMENT = ("it_assessment_days",)
HEARING = ("hearing_days", "it_assessment_days")
WARNING = ("it_warning_days",)
# Offentlighedsloven § 36: a request for access is answered within seven working days.
ACCESS = ("access_days",)
# Where policy does not say.
USUAL = {"it_assessment_days": 10, "it_warning_days": 3, "access_days": 7}


def service_days(profile: "Profile", keys: tuple[str, ...], day: "date") -> int:
    """Return the first of the parameters `keys` that is in force on `day`, else what is usual of the last."""
    for key in keys:
        try:
            return int(profile.number(key, day))
        except ParameterMissingError:
            continue
    return USUAL[keys[-1]]
