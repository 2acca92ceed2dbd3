"""A review round: what it freezes, how its cases are shared, and what a member's queue makes of it."""

from datetime import date, datetime, time

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage, RowChange
from governance.domain.bodies import seat_member
from governance.domain.conflicts import declare_conflict
from governance.domain.review_rounds import assign_cases, begin_round, close_round, move_deadline
from governance.domain.reviews import Mark, Opinion, give_review
from governance.enums import BodyKind, BodyRole, ConflictGround, Position, ScoreLevel
from governance.models import Body, Review, ReviewAssignment, ReviewDraft, ReviewRound
from governance.permissions import part_in
from governance.selectors.review_queue import review_queue
from governance.selectors.review_rounds import criteria_of
from governance.selectors.review_sharing import sharing_page
from governance.selectors.reviews import group_reviews
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, in_days, make_review, make_round, make_submitted

TITLE = "Elektroniske nøgler"


@pytest.fixture
def case(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


def at(day: date):
    return clock.standing_at(datetime.combine(day, time(12), tzinfo=clock.COPENHAGEN))


def seat(town: Town, name: str) -> None:
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    seat_member(body, town.people[name], role=BodyRole.MEMBER, valid_from=clock.today(), actor=None)


def queue(town: Town, name: str):
    person = town.people[name]
    return review_queue(person, standing_of(person))


def cases(lines) -> list[int]:
    return [line.proposal.pk for line in lines]


def reads(town: Town, case: Proposal, name: str) -> bool:
    person, standing = town.people[name], standing_of(town.people[name])
    case = Proposal.objects.get(pk=case.pk)
    return group_reviews(case, person, part_in(case, person, standing), standing).open


def test_a_round_freezes_the_criteria_with_their_weights(town, case):
    row = make_round(town, mandatory=3)
    assert {one.code: one.weight for one in criteria_of(row)} | {"mandatory": 1} == dict.fromkeys(
        (one.code for one in criteria_of(row)), 1
    )
    assert next(one.weight for one in criteria_of(row) if one.code == "mandatory") == 3
    for change in ({"criteria": []}, {"opened_at": clock.now()}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            ReviewRound.objects.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReviewRound.objects.all().delete()
    assert AuditEntry.objects.get(act="round.open").actor == town.secretary


def test_a_review_scores_the_criteria_of_the_round_and_not_those_in_force(town, case):
    row = make_round(town)
    assert make_review(case, town.member).round == row
    close_round(row, actor=town.secretary)
    fields = ("body_id", "profile_id", "name", "deadline", "opened_at", "opened_by_id")
    only = [one for one in row.criteria if one["code"] == "mandatory"]
    narrow = ReviewRound.objects.create(**{name: getattr(row, name) for name in fields}, criteria=only)
    marks = {"mandatory": Mark(ScoreLevel.WELL, "Ja"), "efficiency": Mark(ScoreLevel.WELL)}
    with pytest.raises(Refused, match="Det kriterium gælder ikke"):
        give_review(case, Opinion(Position.APPROVE, marks=marks), actor=town.chair)
    assert make_review(case, town.chair).round == narrow


@pytest.mark.parametrize("name", ["member", "director", "author", "auditor"])
def test_only_the_secretary_and_the_chair_arrange_it(town, case, name):
    with pytest.raises(Refused):
        begin_round(name="Min", deadline=in_days(3), weights={}, actor=town.people[name])
    row = make_round(town)
    person = town.people[name]
    for attempt in (
        lambda: move_deadline(row, deadline=in_days(20), reason="Ferie", actor=person),
        lambda: close_round(row, actor=person),
        lambda: assign_cases(row, {(case.pk, town.member.pk)}, actor=person),
    ):
        with pytest.raises(Refused):
            attempt()
    assert (ReviewRound.objects.get().closed_at, ReviewAssignment.objects.count()) == (None, 0)


def test_bad_rounds_are_refused(town):
    for said, sentence in (
        ({"name": " "}, "Giv runden et navn"),
        ({"deadline": in_days(-1)}, "Vælg en dag"),
        ({"weights": {"mandatory": 11}}, "helt tal fra 1 til 10"),
        ({"weights": {"mandatory": 0}}, "helt tal fra 1 til 10"),
    ):
        whole = {"name": "Forår", "deadline": in_days(3), "weights": {}} | said
        with pytest.raises(Refused, match=sentence):
            begin_round(**whole, actor=town.secretary)
    make_round(town)
    with pytest.raises(Refused, match="allerede en åben runde"):
        make_round(town)
    assert ReviewRound.objects.count() == 1


def test_the_deadline_moves_with_a_reason_and_a_closed_round_stands(town):
    row = make_round(town)
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        move_deadline(row, deadline=in_days(20), reason=" ", actor=town.secretary)
    moved = move_deadline(row, deadline=in_days(20), reason="Ferie", actor=town.chair)
    assert (moved.deadline, AuditEntry.objects.get(act="round.move_deadline").reason) == (in_days(20), "Ferie")
    close_round(row, actor=town.secretary)
    for attempt in (
        lambda: close_round(row, actor=town.secretary),
        lambda: move_deadline(row, deadline=in_days(30), reason="Ferie", actor=town.secretary),
        lambda: assign_cases(row, set(), actor=town.secretary),
    ):
        with pytest.raises(Refused, match="Runden er lukket"):
            attempt()


def test_who_is_given_a_case_is_asked_and_told_and_others_are_not(town, case):
    other = make_submitted(town, "review")
    row = make_round(town)
    changed = assign_cases(row, {(case.pk, town.member.pk)}, actor=town.secretary)
    assert (changed.added, changed.removed) == (((case.pk, town.member.pk),), ())
    assert (cases(queue(town, "member").pending), cases(queue(town, "member").others)) == ([case.pk, other.pk], [])
    assert (cases(queue(town, "chair").pending), cases(queue(town, "chair").others)) == ([other.pk], [case.pk])
    mail = OutboxMessage.objects.get()
    assert (mail.recipient, mail.subject) == (town.member, "1 sag at vurdere")
    assert (case.number in mail.body, TITLE in mail.body) == (False, False)
    assert mail.body.endswith("/behandling/")
    assert AuditEntry.objects.get(act="round.assign").data == {"added": 1, "removed": 0}


def test_the_sharing_is_exactly_what_was_asked_and_a_given_review_keeps_its_case(town, case):
    other = make_submitted(town, "review")
    row = make_round(town)
    member, chair = town.member.pk, town.chair.pk
    assign_cases(row, {(case.pk, member), (other.pk, member)}, actor=town.secretary)
    make_review(case, town.member)
    changed = assign_cases(row, {(case.pk, chair)}, actor=town.secretary)
    assert (changed.added, changed.removed) == (((case.pk, chair),), ((other.pk, member),))
    assert set(ReviewAssignment.objects.values_list("proposal", "reviewer")) == {(case.pk, member), (case.pk, chair)}
    with pytest.raises(Refused, match="ikke ændret noget"):
        assign_cases(row, {(case.pk, chair), (case.pk, member)}, actor=town.secretary)


def test_a_review_from_an_earlier_round_counts_while_the_case_is_the_same(town, case):
    close_round(first := make_round(town), actor=town.secretary)
    Review.objects.filter(pk=make_review(case, town.member).pk).update(round=first)
    row = make_round(town)
    assign_cases(row, {(case.pk, town.member.pk), (case.pk, town.chair.pk)}, actor=town.secretary)
    found = sharing_page(row, town.secretary, standing_of(town.secretary))
    assert [(line.person, line.given, line.asked) for line in found.loads if line.asked] == [
        (town.member, 1, 1),
        (town.chair, 0, 1),
    ]
    assert [line.given for line in found.rows] == [1]


@pytest.mark.parametrize("why", ["barred", "owner", "editor", "stranger", "secretary"])
def test_nobody_is_given_a_case_that_they_cannot_judge(town, case, why):
    row, person = make_round(town), town.member
    if why == "barred":
        declare_conflict(case, actor=person, ground=ConflictGround.TIES, explanation="Min bror")
    elif why == "owner":
        Proposal.objects.filter(pk=case.pk).update(owner=person)
    elif why == "editor":
        seat(town, "editor")
        person = town.editor
    else:
        person = town.colleague if why == "stranger" else town.secretary
    with pytest.raises(Refused, match="kan ikke vurdere sagen"):
        assign_cases(row, {(case.pk, person.pk)}, actor=town.secretary)
    assert ReviewAssignment.objects.count() == 0


def test_a_case_that_is_not_with_the_group_is_not_shared(town):
    elsewhere = make_submitted(town, "routing")
    with pytest.raises(Refused, match="Gruppen "):
        assign_cases(make_round(town), {(elsewhere.pk, town.member.pk)}, actor=town.secretary)


def test_after_the_deadline_those_not_asked_read_and_review_no_more(town, case):
    row = make_round(town, days=2)
    assign_cases(row, {(case.pk, town.member.pk)}, actor=town.secretary)
    assert reads(town, case, "chair") is False
    with at(in_days(2)):
        assert reads(town, case, "chair") is False
    with at(in_days(3)):
        assert (reads(town, case, "chair"), reads(town, case, "member")) == (True, False)
        with pytest.raises(Refused, match="rundens frist er udløbet"):
            make_review(case, town.chair)
        make_review(case, town.member)
        assert reads(town, case, "member") is True
    assert Review.objects.count() == 1


def test_a_case_that_nobody_was_given_stays_hidden_after_the_deadline(town, case):
    make_round(town, days=2)
    make_review(case, town.chair)
    with at(in_days(3)):
        assert reads(town, case, "member") is False
        make_review(case, town.member)


def test_the_queue_begins_with_the_fewest_reviews_and_skipping_goes_round(town, case):
    second, third = make_submitted(town, "review"), make_submitted(town, "review")
    make_review(case, town.chair)
    found = queue(town, "member")
    assert cases(found.pending) == [second.pk, third.pk, case.pk]
    assert found.next_after(third, skipping=True).pk == case.pk
    assert found.next_after(case, skipping=True).pk == second.pk
    assert found.next_after(second, skipping=False).pk == third.pk
    assert found.first.proposal.pk == second.pk


@pytest.mark.parametrize(("go", "leads_to"), [("skip", "next"), ("later", "queue"), ("", "nowhere")])
def test_nothing_is_lost_on_leaving(town, case, client, go, leads_to):
    other = make_submitted(town, "review")
    client.force_login(town.member)
    url = reverse("governance:proposal_review", args=[case.pk])
    headers = {} if go else {"headers": {"X-Autosave": "1"}}
    answer = client.post(url, {"position": "", "why_mandatory": "Halvt skrevet", "go": go}, **headers)
    following = reverse("governance:proposal_review", args=[other.pk])
    expected = {"next": following, "queue": reverse("governance:review_queue"), "nowhere": None}
    assert (answer.status_code, answer.headers.get("Location")) == (302 if go else 204, expected[leads_to])
    draft = ReviewDraft.objects.get()
    assert (draft.reviewer, draft.content["why_mandatory"], Review.objects.count()) == (town.member, "Halvt skrevet", 0)
    assert queue(town, "member").first.proposal.pk == case.pk
    assert "Halvt skrevet" in client.get(url).content.decode()
    client.force_login(town.chair)
    assert "Halvt skrevet" not in client.get(url).content.decode()
    make_review(case, town.member)
    assert ReviewDraft.objects.count() == 0


def test_skipping_an_untouched_form_leaves_no_draft(town, case, client):
    client.force_login(town.member)
    answer = client.post(reverse("governance:proposal_review", args=[case.pk]), {"go": "skip"})
    assert (answer.url, ReviewDraft.objects.count()) == (reverse("governance:review_queue"), 0)


def test_the_history_of_a_draft_never_holds_what_was_written(town, case, client):
    client.force_login(town.member)
    url = reverse("governance:proposal_review", args=[case.pk])
    client.post(url, {"why_mandatory": "Halvt skrevet", "go": "later"})
    rows = RowChange.objects.filter(table_name="governance_reviewdraft")
    assert rows.count() == 1
    assert "Halvt" not in str(rows.values().get())


def share(client, *pairs: str, go: str):
    return client.post(reverse("governance:review_sharing"), {"pair": pairs, "go": go})


def test_the_secretary_reads_the_sharing_through_before_it_happens(town, case, client):
    make_round(town)
    client.force_login(town.secretary)
    pair = f"{case.pk}-{town.member.pk}"
    proposed = client.get(reverse("governance:review_sharing"), {"per_case": "1"}).content.decode()
    assert ("foreslået" in proposed, ReviewAssignment.objects.count()) == (True, 0)
    preview = share(client, pair, go="see").content.decode()
    assert ("Du fordeler 1 vurdering" in preview, "1 medlem får en mail" in preview) == (True, True)
    assert ReviewAssignment.objects.count() == 0
    assert share(client, pair, go="share").url == reverse("governance:review_round")
    assert ReviewAssignment.objects.get().reviewer == town.member
    assert "Der er ikke ændret noget" in share(client, pair, go="see").content.decode()


@pytest.mark.parametrize("pair", ["x", "1", "-", "999999999-1", "1-99999999999999999999", "0-0"])
def test_forged_pairs_change_nothing(town, case, client, pair):
    make_round(town)
    client.force_login(town.secretary)
    assert share(client, pair, go="see").status_code == 200
    assert share(client, pair, go="share").status_code in {200, 302}
    assert ReviewAssignment.objects.count() == 0


def test_a_barred_secretary_arranges_by_number_and_state_only(town, case, client):
    row = make_round(town)
    declare_conflict(case, actor=town.secretary, ground=ConflictGround.TIES, explanation="Min bror")
    declare_conflict(case, actor=town.chair, ground=ConflictGround.TIES, explanation="Min søster")
    client.force_login(town.secretary)
    for url in (reverse("governance:review_round"), reverse("governance:review_sharing")):
        page = client.get(url).content.decode()
        assert (case.number in page, case.get_state_display() in page) == (True, True)
        assert (TITLE in page, case.unit.name in page, "Min søster" in page) == (False, False, False)
        assert reverse("portfolio:proposal_detail", args=[case.pk]) not in page
    assign_cases(row, {(case.pk, town.member.pk)}, actor=town.secretary)
    assert ReviewAssignment.objects.get().reviewer == town.member


@pytest.mark.parametrize("name", ["director", "author", "it", "auditor"])
def test_the_round_is_a_page_of_the_groups_people(town, case, client, name):
    make_round(town)
    client.force_login(town.people[name])
    for url in ("review_round", "round_create", "round_deadline", "round_closing", "review_sharing"):
        assert client.get(reverse(f"governance:{url}")).status_code == 404


def test_a_round_is_opened_moved_and_closed_on_its_pages(town, case, client):
    client.force_login(town.secretary)
    page = client.get(reverse("governance:round_create"))
    weights = {f"weight_{code}": 2 for code in page.context["form"].codes}
    bad = client.post(reverse("governance:round_create"), {"name": "", "deadline": "i morgen"})
    assert (bad.status_code, ReviewRound.objects.count()) == (200, 0)
    said = {"name": "Forår", "deadline": in_days(9).isoformat(), **weights}
    assert client.post(reverse("governance:round_create"), said).url == reverse("governance:review_sharing")
    assert {one.weight for one in criteria_of(ReviewRound.objects.get())} == {2}
    assert "allerede en åben runde" in client.post(reverse("governance:round_create"), said).content.decode()
    moved = {"deadline": in_days(12).isoformat(), "reason": "Ferie"}
    assert client.post(reverse("governance:round_deadline"), moved).status_code == 302
    assert "Luk runden “Forår”" in client.get(reverse("governance:round_closing")).content.decode()
    client.post(reverse("governance:round_closing"))
    assert ReviewRound.objects.get().closed_by == town.secretary
