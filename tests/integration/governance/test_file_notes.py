"""File notes on every object: who, when, what and from whom; they stand, and are read by whoever sees the object."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from businesscase.models import Benefit
from core.models import AuditEntry, FileNote
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from tests.factories.businesscase import write_case
from tests.factories.governance import Town, make_draft, make_meeting, make_standing
from tests.factories.projects import make_project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAID = {"text": "Leverandøren siger, at prisen holder året ud.", "source": "Telefon, Mette Bro", "marking": "extract"}


def visit(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def objects(town: Town) -> dict[str, tuple[int, str]]:
    """Return one object of each kind with the name of its page."""
    project = make_project(town)
    return {
        "sag": (project.proposal_id, "portfolio:proposal_detail"),
        "projekt": (project.pk, "governance:project_detail"),
        "gevinst": (Benefit.objects.filter(project=project)[0].pk, "governance:benefit_detail"),
        "moede": (make_meeting(town).pk, "governance:meeting_detail"),
    }


def address(kind: str, pk: int) -> str:
    return reverse("governance:note_create", args=[kind, pk])


def test_a_note_is_written_on_every_kind_of_object_and_read_there(town):
    client = visit(town.secretary)
    for kind, (pk, page) in objects(town).items():
        assert address(kind, pk) in client.get(reverse(page, args=[pk])).content.decode(), kind
        answer = client.post(address(kind, pk), SAID)
        assert answer.url == reverse(page, args=[pk]) + "#history"
        note = FileNote.objects.latest("pk")
        assert (note.holder_id, note.text, note.source, note.marking) == (pk, SAID["text"], SAID["source"], "extract")
        assert (note.written_by, note.written_by_name) == (town.secretary, "Secretary Test")
        act = AuditEntry.objects.latest("sequence")
        assert (act.act, act.subject_id, act.reason, act.data["note"]) == ("note.write", pk, SAID["text"], note.pk)
        again = client.get(address(kind, pk)).content.decode()
        assert SAID["text"] in again
        assert "Telefon, Mette Bro" in again
        if kind != "moede":
            assert SAID["text"] in client.get(reverse(page, args=[pk])).content.decode(), kind


def test_a_note_stands(town):
    pk, _page = objects(town)["sag"]
    visit(town.owner).post(address("sag", pk), SAID)
    for change in (lambda: FileNote.objects.update(text="Andet"), lambda: FileNote.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_empty_note_gets_a_sentence_and_writes_nothing(town):
    pk, _page = objects(town)["sag"]
    answer = visit(town.owner).post(address("sag", pk), SAID | {"text": " \n "})
    assert (answer.status_code, "alert-error" in answer.content.decode()) == (200, True)
    assert visit(town.owner).post(address("sag", pk), SAID | {"marking": "secret"}).status_code == 200
    assert FileNote.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("author", {"sag", "gevinst"}),
        ("editor", {"sag"}),
        ("owner", {"sag", "projekt", "gevinst"}),
        ("head", {"sag", "projekt", "gevinst"}),
        ("it", {"sag", "projekt", "gevinst", "moede"}),
        ("auditor", set()),
        ("outsider", set()),
    ],
)
def test_whoever_handles_it_or_answers_for_it_may_write(town, name, kinds):
    client, written = visit(town.people[name]), set()
    for kind, (pk, page) in objects(town).items():
        seen = client.get(reverse(page, args=[pk]))
        offered = seen.status_code == 200 and address(kind, pk) in seen.content.decode()
        before = FileNote.objects.count()
        client.post(address(kind, pk), SAID)
        if FileNote.objects.count() > before:
            written.add(kind)
        assert offered == (kind in kinds), kind
    assert written == kinds


def test_what_one_may_not_see_has_no_notes(town):
    case = make_standing(town, ProposalState.REVIEW)
    declare_conflict(case, actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    draft = make_draft(town)
    write_case(draft, town.author)
    for person, kind, pk in (
        (town.member, "sag", case.pk),
        (town.outsider, "sag", case.pk),
        (town.author, "sag", draft.pk),
        (town.author, "moede", make_meeting(town).pk),
        (town.secretary, "sag", 999_999_999),
        (town.secretary, "bil", case.pk),
    ):
        assert visit(person).get(address(kind, pk)).status_code == 404
        assert visit(person).post(address(kind, pk), SAID).status_code == 404
    assert FileNote.objects.count() == 0
    assert Proposal.objects.filter(pk=draft.pk).exists()
