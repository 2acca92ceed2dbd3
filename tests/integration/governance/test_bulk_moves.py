"""One move on several cases: a preview that changes nothing, each case by itself, and a double click that acts once."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.enums import AuditOutcome
from core.models import AuditEntry, OutboxMessage, PostedRequest
from governance.domain.bulk_moves import BULK_MOVES, move_each
from governance.domain.decisions import decide
from governance.domain.ruling import Ruling
from governance.domain.submission import withdraw_proposal
from governance.enums import Verdict
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import Town, approve, make_recommended, make_review, make_standing, make_submitted

if TYPE_CHECKING:
    from django.http import HttpResponse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
URL = "/sager/samlet/"
KEY = "0123456789abcdef" * 2
S = ProposalState


def browse(town: Town, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend=BACKEND)
    return client


def standing(town: Town, *states: ProposalState) -> list[Proposal]:
    return [make_standing(town, state, ProposalKind.APPLICATION) for state in states]


def states(cases: list[Proposal]) -> list[str]:
    known = dict(Proposal.objects.values_list("pk", "state"))
    return [known[case.pk] for case in cases]


def preview(town: Town, name: str, move: str, cases: list[Proposal]) -> "HttpResponse":
    return browse(town, name).get(URL, {"move": move, "sag": [case.pk for case in cases]})


def send(town: Town, name: str, move: str, cases: list[Proposal], reason: str = "Vi venter på budgettet"):
    said = {"move": move, "sag": [case.pk for case in cases], "reason": reason, "once": KEY}
    return browse(town, name).post(URL, said, follow=True)


def deferred_by_management(town: Town) -> Proposal:
    case = make_recommended(town, make_standing(town, S.REVIEW, ProposalKind.APPLICATION)).proposal
    return decide(case, Ruling(Verdict.DEFERRED, reasons="Senere"), actor=town.director).proposal


def test_the_moves_that_need_a_reason_at_most_and_judge_nothing():
    assert list(BULK_MOVES) == ["take_back", "withdraw", "defer_review", "resume_review", "resume_decision"]


def test_the_preview_says_what_would_happen_and_changes_nothing(town):
    cases = standing(town, S.REVIEW, S.REVIEW, S.ASSESSMENT)
    before = AuditEntry.objects.count(), OutboxMessage.objects.count(), states(cases)
    response = preview(town, "chair", "defer_review", cases)
    shown, page = response.context["preview"], response.content.decode()
    assert [case.pk for case in shown.moved] == [cases[1].pk, cases[0].pk]
    assert shown.applied_for == sum(case.requested_amount for case in cases[:2])
    assert [(line.proposal.pk, line.refused) for line in shown.refused] == [
        (cases[2].pk, "Det kan ikke gøres, mens sagen er “Til vurdering i IT”.")
    ]
    assert all(case.number in page and case.title in page for case in cases)
    assert "Det gælder 2 sager. Der er ikke sket noget endnu." in page
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count(), states(cases)) == before


@pytest.mark.parametrize(
    ("move", "name", "state"),
    [
        ("take_back", "author", S.REVIEW),
        ("withdraw", "owner", S.REVIEW),
        ("defer_review", "chair", S.REVIEW),
        ("resume_review", "secretary", S.DEFERRED),
        ("resume_decision", "director", None),
    ],
)
def test_each_move_does_what_its_preview_says_and_mails_those_it_names(town, move, name, state):
    cases = [deferred_by_management(town) if state is None else make_standing(town, state) for _ in range(2)]
    shown = preview(town, name, move, cases).context["preview"]
    OutboxMessage.objects.all().delete()
    answer = send(town, name, move, cases)
    assert [case.pk for case in answer.context["outcome"].moved] == [case.pk for case in shown.moved]
    assert len(shown.moved) == 2
    assert set(states(cases)) <= BULK_MOVES[move].targets
    assert AuditEntry.objects.filter(act=f"proposal.{move}", reason="Vi venter på budgettet").count() == 2
    told = set(OutboxMessage.objects.values_list("recipient__name", flat=True))
    # Both of them, but not whoever makes the move.
    assert told == set(shown.told) == {"Author Test", "Owner Test"} - {town.people[name].name}


def test_what_is_refused_meanwhile_is_named_recorded_and_stops_no_other(town):
    first, gone, last = cases = standing(town, S.REVIEW, S.REVIEW, S.REVIEW)
    withdraw_proposal(gone, actor=town.author, reason="Droppet")
    outcome = send(town, "chair", "defer_review", cases).context["outcome"]
    assert ([case.pk for case in outcome.moved], [line.proposal.pk for line in outcome.refused]) == (
        [last.pk, first.pk],
        [gone.pk],
    )
    assert outcome.refused[0].refused == "Det kan ikke gøres, mens sagen er “Trukket tilbage”."
    assert states(cases) == [S.DEFERRED, S.WITHDRAWN, S.DEFERRED]
    refused = AuditEntry.objects.filter(act="proposal.defer_review", outcome=AuditOutcome.REFUSED)
    assert [entry.subject_id for entry in refused] == [gone.pk]


def test_a_double_click_acts_once_and_is_answered_the_same(town):
    cases = standing(town, S.REVIEW, S.ASSESSMENT)
    first, again = (send(town, "chair", "defer_review", cases) for _ in range(2))
    assert first.redirect_chain == again.redirect_chain == [(f"{URL}{KEY}/", 302)]
    assert first.context["outcome"].refused == again.context["outcome"].refused
    assert AuditEntry.objects.filter(act="proposal.defer_review").count() == 2


def test_what_was_done_when_it_broke_off_is_not_done_again(town):
    first, second = cases = standing(town, S.REVIEW, S.REVIEW)
    move_each("defer_review", [first], actor=town.chair, reason="Vi venter på budgettet", key=KEY)
    assert len(send(town, "chair", "defer_review", cases).context["outcome"].moved) == 2
    assert AuditEntry.objects.filter(act="proposal.defer_review", outcome=AuditOutcome.DONE).count() == 2
    assert second.pk in {row.answer["case"] for row in PostedRequest.objects.all()}


def test_the_same_key_with_another_reason_is_refused(town):
    cases = standing(town, S.REVIEW)
    send(town, "chair", "defer_review", cases)
    answer = send(town, "chair", "defer_review", cases, reason="En anden")
    assert "Det er sendt før med et andet indhold" in answer.content.decode()


def test_a_missing_reason_is_asked_for_and_nothing_is_done(town):
    cases = standing(town, S.REVIEW)
    answer = send(town, "chair", "defer_review", cases, reason=" ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["reason"])
    assert states(cases) == [S.REVIEW]


def test_a_reason_that_is_not_needed_may_be_left_out(town):
    cases = standing(town, S.DEFERRED)
    send(town, "secretary", "resume_review", cases, reason="")
    assert states(cases) == [S.REVIEW]


def test_what_the_reader_may_not_see_is_not_there(town):
    seen, barred = cases = standing(town, S.REVIEW, S.REVIEW)
    barred.bars.create(person=town.chair)
    page = preview(town, "chair", "defer_review", cases)
    assert [case.pk for case in page.context["preview"].moved] == [seen.pk]
    assert barred.number not in page.content.decode()
    answer = send(town, "chair", "defer_review", cases)
    assert (answer.context["outcome"].refused, states(cases)) == ((), [S.DEFERRED, S.REVIEW])
    assert not AuditEntry.objects.filter(subject_id=barred.pk, act="proposal.defer_review").exists()
    # Nor does anyone else see what was done, nor the one who is barred afterwards.
    assert browse(town, "secretary").get(f"{URL}{KEY}/").status_code == 404
    seen.bars.create(person=town.chair)
    assert seen.number not in browse(town, "chair").get(f"{URL}{KEY}/").content.decode()


@pytest.mark.parametrize(
    ("move", "numbers", "sentence"),
    [
        ("", ["1"], "Vælg, hvad der skal ske med sagerne."),
        ("approve", ["1"], "Vælg, hvad der skal ske med sagerne."),
        ("withdraw", [], "Vælg en eller flere sager på listen."),
        ("withdraw", ["x", "-1", "9" * 40, "²", "999999999999999"], "Vælg en eller flere sager på listen."),
        ("withdraw", list(range(1, 102)), "Vælg højst 100 sager ad gangen."),
    ],
)
def test_nonsense_gets_one_sentence(town, move, numbers, sentence):
    for method in ("get", "post"):
        response = getattr(browse(town, "author"), method)(URL, {"move": move, "sag": numbers})
        assert (response.status_code, response.url) == (302, "/sager/")
        assert [str(one) for one in get_messages(response.wsgi_request)] == [sentence]


def test_the_list_offers_what_suits_its_reader(town):
    review, _draft, deferred = standing(town, S.REVIEW, S.DRAFT, S.DEFERRED)
    tools = {name: browse(town, name).get("/sager/").context["tools"] for name in town.people}
    offered = {name: ([move for move, _label in one.choices], one.ids) for name, one in tools.items() if one}
    assert offered == {
        "author": (["take_back", "withdraw"], {review.pk}),
        "owner": (["take_back", "withdraw"], {review.pk}),
        "editor": (["take_back"], {review.pk}),
        "chair": (["defer_review", "resume_review"], {review.pk, deferred.pk}),
        "secretary": (["resume_review"], {deferred.pk}),
        "director": (["resume_decision"], {deferred.pk}),
        "other_director": (["resume_decision"], {deferred.pk}),
    }
    page = browse(town, "secretary").get("/sager/").content.decode()
    assert (page.count('name="sag"'), 'action="/sager/samlet/"' in page) == (1, True)
    assert 'name="sag"' not in browse(town, "member").get("/sager/").content.decode()


def test_the_preview_asks_as_little_of_many_cases_as_of_one(town):
    counts = []
    for move, name in (("defer_review", "chair"), ("withdraw", "author"), ("take_back", "author")):
        client, cases = browse(town, name), standing(town, S.REVIEW, S.ASSESSMENT, S.REVIEW, S.ROUTING)
        for some in (cases[:2], cases):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(URL, {"move": move, "sag": [case.pk for case in some]}).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 15
    assert counts[2] == counts[3] <= 15
    assert counts[4] == counts[5] <= 15


def test_the_preview_says_what_falls_away_when_cases_are_taken_back(town):
    cases = [make_submitted(town, "assessment", kind=ProposalKind.APPLICATION) for _ in range(3)]
    cases[:2] = [approve(town, case) for case in cases[:2]]
    assert preview(town, "author", "take_back", cases[2:]).context["preview"].lost == ""
    make_review(cases[0], town.member)
    make_review(cases[1], town.member)
    said = "IT-afdelingens 2 godkendelser og 1 medlems vurdering falder bort og skal gives på ny."
    page = preview(town, "author", "take_back", cases)
    assert (page.context["preview"].lost, said in page.content.decode()) == (said, True)
    assert preview(town, "author", "withdraw", cases).context["preview"].lost == ""
