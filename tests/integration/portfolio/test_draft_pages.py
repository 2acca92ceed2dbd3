"""The overview, the documents, the co-editors and the deletion of a draft."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import panels
from core.models import AuditEntry, Document, User
from core.permissions import grant, holders
from portfolio.domain.completeness import gaps
from portfolio.domain.proposals import change_draft
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.portfolio import complete_draft, draft_of, make_draft, make_goal, reopen, submit
from tests.integration.portfolio.conftest import Cast

Browse = Callable[[User], Client]
PDF = b"%PDF-1.7\n%%EOF"


def upload(name: str = "tilbud.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def documents_url(proposal: Proposal) -> str:
    return reverse("portfolio:draft_documents", args=[proposal.pk])


# --- overview ---


def test_the_overview_lists_every_step_with_its_gaps(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], need="Nøgler bliver væk")
    response = browse(cast.author).get(reverse("portfolio:draft_overview", args=[proposal.pk]))
    parts = response.context["parts"]
    assert [part.station.slug for part in parts] == [
        "need", "aspects", "size", "people", "goals", "change", "strategy", "security", "pool", "documents",
    ]  # fmt: skip
    assert [gap for part in parts for gap in part.station.gaps] == list(gaps(proposal, draft_of(proposal)))
    assert [part.station.slug for part in parts if part.station.complete] == ["strategy", "documents"]
    assert ("Nøgler bliver væk" in {text for _label, text in parts[0].items}) is True


def test_a_whole_draft_has_every_mark(cast: Cast, browse: Browse) -> None:
    proposal = complete_draft(cast.author, cast.units["aeldre"], cast.owner)
    response = browse(cast.author).get(reverse("portfolio:draft_overview", args=[proposal.pk]))
    assert {station.complete for station in response.context["wizard"].stations} == {True}
    assert response.context["panels"] == ()


def test_submission_is_what_an_app_above_puts_there(cast: Cast, browse: Browse) -> None:
    panel = panels.Panel(
        "proposal_submission", 1, "Indsend", "components/empty.html", lambda _request, row: {"text": f"Send {row.pk}"}
    )
    panels.register(panel)
    proposal = make_draft(cast.author, cast.units["aeldre"])
    html = browse(cast.author).get(reverse("portfolio:draft_overview", args=[proposal.pk])).content.decode()
    assert f"Send {proposal.pk}" in html


def test_the_overview_asks_the_same_number_of_queries_whatever_it_holds(cast: Cast, browse: Browse) -> None:
    client = browse(cast.author)
    counts = []
    for number in (1, 3):
        proposal = make_draft(cast.author, cast.units["aeldre"], goals=[make_goal() for _one in range(number)])
        url = reverse("portfolio:draft_overview", args=[proposal.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- documents ---


def test_a_document_is_attached_read_and_removed(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client = browse(cast.author)
    data = {"upload": upload(), "title": "Tilbud fra Låse ApS", "marking": "business_secret"}
    assert client.post(documents_url(proposal), data).status_code == 302
    document = Document.objects.get()
    assert (document.title, document.marking, document.holder) == ("Tilbud fra Låse ApS", "business_secret", proposal)
    download = client.get(reverse("core:document_download", args=[document.pk]))
    assert b"".join(download.streaming_content) == PDF
    assert browse(cast.stranger).get(reverse("core:document_download", args=[document.pk])).status_code == 404
    removal = reverse("portfolio:document_remove", args=[proposal.pk, document.pk])
    assert client.get(removal).status_code == 405
    assert client.post(removal).status_code == 302
    assert not Document.objects.exists()
    acts = AuditEntry.objects.about(proposal).values_list("act", flat=True)
    assert list(acts) == ["document.remove", "document.attach", "proposal.create"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"upload": upload("virus.exe", b"MZ")},
        {"upload": upload("tom.pdf", b"")},
        {"upload": upload("falsk.pdf", b"<html>")},
        {"upload": upload("x" * 250 + ".pdf")},
        {"upload": upload(), "marking": "secret"},
        {"upload": upload(), "title": "x" * 201},
    ],
)
def test_what_cannot_be_attached_is_sent_back(cast: Cast, browse: Browse, data: dict[str, object]) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    response = browse(cast.author).post(documents_url(proposal), {"marking": "open"} | data)
    assert response.status_code == 422
    assert not Document.objects.exists()


def test_a_document_of_a_submitted_version_stays(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client = browse(cast.author)
    client.post(documents_url(proposal), {"upload": upload(), "marking": "open"})
    document = Document.objects.get()
    reopen(submit(Proposal.objects.get(pk=proposal.pk), cast.author))
    client.post(reverse("portfolio:document_remove", args=[proposal.pk, document.pk]))
    assert list(Document.objects.all()) == [document]


def test_a_document_of_another_case_is_not_removed_through_this_one(cast: Cast, browse: Browse) -> None:
    mine, other = (make_draft(person, cast.units["aeldre"]) for person in (cast.author, cast.neighbour))
    browse(cast.neighbour).post(documents_url(other), {"upload": upload(), "marking": "open"})
    removal = reverse("portfolio:document_remove", args=[mine.pk, Document.objects.get().pk])
    assert browse(cast.author).post(removal).status_code == 404
    assert Document.objects.count() == 1


# --- co-editors ---


def test_a_draft_is_shared_and_unshared(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    client, url = browse(cast.author), reverse("portfolio:draft_editors", args=[proposal.pk])
    assert client.post(url, {"person": "Emil Kjær"}).status_code == 302
    assert list(holders("edit_proposal", proposal)) == [cast.editor]
    draft = browse(cast.editor)
    assert draft.get(reverse("portfolio:draft_overview", args=[proposal.pk])).status_code == 200
    removal = reverse("portfolio:editor_remove", args=[proposal.pk, cast.editor.pk])
    assert draft.post(removal).headers["Location"] == "/sager/"
    assert list(holders("edit_proposal", proposal)) == []
    assert draft.get(url).status_code == 404
    acts = AuditEntry.objects.about(proposal).values_list("act", "actor")
    assert list(acts) == [
        ("proposal.unshare", cast.editor.pk),
        ("proposal.share", cast.author.pk),
        ("proposal.create", cast.author.pk),
    ]


@pytest.mark.parametrize("written", ["", "Ingen", "anna.holm@test.invalid"])
def test_who_cannot_be_shared_with(cast: Cast, browse: Browse, written: str) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    response = browse(cast.author).post(reverse("portfolio:draft_editors", args=[proposal.pk]), {"person": written})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["person"])
    assert list(holders("edit_proposal", proposal)) == []


def test_only_a_co_editor_can_be_taken_off(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    removal = reverse("portfolio:editor_remove", args=[proposal.pk, cast.stranger.pk])
    assert browse(cast.author).post(removal).status_code == 404


# --- deletion ---


def test_a_draft_is_deleted_after_asking(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], goals=[make_goal()])
    grant(cast.editor, "edit_proposal", proposal)
    client, url = browse(cast.author), reverse("portfolio:draft_delete", args=[proposal.pk])
    client.post(documents_url(proposal), {"upload": upload(), "marking": "open"})
    assert client.get(url).context["documents"] == 1
    assert Proposal.objects.filter(pk=proposal.pk).exists()
    assert client.post(url).headers["Location"] == "/sager/"
    assert not Proposal.objects.exists()
    assert not Document.objects.exists()
    newest = AuditEntry.objects.order_by("-sequence")[0]
    assert (newest.act, newest.actor, newest.subject_id) == ("proposal.delete_draft", cast.author, proposal.pk)


def test_a_co_editor_does_not_delete(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"])
    grant(cast.editor, "edit_proposal", proposal)
    browse(cast.editor).post(reverse("portfolio:draft_delete", args=[proposal.pk]))
    assert Proposal.objects.filter(pk=proposal.pk).exists()


def test_what_has_been_submitted_is_never_deleted(cast: Cast, browse: Browse) -> None:
    proposal = reopen(submit(make_draft(cast.author, cast.units["aeldre"]), cast.author))
    browse(cast.author).post(reverse("portfolio:draft_delete", args=[proposal.pk]))
    assert Proposal.objects.filter(pk=proposal.pk).exists()


def test_a_suggestion_has_three_stops(cast: Cast, browse: Browse) -> None:
    proposal = make_draft(cast.author, cast.units["aeldre"], kind=ProposalKind.SUGGESTION)
    change_draft(proposal, actor=cast.author, edition=0, fields={"need": "a", "idea": "b", "gain": "c"})
    response = browse(cast.author).get(reverse("portfolio:draft_overview", args=[proposal.pk]))
    stations = [(station.slug, station.complete) for station in response.context["wizard"].stations]
    assert stations == [("suggestion", True), ("documents", True), ("overview", True)]
