"""A meeting on the screen, from the opening to the letters; what a reader takes no part in is not shown (A6, C4)."""

from datetime import time
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import OutboxMessage
from governance.domain.conflicts import declare_conflict
from governance.domain.meeting_closing import close_meeting
from governance.domain.meetings import create_meetings
from governance.domain.resolutions import put_together
from governance.enums import BodyKind, ConflictGround, MeetingPhase
from governance.models import AgendaItem, Decision, Meeting, Membership, Minutes, Recommendation, Resolution
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_submitted
from tests.factories.meetings import call, in_session, item_of, proposed, resolve
from tests.factories.pool import balance, make_application, make_frame, this_year

SECRET = "Hemmelig begrundelse"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def review(town: Town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def at(name: str, *args: int) -> str:
    return reverse(f"governance:{name}", args=args)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_a_meeting_of_the_group_from_the_opening_to_the_letters(town):
    meeting, case, other = call(town), review(town), review(town)
    secretary, chair = browser(town.secretary), browser(town.chair)
    seats = {f"seat_{seat.pk}": "here" for seat in Membership.objects.filter(body=meeting.body)}
    with clock.standing_at(meeting.begins_at):
        assert secretary.post(at("meeting_attendance", meeting.pk), seats).url == at("meeting_mode", meeting.pk)
        card = at("meeting_item", meeting.pk, item_of(case, meeting).pk)
        assert chair.get(card).context["form"] is not None
        assert secretary.get(card).context["form"] is None
        said = {"outcome": "approve_in_part", "amount": "80.000", "criterion": "mandatory", "reasons": "Derfor",
                "conditions": "", "minority": "", "how": "agreed"}  # fmt: skip
        answer = chair.post(card, said)
        assert answer.url == at("meeting_item", meeting.pk, item_of(other, meeting).pk)
        waits = {"outcome": "defer", "reasons": "Vi mangler tilbud", "how": "voted", "votes_for": "2"}
        assert chair.post(answer.url, waits).url == at("meeting_mode", meeting.pk)
        closing = secretary.post(at("meeting_close", meeting.pk))
        assert closing.url == at("minutes_detail", meeting.pk)
        assert Recommendation.objects.get().amount == Decimal(80_000)
        assert "Delvist" in text(secretary.get(closing.url)) or "delvist" in text(secretary.get(closing.url))
        secretary.post(closing.url, {"remarks": "Formanden takkede"})
        preview = chair.get(at("minutes_approve", meeting.pk))
        page = preview.context["page"]
        assert (len(page.letters), page.people, page.cases, page.amount) == (4, 2, 2, Decimal(80_000))
        assert "Godkend, og send 4 breve" in text(preview)
        assert chair.post(at("minutes_approve", meeting.pk)).url == closing.url
        assert OutboxMessage.objects.filter(held=True).count() == 0
        pdf = browser(town.member).get(at("minutes_file", meeting.pk, 1))
        assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
        for close in pdf._resource_closers:
            close()


def test_management_decides_at_the_table(town):
    make_frame(500_000)
    case = make_application(town)
    meeting = call(town, BodyKind.MANAGEMENT)
    director = browser(town.director)
    with in_session(town, meeting):
        card = at("meeting_item", meeting.pk, item_of(case, meeting).pk)
        page = director.get(card)
        assert page.context["form"]["verdict"].initial == "approved"
        said = {"verdict": "approved", f"share_{this_year()}": "100.000", "criterion": "mandatory", "reasons": "",
                "conditions": "", "how": "agreed"}  # fmt: skip
        assert director.post(card, said).status_code == 302
        # The pool shows what the meeting has recorded, before any of it stands in the ledger.
        assert "Puljen i" in text(director.get(at("meeting_mode", meeting.pk)))
        assert director.get(at("meeting_mode", meeting.pk)).context["session"].pool[0].after == Decimal(400_000)
        assert balance().committed == 0
        director.post(at("meeting_close", meeting.pk))
    assert (Decision.objects.get().verdict, balance().committed) == ("approved", Decimal(100_000))


def test_to_depart_from_the_recommendation_takes_a_reason(town):
    make_frame(500_000)
    case = make_application(town)
    meeting = call(town, BodyKind.MANAGEMENT)
    with in_session(town, meeting):
        card = at("meeting_item", meeting.pk, item_of(case, meeting).pk)
        answer = browser(town.director).post(card, {"verdict": "rejected", "reasons": "", "how": "agreed"})
        assert answer.context["form"].errors.keys() == {"reasons"}
    assert Resolution.objects.count() == 0


def test_whoever_has_a_conflict_is_excused_and_reads_nothing_of_the_case(town):
    meeting, case, other = call(town), review(town), review(town)
    member = browser(town.member)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair, proposed(case).__class__(**{**_fields(case), "reasons": SECRET}))
        resolve(other, meeting, town.chair)
        declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
        card = text(member.get(at("meeting_item", meeting.pk, item_of(case, meeting).pk)))
        overview = text(member.get(at("meeting_mode", meeting.pk)))
        assert "Forlad lokalet, mens den behandles" in card
        assert (SECRET in card, SECRET in overview, "Ansøgt" in card) == (False, False, False)
        posted = member.post(at("meeting_item", meeting.pk, item_of(case, meeting).pk), {"outcome": "defer"})
        assert posted.status_code == 302
        # One of two is left: the case can no longer be settled, so the closing says which and changes nothing.
        refused = browser(town.chair).post(at("meeting_close", meeting.pk), follow=True)
        assert f"{case.number}: 1 deltager" in text(refused)
        assert Meeting.objects.get(pk=meeting.pk).phase == MeetingPhase.OPEN


