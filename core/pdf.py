"""From HTML to a tagged PDF (PDF/UA-1): WeasyPrint's only door.

The page may fetch the project's own report style sheets and their fonts, and nothing else: no address on the net,
no file of the machine, no data in an address. What is refused leaves an empty place; the page is set without it.
The same page gives the same bytes, so that a file can be held against its hash.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.contrib.staticfiles import finders

# A name that no server can have: what the page asks for by a relative address comes through `_open` or not at all.
BASE = "https://static.invalid/"
_OWN = re.compile(r"https://static\.invalid/(css/report[a-z-]*\.css|vendor/dkfds/fonts/[A-Za-z0-9/-]+\.woff2)")
_TYPES = {"css": "text/css", "woff2": "font/woff2"}
# The setter's own style sheet says of every element how its notes and its list mark would look: six styles an element
# that nothing reads, and more than a fifth of the memory. No report has notes, and only list items have marks.
_NOTES = re.compile(r"^::(?:footnote|note)-[a-z]+ \{.*\}$", re.MULTILINE)
_MARKS = re.compile(r"^::marker(?= \{)", re.MULTILINE)
_rendering = Lock()


def render_pdf(html: str) -> bytes:
    """Return `html` as a PDF/UA-1 file; language and title are those of the page (`<html lang>`, `<title>`)."""
    # Imported here: it costs more than a second, and only the worker and the command need it.
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415, TID251 - this is the door

    with _without_collector():
        document = _page()(string=html, base_url=BASE, url_fetcher=_fetcher()).render(font_config=FontConfiguration())
        return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"pejling", pdf_tags=True))


def own_file(address: str) -> Path | None:
    """Return the file that `address` names, where it is one that a report may use."""
    match = _OWN.fullmatch(address)
    found = finders.find(match.group(1)) if match else None
    return Path(found) if isinstance(found, str) else None


def base_sheet(whole: str) -> str:
    """Return the setter's own style sheet without what no report uses (see `_NOTES`)."""
    return _MARKS.sub("li::marker", _NOTES.sub("", whole))


@cache
def _page() -> Any:
    from weasyprint import CSS, HTML  # noqa: PLC0415, TID251
    from weasyprint.html import UA, UA_COUNTER_STYLE  # noqa: PLC0415, TID251

    sheet = CSS(string=base_sheet(UA), counter_style=UA_COUNTER_STYLE)

    class Page(HTML):  # type: ignore[misc]  # untyped
        """A page that begins from the lighter style sheet."""

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - the setter's signature
            del forms
            return [sheet]

    return Page


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415, TID251

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # untyped
        """Serve what `own_file` knows. A refusal is a ValueError, which WeasyPrint logs and lives with."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """Open a file of our own, or refuse."""
            del headers
            file = own_file(url)
            if file is None:
                message = "a report fetches nothing but its own style sheets and fonts"
                raise ValueError(message)
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _TYPES[file.suffix[1:]]})

    return OwnFilesOnly()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector off while a document is set: it finds nothing there and costs a fourth of the time."""
    with _rendering:
        was_on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if was_on:
                gc.enable()
