"""The agenda: placed by the moves, arranged by the secretary, noted by the group (A6, C8, D8, AM9)."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from core.selectors.my_page import my_page
from core.templatetags.danish import date_long
from governance.domain.agenda import acknowledge_items, move_item, order_items, unplaced_items
from governance.domain.bodies import name_deputy
from governance.domain.conflicts import declare_conflict
from governance.domain.meetings import change_meeting, create_meetings
from governance.domain.submission import submit_proposal, take_back_proposal, withdraw_proposal
from governance.enums import AgendaKind, ConflictGround, Route
from governance.models import AgendaItem, Meeting, Membership
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import write_case
from tests.factories.governance import (
    approve,
    in_days,
    make_draft,
    make_meeting,
    make_recommended,
    make_review,
    make_submitted,
    sign_both,
)


def items(proposal: Proposal) -> list[tuple[str, object]]:
    rows = AgendaItem.objects.filter(proposal=proposal).order_by("kind", "pk")
    return [(row.kind, row.meeting and row.meeting.day) for row in rows]


def after(meeting: Meeting, hours: int = 3) -> datetime:
    return meeting.begins_at + timedelta(hours=hours)


REVIEW, INFORMATION = AgendaKind.FOR_REVIEW.value, AgendaKind.FOR_INFORMATION.value


# Which submitted case stands on the agenda as what, written out by hand.
@pytest.mark.parametrize(
    ("kind", "fields", "kinds"),
    [
        ("notification", {}, []),
        ("notification", {"vendor_cost": Decimal(200_000)}, [INFORMATION]),
        ("notification", {"needs_cooperation": True}, [INFORMATION]),
        ("notification", {"acquisition_type": "acquisition", "vendor_cost": Decimal(200_000)}, [INFORMATION]),
        ("application", {}, [REVIEW]),
        ("application", {"staff_hours": Decimal(301)}, [INFORMATION, REVIEW]),
        ("suggestion", {}, []),
    ],
)
def test_the_moves_place_the_cases(town, kind, fields, kinds):
    meeting = make_meeting(town)
    make_meeting(town, 20)
    draft = make_draft(town, kind=ProposalKind(kind), **fields)
    if kind != "suggestion":
        draft = submit_proposal(draft, actor=town.author)
    assert items(draft) == [(one, meeting.day) for one in kinds]


def test_a_cross_cutting_task_is_reviewed_and_told_of(town):
    meeting = make_meeting(town)
    assert items(make_submitted(town, "review")) == [(INFORMATION, meeting.day), (REVIEW, meeting.day)]


def test_the_route_and_its_answer_place_the_case(town):
    meeting = make_meeting(town)
    routed = sign_both(town, make_submitted(town, "routing"), Route.STRATEGY_GROUP, Route.STRATEGY_GROUP)
    assert items(routed) == [(INFORMATION, meeting.day), (REVIEW, meeting.day)]
    draft = make_draft(town, kind=ProposalKind.APPLICATION, acquisition_type="acquisition")
    assessed = submit_proposal(draft, actor=town.author)
    assert items(assessed) == []
    assert items(approve(town, assessed)) == [(REVIEW, meeting.day)]


def test_without_a_meeting_they_wait_and_the_secretary_is_told(town):
    proposal = make_submitted(town, "review")
    assert items(proposal) == [(INFORMATION, None), (REVIEW, None)]
    lines = [item.title for item in my_page(town.secretary).waiting]
    assert lines == ["2 sager står ikke på et kommende møde"]
    meeting = make_meeting(town)
    for row in AgendaItem.objects.all():
        move_item(row, meeting=meeting, actor=town.secretary)
    assert items(proposal) == [(INFORMATION, meeting.day), (REVIEW, meeting.day)]
    assert my_page(town.secretary).waiting == ()
    assert [item.due for item in my_page(town.member).due] == [meeting.day]
    assert my_page(town.secretary).due[-1].due == meeting.day


def test_odense_informs_nobody(odense):
    across = make_draft(odense, units_involved=[odense.units["schools"]], vendor_cost=Decimal(900_000))
    assert items(submit_proposal(across, actor=odense.author)) == []


def resubmit(proposal: Proposal, town, **fields) -> Proposal:
    taken = take_back_proposal(proposal, actor=town.author, reason="Nye tal")
    edition = taken.versions.latest("ordinal").edition
    change_draft(taken, actor=town.author, edition=edition, fields=fields)
    write_case(taken, town.author)
    return submit_proposal(taken, actor=town.author, change_reason="Nye tal")


def test_a_retriage_updates_the_pending_information(town):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "routing")
    assert items(proposal) == [(INFORMATION, meeting.day)]
    proposal = resubmit(proposal, town, vendor_cost=Decimal(100_000))
    assert items(proposal) == []
    proposal = resubmit(proposal, town, vendor_cost=Decimal("150000.01"))
    assert items(proposal) == [(INFORMATION, meeting.day)]


def test_what_the_group_has_noted_stays_noted(town):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "routing")
    with clock.standing_at(after(meeting)):
        acknowledge_items(meeting, actor=town.secretary)
        resubmit(proposal, town, vendor_cost=Decimal(100_000))
    assert items(proposal) == [(INFORMATION, meeting.day)]


@pytest.mark.parametrize("move", ["take_back", "withdraw"])
def test_a_case_that_leaves_review_leaves_the_agenda_to_come(town, move):
    make_meeting(town)
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    if move == "take_back":
        take_back_proposal(proposal, actor=town.author, reason="Ny pris")
    else:
        withdraw_proposal(proposal, actor=town.author, reason="Droppet")
    assert [kind for kind, _day in items(proposal)] == [INFORMATION]


def test_a_recommended_case_stays_on_its_agenda(town):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_recommended(town, proposal)
    assert (REVIEW, meeting.day) in items(proposal)


def test_a_case_left_over_from_a_held_meeting_is_placed_anew(town):
    first, second = make_meeting(town, 10), make_meeting(town, 20)
    proposal = make_submitted(town, "review")
    with clock.standing_at(after(first)):
        left = unplaced_items().get()
        assert (left.proposal, left.kind) == (proposal, REVIEW)
        move_item(left, meeting=second, actor=town.secretary)
        assert unplaced_items().count() == 0
        with pytest.raises(Refused):
            move_item(left, meeting=second, actor=town.secretary)
    assert items(proposal) == [(INFORMATION, first.day), (REVIEW, first.day), (REVIEW, second.day)]


@pytest.mark.parametrize("name", ["member", "director", "it", "network", "auditor", "author", "admin"])
def test_only_the_secretary_and_the_chair_arrange(town, name):
    first, second = make_meeting(town, 10), make_meeting(town, 20)
    make_submitted(town, "review")
    item = AgendaItem.objects.get(kind=REVIEW)
    person = town.people[name]
    for attempt in (
        lambda: move_item(item, meeting=second, actor=person),
        lambda: order_items(first, item, step=1, actor=person),
        lambda: acknowledge_items(first, actor=person),
        lambda: create_meetings([in_days(30)], begins=time(9), place="", actor=person),
        lambda: change_meeting(first, day=in_days(11), begins=time(9), place="", actor=person),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.who == "sekretæren eller formanden"
    assert (Meeting.objects.count(), AgendaItem.objects.get(kind=REVIEW).meeting) == (2, first)


def test_order_within_a_list(town):
    meeting = make_meeting(town)
    first, second, third = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(3))

    def order() -> list[Proposal]:
        return [row.proposal for row in meeting.items.filter(kind=REVIEW).order_by("ordinal", "pk")]

    assert order() == [first, second, third]
    last = AgendaItem.objects.get(kind=REVIEW, proposal=third)
    order_items(meeting, last, step=-1, actor=town.secretary)
    assert order() == [first, third, second]
    order_items(meeting, last, step=-1, actor=town.secretary)
    order_items(meeting, last, step=-1, actor=town.secretary)
    assert order() == [third, first, second]
    assert AuditEntry.objects.filter(act="meeting.order").count() == 2


def test_a_barred_secretary_still_arranges_and_is_not_shown_the_case(town, client):
    make_meeting(town, 10)
    second = make_meeting(town, 20)
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    declare_conflict(proposal, actor=town.secretary, ground=ConflictGround.FAMILY, explanation="Min bror")
    client.force_login(town.secretary)
    item = AgendaItem.objects.get(proposal=proposal, kind=REVIEW)
    client.post(reverse("governance:item_move", args=[item.pk]), {"meeting": second.pk})
    item.refresh_from_db()
    assert item.meeting == second
    assert client.get(reverse("portfolio:proposal_detail", args=[proposal.pk])).status_code == 404


def test_taking_note_is_logged_for_each_project_once(town):
    meeting = make_meeting(town)
    first, second = make_submitted(town, "routing"), make_submitted(town, "routing")
    with pytest.raises(Refused, match="ikke begyndt"):
        acknowledge_items(meeting, actor=town.secretary)
    with clock.standing_at(after(meeting)):
        assert acknowledge_items(meeting, actor=town.secretary) == 2
        with pytest.raises(Refused):
            acknowledge_items(meeting, actor=town.chair)
    acts = AuditEntry.objects.filter(act="proposal.acknowledge").order_by("sequence")
    assert [(act.subject_id, act.actor) for act in acts] == [(first.pk, town.secretary), (second.pk, town.secretary)]
    assert {row.acknowledged_by for row in AgendaItem.objects.all()} == {town.secretary}


def test_a_barred_secretary_leaves_the_case_to_the_chair(town):
    meeting = make_meeting(town)
    barred, other = make_submitted(town, "routing"), make_submitted(town, "routing")
    declare_conflict(barred, actor=town.secretary, ground=ConflictGround.FAMILY, explanation="Min bror")
    with clock.standing_at(after(meeting)):
        assert acknowledge_items(meeting, actor=town.secretary) == 1
        assert AgendaItem.objects.get(proposal=other).acknowledged_by == town.secretary
        assert [item.title for item in my_page(town.chair).waiting] == [f"Mødet den {_long(meeting)}"]
        assert acknowledge_items(meeting, actor=town.chair) == 1


def _long(meeting: Meeting) -> str:
    return date_long(meeting.day)


def test_the_database_informs_once_and_keeps_notes_whole(town):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "routing")
    row = {"proposal": proposal, "kind": INFORMATION, "placed_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.update(acknowledged_at=clock.now())


def test_a_meeting_cannot_be_called_in_the_past_or_twice_a_day(town):
    with pytest.raises(Refused):
        create_meetings([in_days(-1)], begins=time(9), place="", actor=town.secretary)
    make_meeting(town, 10)
    with pytest.raises(Refused, match="allerede et møde"):
        create_meetings([in_days(10), in_days(11)], begins=time(9), place="", actor=town.secretary)
    assert Meeting.objects.count() == 1


def test_a_changed_meeting_keeps_its_agenda(town):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "routing")
    change_meeting(meeting, day=in_days(12), begins=time(13, 30), place="Biblioteket", actor=town.secretary)
    assert items(proposal) == [(INFORMATION, in_days(12))]
    with clock.standing_at(after(Meeting.objects.get())), pytest.raises(Refused, match="begyndt"):
        change_meeting(meeting, day=in_days(20), begins=time(9), place="", actor=town.secretary)


def test_a_series_is_read_through_before_it_is_called(town, client):
    client.force_login(town.secretary)
    url = reverse("governance:meeting_series")
    first, last = in_days(7), in_days(7 + 8 * 7)
    span = {"first": f"{first:%d-%m-%Y}", "last": f"{last:%d-%m-%Y}"}
    said = {**span, "rhythm": "4", "begins": "9.30", "place": "Rådhuset"}
    page = client.post(url, said).content.decode()
    assert Meeting.objects.count() == 0
    assert page.count('name="day"') == 3
    days = [first, in_days(7 + 28), last]
    answer = client.post(url, said | {"ticked": "1", "day": [f"{day:%Y-%m-%d}" for day in (days[0], days[2])]})
    assert answer.url == reverse("governance:meeting_list")
    assert [(row.day, row.begins) for row in Meeting.objects.all()] == [(days[0], time(9, 30)), (days[2], time(9, 30))]
    forged = client.post(url, said | {"ticked": "1", "day": ["2020-01-01"]})
    assert forged.status_code == 200
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("meeting_create", {"day": "31.02.2027", "begins": "9.00"}),
        ("meeting_create", {"day": "01.01.2020", "begins": "9.00"}),
        ("meeting_create", {"day": "14.03.2127", "begins": "25.00"}),
        ("meeting_series", {"first": "x", "last": "", "rhythm": "9", "begins": ""}),
        ("meeting_series", {"first": "01.01.2190", "last": "01.01.2189", "rhythm": "2", "begins": "9", "ticked": "1"}),
    ],
)
def test_bad_dates_get_a_sentence(town, client, url, data):
    client.force_login(town.secretary)
    answer = client.post(reverse(f"governance:{url}"), data)
    assert (answer.status_code, "alert-error" in answer.content.decode()) == (200, True)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("name", ["author", "colleague", "admin", "head"])
def test_the_agendas_are_for_the_bodies(town, client, name):
    meeting = make_meeting(town)
    make_submitted(town, "review")
    item = AgendaItem.objects.filter(kind=REVIEW).get()
    client.force_login(town.people[name])
    found = [
        client.get(reverse("governance:meeting_list")).status_code,
        client.get(reverse("governance:meeting_detail", args=[meeting.pk])).status_code,
        client.get(reverse("governance:meeting_create")).status_code,
        client.post(reverse("governance:item_move", args=[item.pk]), {"meeting": meeting.pk}).status_code,
        client.post(reverse("governance:item_order", args=[item.pk]), {"way": "up"}).status_code,
        client.post(reverse("governance:meeting_acknowledgement", args=[meeting.pk])).status_code,
        client.get(reverse("governance:review_queue")).status_code,
    ]
    assert found == [404] * 7


@pytest.mark.parametrize(("name", "opens"), [("head", False), ("member", True), ("director", True)])
def test_a_case_leads_to_its_meeting_only_for_those_who_may_open_it(town, client, name, opens):
    meeting = make_meeting(town)
    proposal = make_submitted(town, "review")
    client.force_login(town.people[name])
    text = client.get(reverse("portfolio:proposal_detail", args=[proposal.pk])).text
    told = f"mødet den {date_long(meeting.day)}"
    assert (told in text, f'href="/moeder/{meeting.pk}/"' in text) == (True, opens)


@pytest.mark.parametrize("name", ["member", "director", "network", "it", "auditor"])
def test_the_bodies_read_them_and_change_nothing(town, client, name):
    meeting = make_meeting(town)
    make_submitted(town, "review")
    client.force_login(town.people[name])
    item = AgendaItem.objects.filter(kind=REVIEW).get()
    page = client.get(reverse("governance:meeting_detail", args=[meeting.pk]))
    assert page.status_code == 200
    assert reverse("governance:item_move", args=[item.pk]) not in page.content.decode()
    client.post(reverse("governance:item_move", args=[item.pk]), {"meeting": meeting.pk})
    assert AuditEntry.objects.filter(act="proposal.move_on_agenda").count() == 0


@pytest.mark.parametrize("data", [{}, {"meeting": "x"}, {"meeting": "999999"}, {"meeting": "-1"}])
def test_a_forged_meeting_changes_nothing(town, client, data):
    meeting = make_meeting(town)
    make_submitted(town, "review")
    item = AgendaItem.objects.filter(kind=REVIEW).get()
    client.force_login(town.secretary)
    assert client.post(reverse("governance:item_move", args=[item.pk]), data).status_code == 302
    item.refresh_from_db()
    assert item.meeting == meeting


def test_the_pages_take_the_same_queries_for_one_case_and_three(town, client, django_assert_max_num_queries):
    meeting = make_meeting(town)
    client.force_login(town.secretary)
    urls = [reverse("governance:meeting_detail", args=[meeting.pk]), reverse("governance:meeting_list")]
    make_submitted(town, "review")
    counts = []
    for url in urls:
        client.get(url)
        with django_assert_max_num_queries(100) as one:
            client.get(url)
        counts.append(len(one))
    make_submitted(town, "review")
    barred = make_submitted(town, "review")
    declare_conflict(barred, actor=town.member, ground=ConflictGround.FAMILY, explanation="Bror")
    for url, count in zip(urls, counts, strict=True):
        with django_assert_max_num_queries(count):
            client.get(url)
    assert max(counts) <= 15


def test_min_side_takes_the_same_queries_for_one_case_and_three(town, django_assert_max_num_queries):
    make_meeting(town)
    make_submitted(town, "review")
    with django_assert_max_num_queries(60) as one:
        my_page(town.chair)
    for _ in range(2):
        make_submitted(town, "review")
    with django_assert_max_num_queries(len(one)):
        my_page(town.chair)


def test_the_chair_is_told_when_all_are_heard(town):
    proposal = make_submitted(town, "review")
    make_review(proposal, town.chair)
    assert [item.why for item in my_page(town.chair).waiting if item.title == str(proposal)] == []
    make_review(proposal, town.member)
    assert [item.why for item in my_page(town.chair).waiting if item.title == str(proposal)] == [
        "Sagen er klar. Du registrerer gruppens indstilling."
    ]
    assert [item.why for item in my_page(town.member).waiting] == []


def test_the_deputy_is_told_where_the_chair_is_barred(town):
    name_deputy(Membership.objects.get(person=town.chair), deputy=town.member, actor=town.secretary)
    proposal = make_submitted(town, "review")
    declare_conflict(proposal, actor=town.chair, ground=ConflictGround.FAMILY, explanation="Bror")
    make_review(proposal, town.member)
    assert [item.title for item in my_page(town.member).waiting] == [str(proposal)]
