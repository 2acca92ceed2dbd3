"""Access to the documents of a case: the clock, the markings, and a package that holds what is given and no more."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from core import clock
from core.domain.documents import attach_document
from core.domain.file_notes import write_note
from core.domain.refusal import Refused
from core.enums import AccessMarking
from core.models import AuditEntry
from core.providers import collect
from core.selectors.documents import documents_of
from governance.domain.access_requests import (
    is_under_way,
    make_package,
    mark_papers,
    order_package,
    refuse_request,
    register_request,
)
from governance.domain.advice import give_advice
from governance.domain.conflicts import declare_conflict
from governance.enums import AccessMark, ConflictGround
from governance.models import AccessRequest, AgendaItem
from governance.selectors.access_papers import papers_of
from governance.selectors.access_requests import access_clock
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.access import give_access, make_access_request, mark_all
from tests.factories.governance import Town, make_draft, make_meeting, make_recommended, make_review, make_standing
from tests.factories.projects import make_project

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HANDLERS = ("it", "secretary")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(town) -> Proposal:
    case = make_standing(town, ProposalState.APPROVED)
    write_note(case, text="Leverandøren ringede", marking=AccessMarking.INTERNAL, actor=town.secretary)
    upload = SimpleUploadedFile("tilbud.txt", "Tilbud på nøgler".encode(), content_type="text/plain")
    attach_document(case, upload, title="Tilbud", marking=AccessMarking.BUSINESS_SECRET, actor=town.author)
    return case


def browser(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.people[role], backend=BACKEND)
    return client


@pytest.mark.parametrize("role", HANDLERS)
def test_the_clock_runs_seven_working_days_from_the_day_of_receipt(town, case, role):
    row = make_access_request(case, town.people[role], received_on=date(2026, 3, 27))
    # Seven working days after a Friday before Easter, whose Thursday, Friday and Monday are holidays.
    assert row.due_on == date(2026, 4, 10)
    assert AuditEntry.objects.about(row).get().act == "access.register"


@pytest.mark.parametrize("role", ["author", "owner", "head", "chair", "member", "director", "auditor", "outsider"])
def test_others_do_not_know_that_somebody_has_asked(town, case, role):
    row = make_access_request(case, town.secretary)
    client = browser(town, role)
    pages = ("", "ny/", f"{row.pk}/", f"{row.pk}/svar/", f"{row.pk}/fil/")
    assert {client.get(f"/aktindsigt/{page}").status_code for page in pages} == {404}
    with pytest.raises(Refused) as refusal:
        make_access_request(case, town.people[role])
    assert refusal.value.who == "IT-afdelingen, strategigruppens sekretær eller en administrator"
    assert AccessRequest.objects.count() == 1


def test_whoever_is_barred_from_the_case_finds_no_request(town):
    case = make_standing(town, ProposalState.REVIEW)
    row = make_access_request(case, town.it)
    declare_conflict(case, actor=town.secretary, ground=ConflictGround.OWN_INTEREST, explanation="Min søster")
    assert browser(town, "secretary").get(f"/aktindsigt/{row.pk}/").status_code == 404
    assert not list(AccessRequest.objects.visible_to(town.secretary))
    assert [item for item in collect("waiting", town.secretary) if "aktindsigt" in item.why] == []
    with pytest.raises(Refused):
        mark_papers(row, {}, actor=town.secretary)


def test_what_is_missing_or_wrong_is_refused(town, case):
    for said in (
        {"asker": " "},
        {"contact": ""},
        {"received_on": clock.today() + timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            make_access_request(case, town.it, **said)
    with pytest.raises(Refused):
        make_access_request(make_draft(town), town.it)
    assert not AccessRequest.objects.exists()


def test_each_paper_begins_with_what_its_own_marking_suggests(town, case):
    suggested = {paper.key.partition(":")[0]: paper.suggested for paper in papers_of(case)}
    assert suggested == {
        "version": AccessMark.GIVEN,
        "business_case": AccessMark.GIVEN,
        "letter": AccessMark.GIVEN,
        "note": AccessMark.INTERNAL,
        "document": AccessMark.BUSINESS_SECRET,
    }


def test_the_notes_on_project_benefit_and_meeting_belong_to_the_case(town):
    """Offentlighedsloven § 13: what was noted on them is among the papers of the case; on others' it is not."""
    project = make_project(town)
    case, other = Proposal.objects.get(pk=project.proposal_id), make_project(town)
    meeting, elsewhere = make_meeting(town, 20), make_meeting(town, 30)
    assert AgendaItem.objects.filter(proposal=case).update(meeting=meeting)
    benefit = project.benefits.first()
    for holder, text in (
        (case, "sagen"), (project, "projektet"), (benefit, "gevinsten"), (meeting, "mødet"),
        (other, "et andet projekt"), (elsewhere, "et andet møde"),
    ):  # fmt: skip
        write_note(holder, text=f"Om {text}", actor=town.secretary)
    notes = [paper for paper in papers_of(case) if paper.key.startswith("note:")]
    texts = [paper.content().decode().split("\n")[3] for paper in notes]
    assert texts == ["Om sagen", "Om projektet", "Om gevinsten", "Om mødet"]
    assert [paper.title.rpartition(" til ")[2] for paper in notes[1:]] == ["projektet", "en gevinst", "et møde"]
    # What was noted at a meeting may tell of other cases.
    assert [paper.suggested for paper in notes] == [AccessMark.GIVEN] * 3 + [AccessMark.INTERNAL]


