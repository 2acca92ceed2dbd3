"""The agenda tells what the last meeting settled and where it stands; not to whoever is barred from the case."""

from datetime import time

import pytest
from django.conf import settings
from django.test import Client

from governance.domain.conflicts import declare_conflict
from governance.domain.decisions import decide
from governance.domain.meeting_closing import close_meeting
from governance.domain.meetings import create_meetings
from governance.enums import BodyKind, ConflictGround, Verdict
from governance.selectors.matters_arising import matters_arising
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import in_days, make_meeting, make_submitted
from tests.factories.meetings import call, in_session, resolve
from tests.factories.pool import ruling


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def fresh(case: Proposal) -> Proposal:
    return Proposal.objects.get(pk=case.pk)


def page(person, meeting) -> str:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.get(f"/moeder/{meeting.pk}/").content.decode()


def test_the_next_agenda_tells_what_was_settled_and_follows_the_case(town):
    held, following = call(town), make_meeting(town, 10)
    case, other = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2))
    assert matters_arising(following, town.secretary) == ()
    with in_session(town, held):
        for one in (case, other):
            resolve(one, held, town.chair)
        close_meeting(held, actor=town.secretary)
    told = [(one.proposal, one.resolution, one.state) for one in matters_arising(following, town.secretary)]
    year = held.day.year
    assert told == [
        (case, f"1/{year}", "Til beslutning hos ledelsen"),
        (other, f"2/{year}", "Til beslutning hos ledelsen"),
    ]
    decide(fresh(case), ruling(Verdict.REJECTED), actor=town.director)
    assert matters_arising(following, town.secretary)[0].state == "Afvist"
    declare_conflict(fresh(other), actor=town.director, ground=ConflictGround.FAMILY, explanation="Min bror")
    assert [one.proposal for one in matters_arising(following, town.director)] == [case]
    assert ("Siden sidst" in page(town.secretary, following), "Siden sidst" in page(town.secretary, held)) == (
        True, False,
    )  # fmt: skip
    # Management's agenda tells of management's own meetings.
    board = create_meetings([in_days(12)], begins=time(9), place="", actor=town.secretary, kind=BodyKind.MANAGEMENT)[0]
    assert matters_arising(board, town.director) == ()


def test_a_deputy_reads_nothing_of_the_other_cases(town):
    held, following = call(town), make_meeting(town, 10)
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    with in_session(town, held):
        resolve(case, held, town.chair)
        close_meeting(held, actor=town.secretary)
    mine = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    mine.stand_ins.create(person=town.outsider, member=town.member)
    text = page(town.outsider, following)
    assert (mine.number in text, case.number in text) == (True, False)
