"""The meetings as a calendar has them: when and where, and nothing of the cases."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.icalendar import Event
from core.templatetags.danish import date_long

if TYPE_CHECKING:
    from governance.domain.meeting_rules import MeetingRules
    from governance.models import Meeting


def meeting_event(meeting: "Meeting", rules: "MeetingRules", url: str) -> Event:
    """Return a meeting as an event; `url` is its page."""
    return Event(
        uid=f"meeting-{meeting.pk}@pejling",
        title=_("Meeting: %(body)s") % {"body": meeting.body.name},
        begins=meeting.begins_at,
        ends=meeting.ends_at,
        place=meeting.place,
        text=_("The cases are ready by %(cases)s. The agenda goes out by %(pack)s.")
        % {"cases": date_long(rules.cases_by(meeting.day)), "pack": date_long(rules.pack_by(meeting.day))},
        url=url,
    )
