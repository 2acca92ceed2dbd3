"""A file of either kind, told apart by what it holds and not by its name."""

from portfolio.reading.table import MOST_BYTES, Table
from portfolio.reading.text_file import read_text_table
from portfolio.reading.unreadable import Unreadable, Why
from portfolio.reading.workbook import read_workbook_table

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_table(content: bytes) -> Table:
    """Return the table in a CSV file or a workbook. Raises `Unreadable`."""
    if not content.strip():
        raise Unreadable(Why.FILE_EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(Why.FILE_TOO_LARGE, most=MOST_BYTES // (1024 * 1024))
    if content.startswith(_OLE):
        raise Unreadable(Why.FILE_OLD_WORKBOOK)
    return read_workbook_table(content) if content.startswith(_ZIP) else read_text_table(content)
