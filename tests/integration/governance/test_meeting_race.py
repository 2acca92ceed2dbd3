"""Two closings of the same meeting at once: one closes it, the other is told that it is closed."""

import pytest

from core import clock
from core.models import AuditEntry
from governance.domain.meeting_closing import close_meeting
from governance.enums import BodyKind
from governance.models import Decision, LedgerEntry, Minutes, Resolution
from tests.factories.governance import make_town
from tests.factories.meetings import call, in_session, resolve
from tests.factories.pool import make_application, make_frame
from tests.integration.governance.test_pool_race import at_once


@pytest.mark.django_db(transaction=True)
def test_two_closings_at_once_close_once():
    town = make_town()
    make_frame(500_000)
    case = make_application(town)
    meeting = call(town, BodyKind.MANAGEMENT)
    with in_session(town, meeting):
        resolve(case, meeting, town.director)

    def closing(actor):
        # A thread has a clock of its own.
        with clock.standing_at(meeting.begins_at):
            close_meeting(meeting, actor=actor)

    ends = at_once(lambda: closing(town.director), lambda: closing(town.other_director))
    assert ends == ["Mødet er lukket og kan ikke ændres.", "done"]
    assert (Minutes.objects.count(), Decision.objects.count(), Resolution.objects.get().number) == (1, 1, 1)
    assert LedgerEntry.objects.filter(kind="commitment").count() == 1
    assert AuditEntry.objects.filter(act="meeting.close").count() == 1
