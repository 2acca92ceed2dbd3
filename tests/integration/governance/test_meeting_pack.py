"""The pack of a meeting: frozen with its hash, in the agreed order, without what the reader takes no part in (A6)."""

import re
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.meeting_closing import close_meeting
from governance.domain.meeting_packs import freeze_pack
from governance.enums import BodyKind, ConflictGround
from governance.models import MeetingPack
from governance.selectors.pack_content import since_last
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_meeting, make_submitted
from tests.factories.meetings import call, in_session, resolve
from tests.factories.pool import make_application, make_frame

ORDER = ["Resumé", "Indstilling", "Sagsfremstilling", "Økonomi", "Bilag", "Beslutning"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def review(town: Town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def words(file: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)


def fetched(client, pack: MeetingPack) -> bytes:
    answer = client.get(reverse("governance:pack_file", args=[pack.meeting_id, pack.version]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return content


def test_the_pack_has_a_cover_page_a_case_in_the_agreed_order(town, client):
    meeting, case = call(town), review(town)
    pack = freeze_pack(meeting, actor=town.secretary)
    client.force_login(town.chair)
    said = words(fetched(client, pack))
    heads = re.findall("|".join(ORDER), said[said.index("Resumé") :])
    assert list(dict.fromkeys(heads)) == ORDER
    assert case.number in said
    assert AuditEntry.objects.filter(act="meeting.freeze_pack").count() == 1


def test_whoever_has_a_conflict_gets_it_without_the_case(town, client):
    meeting, barred, other = call(town), review(town), review(town)
    declare_conflict(barred, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    pack = freeze_pack(meeting, actor=town.secretary)
    client.force_login(town.member)
    own = words(fetched(client, pack))
    client.force_login(town.chair)
    whole = words(fetched(client, pack))
    assert (barred.number in own, other.number in own) == (False, True)
    assert (barred.number in whole, other.number in whole) == (True, True)


def test_a_frozen_pack_does_not_follow_the_cases(town):
    meeting, case = call(town), review(town)
    first = freeze_pack(meeting, actor=town.secretary)
    later = review(town)
    second = freeze_pack(meeting, actor=town.chair)
    assert [row["number"] for row in first.snapshot["cases"]] == [case.number]
    assert [row["number"] for row in second.snapshot["cases"]] == [case.number, later.number]
    assert (first.version, second.version) == (1, 2)
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingPack.objects.filter(pk=first.pk).update(version=9)


@pytest.mark.parametrize("name", ["member", "director", "auditor", "author"])
def test_only_those_who_arrange_freeze_it(town, name):
    meeting, _case = call(town), review(town)
    with pytest.raises(Refused):
        freeze_pack(meeting, actor=town.people[name])
    assert MeetingPack.objects.count() == 0


def test_an_empty_agenda_and_an_opened_meeting_have_no_new_pack(town):
    empty = make_meeting(town, 20)
    with pytest.raises(Refused, match="tom"):
        freeze_pack(empty, actor=town.secretary)
    meeting, _case = call(town), review(town)
    with in_session(town, meeting), pytest.raises(Refused):
        freeze_pack(meeting, actor=town.secretary)


def test_managements_pack_carries_the_recommendation_and_the_groups_what_came_of_its_last_meeting(town):
    make_frame(500_000)
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair)
        close_meeting(meeting, actor=town.secretary)
    following = make_meeting(town, 20)
    assert [(row["number"], row["settled"], row["stands"]) for row in since_last(following)] == [
        (case.number, "Indstillet", "Til beslutning hos ledelsen"),
    ]
    board = call(town, BodyKind.MANAGEMENT)
    cover = freeze_pack(board, actor=town.secretary).snapshot["cases"][0]
    assert "100.000 kr." in cover["recommendation"]["by"]
    assert cover["recommendation"]["reasons"] == "Derfor"
    assert make_application(town).number != cover["number"]
