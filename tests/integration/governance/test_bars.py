"""A barred person reads nothing of the case in any channel; hidden data exists in every test."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.domain.documents import attach_document
from core.enums import AccessMarking
from core.models import OutboxMessage
from core.selectors.documents import documents_of
from core.selectors.my_page import my_page
from governance.domain.conflicts import declare_conflict, lift_conflict
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import ConflictGround
from governance.models import AgendaItem, Recommendation, Review
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from principles.models import Answer
from tests.factories.governance import (
    Town,
    make_draft,
    make_meeting,
    make_recommended,
    make_review,
    make_standing,
    make_submitted,
)

TITLE = "Hemmelige nøgler"


@pytest.fixture
def case(town, tmp_path, settings) -> Proposal:
    """A case with two versions, a document, a review and a place on the agenda."""
    settings.MEDIA_ROOT = tmp_path
    make_meeting(town)
    draft = make_draft(town, kind=ProposalKind.APPLICATION, title=TITLE)
    upload = SimpleUploadedFile("bilag.txt", b"hemmeligt")
    attach_document(draft, upload, title="Bilag", marking=AccessMarking.OPEN, actor=town.author)
    proposal = take_back_proposal(submit_proposal(draft, actor=town.author), actor=town.author, reason="Ny pris")
    change_draft(proposal, actor=town.author, edition=1, fields={"supplier": "En anden"})
    proposal = submit_proposal(proposal, actor=town.author, change_reason="Anden leverandør")
    make_review(proposal, town.chair)
    return proposal


def bar(proposal: Proposal, person) -> None:
    declare_conflict(proposal, actor=person, ground=ConflictGround.TIES, explanation="Jeg sidder i bestyrelsen")


def pages_of(proposal: Proposal) -> list[str]:
    one = [proposal.pk]
    names = (
        "portfolio:proposal_detail", "governance:proposal_review", "governance:proposal_recommendation",
        "governance:proposal_deferral", "governance:proposal_resumption", "governance:proposal_assessment",
        "governance:proposal_route", "governance:proposal_local_decision", "governance:proposal_return",
        "governance:proposal_withdrawal", "governance:conflict_create",
    )  # fmt: skip
    return [
        *(reverse(name, args=one) for name in names),
        reverse("portfolio:version_detail", args=[proposal.pk, 1]),
        reverse("portfolio:version_difference", args=[proposal.pk, 2]),
        *(reverse("core:document_download", args=[row]) for row in documents(proposal)),
    ]


def documents(proposal: Proposal) -> list[int]:
    return [row.pk for row in documents_of(proposal)]


@pytest.mark.parametrize("name", ["member", "chair", "it", "director", "network", "secretary"])
def test_every_page_of_the_case_is_404(town, case, client, name):
    person = town.people[name]
    client.force_login(person)
    assert client.get(reverse("portfolio:proposal_detail", args=[case.pk])).status_code == 200
    bar(case, person)
    found = {url: client.get(url).status_code for url in pages_of(case)}
    assert found == dict.fromkeys(found, 404)


@pytest.mark.parametrize("name", ["member", "chair", "it", "director"])
def test_forged_posts_are_404_and_change_nothing(town, case, client, name):
    person = town.people[name]
    bar(case, person)
    before = (Review.objects.count(), Recommendation.objects.count(), OutboxMessage.objects.count())
    client.force_login(person)
    data = {
        "position": "approve", "score_mandatory": "5", "why_mandatory": "Ja", "comment": "Ja", "outcome": "approve",
        "amount": "1000", "criterion": "mandatory", "reasons": "Ja", "reason": "Ja", "verdict": "approved",
        "ground": "1", "explanation": "Ja", "route": "it_and_unit",
    }  # fmt: skip
    found = {url: client.post(url, data).status_code for url in pages_of(case)[1:11]}
    assert found == dict.fromkeys(found, 404)
    case.refresh_from_db()
    assert case.state == ProposalState.REVIEW
    assert (Review.objects.count(), Recommendation.objects.count(), OutboxMessage.objects.count()) == before


def test_lists_search_export_and_counts_leave_it_out(town, case, client):
    other = make_submitted(town, "review")
    client.force_login(town.member)
    bar(case, town.member)
    for url in ("portfolio:proposal_list", "portfolio:proposal_export", "governance:review_queue"):
        answer = client.get(reverse(url))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (TITLE in content.decode(), other.number in content.decode()) == (False, True)
    searched = client.get(reverse("portfolio:proposal_list"), {"q": "hemmelige"}).content.decode()
    assert case.number not in searched
    assert Proposal.objects.visible_to(town.member).count() == 1
    assert Proposal.objects.visible_to(town.chair).count() == 2
    assert Answer.objects.visible_to(town.member).filter(assessment__version__proposal=case).count() == 0


def test_min_side_leaves_it_out(town, case):
    assert [item.title for item in my_page(town.member).waiting] == [str(case)]
    bar(case, town.member)
    assert my_page(town.member).waiting == ()


@pytest.mark.parametrize(
    ("name", "state"), [("it", "assessment"), ("it", "routing"), ("head", "local_decision"), ("secretary", "received")]
)
def test_what_waited_in_other_roles_is_gone(town, name, state):
    kind = ProposalKind.SUGGESTION if state == "received" else ProposalKind.NOTIFICATION
    waiting = make_standing(town, ProposalState(state), kind)
    person = town.people[name]
    before = [item.title for item in my_page(person).waiting]
    assert str(waiting) in before
    bar(waiting, person)
    mine = my_page(person)
    governance_lines = [item for item in mine.waiting if "/principper/" not in item.url and item.title == str(waiting)]
    assert governance_lines == []
    assert [item for item in mine.due if str(waiting) in item.title] == []


def test_the_agenda_says_number_and_title_and_nothing_else(town, case, client):
    meeting = AgendaItem.objects.get(proposal=case).meeting
    url = reverse("governance:meeting_detail", args=[meeting.pk])
    bar(case, town.member)
    client.force_login(town.member)
    page = client.get(url).content.decode()
    assert (case.number in page, TITLE in page, "Du er inhabil" in page) == (True, True, True)
    assert reverse("portfolio:proposal_detail", args=[case.pk]) not in page
    assert (case.get_state_display() in page, case.unit.name in page) == (False, False)
    client.force_login(town.chair)
    others = client.get(url).content.decode()
    assert "Inhabil og forlader lokalet: Member Test" in others


def test_nothing_is_mailed_to_a_barred_person(town, case):
    bar(case, town.member)
    make_recommended(town, case)
    assert set(OutboxMessage.objects.values_list("recipient__email", flat=True)) == {
        "author@test.invalid",
        "owner@test.invalid",
    }


def test_a_bar_on_one_case_hides_no_other_and_nobody_else(town, case):
    other = make_submitted(town, "review")
    bar(case, town.member)
    assert set(Proposal.objects.visible_to(town.member)) == {other}
    for name in ("chair", "it", "director", "auditor", "author", "owner", "editor"):
        assert set(Proposal.objects.visible_to(town.people[name])) == {case, other}


def test_it_stays_hidden_after_the_recommendation_and_comes_back_when_it_is_lifted(town, case):
    bar(case, town.member)
    make_recommended(town, case)
    assert Proposal.objects.visible_to(town.member).count() == 0
    lift_conflict(case.conflicts.get(), actor=town.chair, reason="Fratrådt")
    assert Proposal.objects.visible_to(town.member).get() == case


@pytest.mark.parametrize("field", ["owner", "author"])
def test_who_speaks_for_the_case_still_reads_their_own(town: Town, case, field):
    bar(case, town.member)
    Proposal.objects.filter(pk=case.pk).update(**{field: town.member})
    assert Proposal.objects.visible_to(town.member).get() == case


def test_a_document_opens_for_others(town, case, client):
    url = reverse("core:document_download", args=documents(case))
    client.force_login(town.chair)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"hemmeligt"
    bar(case, town.chair)
    assert client.get(url).status_code == 404
