"""The grid: a whole row is given, a partial one is kept; and cases side by side."""

import pytest
from django.urls import reverse

from governance.domain.conflicts import declare_conflict
from governance.domain.reviews import Mark, Opinion, give_review
from governance.enums import ConflictGround, Position, ScoreLevel
from governance.models import Review, ReviewDraft
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import make_review, make_submitted
from tests.factories.history import tamper

GRID = reverse("governance:review_grid")
WHOLE = {"position": "approve", "score_mandatory": "4", "words": "God plan"}


@pytest.fixture
def case(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def save(client, case: Proposal, **typed: str):
    return client.post(GRID, {"case": case.pk, **typed})


def test_a_whole_row_is_given_and_the_page_stays_at_it(town, case, client):
    client.force_login(town.member)
    assert save(client, case, **WHOLE).url == f"{GRID}#sag-{case.pk}"
    review = Review.objects.get()
    assert (review.position, review.reviewer) == (Position.APPROVE, town.member)
    assert [(row.criterion, row.level, row.comment) for row in review.scores.all()] == [("mandatory", 4, "God plan")]


def test_a_partial_row_is_kept_and_says_what_it_lacks(town, case, client):
    client.force_login(town.member)
    save(client, case, score_efficiency="2", words="Halvt")
    assert (Review.objects.count(), ReviewDraft.objects.get().content["score_efficiency"]) == (0, "2")
    row = client.get(GRID).context["grid"].rows[0]
    assert (row.drafted, row.words) == (True, "Halvt")
    assert "Vælg antal point." in row.gaps
    assert "Halvt" in client.get(reverse("governance:proposal_review", args=[case.pk])).content.decode()
    save(client, case, **WHOLE, score_efficiency="2")
    assert (Review.objects.get().scores.count(), ReviewDraft.objects.count()) == (2, 0)


def test_the_grid_leaves_what_the_workbench_holds(town, case, client):
    marks = {"mandatory": Mark(ScoreLevel.WELL, "God"), "efficiency": Mark(ScoreLevel.NOT, "Ingen gevinst")}
    give_review(case, Opinion(Position.APPROVE, "I øvrigt", marks), actor=town.member)
    client.force_login(town.member)
    save(client, case, position="reject", score_mandatory="1", score_efficiency="1", words="Alligevel ikke")
    review = Review.objects.get()
    assert (review.position, review.comment) == (Position.REJECT, "I øvrigt")
    found = {row.criterion: (row.level, row.comment) for row in review.scores.all()}
    assert found == {"mandatory": (1, "Alligevel ikke"), "efficiency": (1, "Ingen gevinst")}


def test_an_abstention_and_a_notification_take_their_reason_from_the_same_field(town, case, client):
    notification = make_submitted(town, "review")
    client.force_login(town.member)
    save(client, case, position="abstain", score_mandatory="", words="For tæt på")
    save(client, notification, position="defer", words="Vent")
    assert {row.proposal_id: (row.position, row.comment) for row in Review.objects.all()} == {
        case.pk: ("abstain", "For tæt på"),
        notification.pk: ("defer", "Vent"),
    }


@pytest.mark.parametrize("score", ["6", "-1", "x"])
def test_a_bad_score_is_kept_as_a_draft_and_never_given(town, case, client, score):
    client.force_login(town.member)
    save(client, case, **WHOLE | {"score_mandatory": score})
    assert Review.objects.count() == 0
    assert client.get(GRID).status_code == 200


@pytest.mark.parametrize("name", ["secretary", "director", "author", "it"])
def test_the_grid_is_the_members_own(town, case, client, name):
    client.force_login(town.people[name])
    assert (client.get(GRID).status_code, save(client, case, **WHOLE).status_code) == (404, 404)
    assert (Review.objects.count(), ReviewDraft.objects.count()) == (0, 0)


@pytest.mark.parametrize("wanted", ["", "x", "-1", "9" * 40, "999999999"])
def test_a_case_that_is_not_there_is_404(town, case, client, wanted):
    client.force_login(town.member)
    assert client.post(GRID, {"case": wanted, **WHOLE}).status_code == 404


def test_the_others_scores_are_never_in_the_grid(town, case, client):
    make_review(case, town.chair, why="Hemmelig begrundelse")
    client.force_login(town.member)
    assert "Hemmelig begrundelse" not in client.get(GRID).content.decode()


# --- side by side ---


def compare(client, *cases: Proposal):
    return client.get(reverse("governance:case_comparison"), {"sag": [case.pk for case in cases]})


def rows(response) -> dict[str, object]:
    found = response.context["found"]
    return {row.label: row for group in found.groups for row in group.rows}


def test_the_same_premises_allow_best_and_worst(town, case, client):
    other = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    sql = (
        "UPDATE portfolio_proposalversion SET requested_amount = 60000, supplier = 'Notalyd ApS' WHERE proposal_id = %s"
    )
    tamper("portfolio_proposalversion", sql, other.pk)
    client.force_login(town.member)
    response = compare(client, case, other)
    found = rows(response)
    assert response.context["found"].same is True
    assert [cell.mark for cell in found["Ansøgt"].cells] == ["worst", "best"]
    assert (found["Leverandør"].differs, found["Enhed"].differs) == (True, False)
    assert found["Nettonutidsværdi"].cells[0].text == found["Nettonutidsværdi"].cells[1].text != ""


def test_other_premises_are_told_and_nothing_is_called_best(town, case, client):
    other = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    business = other.versions.get().business_case
    tamper("businesscase_result", "UPDATE businesscase_result SET npv = 9 WHERE case_id = %s", business.pk)
    sql = "UPDATE businesscase_businesscaseversion SET price_year = 2031 WHERE id = %s"
    tamper("businesscase_businesscaseversion", sql, business.pk)
    client.force_login(town.member)
    response = compare(client, case, other)
    assert response.context["found"].same is False
    assert {cell.mark for cell in rows(response)["Nettonutidsværdi"].cells} == {None}


@pytest.mark.parametrize(("count", "sentence"), [(1, "Vælg mindst to sager."), (5, "Vælg højst fire sager.")])
def test_two_to_four_are_compared(town, client, count, sentence):
    made = [make_submitted(town, "review") for _ in range(max(count, 2))]
    client.force_login(town.chair)
    response = compare(client, *made[:count])
    assert (response.context["found"], sentence in response.content.decode()) == (None, True)


def test_a_case_that_is_hidden_is_neither_compared_nor_offered(town, case, client):
    seen = [make_submitted(town, "review") for _ in range(2)]
    declare_conflict(case, actor=town.member, ground=ConflictGround.TIES, explanation="Min bror")
    client.force_login(town.member)
    page = compare(client, case, *seen)
    assert case.number not in page.content.decode()
    assert [one.pk for one in page.context["found"].cases] == [one.pk for one in seen]


@pytest.mark.parametrize("name", ["author", "it", "auditor", "head"])
def test_others_do_not_know_the_comparison(town, client, name):
    client.force_login(town.people[name])
    assert client.get(reverse("governance:case_comparison"), {"sag": ["x", "1"]}).status_code == 404
