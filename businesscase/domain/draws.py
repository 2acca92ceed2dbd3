"""Drawing a calculated case again, more often; nothing is stored, and the same seed gives the same figures."""

from typing import Any

from django.utils.translation import gettext as _

from businesscase.domain.results import readable_input
from businesscase.domain.terms import terms_in_force
from businesscase.domain.uncertainty import simulation_record
from businesscase.domain.written import written_of
from businesscase.finance.simulation import MAX_DRAWS
from businesscase.models import BusinessCaseVersion, Result
from core import clock
from core.domain.refusal import Refused


def draw_again(case: BusinessCaseVersion, result: Result, *, draws: int = MAX_DRAWS) -> dict[str, Any]:
    """Return how `draws` draws fall out, on the terms that the case was calculated on and with its seed.

    Raises `Refused` where what it was calculated on can no longer be found: then the figures would not compare.
    """
    day = result.computed_at.astimezone(clock.COPENHAGEN).date()
    given = readable_input(written_of(case), terms_in_force(day))
    found = simulation_record(given, draws) if given is not None and given.digest == result.input_digest else None
    if found is None:
        raise Refused(
            _("Rates or prices have been corrected since the case was calculated, so it cannot be drawn again on them.")
        )
    return found
