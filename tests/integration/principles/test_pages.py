import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, User
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Bar, Proposal
from portfolio.steps import steps_of
from principles.domain.answers import Said, answer_as_applicant, answer_as_architect
from principles.enums import SetRole
from principles.models import Answer, Assessment, StrategyDocument, StrategyNode
from principles.selectors.proposal_principles import proposal_principles
from principles.selectors.strategies import list_sets, node_page, set_page
from principles.selectors.waiting import waiting_for_architect
from tests.factories.principles import (
    DEVIATES,
    FOLLOWS,
    PARTLY,
    Cast,
    answer_all,
    enter,
    make_draft,
    node,
    say,
    submit,
)

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def browse(client: Client) -> Browse:
    def as_person(person: User) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_person


def step(proposal: Proposal) -> str:
    return reverse("principles:assessment_update", args=[proposal.pk])


def review(proposal: Proposal) -> str:
    return reverse("principles:assessment_review", args=[proposal.pk])


def posted(**answers: Any) -> dict[str, str]:
    """Turn `odr_p09=(DEVIATES, "fordi")` into the page's fields."""
    data = {}
    for pk, said in say(**answers).items():
        data |= {f"answer-{pk}": said.value, f"reason-{pk}": said.reason}
    return data


def submitted(cast: Cast, **changed: Any) -> Proposal:
    proposal = make_draft(cast)
    answer_all(cast, proposal, **changed)
    return submit(cast, proposal)


def test_the_list_shows_active_sets_first_and_says_what_the_source_lost(cast: Cast, browse: Browse) -> None:
    active, others = list_sets()
    assert [(line.document.code, line.principles, line.marks) for line in active] == [
        ("odder_digitaliseringsstrategi", 15, 5),
        ("odder_it_strategi_2006", 18, 6),
    ]
    assert [line.document.code for line in others] == [
        "odense_styringsprincipper_2020",
        "odense_tvaergaaende_strategi_2009",
    ]
    assert dict(active[0].facts) == dict.fromkeys(("Vedtaget af", "Vedtaget", "Gælder"), "ikke oplyst i kilden")
    assert dict(others[0].facts)["Vedtaget"] == "25. november 2020"
    assert browse(cast.stranger).get(reverse("principles:strategy_list")).status_code == 200


def test_every_set_and_every_node_has_a_page(cast: Cast, browse: Browse) -> None:
    client = browse(cast.stranger)
    for document in StrategyDocument.objects.all():
        assert client.get(reverse("principles:strategy_detail", args=[document.pk])).status_code == 200
    for one in StrategyNode.objects.all():
        assert client.get(reverse("principles:node_detail", args=[one.pk])).status_code == 200
    assert client.get(reverse("principles:node_detail", args=[10**9])).status_code == 404


def test_a_masterplan_names_the_responsible_of_each_initiative_or_that_the_source_is_silent(
    cast: Cast, browse: Browse
) -> None:
    document = StrategyDocument.objects.get(code="odense_tvaergaaende_strategi_2009")
    plan = set_page(document).plan
    assert plan is not None
    assert (plan.in_force, plan.options) == (False, "CompetenceCenter IT eller Kommunikation")
    assert plan.told == "Kilden oplyser den ansvarlige for 1 af de 10 initiativer."
    named = {line.node.code: line.responsible for line in plan.lines}
    assert named == {f"ode09-i{number:02}": "" for number in range(1, 11)} | {"ode09-i09": "CompetenceCenter IT"}
    facts = dict(node_page(node("ode09-i07"), cast.author).facts)
    assert (facts["Ansvarlig"], facts["Tidsplan"]) == ("", "rækkefølgen er pilot, drift, udbygning")
    page = browse(cast.stranger).get(reverse("principles:strategy_detail", args=[document.pk])).content.decode()
    assert "Hvert initiativ havde netop én ansvarlig: CompetenceCenter IT eller Kommunikation." in page
    without = StrategyDocument.objects.get(code="odder_it_strategi_2006")
    assert set_page(without).plan is None


