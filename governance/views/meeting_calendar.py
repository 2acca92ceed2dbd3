"""The meetings in the reader's own calendar: one as a file, a body's as an address that is asked again and again."""

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from core.icalendar import write_calendar
from core.selectors.parameters import parameters_in_force, parameters_read
from governance.domain.calendar_key import holder_of
from governance.domain.meeting_rules import meeting_rules
from governance.models import Body, Meeting
from governance.selectors.meeting_events import meeting_event
from governance.views.meetings import PERMISSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from core.http import PersonRequest
    from governance.domain.meeting_rules import MeetingRules

# How long a calendar remembers what has been.
_MOST = 200


@require_safe
def meeting_file(request: "PersonRequest", pk: int) -> HttpResponse:
    """Send one meeting as a file that a calendar takes up."""
    if not request.user.has_perm(PERMISSION):
        raise Http404
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    rules = meeting_rules(parameters_read(request, clock.today()), meeting.body.kind)
    response = _calendar(request, meeting.body, [meeting], rules)
    response["Content-Disposition"] = f'attachment; filename="moede-{meeting.day:%Y-%m-%d}.ics"'
    return response


@login_not_required
@never_cache
@require_safe
def body_calendar(request: "HttpRequest", key: str, code: str) -> HttpResponse:
    """Send a body's meetings to a calendar that cannot log in; the key says whose it is, and what they may see."""
    person = holder_of(key)
    if person is None or not person.has_perm(PERMISSION):
        raise Http404
    body = get_object_or_404(Body, code=code)
    rules = meeting_rules(parameters_in_force(clock.today()), body.kind)
    newest = body.meetings.select_related("body").order_by("-day")[:_MOST]
    return _calendar(request, body, reversed(newest), rules)


def _calendar(request: "HttpRequest", body: Body, meetings: "Iterable[Meeting]", rules: "MeetingRules") -> HttpResponse:
    def page(meeting: Meeting) -> str:
        return request.build_absolute_uri(reverse("governance:meeting_detail", args=[meeting.pk]))

    events = [meeting_event(meeting, rules, page(meeting)) for meeting in meetings]
    name = _("Meetings of %(body)s") % {"body": body.name}
    response = HttpResponse(
        write_calendar(name, events, stamp=clock.now()), content_type="text/calendar; charset=utf-8"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
