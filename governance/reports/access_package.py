"""The package that answers a request for access: an index of every paper, and the files of those that are given."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.clock import COPENHAGEN
from core.pdf import render_pdf
from governance.selectors.access_index import index_lines

if TYPE_CHECKING:
    from governance.models import AccessRequest


def package(request: "AccessRequest", contents: Mapping[str, Callable[[], bytes]], municipality: str) -> bytes:
    """Return the ZIP of a request whose index is set; `contents` makes a paper's file by its key.

    Its files carry the moment of the answer, so that the same answer gives the same bytes.
    """
    stamp = _stamp(request)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        _write(archive, _("00-index.pdf"), stamp, render_pdf(index_html(request, municipality)))
        for row in request.index:
            if row["file"]:
                _write(archive, row["file"], stamp, contents[row["key"]]())
    return held.getvalue()


def index_html(request: "AccessRequest", municipality: str) -> str:
    """Return the index as a page for `core.pdf`."""
    context = {
        "request": request,
        "proposal": request.proposal,
        "lines": index_lines(request.index),
        "municipality": municipality,
    }
    return render_to_string("reports/access_index.html", context)


def _stamp(request: "AccessRequest") -> tuple[int, int, int, int, int, int]:
    """Return the moment of the answer in Copenhagen, as a ZIP writes it."""
    if request.answered_at is None:
        message = "a package belongs to an answer"
        raise ValueError(message)
    moment = request.answered_at.astimezone(COPENHAGEN)
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second


def _write(archive: ZipFile, name: str, stamp: tuple[int, int, int, int, int, int], content: bytes) -> None:
    entry = ZipInfo(name, stamp)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