def test_the_minutes_and_their_file_leave_out_what_the_reader_takes_no_part_in(town):
    meeting, case = call(town), review(town)
    with in_session(town, meeting):
        resolve(case, meeting, town.chair, proposed(case).__class__(**{**_fields(case), "reasons": SECRET}))
        close_meeting(meeting, actor=town.secretary)
        declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
        declare_conflict(case, actor=town.chair, ground=ConflictGround.FAMILY, explanation="Min søn")
        seen = {
            name: SECRET in text(browser(town.people[name]).get(at("minutes_detail", meeting.pk)))
            for name in ("member", "secretary", "director")
        }
        assert seen == {"member": False, "secretary": True, "director": True}
        preview = browser(town.chair).get(at("minutes_approve", meeting.pk))
        assert (SECRET in text(preview), preview.context["page"].hidden) == (False, 2)
        browser(town.chair).post(at("minutes_approve", meeting.pk))
        whole = Minutes.objects.get()
        own = browser(town.member).get(at("minutes_file", meeting.pk, 1))
        with whole.file.open() as file:
            assert own.content != file.read()


@pytest.mark.parametrize("name", ["author", "outsider", "admin"])
def test_a_meeting_does_not_exist_for_whoever_may_not_see_it(town, name):
    meeting, case = call(town), review(town)
    client = browser(town.people[name])
    with in_session(town, meeting):
        item = item_of(case, meeting).pk
        for address in (
            at("meeting_mode", meeting.pk), at("meeting_item", meeting.pk, item), at("meeting_together", meeting.pk),
            at("meeting_attendance", meeting.pk), at("minutes_detail", meeting.pk), at("minutes_approve", meeting.pk),
        ):  # fmt: skip
            assert client.get(address).status_code == 404
        for address in (at("meeting_close", meeting.pk), at("item_pull", item), at("item_take_back", item)):
            assert client.post(address).status_code == 404


def test_taken_together_on_the_screen(town):
    meeting, first, second = call(town), review(town), review(town)
    secretary, chair, member = (browser(town.people[name]) for name in ("secretary", "chair", "member"))
    for case in (first, second):
        secretary.post(at("item_together", item_of(case, meeting).pk), {"way": "in"})
    member.post(at("item_pull", item_of(second, meeting).pk))
    assert list(AgendaItem.objects.filter(by_consent=True).values_list("proposal", flat=True)) == [first.pk]
    with in_session(town, meeting):
        page = text(chair.get(at("meeting_together", meeting.pk)))
        assert "Hver sag indstilles til godkendelse med det beløb, den søger." in page
        who = "Formanden fører udfaldet."
        assert who not in page
        assert who in text(secretary.get(at("meeting_together", meeting.pk)))
        assert chair.post(at("meeting_together", meeting.pk), {"reasons": "Enige"}).status_code == 302
    assert [(row.item.proposal, row.outcome, row.by_consent) for row in Resolution.objects.all()] == [
        (first, "approve", True)
    ]


def test_management_takes_cases_together_within_what_the_pool_holds(town):
    make_frame(150_000)
    make_frame(500_000, year=this_year() + 1)
    first, second = make_application(town), make_application(town)
    meeting = call(town, BodyKind.MANAGEMENT)
    for case in (first, second):
        put_together(item_of(case, meeting), together=True, actor=town.secretary)
    with in_session(town, meeting):
        page = text(browser(town.director).get(at("meeting_together", meeting.pk)))
        assert "Hver sag får det udfald, der er indstillet." in page
        assert page.count("Søger 100.000") == 2
        browser(town.director).post(at("meeting_together", meeting.pk), {"reasons": "Enige"})
        close_meeting(meeting, actor=town.director)
    assert (balance().committed, balance(this_year() + 1).committed) == (Decimal(100_000), Decimal(100_000))


def test_cases_are_gathered_by_conflict(town):
    meeting = call(town)
    first, second, third = review(town), review(town), review(town)
    for case in (first, third):
        declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    browser(town.secretary).post(at("meeting_gathering", meeting.pk))
    rows = AgendaItem.objects.filter(kind="for_review").order_by("ordinal")
    assert [row.proposal for row in rows] == [second, first, third]


def test_management_meets_on_its_own_page_and_gets_what_waits(town):
    case = make_application(town)
    meeting = call(town, BodyKind.MANAGEMENT)
    page = text(browser(town.director).get("/moeder/?organ=management"))
    assert reverse("governance:meeting_detail", args=[meeting.pk]) in page
    detail = text(browser(town.director).get(at("meeting_detail", meeting.pk)))
    assert (case.number in detail, "Til beslutning" in detail, "Til behandling" in detail) == (True, True, False)


def _fields(case: Proposal) -> dict:
    said = proposed(case)
    return {name: getattr(said, name) for name in ("outcome", "amount", "criterion", "reasons")}


def test_without_a_strategy_group_the_list_opens_on_managements_meetings(odense):
    kind = BodyKind.MANAGEMENT
    empty = text(browser(odense.auditor).get("/moeder/"))
    assert "Møderne står her, så snart der er indkaldt til dem." in empty
    [meeting] = create_meetings([clock.today()], begins=time(23), place="Rådhuset", actor=None, kind=kind)
    page = text(browser(odense.director).get("/moeder/"))
    assert f'href="{at("meeting_detail", meeting.pk)}"' in page
    assert "Der er ikke indkaldt til møde" not in page


def test_a_meeting_in_session_stands_first_and_not_among_the_earlier_ones(town):
    meeting = call(town)
    with in_session(town, meeting):
        answer = browser(town.chair).get("/moeder/")
        assert (answer.context["list"].now, answer.context["list"].past) == (meeting, ())
        assert "Mødet er i gang" in text(answer)
        assert "Tidligere møder" not in text(answer)
