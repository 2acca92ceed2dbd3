"""The guided form: saved at every step, incomplete allowed, never silently overwritten."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from core.domain.refusal import Refused
from core.models import AuditEntry, User
from core.permissions import grant
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion
from tests.factories.portfolio import draft_of, make_draft, make_group, reopen, submit
from tests.integration.portfolio.conftest import Cast

Browse = Callable[[User], Client]
NEED = {"esdh_case_number": "", "core_task": "", "need": "Nøgler bliver væk"}


def step_url(proposal: Proposal, path: str) -> str:
    return reverse("portfolio:draft_step", args=[proposal.pk, path])


def opened(client: Client, url: str) -> dict[str, str]:
    """Return what a browser would send back untouched of the two hidden fields."""
    form = client.get(url).context["sheet"].form
    return {"edition": str(form.initial["edition"]), "seen": form.initial["seen"]}


def stored(proposal: Proposal) -> dict[str, Any]:
    return ProposalVersion.objects.filter(proposal=proposal).order_by("-ordinal").values()[0]


@pytest.mark.parametrize(
    ("word", "kind", "answers", "next_path"),
    [
        ("ansoegning", ProposalKind.APPLICATION, NEED, "aspekter"),
        ("anmeldelse", ProposalKind.NOTIFICATION, NEED, "aspekter"),
        ("forslag", ProposalKind.SUGGESTION, {"need": "Nøgler bliver væk", "idea": "", "gain": ""}, "dokumenter"),
    ],
)
def test_the_first_step_begins_the_draft(
    cast: Cast, browse: Browse, word: str, kind: ProposalKind, answers: dict[str, str], next_path: str
) -> None:
    url = reverse("portfolio:draft_create", args=[word])
    unit = cast.units["aeldre"]
    response = browse(cast.author).post(url, {"edition": "0", "title": "Nøgler", "unit": unit.pk, "go": "on"} | answers)
    proposal = Proposal.objects.get()
    assert response.headers["Location"] == f"/sager/{proposal.pk}/kladde/{next_path}/"
    assert (proposal.kind, proposal.state, proposal.title) == (kind, ProposalState.DRAFT, "Nøgler")
    assert (proposal.author, proposal.unit, proposal.area) == (cast.author, unit, cast.units["omsorg"])
    assert draft_of(proposal).need == "Nøgler bliver væk"
    assert list(AuditEntry.objects.about(proposal).values_list("act", "actor")) == [("proposal.create", cast.author.pk)]


def test_a_draft_is_not_begun_without_a_title(cast: Cast, browse: Browse) -> None:
    url = reverse("portfolio:draft_create", args=["ansoegning"])
    response = browse(cast.author).post(url, {"edition": "0", "unit": cast.units["aeldre"].pk} | NEED)
    assert response.status_code == 422
    assert list(response.context["sheet"].form.errors) == ["title"]
    assert response.context["sheet"].form["need"].value() == "Nøgler bliver væk"
    assert not Proposal.objects.exists()


def test_an_unknown_kind_does_not_exist(cast: Cast, browse: Browse) -> None:
    assert browse(cast.author).get("/sager/ny/tilskud/").status_code == 404


def test_the_own_unit_is_chosen_beforehand(cast: Cast, browse: Browse) -> None:
    response = browse(cast.author).get(reverse("portfolio:draft_create", args=["forslag"]))
    assert response.context["sheet"].form["unit"].value() == cast.units["aeldre"].pk


@pytest.mark.parametrize(
    ("go", "target"),
    [("on", "kladde/mennesker/"), ("back", "kladde/aspekter/"), ("close", ""), ("", "kladde/mennesker/")],
)
def test_a_step_is_saved_and_goes_where_the_button_says(cast: Cast, browse: Browse, go: str, target: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "omfang")
    answers = {"vendor_cost": "150.000,01", "staff_hours": "37,5", "needs_cooperation": "true", "go": go}
    response = client.post(url, opened(client, url) | answers | {"units_involved": [cast.units["skole"].pk]})
    assert response.headers["Location"] == f"/sager/{proposal.pk}/{target}"
    draft = draft_of(proposal)
    assert (draft.vendor_cost, draft.staff_hours, draft.needs_cooperation, draft.external_assistance) == (
        Decimal("150000.01"), Decimal("37.50"), True, None,
    )  # fmt: skip
    assert list(draft.units_involved.all()) == [cast.units["skole"]]
    assert Proposal.objects.get(pk=proposal.pk).vendor_cost == Decimal("150000.01")


def test_an_empty_step_is_saved_too(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], vendor_cost=Decimal(5))
    client, url = browse(cast.author), step_url(proposal, "omfang")
    response = client.post(url, opened(client, url))
    assert response.status_code == 302
    assert draft_of(proposal).vendor_cost is None


def test_what_cannot_be_read_is_sent_back_in_place_and_nothing_is_saved(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    before = stored(proposal)
    client, url = browse(cast.author), step_url(proposal, "omfang")
    response = client.post(url, opened(client, url) | {"vendor_cost": "ca. 100.000", "supplier": "Låse ApS"})
    form = response.context["sheet"].form
    assert response.status_code == 422
    assert form.errors == {"vendor_cost": [_("Write the amount in figures, for instance 125.000 or 125.000,50.")]}
    assert (form["vendor_cost"].value(), form["supplier"].value()) == ("ca. 100.000", "Låse ApS")
    assert stored(proposal) == before


@pytest.mark.parametrize(
    ("path", "posted"),
    [
        ("behov", {"title": "x", "unit": "999999"}),
        ("behov", {"title": "x" * 201, "unit": "1"}),
        ("omfang", {"acquisition_type": "gift"}),
        ("omfang", {"units_involved": ["abc"]}),
        ("omfang", {"needs_cooperation": "maybe"}),
        ("omfang", {"staff_hours": "1" * 60}),
        ("ophav", {"origin": "mars"}),
        ("sikkerhed", {"personal_data": "' OR 1=1"}),
        ("pulje", {"requested_amount": "-1"}),
        ("pulje", {"pool_criterion": "first_come"}),
    ],
)
def test_forged_input_changes_nothing(cast: Cast, browse: Browse, path: str, posted: dict[str, Any]) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    before = stored(proposal)
    client, url = browse(cast.author), step_url(proposal, path)
    assert client.post(url, opened(client, url) | posted).status_code == 422
    assert stored(proposal) == before


@pytest.mark.parametrize("edition", ["", "abc", "-1", "9" * 40, "7"])
def test_a_forged_edition_saves_nothing(cast: Cast, browse: Browse, edition: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], need="Gammelt")
    client, url = browse(cast.author), step_url(proposal, "aspekter")
    response = client.post(url, {"edition": edition, "seen": "", "aspect_management": "Nyt"})
    assert response.status_code in {409, 422}
    assert draft_of(proposal).aspect_management == ""


def test_the_project_owner_is_found_by_name_or_address_and_can_be_taken_off(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "behov")
    whole = {"title": "Nøgler", "unit": str(cast.units["aeldre"].pk)} | NEED
    for written, owner in (
        ("Ole Ørsted", cast.owner),
        (cast.editor.email.upper(), cast.editor),
        ("Ole Ørsted (ole.ørsted@test.invalid)", cast.owner),
        ("", None),
    ):
        assert client.post(url, opened(client, url) | whole | {"owner": written}).status_code == 302
        assert Proposal.objects.get(pk=proposal.pk).owner == owner


@pytest.mark.parametrize("written", ["Ingen Kender", "a"])
def test_nobody_or_several_are_sent_back(cast: Cast, browse: Browse, written: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "behov")
    whole = {"title": "Nøgler", "unit": str(cast.units["aeldre"].pk), "owner": written} | NEED
    response = client.post(url, opened(client, url) | whole)
    assert list(response.context["sheet"].form.errors) == ["owner"]


# --- two who write at once ---


def test_the_same_step_is_not_overwritten_and_both_texts_are_shown(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    grant(cast.editor, "edit_proposal", proposal)
    first, second, url = browse(cast.author), browse(cast.editor), step_url(proposal, "aspekter")
    read_first, read_second = opened(first, url), opened(second, url)
    first.post(url, read_first | {"aspect_management": "Lederen følger op"})
    response = second.post(url, read_second | {"aspect_management": "Direktøren følger op"})
    assert response.status_code == 409
    assert draft_of(proposal).aspect_management == "Lederen følger op"
    assert [
        ("".join(piece.text for piece in change.before), "".join(piece.text for piece in change.after))
        for change in response.context["changes"]
    ] == [("Lederen følger op", "Direktøren følger op")]
    form = response.context["sheet"].form
    assert form["aspect_management"].value() == "Direktøren følger op"
    chosen = {"edition": form["edition"].value(), "seen": form["seen"].value()}
    assert second.post(url, chosen | {"aspect_management": "Direktøren følger op"}).status_code == 302
    assert draft_of(proposal).aspect_management == "Direktøren følger op"


def test_two_steps_can_be_written_at_the_same_time(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    grant(cast.editor, "edit_proposal", proposal)
    first, second = browse(cast.author), browse(cast.editor)
    aspects, change = step_url(proposal, "aspekter"), step_url(proposal, "forandring")
    read_first, read_second = opened(first, aspects), opened(second, change)
    first.post(aspects, read_first | {"aspect_management": "Lederen følger op"})
    assert second.post(change, read_second | {"training_plan": "To timer"}).status_code == 302
    draft = draft_of(proposal)
    assert (draft.aspect_management, draft.training_plan, draft.edition) == ("Lederen følger op", "To timer", 2)


def test_rows_conflict_like_fields(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], involved_groups=[make_group(who="Sygeplejen")])
    client, url = browse(cast.author), step_url(proposal, "mennesker")
    early = opened(client, url)
    rows = {"involved_groups-TOTAL_FORMS": "1", "involved_groups-INITIAL_FORMS": "0"}
    client.post(url, opened(client, url) | rows | {"involved_groups-0-who": "Borgere"})
    response = client.post(url, early | rows | {"involved_groups-0-who": "Pårørende"})
    assert response.status_code == 409
    assert [group.who for group in draft_of(proposal).involved_groups.all()] == ["Borgere"]


def test_saving_what_stands_already_is_no_conflict(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "aspekter")
    early = opened(client, url)
    same = {"aspect_management": "Lederen følger op"}
    assert [client.post(url, early | same).status_code for _time in range(2)] == [302, 302]
    assert draft_of(proposal).edition == 1


# --- saved by itself ---


def test_autosave_answers_what_the_next_save_must_carry(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "aspekter")
    answers = {"aspect_management": "Lederen"}
    response = client.post(url, opened(client, url) | answers, headers={"X-Autosave": "1"})
    assert response.status_code == 200
    assert response.json() == {"fields": {"edition": 1, "seen": opened(client, url)["seen"]}}
    assert draft_of(proposal).aspect_management == "Lederen"
    carried = {name: str(value) for name, value in response.json()["fields"].items()}
    client.post(url, carried | {"aspect_management": "Lederen følger op"}, headers={"X-Autosave": "1"})
    assert draft_of(proposal).aspect_management == "Lederen følger op"


def test_autosave_of_what_cannot_be_read_says_so(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "omfang")
    response = client.post(url, opened(client, url) | {"vendor_cost": "ca."}, headers={"X-Autosave": "1"})
    assert (response.status_code, list(response.json())) == (422, ["said"])
    assert draft_of(proposal).edition == 0


def test_autosave_does_not_overwrite_either(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), step_url(proposal, "aspekter")
    early = opened(client, url)
    client.post(url, early | {"aspect_management": "Først"})
    response = client.post(url, early | {"aspect_management": "Sidst"}, headers={"X-Autosave": "1"})
    assert (response.status_code, list(response.json())) == (409, ["said"])
    assert draft_of(proposal).aspect_management == "Først"


# --- who holds the pen ---


def test_others_do_not_know_of_a_draft(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    for person in (cast.neighbour, cast.stranger, cast.reviewer):
        for path in ("behov", "omfang", "dokumenter", "medforfattere", "sletning"):
            assert browse(person).get(f"/sager/{proposal.pk}/kladde/{path}/").status_code == 404
        assert browse(person).get(f"/sager/{proposal.pk}/kladde/").status_code == 404


def test_the_project_owner_reads_the_draft_but_does_not_write(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], owner=cast.owner)
    client = browse(cast.owner)
    response = client.post(step_url(proposal, "aspekter"), {"edition": "1", "aspect_management": "Ejeren"})
    assert response.headers["Location"] == f"/sager/{proposal.pk}/"
    refusal = Refused(_("Only the author and the co-editors write on the proposal."), who=cast.author.name)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [str(refusal)]
    assert draft_of(proposal).aspect_management == ""


def test_a_submitted_case_stands_still(cast: Cast, browse: Browse) -> None:
    proposal = submit(make_draft(cast.author, cast.units["aeldre"]), cast.author)
    before = stored(proposal)
    client = browse(cast.author)
    assert client.get(step_url(proposal, "aspekter")).headers["Location"] == f"/sager/{proposal.pk}/"
    response = client.post(step_url(proposal, "aspekter"), {"edition": "0", "aspect_management": "For sent"})
    assert response.headers["Location"] == f"/sager/{proposal.pk}/"
    assert stored(proposal) == before


def test_a_correction_begins_on_a_copy_and_others_still_read_what_was_submitted(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], need="Gammelt", vendor_cost=Decimal(10))
    reopen(submit(proposal, cast.author))
    client, url = browse(cast.author), step_url(proposal, "omfang")
    assert client.post(url, opened(client, url) | {"vendor_cost": "20"}).status_code == 302
    assert list(proposal.versions.order_by("ordinal").values_list("ordinal", "vendor_cost", "need")) == [
        (1, Decimal(10), "Gammelt"),
        (2, Decimal(20), "Gammelt"),
    ]
    assert Proposal.objects.get(pk=proposal.pk).vendor_cost == Decimal(10)
    reader = browse(cast.neighbour)
    assert reader.get(f"/sager/{proposal.pk}/").context["page"].version.ordinal == 1
    assert reader.get(f"/sager/{proposal.pk}/versioner/2/").status_code == 404
    assert client.get(f"/sager/{proposal.pk}/").context["page"].version.ordinal == 2


@pytest.mark.parametrize("path", ["forslag", "ukendt", "need"])
def test_a_step_that_the_kind_does_not_have_does_not_exist(cast: Cast, browse: Browse, path: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    assert browse(cast.author).get(step_url(proposal, path)).status_code == 404


def test_a_notification_is_not_asked_about_the_pool(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], kind=ProposalKind.NOTIFICATION)
    assert browse(cast.author).get(step_url(proposal, "pulje")).status_code == 404
    stations = browse(cast.author).get(step_url(proposal, "behov")).context["wizard"].stations
    assert "pool" not in {station.slug for station in stations}


def test_a_step_asks_the_same_number_of_queries_whatever_it_holds(cast: Cast, browse: Browse) -> None:
    client = browse(cast.author)
    counts = []
    for number in (1, 3):
        groups = [make_group() for _one in range(number)]
        proposal = make_draft(cast.author, cast.units["aeldre"], involved_groups=groups)
        client.get(step_url(proposal, "mennesker"))
        with CaptureQueriesContext(connection) as seen:
            client.get(step_url(proposal, "mennesker"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
