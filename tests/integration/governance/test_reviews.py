"""Reviews: what each demands, when they change, and who reads the others' and when."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.recommendations import defer_review, resume_review
from governance.domain.reviews import Mark, Opinion, give_review
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import Position, RecommendationOutcome, ScoreLevel
from governance.models import Review
from governance.permissions import part_in
from governance.selectors.reviews import group_reviews
from governance.selectors.standing import standing_of
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import Town, make_recommended, make_review, make_submitted

SECRET = "Tallene holder ikke"


@pytest.fixture
def application(town) -> Proposal:
    return make_submitted(town, "review", kind=ProposalKind.APPLICATION)


@pytest.fixture
def notification(town) -> Proposal:
    return make_submitted(town, "review")


def read(proposal: Proposal, town: Town, name: str):
    person, standing = town.people[name], standing_of(town.people[name])
    return group_reviews(proposal, person, part_in(proposal, person, standing), standing)


def test_a_review_keeps_the_case_where_it_is_and_the_clock_runs_on(town, application):
    since = application.state_since
    review = make_review(application, town.member, level=4, why="God plan")
    application.refresh_from_db()
    assert (application.state, application.state_since) == (ProposalState.REVIEW, since)
    assert (review.position, review.version) == (Position.APPROVE, application.versions.get())
    assert [(row.criterion, row.level, row.comment) for row in review.scores.all()] == [("mandatory", 4, "God plan")]


MARK = Mark(ScoreLevel.WELL, "God plan")


@pytest.mark.parametrize(
    ("opinion", "sentence"),
    [
        (Opinion(Position.APPROVE), "Giv point for det kriterium, sagen søger under, og skriv hvorfor."),
        (
            Opinion(Position.APPROVE, marks={"mandatory": replace(MARK, comment=" ")}),
            "Giv point for det kriterium, sagen søger under, og skriv hvorfor.",
        ),
        (
            Opinion(Position.APPROVE, marks={"efficiency": MARK}),
            "Giv point for det kriterium, sagen søger under, og skriv hvorfor.",
        ),
        (Opinion(Position.APPROVE, marks={"mandatory": MARK, "hobby": MARK}), "Det kriterium gælder ikke."),
        (Opinion(Position.ABSTAIN), "Skriv, hvorfor du undlader at tage stilling."),
        (
            Opinion(Position.ABSTAIN, "For tæt på", {"mandatory": MARK}),
            "Den, der undlader at tage stilling, giver ingen point.",
        ),
    ],
)
def test_an_application_asks_for_the_applied_criterion(town, application, opinion, sentence):
    with pytest.raises(Refused) as refused:
        give_review(application, opinion, actor=town.member)
    assert refused.value.reason == sentence
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("opinion", "sentence"),
    [
        (Opinion(Position.APPROVE), "Skriv begrundelsen for din holdning."),
        (Opinion(Position.APPROVE, "Ja", {"mandatory": MARK}), "Kun en ansøgning får point."),
    ],
)
def test_a_notification_asks_for_a_comment_and_no_score(town, notification, opinion, sentence):
    with pytest.raises(Refused) as refused:
        give_review(notification, opinion, actor=town.member)
    assert refused.value.reason == sentence
    assert give_review(notification, Opinion(Position.DEFER, "Vent"), actor=town.member).comment == "Vent"


def test_the_other_criteria_may_be_scored_too(town, application):
    marks = {"mandatory": MARK, "efficiency": Mark(ScoreLevel.NOT)}
    give_review(application, Opinion(Position.REJECT, marks=marks), actor=town.member)
    assert {row.criterion: row.level for row in Review.objects.get().scores.all()} == {"mandatory": 4, "efficiency": 0}


def test_a_second_time_changes_the_first(town, application):
    first = make_review(application, town.member)
    again = make_review(application, town.member, Position.REJECT, level=1, why="Nej")
    assert (again.pk, again.position) == (first.pk, Position.REJECT)
    assert again.changed_at is not None
    assert [row.level for row in again.scores.all()] == [1]


def test_the_act_tells_that_and_not_what(town, application):
    make_review(application, town.member, Position.REJECT, level=1, why=SECRET)
    act = AuditEntry.objects.get(act="proposal.review")
    assert (act.reason, set(act.data)) == ("", {"from", "to", "review", "version", "again"})


def test_a_new_version_is_reviewed_anew_and_the_old_review_stays(town, application):
    make_review(application, town.member)
    taken = take_back_proposal(application, actor=town.author, reason="Ny pris")
    change_draft(taken, actor=town.author, edition=1, fields={"supplier": "En anden"})
    submitted = submit_proposal(taken, actor=town.author, change_reason="Anden leverandør")
    assert read(submitted, town, "member").own is None
    make_review(submitted, town.member)
    assert Review.objects.count() == 2


# Who reads the others' positions, written out by hand: before and after their own is in, and once it is recommended.
READERS = {
    "member": (False, True, True), "chair": (True, True, True), "secretary": (False, False, True),
    "director": (False, False, True), "auditor": (True, True, True), "it": (False, False, False),
    "network": (False, False, False), "head": (False, False, False), "author": (False, False, False),
    "owner": (False, False, False), "editor": (False, False, False), "admin": (False, False, False),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_who_reads_positions_and_when(town, application, name):
    make_review(application, town.chair, Position.REJECT, level=1, why=SECRET)
    before = read(application, town, name).open
    make_review(application, town.member)
    after = read(application, town, name).open
    make_recommended(town, application, RecommendationOutcome.REJECT)
    application.refresh_from_db()
    assert (before, after, read(application, town, name).open) == READERS[name]


@pytest.mark.parametrize("name", ["member", "secretary", "director", "it", "author", "colleague"])
def test_a_hidden_position_is_on_no_page(town, application, client, name):
    make_review(application, town.chair, Position.REJECT, level=1, why=SECRET)
    client.force_login(town.people[name])
    for url in (
        reverse("portfolio:proposal_detail", args=[application.pk]),
        reverse("governance:proposal_review", args=[application.pk]),
        reverse("governance:proposal_recommendation", args=[application.pk]),
        reverse("governance:review_queue"),
        reverse("governance:meeting_list"),
        reverse("core:my_page"),
        reverse("portfolio:proposal_list"),
    ):
        page = client.get(url, follow=True).content.decode()
        assert (url, SECRET in page, "Hvad hvert medlem siger" in page) == (url, False, False)


def test_it_stays_hidden_while_the_case_is_deferred(town, application):
    make_review(application, town.chair, why=SECRET)
    deferred = defer_review(application, actor=town.chair, reason="Vent")
    assert read(deferred, town, "member").open is False
    resumed = resume_review(deferred, actor=town.secretary, reason="")
    assert read(resumed, town, "chair").own is not None


def test_a_member_with_a_part_never_reads_them(town, application):
    make_review(application, town.chair)
    application.owner = town.member
    application.save()
    assert read(application, town, "member").open is False
    make_recommended(town, application)
    application.refresh_from_db()
    assert read(application, town, "member").open is False


def test_spread_mean_and_median_leave_out_abstentions(town, application):
    make_review(application, town.member, level=5)
    make_review(application, town.chair, Position.REJECT, level=2)
    found = read(application, town, "chair")
    spread = found.spreads[0]
    assert (spread.count, spread.lowest, spread.highest, spread.distance) == (2, 2, 5, 3)
    assert (spread.mean, spread.median) == (Decimal("3.5"), Decimal("3.5"))
    assert found.positions == (("Godkend", 1), ("Afvis", 1))
    assert (found.given, found.awaited) == (("Member Test", "Chair Test"), ())
    make_review(application, town.member, Position.ABSTAIN, why="For tæt på")
    found = read(application, town, "chair")
    assert (found.spreads[0].count, found.positions) == (1, (("Afvis", 1),))
    assert [review.reviewer for review in found.abstained] == [town.member]


def test_the_workbench_saves_and_goes_on(town, client):
    first, second = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2))
    client.force_login(town.member)
    said = {"position": "approve", "score_mandatory": "4", "why_mandatory": "God plan", "comment": "", "go": "next"}
    url = reverse("governance:proposal_review", args=[first.pk])
    answer = client.post(url, said)
    assert answer.url == reverse("governance:proposal_review", args=[second.pk])
    answer = client.post(answer.url, said)
    assert answer.url == reverse("governance:review_queue")
    assert Review.objects.count() == 2


def test_what_was_written_is_kept_when_something_lacks(town, application, client):
    client.force_login(town.member)
    url = reverse("governance:proposal_review", args=[application.pk])
    page = client.post(url, {"position": "approve", "score_mandatory": "", "why_mandatory": SECRET, "comment": ""})
    assert page.status_code == 200
    assert (SECRET in page.content.decode(), "Vælg antal point." in page.content.decode()) == (True, True)
    assert Review.objects.count() == 0


@pytest.mark.parametrize("position", ["abstain", "approve"])
def test_an_abstention_needs_its_reason_only(town, application, client, position):
    client.force_login(town.member)
    url = reverse("governance:proposal_review", args=[application.pk])
    client.post(url, {"position": position, "comment": "For tæt på", "score_mandatory": "", "why_mandatory": ""})
    assert Review.objects.count() == (1 if position == "abstain" else 0)


@pytest.mark.parametrize("score", ["6", "-1", "x", "4.5"])
def test_bad_scores_are_refused(town, application, client, score):
    client.force_login(town.member)
    url = reverse("governance:proposal_review", args=[application.pk])
    page = client.post(url, {"position": "approve", "comment": "", "score_mandatory": score, "why_mandatory": "Ja"})
    assert (page.status_code, Review.objects.count()) == (200, 0)


def test_the_queue_takes_the_same_queries_for_one_case_and_three(town, client, django_assert_max_num_queries):
    client.force_login(town.member)
    url = reverse("governance:review_queue")
    make_submitted(town, "review")
    with django_assert_max_num_queries(100) as one:
        client.get(url)
    for _ in range(2):
        make_review(make_submitted(town, "review"), town.member)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_the_page_tells_which_review_has_been_saved(town, client):
    case, other = (make_submitted(town, "review", kind=ProposalKind.APPLICATION) for _ in range(2))
    client.force_login(town.member)
    said = {"position": "approve", "score_mandatory": "4", "why_mandatory": "Fordi", "go": "next"}
    page = client.post(f"/sager/{case.pk}/behandling/", said, follow=True).content.decode()
    assert (f"Din vurdering af {case.number} er gemt." in page, "%(case)s" in page) == (True, False)
    page = client.post(f"/sager/{other.pk}/behandling/", said, follow=True).content.decode()
    assert f"Din vurdering af {other.number} er gemt. Det var den sidste, der ventede på dig." in page