@pytest.mark.parametrize(
    ("architect", "reason"), [((DEVIATES, ""), "Vi bygger selv"), ((PARTLY, "Kun kernen"), "Kun kernen")]
)
def test_an_answer_that_the_architect_only_confirms_keeps_the_applicants_reason(
    cast: Cast, architect: tuple[Any, str], reason: str
) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, "Vi bygger selv"))
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr_p09=architect))
    (line,) = node_page(node("odr-p09"), cast.author).answers
    assert line.reason == reason


def test_a_principle_shows_only_the_proposals_the_reader_may_see(cast: Cast) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, "Vi bygger selv"))
    make_draft(cast, title="En kladde")
    seen = node_page(node("odr-p09"), cast.author)
    assert [(line.proposal, line.answer.value, line.checked) for line in seen.answers] == [
        (proposal, "deviates", "Ansøgerens svar")
    ]
    assert [other.code for other in seen.tensions] == ["odr06-2.3", "odr06-3.2"]
    hidden = node_page(node("odr-p09"), cast.stranger)
    assert (hidden.answers, hidden.answered_by) == ((), 0)
    assert hidden.counts == (("Følger", 0), ("Delvist", 0), ("Fraviger", 0), ("Ikke relevant", 0))


def test_a_corrected_answer_is_counted_as_corrected(cast: Cast) -> None:
    proposal = submitted(cast)
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr_p09=(DEVIATES, "Egen udvikling")))
    page = node_page(node("odr-p09"), cast.author)
    assert [(line.answer.value, line.checked) for line in page.answers] == [("deviates", "Rettet af it-arkitekten")]
    assert page.counts == (("Følger", 0), ("Delvist", 0), ("Fraviger", 1), ("Ikke relevant", 0))


