"""Every project reaches the strategy group for information exactly once, whoever runs it; nobody can hide one (C8)."""

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from governance.domain.agenda import acknowledge_items, move_item
from governance.domain.conflicts import declare_conflict
from governance.domain.local_decision import decide_locally
from governance.domain.restriction import restrict_case, unrestrict_case
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import AgendaKind, ConflictGround, Route, Verdict
from governance.models import AgendaItem, Meeting
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from tests.factories.businesscase import write_case
from tests.factories.governance import (
    Town,
    approve,
    in_days,
    make_draft,
    make_meeting,
    make_recommended,
    make_submitted,
    sign_both,
)
from tests.factories.pool import make_decided, make_frame
from tests.factories.projects import make_project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INFORMATION = AgendaKind.FOR_INFORMATION


def by_department(town: Town, route: Route) -> Proposal:
    case = sign_both(town, make_submitted(town, "routing"), route, route)
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Ja")
    return case


def by_group(town: Town) -> Proposal:
    case = make_submitted(town, "review")
    make_recommended(town, case)
    make_decided(town, case, shares={}, criterion="")
    return case


def of_the_pool(town: Town) -> Proposal:
    make_frame()
    draft = make_draft(town, kind=ProposalKind.APPLICATION, staff_hours=301)
    case = submit_proposal(draft, actor=town.author)
    make_recommended(town, case)
    make_decided(town, case)
    return case


def after_it(town: Town) -> Proposal:
    draft = make_draft(town, acquisition_type="acquisition", vendor_cost=200_000)
    case = approve(town, submit_proposal(draft, actor=town.author))
    case = sign_both(town, case, Route.IT_AND_UNIT, Route.IT_AND_UNIT)
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Ja")
    return case


WAYS = {
    "run by IT and the unit": lambda town: by_department(town, Route.IT_AND_UNIT),
    "through the group": by_group,
    "with money of the pool": of_the_pool,
    "an acquisition that IT assessed": after_it,
}


def lines(person, meeting: Meeting) -> str:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.get(reverse("governance:meeting_detail", args=[meeting.pk])).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_came_to_be_the_group_is_told_once(town, way):
    meeting = make_meeting(town)
    case = WAYS[way](town)
    assert Project.objects.get().proposal == case
    item = AgendaItem.objects.get(kind=INFORMATION)
    assert (item.proposal, item.meeting) == (case, meeting)
    assert case.number in lines(town.member, meeting)


def test_a_project_that_comes_back_corrected_is_not_told_of_twice(town):
    meeting = make_meeting(town)
    later = make_meeting(town, 30)
    case = make_submitted(town, "routing")
    with clock.standing_at(meeting.begins_at):
        assert acknowledge_items(meeting, actor=town.secretary) == 1
        taken = take_back_proposal(case, actor=town.author, reason="Nye tal")
        edition = taken.versions.latest("ordinal").edition
        change_draft(taken, actor=town.author, edition=edition, fields={"vendor_cost": 400_000})
        write_case(taken, town.author)
        submit_proposal(taken, actor=town.author, change_reason="Nye tal")
    item = AgendaItem.objects.get(kind=INFORMATION)
    assert (item.meeting, item.acknowledged_by) == (meeting, town.secretary)
    assert case.number not in lines(town.member, later)


def test_a_confidential_project_is_told_of_all_the_same(town):
    meeting = make_meeting(town)
    case = by_department(town, Route.IT_AND_UNIT)
    restrict_case(case, actor=town.it, reason="Sikkerhed")
    assert case.number in lines(town.member, meeting)
    with clock.standing_at(meeting.begins_at):
        assert acknowledge_items(meeting, actor=town.secretary) == 1
    unrestrict_case(case, actor=town.it, reason="Det er overstået")
    assert AgendaItem.objects.filter(kind=INFORMATION).count() == 1


def test_a_member_with_a_conflict_reads_number_and_title_and_no_more(town):
    meeting = make_meeting(town)
    case = make_submitted(town, "routing")
    declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    page = lines(town.member, meeting)
    assert case.number in page
    assert reverse("portfolio:proposal_detail", args=[case.pk]) not in page
    assert reverse("portfolio:proposal_detail", args=[case.pk]) in lines(town.chair, meeting)


@pytest.mark.parametrize("name", ["author", "owner", "head", "it", "secretary", "chair", "director", "admin"])
def test_no_door_takes_a_project_off_the_agenda(town, name):
    meeting = make_meeting(town)
    case = make_submitted(town, "routing")
    item = AgendaItem.objects.get(kind=INFORMATION)
    client = Client(raise_request_exception=False)
    client.force_login(town.people[name], backend=BACKEND)
    for address, said in (
        (reverse("governance:item_move", args=[item.pk]), {"meeting": ""}),
        (reverse("governance:item_move", args=[item.pk]), {"meeting": "0"}),
        (reverse("governance:item_order", args=[item.pk]), {"way": "off"}),
        (reverse("governance:proposal_restriction", args=[case.pk]), {"reason": "Skjul den"}),
    ):
        assert client.post(address, said).status_code < 500
    kept = AgendaItem.objects.get(kind=INFORMATION)
    assert (kept.pk, kept.meeting) == (item.pk, meeting)


def test_moved_to_another_meeting_it_stands_there_only(town):
    first, second = make_meeting(town), make_meeting(town, 20)
    case = make_submitted(town, "routing")
    move_item(AgendaItem.objects.get(kind=INFORMATION), meeting=second, actor=town.secretary)
    assert case.number not in lines(town.member, first)
    assert case.number in lines(town.member, second)
    assert in_days(20) == second.day


def test_no_project_of_a_case_is_without_its_line(town):
    for phase in ("analysis", "execution", "closed", "stopped"):
        make_project(town, phase)
    told = AgendaItem.objects.filter(kind=INFORMATION).values_list("proposal", flat=True)
    assert sorted(told) == sorted(Project.objects.values_list("proposal", flat=True))
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.APPROVED}
