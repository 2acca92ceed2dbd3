"""IT's clock and the questions of an assessment, as every page shows them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.templatetags.danish import date_long
from governance.domain.service_times import WARNING, service_days
from governance.domain.working_days import working_days_between

if TYPE_CHECKING:
    from datetime import date

    from core.ui import Tone
    from governance.models import HearingMessage, ITAssessment
    from governance.policy.profile import Profile


@dataclass(frozen=True, slots=True)
class ServiceClock:
    """How IT's time stands, in a word with its hue and a sentence."""

    word: str
    tone: "Tone"
    sentence: str


@dataclass(frozen=True, slots=True)
class HearingView:
    """An assessment that runs: its clock, what has been asked and answered, and whether IT waits for an answer."""

    assessment: "ITAssessment"
    clock: ServiceClock
    messages: tuple["HearingMessage", ...]
    waits: bool


def hearing_view(assessment: "ITAssessment", profile: "Profile") -> HearingView:
    """Assemble it from a row whose messages are at hand."""
    return HearingView(
        assessment=assessment,
        clock=service_clock(assessment, service_days(profile, WARNING, today())),
        messages=tuple(assessment.messages.all()),
        waits=assessment.paused_on is not None,
    )


def service_clock(assessment: "ITAssessment", warning: int) -> ServiceClock:
    """Return the clock of an assessment that has not been answered; `warning` is when it begins to hurry."""
    if assessment.paused_on is not None:
        left = working_days_between(assessment.paused_on, assessment.due_on)
        return ServiceClock(
            _("Time stands still"),
            "neutral",
            _("IT asked on %(date)s and waits for the applicant. %(left)s")
            % {"date": date_long(assessment.paused_on), "left": _left_after_answer(left)},
        )
    return running_clock(assessment.due_on, warning)


def running_clock(due_on: "date", warning: int) -> ServiceClock:
    """Return a clock that runs until `due_on`."""
    due, left = date_long(due_on), working_days_between(today(), due_on)
    if left < 0:
        late = ngettext("%(count)d working day late", "%(count)d working days late", -left) % {"count": -left}
        return ServiceClock(
            _("The time has run out"), "error", _("The answer was due %(due)s: %(late)s.") % {"due": due, "late": late}
        )
    said = _("The answer is due %(due)s. %(left)s") % {"due": due, "left": _left(left)}
    if left <= warning:
        return ServiceClock(_("The time runs out soon"), "warning", said)
    return ServiceClock(_("Within time"), "success", said)


def _left(days: int) -> str:
    if days == 0:
        return _("That is the last working day.")
    return ngettext("%(count)d working day is left.", "%(count)d working days are left.", days) % {"count": days}


def _left_after_answer(days: int) -> str:
    if days <= 0:
        return _("No working days are left when the answer comes.")
    return ngettext(
        "IT has %(count)d working day left when the answer comes.",
        "IT has %(count)d working days left when the answer comes.",
        days,
    ) % {"count": days}