def test_the_newest_submitted_version_speaks(cast: Cast) -> None:
    proposal = submitted(cast)
    enter(proposal, ProposalState.REVISION)
    said = say(odr_p09=(DEVIATES, "nu fraviger vi"))
    answer_as_applicant(proposal, actor=cast.author, edition=1, said=said, carries_out=[])
    assert [line.answer.value for line in node_page(node("odr-p09"), cast.author).answers] == ["follows"]
    submit(cast, proposal)
    assert [line.answer.value for line in node_page(node("odr-p09"), cast.author).answers] == ["deviates"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_principles_queries_do_not_grow_with_the_proposals(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        submitted(cast)
    one, reader = node("odr-p09"), type(cast.author).objects.select_related("unit").get(pk=cast.author.pk)
    reader.has_perm("portfolio.view_submitted_proposals")
    with django_assert_num_queries(5):
        node_page(one, reader)


def test_the_step_saves_and_goes_on(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    client = browse(cast.author)
    data = posted(odr_p01=FOLLOWS, odr_p02=(PARTLY, "kun nogle")) | {
        "edition": "0",
        "carries_out": [node("odr-pm1").pk],
    }
    answer = client.post(step(proposal), data)
    steps = steps_of(proposal)
    after = steps[[one.slug for one in steps].index("principles") + 1]
    assert (answer.status_code, answer["Location"]) == (302, after.url(proposal))
    page = client.get(step(proposal)).content.decode()
    assert re.search(r"2 af 15", page)
    assert page.count(" checked>") == 3
    close = client.post(step(proposal), data | {"edition": "1", "go": "close"})
    assert close["Location"] == reverse("portfolio:proposal_detail", args=[proposal.pk])


def test_the_step_saves_by_itself_and_tells_the_edition(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    client = browse(cast.author)
    for edition in (0, 1):
        data = posted(odr_p01=FOLLOWS) | {"edition": str(edition)}
        answer = client.post(step(proposal), data, headers={"X-Autosave": "1"})
        assert (answer.status_code, answer.json()) == (200, {"fields": {"edition": edition + 1}})
    behind = client.post(step(proposal), data | {"edition": "0"}, headers={"X-Autosave": "1"})
    assert (behind.status_code, list(behind.json())) == (409, ["said"])


def test_a_conflict_keeps_what_was_typed_and_shows_the_others(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    browse(cast.editor).post(step(proposal), posted(odr_p01=(PARTLY, "editors grund")) | {"edition": "0"})
    answer = browse(cast.author).post(step(proposal), posted(odr_p01=(DEVIATES, "authors grund")) | {"edition": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "authors grund" in page
    assert "Delvist. editors grund" in page
    assert list(Answer.objects.values_list("value", flat=True)) == ["partly"]
    again = browse(cast.author).post(step(proposal), posted(odr_p01=(DEVIATES, "authors grund")) | {"edition": "1"})
    assert (again.status_code, list(Answer.objects.values_list("value", flat=True))) == (302, ["deviates"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("answer", "maybe"), ("reason", "uden svar"), ("until", "32.13.2027"), ("reason", "x" * 4001), ("edition", "x")],
)
def test_bad_input_is_refused_in_place_and_changes_nothing(cast: Cast, browse: Browse, name: str, value: str) -> None:
    proposal = make_draft(cast)
    field = name if name == "edition" else f"{name}-{node('odr-p01').pk}"
    answer = browse(cast.author).post(step(proposal), {"edition": "0", field: value})
    assert (answer.status_code, Assessment.objects.count()) == (422, 0)
    assert "Det skal rettes først" in answer.content.decode()


def test_a_deviation_cannot_end_in_the_past(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    data = posted(odr_p09=(DEVIATES, "fordi")) | {"edition": "0", f"until-{node('odr-p09').pk}": "01.02.2020"}
    answer = browse(cast.author).post(step(proposal), data)
    assert (answer.status_code, Assessment.objects.count()) == (422, 0)


def test_a_forged_alignment_is_refused(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    answer = browse(cast.author).post(step(proposal), {"edition": "0", "carries_out": [node("ode20-p1").pk]})
    assert (answer.status_code, Assessment.objects.count()) == (422, 0)


def test_who_may_not_see_gets_404_and_who_may_not_write_a_reason(cast: Cast, browse: Browse) -> None:
    draft, case = make_draft(cast), submitted(cast)
    for url in (step(draft), review(draft), step(case), review(case)):
        assert browse(cast.stranger).get(url).status_code == 404
        assert browse(cast.stranger).post(url, {"edition": "0"}).status_code == 404
    suggestion = make_draft(cast, kind=ProposalKind.SUGGESTION)
    assert browse(cast.author).get(step(suggestion)).status_code == 404
    assert browse(cast.author).get(step(case)).status_code == 302
    assert browse(cast.author).get(review(case)).status_code == 302
    refused = browse(cast.author).post(review(case), posted(odr06_1__1=FOLLOWS) | {"edition": "0"})
    assert refused.status_code == 302
    assert Assessment.objects.filter(role="architect").count() == 0
    acts = AuditEntry.objects.filter(act="proposal.assess_principles").values_list("outcome", flat=True)
    assert list(acts) == ["refused"]


def test_the_architects_page_saves_and_counts(cast: Cast, browse: Browse) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, "Vi bygger selv"))
    client = browse(cast.architect)
    first = client.get(review(proposal))
    assert "0 af 33" in first.content.decode()
    answer = client.post(review(proposal), posted(odr_p09=DEVIATES, odr06_1__1=FOLLOWS) | {"edition": "0"})
    assert (answer.status_code, answer["Location"]) == (302, review(proposal))
    assert "2 af 33" in client.get(review(proposal)).content.decode()


def test_the_architects_missing_reasons_are_named_in_place(cast: Cast, browse: Browse) -> None:
    proposal = submitted(cast)
    answer = browse(cast.architect).post(
        review(proposal), posted(odr_p09=DEVIATES, odr06_1__1=PARTLY) | {"edition": "0"}
    )
    assert answer.status_code == 422
    assert answer.content.decode().count("Skriv en begrundelse for svaret.") == 4
    assert Assessment.objects.filter(role="architect").count() == 0


def test_the_architects_answers_to_an_earlier_version_are_offered_again(cast: Cast, browse: Browse) -> None:
    proposal = submitted(cast)
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr06_3__1=(PARTLY, "næsten")))
    enter(proposal, ProposalState.REVISION)
    submit(cast, proposal)
    page = browse(cast.architect).get(review(proposal)).content.decode()
    assert (page.count("Hentet fra svaret på den forrige version."), "0 af 33" in page) == (1, True)


def test_the_panel_shows_answers_corrections_and_deviations(cast: Cast, browse: Browse) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, "Vi bygger selv"))
    answer_as_architect(
        proposal,
        actor=cast.architect,
        edition=0,
        said=say(odr_p05=(PARTLY, "Kun ét tilbud"), odr06_2__3=(FOLLOWS, "Egen model")),
    )
    standing = proposal_principles(current_version(proposal))
    strategy, architecture = standing.sets
    assert (strategy.tally.follows, strategy.tally.partly, strategy.tally.deviates, strategy.checked) == (13, 1, 1, 1)
    assert (architecture.tally.follows, architecture.tally.unanswered, architecture.checked) == (1, 17, 1)
    assert [(one.deviation.principle.code, one.withdrawn) for one in standing.deviations] == [("odr-p09", False)]
    assert [(note.first.code, note.second.code) for note in standing.tensions] == [("odr-p09", "odr06-2.3")]
    assert [one.code for one in standing.carries_out] == ["odr-pm2"]
    page = browse(cast.architect).get(reverse("portfolio:proposal_detail", args=[proposal.pk])).content.decode()
    assert "Rettet af Architect Prøve" in page
    assert "Vi bygger selv" in page


def test_a_deviation_that_the_architect_denies_is_shown_as_withdrawn(cast: Cast) -> None:
    proposal = submitted(cast, odr_p09=(DEVIATES, "Vi bygger selv"))
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=say(odr_p09=(FOLLOWS, "Det er standard")))
    standing = proposal_principles(current_version(proposal))
    assert [one.withdrawn for one in standing.deviations] == [True]


def test_an_open_draft_of_a_submitted_case_stays_with_its_writers(cast: Cast, browse: Browse) -> None:
    proposal = submitted(cast)
    enter(proposal, ProposalState.REVISION)
    said = say(odr_p09=(DEVIATES, "hemmelig begrundelse"))
    answer_as_applicant(proposal, actor=cast.author, edition=1, said=said, carries_out=[])
    url = reverse("portfolio:proposal_detail", args=[proposal.pk])
    assert "hemmelig begrundelse" in browse(cast.editor).get(url).content.decode()
    assert "hemmelig begrundelse" not in browse(cast.architect).get(url).content.decode()
    assert not Answer.objects.visible_to(cast.architect).filter(reason="hemmelig begrundelse").exists()


def test_what_waits_for_the_architect_goes_away_when_all_is_answered(cast: Cast) -> None:
    proposal = submitted(cast)
    assert [item.url for item in waiting_for_architect(cast.architect)] == [review(proposal)]
    assert list(waiting_for_architect(cast.author)) == []
    principles = StrategyNode.objects.active().principles()
    everything = {one.pk: Said(FOLLOWS) for one in principles}
    answer_as_architect(proposal, actor=cast.architect, edition=0, said=everything)
    assert list(waiting_for_architect(cast.architect)) == []


def test_a_case_with_a_part_in_it_does_not_wait(cast: Cast) -> None:
    proposal = submitted(cast)
    proposal.owner = cast.architect
    proposal.save()
    assert list(waiting_for_architect(cast.architect)) == []


def test_a_case_from_which_the_architect_is_barred_does_not_wait(cast: Cast) -> None:
    barred, other = submitted(cast), submitted(cast)
    Bar.objects.create(proposal=barred, person=cast.architect)
    Bar.objects.create(proposal=other, person=cast.author)
    assert [item.url for item in waiting_for_architect(cast.architect)] == [review(other)]


def test_no_active_set_is_said_kindly(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast)
    StrategyDocument.objects.filter(role=SetRole.STRATEGY).update(is_active=False)
    page = browse(cast.author).get(step(proposal)).content.decode()
    assert "Der er ikke et aktivt principsæt, så her er intet at besvare." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_panels_queries_do_not_grow_with_the_answers(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    proposal = make_draft(cast)
    answer_all(cast, proposal, **{f"odr_p0{number}": (DEVIATES, "fordi") for number in range(1, count + 1)})
    version = current_version(proposal)
    with django_assert_num_queries(2):
        proposal_principles(version)
