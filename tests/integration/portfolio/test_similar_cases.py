"""Similar cases: found by stem and by spelling, explained by the words in common, and never more than one may see."""

import pytest
from django.urls import reverse

from core.models import User
from portfolio.domain.versions import open_draft
from portfolio.enums import ProposalState
from portfolio.models import Bar, Proposal
from portfolio.selectors.similar import MOST_HINTS, similar_cases
from tests.factories.portfolio import make_draft, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(cast) -> User:
    return cast.author


@pytest.fixture
def reader(cast) -> User:
    return cast.neighbour


def earlier(writer: User, title: str, need: str = "", **options) -> Proposal:
    draft = make_draft(writer, writer.unit, title=title, **({"need": need} if need else {}))
    return submit(draft, writer, **options)


def found(reader: User, title: str, need: str = "", **options) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.proposal.title, one.words) for one in similar_cases(reader, title=title, need=need, **options)]


def test_a_case_is_found_by_the_stems_of_its_title_and_says_which(reader, writer):
    earlier(writer, "Bookingen af kommunens lokaler")
    earlier(writer, "Elektroniske nøgler i hjemmeplejen")
    assert found(reader, "Booking af et lokale") == [("Bookingen af kommunens lokaler", ("booking", "lokale"))]


def test_a_word_that_every_case_uses_tells_nothing(reader, writer):
    earlier(writer, "Nyt digitalt system til borgere i kommunen")
    assert found(reader, "Digitale løsninger og systemer til kommunens borgere") == []


def test_a_title_that_is_spelt_alike_is_found_without_a_word_in_common(reader, writer):
    earlier(writer, "Lokalebooking")
    assert found(reader, "Lokalbooking") == [("Lokalebooking", ())]


def test_the_need_is_searched_too(reader, writer):
    earlier(
        writer, "Kalender til hallerne", need="Foreninger ringer for at booke idrætshallen, og vi skriver i en bog."
    )
    assert found(reader, "Foreninger booker selv idrætshallen") == [
        ("Kalender til hallerne", ("foreninger", "booker", "idrætshallen"))
    ]


def test_the_most_alike_comes_first_and_there_are_never_more_than_five(reader, writer):
    for place in range(MOST_HINTS + 2):
        earlier(writer, f"Booking af lokaler nr. {place}")
    earlier(writer, "Booking af lokaler på biblioteket")
    titles = [title for title, _words in found(reader, "Booking af lokaler på biblioteket")]
    assert titles[0] == "Booking af lokaler på biblioteket"
    assert len(titles) == MOST_HINTS


def test_the_case_itself_is_not_like_itself(reader, writer):
    case = earlier(writer, "Booking af lokaler")
    assert found(reader, "Booking af lokaler", besides=case.pk) == []


def test_a_draft_is_nobody_elses_to_find(reader, writer):
    make_draft(writer, writer.unit, title="Booking af lokaler")
    assert found(reader, "Booking af lokaler") == []
    assert found(writer, "Booking af lokaler") == []


def test_what_a_revision_is_about_to_say_is_not_searched(reader, writer):
    case = earlier(writer, "Elektroniske nøgler", state=ProposalState.REVISION)
    draft = open_draft(case)
    draft.title = "Booking af lokaler"
    draft.save()
    assert found(reader, "Booking af lokaler") == []


@pytest.mark.parametrize("hidden", ["restricted", "barred", "other area"])
def test_what_one_may_not_see_is_not_hinted_at(cast, reader, writer, hidden):
    case = earlier(writer, "Booking af lokaler")
    assert len(found(reader, "Booking af lokaler")) == 1
    if hidden == "barred":
        Bar.objects.create(proposal=case, person=reader)
    elif hidden == "restricted":
        Proposal.objects.filter(pk=case.pk).update(state=ProposalState.APPROVED, restricted=True)
    assert found(reader if hidden == "barred" else cast.stranger, "Booking af lokaler") == []


@pytest.mark.parametrize("title", ["", "  ", "og", "'", "\\' | & !", "a" * 5_000, "🏛️ 2027", "ny sag"])
def test_any_text_is_answered(reader, writer, title):
    earlier(writer, "Booking af lokaler")
    assert found(reader, title) == []


def test_two_queries_whatever_there_is(reader, writer, django_assert_max_num_queries):
    for place in range(3):
        earlier(writer, f"Booking af lokaler nr. {place}")
    reader = User.objects.get(pk=reader.pk)
    reader.has_perm("portfolio.view_submitted_proposals")
    assert reader.unit is not None
    with django_assert_max_num_queries(2):
        assert len(similar_cases(reader, title="Booking af lokaler", need="")) == 3


def test_the_form_shows_them_while_the_need_is_written(browse, reader, writer):
    case = earlier(writer, "Booking af lokaler")
    client = browse(reader)
    page = client.get(reverse("portfolio:draft_create", args=["ansoegning"])).content.decode()
    assert "Når du skriver en titel og et behov" in page
    draft = make_draft(reader, reader.unit, title="Booking af kommunens lokaler")
    page = client.get(reverse("portfolio:draft_step", args=[draft.pk, "behov"])).content.decode()
    assert reverse("portfolio:proposal_detail", args=[case.pk]) in page
    address = f"{reverse('portfolio:similar_list')}?sag={draft.pk}"
    assert address in page
    typed = client.post(address, {"title": "Elektroniske nøgler", "need": ""}).content.decode()
    assert "Ingen tidligere sag, som du kan se, ligner denne." in typed
    assert client.get(address).status_code == 405
    assert client.post(f"{reverse('portfolio:similar_list')}?sag=٣", {"title": "x"}).status_code == 200
