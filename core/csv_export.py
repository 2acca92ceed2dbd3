"""Rows as a CSV file that opens right in a Danish spreadsheet and runs nothing there."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

# A cell that begins with one of these may be read as a formula (OWASP, CSV injection).
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def neutral(cell: str) -> str:
    """Return the cell so that no spreadsheet reads it as a formula; a plain number stays as it is."""
    if not cell.startswith(_STARTS_A_FORMULA) or _is_number(cell):
        return cell
    return f"'{cell}"


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the file line by line: semicolons, UTF-8 with a byte order mark, every cell neutral."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])


def csv_response(rows: Iterable[Sequence[str]], *, file_name: str) -> StreamingHttpResponse:
    """Return the rows as a download named `file_name`."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _is_number(cell: str) -> bool:
    body = cell[1:]
    return cell[0] in "+-" and body.isascii() and body.replace(".", "").replace(",", "").isdecimal()
