import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.domain.documents import ACCEPTED, attach_document, check_upload, remove_document
from core.domain.refusal import Refused
from core.enums import AccessMarking
from core.models import AuditEntry, Document
from core.selectors.documents import documents_of
from tests.factories.core import make_person, make_unit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n indhold"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attach(name="notat.pdf", content=PDF, title="Notat"):
    person = make_person(f"Anna {Document.objects.count()}")
    holder = make_unit(f"plan{Document.objects.count()}")
    upload = SimpleUploadedFile(name, content)
    return attach_document(holder, upload, title=title, marking=AccessMarking.INTERNAL, actor=person)


def test_a_file_is_kept_under_a_name_that_says_nothing(tmp_path):
    document = attach("../../Løn 2026.pdf")
    with default_storage.open(document.file.name) as file:
        stored = file.read()
    assert stored == PDF
    assert document.file.name.startswith("documents/")
    assert "Løn" not in document.file.name
    assert (document.file_name, document.content_type, document.size, document.sha256) == (
        "Løn 2026.pdf",
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )
    assert [path.parent for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "documents"]
    assert list(documents_of(document.holder)) == [document]


def test_attaching_is_an_act_on_the_holder():
    document = attach()
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.act, entry.actor, entry.subject_id, entry.data) == (
        "document.attach",
        document.uploaded_by,
        document.holder_id,
        {"title": "Notat", "sha256": document.sha256},
    )


def test_a_document_without_a_title_is_called_what_its_file_is():
    assert attach(title="  ").title == "notat.pdf"


@pytest.mark.parametrize(("ending", "kind"), [(ending, kind) for ending, kind in ACCEPTED.items()])
def test_every_accepted_kind_is_known_by_its_beginning(ending, kind):
    media_type, beginning = kind
    upload = SimpleUploadedFile(f"Fil{ending.upper()}", beginning + b" indhold")
    assert check_upload(upload) == media_type
    assert upload.read() == beginning + b" indhold"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("side.html", b"<script>"),
        ("tegning.svg", b"<svg/>"),
        ("uden", PDF),
        ("notat.pdf", b""),
        ("notat.pdf", b"<html>%PDF-"),
        ("ark.xlsx", PDF),
        ("billede.png", b"\xff\xd8\xff"),
        ("tekst.txt", b"MZ\x00\x00"),
    ],
)
def test_what_is_not_accepted_leaves_nothing(tmp_path, name, content):
    person, holder = make_person("Anna"), make_unit("plan")
    written = AuditEntry.objects.count()
    with pytest.raises(Refused):
        attach_document(holder, SimpleUploadedFile(name, content), title="", marking=AccessMarking.OPEN, actor=person)
    assert Document.objects.count() == 0
    assert AuditEntry.objects.count() == written
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_limit_itself_is_accepted_and_one_byte_more_is_not(settings):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    full = PDF + b"x" * (1024 * 1024 - len(PDF))
    assert check_upload(SimpleUploadedFile("a.pdf", full)) == "application/pdf"
    with pytest.raises(Refused, match="1 MB"):
        check_upload(SimpleUploadedFile("a.pdf", full + b"x"))


def test_a_removed_file_goes_with_the_commit(django_capture_on_commit_callbacks):
    document = attach()
    name, person = document.file.name, document.uploaded_by
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document, actor=person)
        assert default_storage.exists(name)
    assert not default_storage.exists(name)
    assert Document.objects.count() == 0
    assert AuditEntry.objects.order_by("-sequence").first().act == "document.remove"


def test_a_document_is_not_there_for_one_who_is_not_logged_in(client):
    document = attach()
    response = client.get(f"/dokumenter/{document.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/konto/log-ind/?next=/dokumenter/{document.pk}/")
