"""CSV files: UTF-8 with or without its mark, UTF-16 with one, Windows-1252; semicolon, comma or tab."""

import codecs
import csv
import io
import re

from portfolio.reading.table import Cell, Table, TableBuilder
from portfolio.reading.unreadable import Unreadable, Why

_SEPARATORS = (";", ",", "\t")
_QUOTED = re.compile('"[^"]*"')
_LONGEST_HEADER = 100_000
# Characters that no text has: what holds them is a picture, a program or the like.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes) -> str:
    """Return the text. What is not UTF-8 is Windows-1252, which Danish spreadsheets write. Raises `Unreadable`."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _NO_TEXT.search(text):
            break
        return text
    raise Unreadable(Why.FILE_NOT_TEXT)


def read_text_table(content: bytes) -> Table:
    """Return the table in a CSV file. Raises `Unreadable`."""
    text = decode(content)
    builder = TableBuilder()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            row: list[Cell] = [cell.strip() for cell in cells]
            builder.add(number, row)
    except csv.Error as error:
        why = Why.CELL_TOO_LONG if "field larger" in str(error) else Why.FILE_BROKEN_QUOTES
        raise Unreadable(why, row=number + 1, most=csv.field_size_limit()) from error
    return builder.finish()


def _separator(text: str) -> str:
    """Return the separator that parts the header most often outside quotes; the Danish one where they are equal."""
    unquoted = _QUOTED.sub("", text[:_LONGEST_HEADER].lstrip())
    header = unquoted.partition("\n")[0]
    return max(_SEPARATORS, key=header.count)
