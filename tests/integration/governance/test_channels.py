"""Habilitet in every channel: whoever is barred finds the title nowhere, and others find it in each of these."""

import pytest

from core.models import OutboxMessage
from governance.domain.conflict_doubts import raise_doubt
from governance.domain.conflicts import declare_conflict
from governance.domain.review_rounds import assign_cases, close_round
from governance.domain.submission import submit_proposal
from governance.enums import ConflictGround
from governance.models import ReviewRound
from governance.selectors.conflict_hints import conflict_hints
from governance.selectors.review_members import reviewers_of
from governance.selectors.review_queue import review_queue
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, in_days, make_draft, make_meeting, make_review, make_round, make_submitted

TITLE = "Hemmelige nøgler"
# Each channel's address; the names in braces are the case, the one beside it, and the round.
CHANNELS = {
    "list": "/sager/?visning=alle",
    "search": "/sager/?visning=alle&q=hemmelige",
    "export": "/sager/eksport.csv",
    "page": "/sager/{case}/",
    "workbench": "/sager/{case}/behandling/",
    "version": "/sager/{case}/versioner/1/",
    "queue": "/behandling/",
    "grid": "/behandling/skema/",
    "choice": "/behandling/sammenligning/",
    "comparison": "/behandling/sammenligning/?sag={case}&sag={beside}",
    "calibration": "/behandling/runder/{row}/kalibrering/",
    "my page": "/",
}


@pytest.fixture
def case(town) -> Proposal:
    """A case of a title of its own with the group, and one beside it; both reviewed by two in a round that is over."""
    make_meeting(town)
    draft = make_draft(
        town, kind=ProposalKind.APPLICATION, title=TITLE, units_involved=[town.units["schools"]], supplier="Notalyd ApS"
    )
    row = make_round(town)
    case = submit_proposal(draft, actor=town.author)
    case.beside = make_submitted(town, "review", kind=ProposalKind.APPLICATION).pk
    for name in ("chair", "member"):
        make_review(case, town.people[name])
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(-1))
    return case


def bar(case: Proposal, person) -> None:
    declare_conflict(case, actor=person, ground=ConflictGround.TIES, explanation="Jeg sidder i bestyrelsen")


def be_doubted(case: Proposal, person) -> None:
    by = next(one for one in reviewers_of(case) if one != person)
    raise_doubt(case, person=person.pk, ground=ConflictGround.TIES, explanation="Sidder i bestyrelsen", actor=by)


# Told of by oneself, left to the group in doubt, and raised by another: they hide the case alike.
WAYS = {
    "declared": bar,
    "in doubt": lambda case, person: declare_conflict(
        case, actor=person, ground=ConflictGround.TIES, explanation="Jeg sidder i bestyrelsen", doubt=True
    ),
    "raised": be_doubted,
}


def text(client, url: str) -> str:
    answer = client.get(url)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("way", WAYS)
def test_no_channel_shows_the_case_to_a_barred_member(town: Town, case, client, way):
    row = ReviewRound.objects.get()
    urls = {name: one.format(case=case.pk, beside=case.beside, row=row.pk) for name, one in CHANNELS.items()}
    client.force_login(town.member)
    shown = {name: TITLE in text(client, url) for name, url in urls.items()}
    # A review that is given waits for its member no more; the chair is to recommend.
    assert shown == dict.fromkeys(urls, True) | {"my page": False}
    WAYS[way](case, town.member)
    found = {name: (TITLE in text(client, url), case.number in text(client, url)) for name, url in urls.items()}
    assert found == dict.fromkeys(urls, (False, False))
    client.force_login(town.chair)
    assert {name: TITLE in text(client, url) for name, url in urls.items()} == dict.fromkeys(urls, True)


def test_counts_leave_it_out(town, case):
    queue = review_queue(town.member, standing_of(town.member))
    assert (queue.total, len(queue.given)) == (2, 1)
    bar(case, town.member)
    queue = review_queue(town.member, standing_of(town.member))
    assert (queue.total, len(queue.given)) == (1, 0)


def test_no_mail_about_it_reaches_a_barred_member(town, case):
    bar(case, town.member)
    close_round(ReviewRound.objects.get(), actor=town.secretary)
    row = make_round(town)
    assign_cases(row, {(case.pk, town.chair.pk), (case.beside, town.member.pk)}, actor=town.secretary)
    mails = OutboxMessage.objects.filter(recipient=town.member)
    assert [(TITLE in mail.body, case.number in mail.subject + mail.body) for mail in mails] == [(False, False)]


def test_the_api_answers_404_and_lists_nothing(town, case, client):
    client.force_login(town.member)
    urls = ("/api/v1/proposals", f"/api/v1/proposals/{case.number}")
    assert [TITLE in text(client, url) for url in urls] == [True, True]
    bar(case, town.member)
    assert [TITLE in text(client, url) for url in urls] == [False, False]
    assert client.get(urls[1]).status_code == 404


def test_a_sign_of_partiality_is_told_to_those_who_share_the_cases_only(town, case, client):
    other = submit_proposal(
        make_draft(town, supplier="Notalyd A/S", units_involved=[town.units["schools"]]), actor=town.author
    )
    bar(case, town.member)
    assert conflict_hints([other], [town.member]).keys() == {(other.pk, town.member.pk)}
    sentence = "Medlemmet er inhabilt i en anden sag med samme leverandør."
    client.force_login(town.secretary)
    assert sentence in text(client, "/behandling/runde/fordeling/")
    for name in ("chair", "director", "author"):
        client.force_login(town.people[name])
        assert sentence not in text(client, f"/sager/{other.pk}/")
