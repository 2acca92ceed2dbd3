"""What the case's own page says of the agendas: what is to come as to come, and what is settled as past."""

from datetime import time, timedelta

import pytest
from django.conf import settings

from core import clock
from core.templatetags.danish import date_long
from governance.domain.agenda import move_item
from governance.domain.meeting_closing import close_meeting
from governance.domain.meetings import create_meetings
from governance.enums import AgendaKind, BodyKind, Verdict
from governance.models import AgendaItem
from governance.selectors.agenda_of_case import agenda_lines
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import in_days, make_meeting, make_recommended, make_submitted
from tests.factories.meetings import call, in_session, item_of, resolve
from tests.factories.pool import ruling


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(case: Proposal) -> list[tuple[str, object]]:
    case.refresh_from_db()
    lines = agenda_lines(case.agenda_items.select_related("meeting"), case.state)
    return [(line.label, line.meeting and line.meeting.day) for line in lines if line.label != "Til orientering"]


def settled_item(case: Proposal) -> AgendaItem:
    return case.agenda_items.exclude(kind=AgendaKind.FOR_INFORMATION).latest("pk")


def test_what_awaits_its_meeting_is_to_come(town):
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    assert told(case) == [("Til behandling", None)]
    meeting = make_meeting(town)
    move_item(settled_item(case), meeting=meeting, actor=town.secretary)
    assert told(case) == [("Til behandling", meeting.day)]


def test_what_both_bodies_have_settled_is_told_as_past(town, client):
    group = call(town)
    tomorrow = {"begins": time(9), "place": "Rådhuset", "kind": BodyKind.MANAGEMENT}
    management = create_meetings([in_days(1)], **tomorrow, actor=town.secretary)[0]
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    with in_session(town, group):
        resolve(case, group, town.chair)
        close_meeting(group, actor=town.secretary)
    assert told(case) == [("Behandlet", group.day), ("Til beslutning", management.day)]
    with in_session(town, management):
        resolve(case, management, town.director, ruling(Verdict.REJECTED))
        close_meeting(management, actor=town.director)
    assert told(case) == [("Behandlet", group.day), ("Besluttet", management.day)]
    client.force_login(town.director, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(f"/sager/{case.pk}/").content.decode()
    assert (f"den {date_long(management.day)}" in page, "Til behandling" in page, "Til beslutning" in page) == (
        True, False, False,
    )  # fmt: skip


def test_a_meeting_to_come_that_settles_nothing_of_it_is_left_out(town):
    meeting = make_meeting(town)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_recommended(town, case)
    assert item_of(case, meeting).meeting == meeting
    assert told(case) == []


def test_a_case_that_a_meeting_did_not_reach_was_on_its_agenda(town):
    first, second = make_meeting(town, 5), make_meeting(town, 20)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    with clock.standing_at(first.begins_at + timedelta(days=1)):
        assert told(case) == [("Til behandling", first.day)]
        move_item(settled_item(case), meeting=second, actor=town.secretary)
        assert told(case) == [("På dagsordenen", first.day), ("Til behandling", second.day)]
    assert case.state == ProposalState.REVIEW