@pytest.mark.parametrize("role", ["it", "secretary", "admin", "author", "director", "auditor"])
def test_min_side_leads_to_the_requests_for_those_who_handle_them(town, role):
    handles = role in {"it", "secretary", "admin"}
    assert ("/aktindsigt/" in browser(town, role).get("/").content.decode()) is handles


def test_nothing_leaves_that_nobody_has_marked(town, case):
    row = make_access_request(case, town.it)
    first, *_rest = papers_of(case)
    mark_papers(row, {first.key: AccessMark.GIVEN}, actor=town.it)
    with pytest.raises(Refused, match="Mærk alle dokumenter først"):
        order_package(row, reason="", actor=town.it)
    mark_papers(row, {paper.key: AccessMark.INTERNAL for paper in papers_of(case)}, actor=town.it)
    with pytest.raises(Refused, match="Ingen dokumenter er mærket"):
        order_package(row, reason="", actor=town.it)
    for marks in ({"version:0": "given"}, {first.key: "måske"}):
        with pytest.raises(Refused):
            mark_papers(row, marks, actor=town.it)
    row.refresh_from_db()
    assert (row.outcome, row.index, bool(row.file)) == ("", [], False)


def test_the_package_holds_what_is_given_and_the_index_names_all(town, case):
    row = make_access_request(case, town.it)
    mark_all(row, town.it, note=AccessMark.INTERNAL, business_case=AccessMark.PRIVATE)
    row = give_access(row, town.it)
    with row.file.open("rb") as opened:
        content = opened.read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    index = files.pop("00-oversigt.pdf")
    assert index.startswith(b"%PDF-")
    papers = papers_of(case)
    assert [line["key"] for line in row.index] == [paper.key for paper in papers]
    assert set(files) == {line["file"] for line in row.index if line["mark"] == "given"}
    exempt = {line["key"].partition(":")[0] for line in row.index if not line["file"]}
    assert exempt == {"note", "business_case"}
    whole = b"".join(files.values()).decode()
    assert "Nøgler bliver væk" in whole
    assert "Tilbud på nøgler" in whole
    assert "Leverandøren ringede" not in whole
    response = browser(town, "secretary").get(f"/aktindsigt/{row.pk}/fil/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")


def test_an_answer_stands(town, case):
    row = make_access_request(case, town.it)
    with pytest.raises(Refused, match="begrundelsen"):
        refuse_request(row, reason=" ", actor=town.it)
    row = refuse_request(row, reason="Sagen er undtaget.", actor=town.it)
    assert (row.outcome, bool(row.file)) == ("refused", False)
    with pytest.raises(Refused, match="besvaret"):
        order_package(row, reason="", actor=town.it)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessRequest.objects.filter(pk=row.pk).update(reason="Noget andet")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert browser(town, "it").get(f"/aktindsigt/{row.pk}/fil/").status_code == 404


