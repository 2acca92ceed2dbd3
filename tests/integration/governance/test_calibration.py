"""A round read together: after the deadline, and from the cases whose positions the reader may read only."""

import pytest
from django.urls import reverse

from governance.domain.bodies import seat_member
from governance.domain.conflicts import declare_conflict
from governance.domain.review_rounds import assign_cases, close_round
from governance.enums import BodyKind, BodyRole, ConflictGround, Position
from governance.models import Body, ReviewRound
from governance.selectors.calibration import calibration_page
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, in_days, make_review, make_round, make_submitted


@pytest.fixture
def cases(town) -> list[Proposal]:
    """Two cases with the group; `colleague` has a seat there too."""
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    seat_member(body, town.colleague, role=BodyRole.MEMBER, valid_from=in_days(0), actor=None)
    return [make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2)]


def reviewed(town: Town, cases: list[Proposal]) -> ReviewRound:
    """Let the chair give 5 and 4, the member 1 and 3, and the deadline pass."""
    row = make_round(town)
    for case, (high, low) in zip(cases, ((5, 1), (4, 3)), strict=True):
        make_review(case, town.chair, level=high, why="Hemmeligt højt")
        make_review(case, town.member, Position.REJECT, level=low, why="Hemmeligt lavt")
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(-1))
    row.refresh_from_db()
    return row


def page(town: Town, row: ReviewRound, name: str):
    return calibration_page(row, town.people[name], standing_of(town.people[name]))


def test_disagreement_order_and_leanings(town, cases):
    found = page(town, reviewed(town, cases), "chair")
    first, second = cases
    assert [(one.proposal, one.levels, one.discuss) for one in found.disagreements] == [
        (first, (1, 5), True),
        (second, (3, 4), False),
    ]
    assert [(one.proposal, one.place, str(one.raw), one.why) for one in found.places] == [
        (second, 1, "3.50", "Samme plads med og uden rettelsen."),
        (first, 2, "3.00", "Samme plads med og uden rettelsen."),
    ]
    assert set(found.splits) == {first, second}
    assert found.to_discuss == 3
    # Two marks each, 4 and 1 apart: 2(2 - s)² + 2(1/2 - s)² + 2s² is least where s = 5/6.
    said = {one.name: (str(one.by), one.words) for one in found.members}
    few = "Det bygger på få point, så rettelsen er lille."
    assert said == {
        "Chair Test": ("0.8", f"Giver højere point end andre for det samme. Pointene tæller 0,8 lavere. {few}"),
        "Member Test": ("-0.8", f"Giver lavere point end andre for det samme. Pointene tæller 0,8 højere. {few}"),
    }
    assert [(one.cases, str(one.mean), one.largest) for one in found.criteria] == [(2, "2.5", 4)]


def test_a_correction_that_moves_a_case_says_why(town, cases):
    row = reviewed(town, cases)
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(1))
    third, fourth = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2))
    make_review(third, town.chair, level=4)
    make_review(fourth, town.member, level=4)
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(-1))
    row.refresh_from_db()
    found = {one.proposal: one for one in page(town, row, "auditor").places}
    assert (found[fourth].place, found[third].place, found[third].raw_place) == (1, 3, 1)
    why = "Ned fra nr. 1: den ene, der har vurderet sagen, giver højere point end andre."
    assert (found[third].why, found[fourth].why) == (why, "Samme plads med og uden rettelsen.")


def test_whose_own_is_missing_sees_nothing_of_the_case_and_nothing_in_the_figures(town, cases, client):
    row = reviewed(town, cases)
    assert (page(town, row, "colleague").places, page(town, row, "colleague").hidden) == ((), 2)
    make_review(cases[1], town.colleague, level=3)
    found = page(town, row, "colleague")
    assert ([one.proposal for one in found.places], found.hidden) == ([cases[1]], 1)
    assert [one.levels for one in found.disagreements] == [(3, 3, 4)]
    client.force_login(town.colleague)
    text = client.get(reverse("governance:round_calibration", args=[row.pk])).content.decode()
    assert (cases[0].number in text, cases[1].number in text) == (False, True)


def test_whom_the_case_was_not_given_reads_it_after_the_deadline(town, cases):
    row = make_round(town)
    pairs = {(case.pk, person.pk) for case in cases for person in (town.chair, town.member)}
    assign_cases(row, pairs, actor=town.secretary)
    make_review(cases[0], town.chair)
    ReviewRound.objects.filter(pk=row.pk).update(deadline=in_days(-1))
    row.refresh_from_db()
    assert [one.proposal for one in page(town, row, "colleague").places] == [cases[0]]
    assert page(town, row, "member").places == ()


def test_a_barred_reader_has_no_trace_of_the_case(town, cases, client):
    row = reviewed(town, cases)
    declare_conflict(cases[0], actor=town.member, ground=ConflictGround.TIES, explanation="Min bror")
    found = page(town, row, "member")
    assert ([one.proposal for one in found.places], found.hidden) == ([cases[1]], 0)
    assert [one.levels for one in found.disagreements] == [(3, 4)]
    # What the member had said of it counts no more for the others.
    assert [one.proposal for one in page(town, row, "chair").disagreements] == [cases[1]]
    client.force_login(town.member)
    assert cases[0].number not in client.get(reverse("governance:round_calibration", args=[row.pk])).content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("chair", 200), ("member", 200), ("secretary", 200), ("director", 200), ("auditor", 200), ("it", 404),
     ("author", 404), ("head", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_has_the_page(town, cases, client, name, status):
    row = reviewed(town, cases)
    client.force_login(town.people[name])
    response = client.get(reverse("governance:round_calibration", args=[row.pk]))
    assert response.status_code == status
    shown = name in {"chair", "member", "auditor"}
    assert (cases[0].number in response.content.decode()) == shown


def test_before_the_deadline_nobody_reads_anything(town, cases, client):
    row = make_round(town)
    make_review(cases[0], town.chair, level=5)
    client.force_login(town.chair)
    response = client.get(reverse("governance:round_calibration", args=[row.pk]))
    assert (response.context["page"], cases[0].number in response.content.decode()) == (None, False)
    close_round(row, actor=town.secretary)
    assert client.get(reverse("governance:round_calibration", args=[row.pk])).context["page"] is not None
