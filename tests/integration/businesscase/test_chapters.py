"""The case in words: what is saved, what a full case must say, two writers at once, and the page without a script."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.domain.cases import case_of, save_case
from businesscase.domain.chapters import CHAPTER_FIELDS, chapter_gaps, save_chapters
from businesscase.models import Alternative, BusinessCaseVersion, PlannedMilestone
from core.domain.refusal import Refused
from core.models import Parameter
from governance.domain.submission import submit_proposal
from portfolio.domain.proposals import EditionConflict
from portfolio.domain.versions import current_version, whole_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import CHAPTERS, WORDS, write_case
from tests.factories.governance import make_draft


def url(proposal):
    return reverse("businesscase:chapters_update", args=[proposal.pk])


def stored(proposal):
    return case_of(current_version(proposal))


def gaps(proposal):
    proposal = Proposal.objects.get(pk=proposal.pk)
    return [(gap.field, gap.rule) for gap in chapter_gaps(proposal, whole_version(proposal))]


def milestones(proposal):
    return [(row.label, row.due_on) for row in stored(proposal).milestones.all()]


def posted(edition=1, seen="", rows=(("Kontrakten er underskrevet", "01.03.2027"),), **changed):
    data = dict.fromkeys(CHAPTER_FIELDS, "") | CHAPTERS | changed
    data |= {"edition": str(edition), "seen": seen, "go": changed.get("go", "on")}
    data |= {"milestone-TOTAL_FORMS": str(len(rows)), "milestone-INITIAL_FORMS": "0"}
    for index, (label, day) in enumerate(rows):
        data |= {f"milestone-{index}-label": label, f"milestone-{index}-due_on": day}
    return data


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def test_the_words_and_the_milestones_are_stored_and_no_figure_moves(author, town, draft):
    before = stored(draft)
    answer = author.post(url(draft), posted(before.edition, summary="Kort sagt", rows=[("A", "1.2.2027"), ("", "")]))
    case = stored(draft)
    assert (answer.status_code, answer.url) == (302, reverse("portfolio:draft_step", args=[draft.pk, "pulje"]))
    assert (case.summary, case.strategy) == ("Kort sagt", CHAPTERS["strategy"])
    assert milestones(draft) == [("A", date(2027, 2, 1))]
    assert (case.edition, case.result.npv, case.rationale_service) == (
        before.edition + 1, before.result.npv, before.rationale_service,
    )  # fmt: skip


def test_the_words_can_come_before_the_figures(town, empty):
    case = save_chapters(empty, actor=town.author, edition=0, fields={"summary": "Kort sagt"}, milestones=[])
    assert (stored(empty).summary, case.edition) == ("Kort sagt", 1)
    saved = save_case(empty, actor=town.author, edition=1, fields=WORDS, costs=[], benefits=[])
    assert (saved.summary, stored(empty).summary) == ("Kort sagt", "Kort sagt")


@pytest.mark.parametrize(
    ("fields", "rows", "expected"),
    [
        ({}, None, []),
        ({"summary": " "}, None, [("summary", "B6")]),
        ({"business_scope": "Ingen."}, None, [("business_scope", "B6")]),
        ({"strategy": ""}, None, [("strategy", "B6")]),
        ({"no_alternatives_reason": ""}, None, [("no_alternatives_reason", "B8")]),
        ({}, [], [("milestones", "B6")]),
        ({}, [("", date(2027, 1, 1))], [("milestones", "B6")]),
        ({}, [("Prøvedrift", None)], [("milestones", "B6")]),
    ],
)
def test_what_a_full_case_must_say(town, draft, fields, rows, expected):
    case = stored(draft)
    kept = list(case.milestones.all())
    wanted = kept if rows is None else [PlannedMilestone(label=label, due_on=day) for label, day in rows]
    save_chapters(draft, actor=town.author, edition=case.edition, fields=fields, milestones=wanted)
    assert gaps(draft) == expected
    if expected:
        with pytest.raises(Refused):
            submit_proposal(draft, actor=town.author)


def test_another_solution_takes_the_reason_away_and_carrying_on_as_today_does_not(town, draft):
    case = stored(draft)
    BusinessCaseVersion.objects.filter(pk=case.pk).update(no_alternatives_reason="")
    Alternative.objects.create(case=case, ordinal=0, title="Som i dag")
    assert gaps(draft) == [("no_alternatives_reason", "B8")]
    Alternative.objects.create(case=case, ordinal=2, title="Papir og budbil")
    assert gaps(draft) == []


def test_neither_a_trial_nor_a_small_case_is_asked_for_chapters(town):
    trial = make_draft(town, kind=ProposalKind.APPLICATION)
    write_case(trial, town.author, is_trial=True, learning_goals="Virker det?", stop_criteria="Efter tre måneder")
    small = make_draft(town)
    for proposal in (trial, small):
        BusinessCaseVersion.objects.filter(version=current_version(proposal)).update(summary="", strategy="")
        assert gaps(proposal) == []


def test_a_trial_says_why_it_is_one_where_policy_asks(author, town):
    trial = make_draft(town, kind=ProposalKind.APPLICATION)
    write_case(trial, town.author, is_trial=True, learning_goals="Virker det?", stop_criteria="Efter tre måneder")
    case = stored(trial)
    assert "trial_reason" in author.get(url(trial)).context["sheet"].form.fields
    author.post(url(trial), posted(case.edition, trial_reason="Ingen."))
    assert gaps(trial) == [("trial_reason", "C22")]
    with pytest.raises(Refused):
        submit_proposal(trial, actor=town.author)
    Parameter.objects.filter(key="trial_asks_reason").update(value="no")
    assert gaps(trial) == []


def test_nobody_else_is_asked_why(author, draft):
    author.post(url(draft), posted(stored(draft).edition, trial_reason="Derfor"))
    assert ("trial_reason" in author.get(url(draft)).context["sheet"].form.fields, stored(draft).trial_reason) == (
        False, CHAPTERS["trial_reason"],
    )  # fmt: skip


def test_a_suggestion_has_no_chapters(author, town):
    suggestion = make_draft(town, kind=ProposalKind.SUGGESTION)
    assert author.get(url(suggestion)).status_code == 404
    with pytest.raises(Refused):
        save_chapters(suggestion, actor=town.author, edition=0, fields={}, milestones=[])


def test_only_chapters_can_be_written_there(town, draft):
    with pytest.raises(ValueError, match="is_trial"):
        save_chapters(draft, actor=town.author, edition=stored(draft).edition, fields={"is_trial": True}, milestones=[])


def test_a_save_from_an_older_copy_is_refused(town, draft):
    edition = stored(draft).edition
    save_chapters(draft, actor=town.author, edition=edition, fields={"summary": "Først"}, milestones=[])
    with pytest.raises(EditionConflict):
        save_chapters(draft, actor=town.editor, edition=edition, fields={"summary": "Sidst"}, milestones=[])
    assert stored(draft).summary == "Først"


def test_two_writers_see_both_texts_and_the_second_save_is_a_choice(author, town, draft):
    page = author.get(url(draft))
    old = {name: page.context["sheet"].form.initial[name] for name in ("edition", "seen")}
    theirs = [PlannedMilestone(label="Deres milepæl", due_on=date(2027, 5, 1))]
    save_chapters(
        draft, actor=town.editor, edition=old["edition"], fields={"summary": "Deres resumé"}, milestones=theirs
    )
    answer = author.post(url(draft), posted(**old, summary="Mit resumé"))
    assert (answer.status_code, stored(draft).summary) == (409, "Deres resumé")
    text = answer.content.decode()
    for words in ("Deres", "Mit", "milepæl</del>", "Kontrakten"):
        assert words in text
    kept = answer.context["sheet"].form
    again = author.post(url(draft), posted(kept["edition"].value(), kept["seen"].value(), summary="Mit resumé"))
    assert (again.status_code, stored(draft).summary) == (302, "Mit resumé")


def test_a_save_of_the_calculation_meanwhile_is_no_conflict(author, town, draft):
    page = author.get(url(draft))
    seen = {name: page.context["sheet"].form.initial[name] for name in ("edition", "seen")}
    write_case(draft, town.editor, follow_up_months=24)
    answer = author.post(url(draft), posted(**seen, summary="Mit resumé"))
    case = stored(draft)
    assert (answer.status_code, case.summary, case.follow_up_months) == (302, "Mit resumé", 24)


def test_it_saves_itself_and_says_what_the_next_save_must_carry(author, draft):
    edition = stored(draft).edition
    answer = author.post(url(draft), posted(edition, summary="Undervejs"), headers={"X-Autosave": "1"})
    fields = answer.json()["fields"]
    assert (answer.status_code, fields["edition"], stored(draft).summary) == (200, edition + 1, "Undervejs")
    assert fields["seen"] == author.get(url(draft)).context["sheet"].digest
    late = author.post(url(draft), posted(edition, summary="For sent"), headers={"X-Autosave": "1"})
    assert (late.status_code, stored(draft).summary) == (409, "Undervejs")


@pytest.mark.parametrize("day", ["31.02.2027", "snart", "1.1.1800"])
def test_a_date_that_cannot_be_read_is_named_and_nothing_is_stored(author, draft, day):
    before = milestones(draft)
    answer = author.post(url(draft), posted(stored(draft).edition, rows=[("Prøvedrift", day)], summary="Væk?"))
    assert (answer.status_code, milestones(draft)) == (422, before)
    assert "milestone-0-due_on" in answer.content.decode()
    assert "Væk?" in answer.content.decode()


def test_one_milestone_more_and_one_less_without_a_script(author, draft):
    edition = stored(draft).edition
    answer = author.post(url(draft), posted(edition, go="more"))
    assert answer.url == f"{url(draft)}?flere=1#rows-end"
    assert len(author.get(f"{url(draft)}?flere=1").context["sheet"].rows.forms) == 2
    gone = posted(edition + 1, rows=[("A", "1.2.2027"), ("B", "1.3.2027")]) | {"milestone-0-DELETE": "on"}
    author.post(url(draft), gone)
    assert milestones(draft) == [("B", date(2027, 3, 1))]


def test_more_milestones_than_there_is_room_for_are_refused(author, draft):
    rows = [(f"Nr. {number}", "1.1.2027") for number in range(21)]
    assert author.post(url(draft), posted(stored(draft).edition, rows=rows)).status_code == 422


def test_nobody_writes_in_a_case_that_has_been_submitted(author, town, draft):
    submit_proposal(draft, actor=town.author)
    answer = author.post(url(draft), posted(2, summary="Bagefter"))
    assert answer.url == reverse("portfolio:proposal_detail", args=[draft.pk])
    assert BusinessCaseVersion.objects.get().summary == CHAPTERS["summary"]


def test_the_page_asks_the_database_the_same_whatever_hangs_on_the_case(author, town, draft):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            author.get(url(draft))
        return len(queries)

    author.get(url(draft))
    few = asked()
    case = stored(draft)
    for number in range(2, 5):
        Alternative.objects.create(case=case, ordinal=number, title=f"Nr. {number}")
        PlannedMilestone.objects.create(case=case, position=number, label=f"Nr. {number}", due_on=date(2027, number, 1))
    assert (asked(), few <= 15) == (few, True)


def test_the_case_is_read_by_chapters(author, town, draft):
    case = stored(draft)
    Alternative.objects.create(case=case, ordinal=0, title="Vi bliver ved med papir", description="Som nu")
    submit_proposal(draft, actor=town.author)
    page = author.get(reverse("businesscase:case_detail", args=[draft.pk, 1]))
    text = page.content.decode()
    places = [text.index(f'<section id="{section.anchor}">') for section in page.context["chapters"].contents]
    assert places == sorted(places)
    for words in (
        CHAPTERS["strategy"],
        CHAPTERS["business_scope"],
        "Prøvedrift begynder",
        "Vi bliver ved med papir",
        "Timer",
        town.owner.name,
    ):
        assert words in text
    panel = author.get(reverse("portfolio:proposal_detail", args=[draft.pk])).content.decode()
    assert CHAPTERS["summary"] in panel
    assert reverse("businesscase:case_detail", args=[draft.pk, 1]) in panel