def test_the_request_waits_on_min_side_until_it_is_answered(town, case):
    row = make_access_request(case, town.it, received_on=clock.today() - timedelta(days=30))
    assert access_clock(row).tone == "error"
    for role in HANDLERS:
        [line] = [item for item in collect("waiting", town.people[role]) if item.url == f"/aktindsigt/{row.pk}/"]
        assert line.overdue
    refuse_request(row, reason="Undtaget", actor=town.it)
    assert not [item for item in collect("waiting", town.it) if "aktindsigt" in item.url]


def test_the_road_from_the_case_to_the_answer_in_the_pages(town, case):
    client = browser(town, "it")
    link = f"/aktindsigt/ny/?sag={case.number}"
    assert link in client.get(f"/sager/{case.pk}/").content.decode()
    assert link not in browser(town, "member").get(f"/sager/{case.pk}/").content.decode()
    assert case.number in client.get(link).content.decode()
    said = {"number": "2001-999", "asker": "Avisen", "contact": "a@b.invalid", "received_on": "01.09.2026"}
    assert "Der er ingen sag med det nummer." in client.post("/aktindsigt/ny/", said).content.decode()
    client.post("/aktindsigt/ny/", said | {"number": case.number})
    row = AccessRequest.objects.get()
    page = f"/aktindsigt/{row.pk}/"
    assert "Ikke mærket endnu" in client.get(page).content.decode()
    client.post(page, {paper.key: paper.suggested for paper in papers_of(case)})
    assert "Ikke mærket endnu" not in client.get(page).content.decode()
    client.post(f"{page}svar/", {"outcome": "given", "reason": ""})
    waiting = client.get(page).content.decode()
    assert "Pakken bliver dannet" in waiting
    assert "Gem mærkningerne" not in waiting
    assert "hx-refresh" not in {name.lower() for name in client.get(f"{page}fremdrift/").headers}
    assert make_package(row.pk)
    assert client.get(f"{page}fremdrift/").headers["HX-Refresh"] == "true"
    shown = client.get(page).content.decode()
    assert "Undtages: internt arbejdsdokument (§\N{NO-BREAK SPACE}23)" in shown
    assert AccessRequest.objects.get().sha256 in shown
    assert "Aktindsigt givet" in client.get("/aktindsigt/").content.decode()


def test_while_the_package_is_made_nothing_else_is_done_with_the_request(town, case):
    row = make_access_request(case, town.it)
    mark_all(row, town.it)
    row = order_package(row, reason="", actor=town.it)
    assert (is_under_way(row), row.is_open, row.progress) == (True, True, 0)
    for act in (
        lambda: mark_papers(row, {}, actor=town.it), lambda: order_package(row, reason="", actor=town.it),
        lambda: refuse_request(row, reason="Nej", actor=town.it),
    ):  # fmt: skip
        with pytest.raises(Refused, match="bliver dannet"):
            act()
    assert (make_package(row.pk), make_package(row.pk)) == (True, False)
    assert AuditEntry.objects.filter(act="access.answer", subject_id=row.pk).count() == 1


def test_a_worker_that_has_it_keeps_it_until_nothing_has_been_heard_of_it(town, case):
    row = make_access_request(case, town.it)
    mark_all(row, town.it)
    row = order_package(row, reason="", actor=town.it)
    AccessRequest.objects.filter(pk=row.pk).update(heard_at=clock.now())
    assert make_package(row.pk) is False
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        row.refresh_from_db()
        assert is_under_way(row) is False
        again = order_package(row, reason="Igen", actor=town.secretary)
        assert make_package(row.pk) is True
    again.refresh_from_db()
    assert (again.answered_by, again.reason, again.progress) == (town.secretary, "Igen", 100)


def test_a_paper_that_comes_meanwhile_stops_it_and_leaves_no_file(town, case, settings):
    row = make_access_request(case, town.it)
    mark_all(row, town.it)
    row = order_package(row, reason="", actor=town.it)
    write_note(case, text="Noget nyt", actor=town.secretary)
    assert make_package(row.pk) is False
    row.refresh_from_db()
    assert (row.outcome, bool(row.file), is_under_way(row)) == ("", False, False)
    assert row.failed == "Mærk alle dokumenter først. Intet udleveres, uden at nogen har set på det."
    assert row.failed in browser(town, "it").get(f"/aktindsigt/{row.pk}/").content.decode()
    assert not list(settings.MEDIA_ROOT.glob("access/*"))


