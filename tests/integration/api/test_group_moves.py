"""The strategy group's moves over the API: the page's rules, hidden positions, and nothing for a barred person."""

import pytest

from core.enums import TokenScope
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.recommendations import defer_review
from governance.enums import ConflictGround
from governance.models import Recommendation, Review
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import make_review, make_submitted

WRITE = TokenScope.WRITE
SCORE = {"criterion": "mandatory", "level": 4, "comment": "God plan"}


@pytest.fixture
def application(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def address(proposal: Proposal, move: str) -> str:
    return f"proposals/{proposal.number}/moves/{move}"


def test_a_member_reviews(town, call, application):
    response = call(town.member, WRITE).post(address(application, "review"), {"position": "approve", "scores": [SCORE]})
    assert (response.status_code, response.json()["state"]) == (200, "review")
    review = Review.objects.get()
    assert (review.reviewer, [row.level for row in review.scores.all()]) == (town.member, [4])


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({}, "position"),
        ({"position": "perhaps"}, "position"),
        ({"position": "approve", "scores": [{**SCORE, "level": 6}]}, "scores.0.level"),
        ({"position": "approve", "scores": [{**SCORE, "level": "4.5"}]}, "scores.0.level"),
        ({"position": "approve", "scores": "mandatory"}, "scores"),
        ({"position": "approve", "score": 4}, "score"),
    ],
)
def test_a_body_that_does_not_fit_is_400(town, call, application, said, path):
    response = call(town.member, WRITE).post(address(application, "review"), said)
    assert (response.status_code, response.json()["path"]) == (400, path)
    assert Review.objects.count() == 0


def test_an_amount_that_cannot_be_one_is_400_at_its_path(town, call, application, subtests):
    caller = call(town.chair, WRITE)
    for amount in (float("nan"), float("inf"), "9" * 40):
        said = {"outcome": "approve", "criterion": "mandatory", "reason": "Derfor"}
        part = {"shares": [{"year": 2026, "amount_dkk": amount}], "amount_dkk": "1"}
        for more, path in (({"amount_dkk": amount}, "amount_dkk"), (part, "shares.0.amount_dkk")):
            with subtests.test(amount=amount, path=path):
                response = caller.post(address(application, "recommend"), said | more)
                assert (response.status_code, response.json()["path"]) == (400, path)
    assert Recommendation.objects.count() == 0


def test_the_chair_recommends_and_is_refused_in_words(town, call, application):
    caller = call(town.chair, WRITE)
    said = {"outcome": "approve", "amount_dkk": "100000.01", "criterion": "mandatory", "reason": "Derfor"}
    refused = caller.post(address(application, "recommend"), said)
    assert (refused.status_code, refused.json()["reason"]) == (
        409,
        "I kan ikke indstille mere end de 100.000 kr., der er søgt om.",
    )
    done = caller.post(address(application, "recommend"), said | {"amount_dkk": "100000.00"})
    assert (done.status_code, done.json()["state"], Recommendation.objects.count()) == (200, "recommended", 1)


def test_the_secretary_takes_a_deferred_case_up_again(town, call, application):
    deferred = defer_review(application, actor=town.chair, reason="Vent")
    response = call(town.secretary, WRITE).post(address(deferred, "resume_review"), {})
    assert (response.status_code, response.json()["state"]) == (200, "review")


@pytest.mark.parametrize("name", ["member", "chair", "it", "director"])
def test_for_a_barred_person_the_case_does_not_exist(town, call, application, name):
    person = town.people[name]
    declare_conflict(application, actor=person, ground=ConflictGround.FAMILY, explanation="Min bror")
    caller = call(person, WRITE)
    before = AuditEntry.objects.count()
    assert caller.get(f"proposals/{application.number}").status_code == 404
    assert caller.get("proposals").json()["count"] == 0
    for move in ("review", "recommend", "defer_review", "resume_review", "settle_route"):
        assert caller.post(address(application, move), {"position": "approve", "reason": "Ja"}).status_code == 404
    assert (AuditEntry.objects.count(), Review.objects.count()) == (before, 0)


def test_others_positions_are_in_no_answer(town, call, application):
    make_review(application, town.chair, why="Tallene holder ikke")
    answer = call(town.member).get(f"proposals/{application.number}").content.decode()
    assert "Tallene holder ikke" not in answer
