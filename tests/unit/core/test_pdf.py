import gc
import hashlib
import http.server
import threading
from io import BytesIO
from typing import ClassVar

import page
import pytest
from pypdf import PdfReader
from weasyprint import HTML  # noqa: TID251 - what the door leads to
from weasyprint.html import UA  # noqa: TID251

from core.pdf import base_sheet, own_file, render_pdf

UA1 = page.ValidationProfile.PDF_UA_1
HEAD = '<!doctype html><html lang="da"><head><title>Blåbærgrød på Ærø</title>{head}</head>'
BODY = "<body><h1>Blåbærgrød på Ærø</h1>{body}</body></html>"


def document(
    body: str = "<p>Rødgrød med fløde</p>", head: str = '<link rel="stylesheet" href="css/report.css">'
) -> str:
    return HEAD.format(head=head) + BODY.format(body=body)


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)


def fonts_of(pdf: bytes) -> set[str]:
    found = set()
    for sheet in PdfReader(BytesIO(pdf)).pages:
        for font in sheet["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


def test_every_rule_of_pdf_ua_1_is_kept():
    report = page.validate_pdf_bytes(render_pdf(document()), profile=UA1)
    assert (report.is_compliant, [failure.message for failure in report.failures]) == (True, [])
    assert report.rules.total == 104


def test_what_is_left_out_of_the_setters_own_sheet_changes_nothing(monkeypatch):
    lists = "<ul><li>Et</li><li>To<ol><li>Tre</li></ol></li></ul><table><tr><th>Fire</th><td>5</td></tr></table>"
    whole = UA.split("\n")
    left = base_sheet(UA).split("\n")
    assert [line.split(" ")[0] for line, kept in zip(whole, left, strict=True) if line != kept] == [
        "::marker", "::footnote-call", "::footnote-marker", "::note-call", "::note-marker", "::note-callback",
    ]  # fmt: skip
    lighter = render_pdf(document(lists))
    monkeypatch.setattr("core.pdf._page", lambda: HTML)
    assert render_pdf(document(lists)) == lighter


def test_language_title_and_danish_letters_are_those_of_the_page():
    pdf = render_pdf(document())
    reader = PdfReader(BytesIO(pdf))
    assert str(reader.trailer["/Root"]["/Lang"]) == "da"
    assert reader.metadata.title == "Blåbærgrød på Ærø"
    assert text_of(pdf) == "Blåbærgrød på ÆrøRødgrød med fløde"


def test_the_fonts_are_our_own_and_lie_in_the_file():
    assert {name.split("-")[0].replace("-", "") for name in fonts_of(render_pdf(document()))} == {"IBM"}


def test_the_same_page_gives_the_same_bytes():
    once, again, other = render_pdf(document()), render_pdf(document()), render_pdf(document("<p>Andet</p>"))
    assert hashlib.sha256(once).hexdigest() == hashlib.sha256(again).hexdigest()
    assert once != other


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        render_pdf(document())
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "address",
    [
        "https://static.invalid/css/pejling.css",
        "https://static.invalid/css/../css/report.css",
        "https://static.invalid/css/report.css?x",
        "https://static.invalid/css/report.css#x",
        "https://static.invalid/js/menu.js",
        "https://static.invalid/vendor/dkfds/css/dkfds.min.css",
        "https://static.invalid/vendor/dkfds/fonts/../../../../manage.py",
        "https://static.invalid.example/css/report.css",
        "http://static.invalid/css/report.css",
        "file:///etc/passwd",
        "data:text/css,h1%7B%7D",
        "css/report.css",
        "",
    ],
)
def test_only_the_reports_own_files_are_known(address):
    assert own_file(address) is None


def test_the_reports_own_style_sheet_is_known():
    assert own_file("https://static.invalid/css/report.css").name == "report.css"


class Canary(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments):
        """Keep quiet."""


@pytest.fixture
def canary():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Canary.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "hemmelig.txt"
    file.write_text("det hemmelige ord")
    return file


# What a title or a sentence could try, if it ever reached the page as markup.
PAYLOADS = [
    '<img alt="x" src="{0}/img">',
    '<img alt="x" srcset="{0}/set 2x" src="{0}/one">',
    '<link rel="stylesheet" href="{0}/css">',
    '<link rel="attachment" href="{0}/attachment">',
    '<a rel="attachment" href="{0}/linked">hent</a>',
    '<style>@import url("{0}/import");</style>',
    '<style>@font-face {{ font-family: x; src: url("{0}/font"); }} h1 {{ font-family: x; }}</style>',
    '<p style="background: url({0}/background)">x</p>',
    '<p style="list-style-image: url({0}/list); display: list-item">x</p>',
    '<style>h1::before {{ content: url("{0}/content"); }}</style>',
    '<style>@page {{ background: url("{0}/page"); }}</style>',
    '<object data="{0}/object"></object>',
    '<embed src="{0}/embed">',
    '<iframe src="{0}/frame"></iframe>',
    '<svg viewBox="0 0 9 9"><title>t</title><image href="{0}/image" width="9" height="9"/></svg>',
    '<svg viewBox="0 0 9 9"><title>t</title><use href="{0}/use#x"/></svg>',
    '<svg viewBox="0 0 9 9"><title>t</title><style>@import url("{0}/svg");</style><rect width="9" height="9"/></svg>',
    '<svg viewBox="0 0 9 9"><title>t</title><rect width="9" height="9" fill="url({0}/fill#x)"/></svg>',
    '<base href="{0}/"><img alt="x" src="base">',
    '<script src="{0}/script"></script>',
    '<video src="{0}/video"></video>',
    '<input type="image" alt="x" src="{0}/input">',
    '<meta http-equiv="refresh" content="0; url={0}/refresh">',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_asked_for_on_the_net_and_the_page_is_set_without_it(canary, payload):
    pdf = render_pdf(document(f"<p>Rødgrød</p>{payload.format(canary)}"))
    assert ("Rødgrød" in text_of(pdf), Canary.asked) == (True, [])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_file_of_the_machine_gets_in(secret, payload):
    pdf = render_pdf(document(f"<p>Rødgrød</p>{payload.format(secret.as_uri())}"))
    reader = PdfReader(BytesIO(pdf))
    assert (b"det hemmelige ord" in pdf, "hemmelige ord" in text_of(pdf), dict(reader.attachments)) == (
        False,
        False,
        {},
    )