def test_a_fault_is_told_and_the_package_can_be_ordered_again(town, case):
    row = make_access_request(case, town.it)
    mark_all(row, town.it)
    row = order_package(row, reason="", actor=town.it)
    document = documents_of(case)[0]
    name = document.file.name
    document.file.storage.delete(name)
    # The demand that it is given: the exempt file is never opened.
    with pytest.raises(FileNotFoundError):
        make_package(row.pk)
    row.refresh_from_db()
    assert row.failed.startswith("Noget gik galt")
    mark_all(row, town.it, document=AccessMark.BUSINESS_SECRET)
    assert give_access(row, town.it).outcome == "given"


def test_whoever_speaks_for_the_case_answers_nothing(town):
    case = make_standing(town, ProposalState.APPROVED)
    row = make_access_request(case, town.secretary)
    Proposal.objects.filter(pk=case.pk).update(owner=town.it)
    with pytest.raises(Refused, match="taler selv for sagen"):
        register_request(case, asker="A", contact="B", received_on=clock.today(), actor=town.it)
    response = browser(town, "it").get(f"/aktindsigt/{row.pk}/")
    assert "taler selv for sagen" in response.content.decode()


def test_advice_and_reviews_are_among_the_papers_and_begin_as_internal(town):
    case = make_standing(town, ProposalState.REVIEW, ProposalKind.APPLICATION)
    give_advice(case, text="Brug den fælles løsning.", actor=town.network)
    make_review(case, town.member, why="Det haster")
    advice, review = (paper for paper in papers_of(case) if paper.key.partition(":")[0] in {"advice", "review"})
    assert (advice.title, advice.kind) == ("Råd fra IT-netværket, version 1", "Råd")
    assert (review.title, review.kind) == (f"Vurdering fra {town.member.name}, version 1", "Vurdering")
    assert {advice.suggested, review.suggested} == {AccessMark.INTERNAL}
    assert f"Brug den fælles løsning.\n\n{town.network.name}" in advice.content().decode()
    said = review.content().decode().split("\n")
    score = ["Obligatoriske digitale løsninger: 4 – i høj grad", "Det haster"]
    assert said[3:] == ["Godkend", "", *score, "", town.member.name, ""]


def test_who_may_not_read_a_review_cannot_give_it(town):
    """C4: a request for access opens no position to whoever handles it, before the recommendation or at all."""
    case = make_standing(town, ProposalState.REVIEW, ProposalKind.APPLICATION)
    review = f"review:{make_review(case, town.member).pk}"
    row = make_access_request(case, town.it)
    for person in (town.it, town.secretary):
        with pytest.raises(Refused, match="Kun den, der må læse en vurdering"):
            mark_papers(row, {review: AccessMark.GIVEN}, actor=person)
    page = browser(town, "secretary").get(f"/aktindsigt/{row.pk}/")
    assert AccessMark.GIVEN not in dict(page.context["form"].fields[review].choices)
    assert "Kun den, der må læse vurderingen, kan udlevere den." in page.content.decode()
    make_recommended(town, case)
    page = browser(town, "secretary").get(f"/aktindsigt/{row.pk}/")
    assert AccessMark.GIVEN in dict(page.context["form"].fields[review].choices)
    assert "Kun den, der må læse vurderingen" not in page.content.decode()
    mark_papers(row, {review: AccessMark.GIVEN}, actor=town.secretary)
    # IT reads no position and gives none, but what the secretary has given stands when IT marks the rest.
    page = browser(town, "it").get(f"/aktindsigt/{row.pk}/")
    browser(town, "it").post(
        f"/aktindsigt/{row.pk}/", {key: one.initial for key, one in page.context["form"].fields.items()}
    )
    row.refresh_from_db()
    assert row.marks[review] == AccessMark.GIVEN
    assert set(row.marks) == {paper.key for paper in papers_of(case)}
    mark_papers(row, {review: AccessMark.INTERNAL}, actor=town.it)
    with pytest.raises(Refused, match="Kun den, der må læse en vurdering"):
        mark_papers(row, {review: AccessMark.GIVEN}, actor=town.it)
