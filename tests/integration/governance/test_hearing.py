"""Questions and answers while IT assesses, and the clock that stands still meanwhile (C11, D6, E9)."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, OutboxMessage, Parameter, User
from governance.domain.hearing import answer_in_hearing, ask_in_hearing
from governance.domain.it_assessment import approve_acquisition
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.models import HearingMessage, ITAssessment
from governance.selectors.hearing import service_clock
from governance.selectors.waiting import due, waiting
from portfolio.models import Proposal
from tests.factories.governance import Town, make_draft

MONDAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def at(day: int) -> "object":
    """Let the clock stand on a day of February 2027, which begins on a Monday and has no holidays."""
    return clock.standing_at(MONDAY.replace(day=day))


@pytest.fixture
def case(town: Town) -> Proposal:
    with at(1):
        return submit_proposal(make_draft(town, acquisition_type="acquisition"), actor=town.author)


def test_the_clock_stands_still_from_the_question_to_the_answer(town, case):
    assert ITAssessment.objects.get().due_on == date(2027, 2, 15)
    with at(3):
        ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    with at(4):
        ask_in_hearing(case, actor=town.it, question="Og hvem driver det?")
    assert ITAssessment.objects.get().paused_on == date(2027, 2, 3)
    with at(10):
        answer_in_hearing(case, actor=town.author, answer="I Danmark. Leverandøren.")
    row = ITAssessment.objects.get()
    # Five working days later than before: from Wednesday to Wednesday.
    assert (row.due_on, row.paused_on) == (date(2027, 2, 22), None)
    case.refresh_from_db()
    assert case.state == "assessment"


def test_an_answer_of_the_same_day_moves_nothing(town, case):
    with at(3):
        ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
        answer_in_hearing(case, actor=town.owner, answer="I Danmark")
    assert ITAssessment.objects.get().due_on == date(2027, 2, 15)


DUE = "Svaret skal være givet den 15. februar 2027."
LATE = "Svaret skulle være givet den 15. februar 2027. Det er 2 arbejdsdage for sent."


@pytest.mark.parametrize(
    ("day", "word", "tone", "sentence"),
    [
        (2, "Inden for fristen", "success", f"{DUE} Der er 9 arbejdsdage tilbage."),
        (9, "Inden for fristen", "success", f"{DUE} Der er 4 arbejdsdage tilbage."),
        (10, "Fristen udløber snart", "warning", f"{DUE} Der er 3 arbejdsdage tilbage."),
        (15, "Fristen udløber snart", "warning", f"{DUE} Det er sidste arbejdsdag."),
        (17, "Fristen er overskredet", "error", LATE),
    ],
)
def test_the_clock_is_amber_before_and_red_after(case, day, word, tone, sentence):
    with at(day):
        shown = service_clock(ITAssessment.objects.get(), 3)
    assert (shown.word, shown.tone, shown.sentence) == (word, tone, sentence)


def test_a_clock_that_stands_still_says_what_is_left(town, case):
    with at(3):
        ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    with at(26):
        shown = service_clock(ITAssessment.objects.get(), 3)
    assert (shown.word, shown.tone) == ("Fristen står stille", "neutral")
    assert shown.sentence == (
        "IT spurgte den 3. februar 2027 og venter på ansøgeren. IT har 8 arbejdsdage tilbage, når svaret kommer."
    )


def test_the_question_goes_to_the_applicants_and_the_answer_to_whoever_asked(town, case, settings):
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    asked = OutboxMessage.objects.filter(key__startswith="ask_in_hearing")
    assert {row.recipient for row in asked} == {town.author, town.owner}
    assert all("Hvor ligger data?" in row.body for row in asked)
    answer_in_hearing(case, actor=town.editor, answer="I Danmark")
    answered = OutboxMessage.objects.get(key__startswith="answer_in_hearing")
    way = f"Læs sagen: {settings.SITE_ADDRESS}/sager/{case.pk}/"
    assert (answered.recipient, answered.body) == (town.it, f"{case}\n\nI Danmark\n\n{way}")
    acts = AuditEntry.objects.filter(act__endswith="_in_hearing").order_by("sequence")
    assert [(row.act, row.actor, row.reason) for row in acts] == [
        ("proposal.ask_in_hearing", town.it, "Hvor ligger data?"),
        ("proposal.answer_in_hearing", town.editor, "I Danmark"),
    ]


def test_what_waits_goes_from_it_to_the_applicant_and_back(town, case):
    def lines(person: str) -> list[str]:
        return [item.url.split("/", 3)[3] for item in waiting(User.objects.get(pk=town.people[person].pk))]

    assert (lines("it"), lines("author"), lines("owner")) == (["it-vurdering/"], [], [])
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    answer = ["it-vurdering/svar/"]
    assert (lines("it"), lines("author"), lines("owner")) == ([], answer, answer)
    answer_in_hearing(case, actor=town.author, answer="I Danmark")
    assert (lines("it"), lines("author"), lines("owner")) == (["it-vurdering/"], [], [])


@pytest.mark.parametrize("person", ["editor", "owner", "author"])
def test_whoever_speaks_for_the_case_answers_once_it_is_asked(town, case, person):
    with pytest.raises(Refused) as refused:
        answer_in_hearing(case, actor=town.people[person], answer="I Danmark")
    assert refused.value.reason == "IT venter ikke på et svar."
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    answer_in_hearing(case, actor=town.people[person], answer="I Danmark")
    assert HearingMessage.objects.count() == 2


@pytest.mark.parametrize("person", ["it", "head", "chair", "director", "auditor", "network"])
def test_nobody_answers_for_the_applicant(town, case, person):
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    with pytest.raises(Refused):
        answer_in_hearing(case, actor=town.people[person], answer="I Danmark")
    assert HearingMessage.objects.count() == 1


def test_nothing_is_asked_in_a_case_of_ones_own(town, case):
    case.owner = town.it
    case.save()
    with pytest.raises(Refused) as refused:
        ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    assert refused.value.reason == "Du taler selv for sagen, så en anden skal bedømme den."


def test_an_empty_question_and_an_empty_answer_change_nothing(town, case):
    with pytest.raises(Refused, match="Skriv spørgsmålet"):
        ask_in_hearing(case, actor=town.it, question=" \n")
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    with pytest.raises(Refused, match="Skriv svaret"):
        answer_in_hearing(case, actor=town.author, answer="")
    row = ITAssessment.objects.get()
    assert (HearingMessage.objects.count(), row.paused_on) == (1, clock.today())


def test_it_may_answer_the_case_without_waiting(town, case):
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    approve_acquisition(case, actor=town.it, reasons="Vi fandt selv svaret")
    case.refresh_from_db()
    assert case.state == "local_decision"
    assert [item.button for item in waiting(User.objects.get(pk=town.author.pk))] == []


def test_a_question_of_a_version_that_was_taken_back_is_asked_no_more(town, case):
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    take_back_proposal(case, actor=town.author, reason="Vi retter det")
    submit_proposal(Proposal.objects.get(pk=case.pk), actor=town.author, change_reason="Data ligger i Danmark")
    assert [item.button for item in waiting(User.objects.get(pk=town.author.pk))] == []
    assert [item.url for item in waiting(town.it)] == [f"/sager/{case.pk}/it-vurdering/"]
    assert [item.title for item in due(User.objects.get(pk=town.author.pk))] == [f"IT's svar på {case}"]
    with pytest.raises(Refused, match="IT venter ikke på et svar"):
        answer_in_hearing(case, actor=town.author, answer="I Danmark")


def test_the_database_lets_no_message_be_changed(town, case):
    ask_in_hearing(case, actor=town.it, question="Hvor ligger data?")
    for change in (lambda: HearingMessage.objects.update(text="Andet"), lambda: HearingMessage.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            change()


def test_the_pages_show_the_thread_and_take_the_words(town, case):
    def browse(person: str) -> Client:
        client = Client()
        client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    ask, answer, page = (f"/sager/{case.pk}/{one}" for one in ("it-vurdering/spoergsmaal/", "it-vurdering/svar/", ""))
    assert browse("it").post(ask, {"question": ""}).status_code == 200
    assert browse("it").post(ask, {"question": "Hvor ligger data?"}).url == page
    assert "Hvor ligger data?" in browse("author").get(answer).content.decode()
    assert browse("author").post(answer, {"answer": "I Danmark"}).url == page
    shown = browse("author").get(page).content.decode()
    assert shown.index("Hvor ligger data?") < shown.index("I Danmark")
    # The same page for whoever has no part in the talk: a refusal, and nothing changed.
    assert browse("network").post(ask, {"question": "Hvorfor?"}).status_code == 302
    assert HearingMessage.objects.count() == 2


def test_a_formal_hearing_has_the_time_that_policy_gives_it(odense):
    Parameter.objects.create(
        profile="odense", key="hearing_days", value=4, unit="working_days", valid_from=date(2027, 1, 1), source="Egen"
    )
    with at(1):
        case = submit_proposal(make_draft(odense, acquisition_type="acquisition"), actor=odense.author)
    row = ITAssessment.objects.get(proposal=case)
    assert (row.is_hearing, row.due_on) == (True, date(2027, 2, 5))
