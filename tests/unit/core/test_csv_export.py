import csv
import io

import pytest

from core.csv_export import csv_lines, csv_response, neutral


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+CMD()", "'+CMD()"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ('=HYPERLINK("http://x";"y")', '\'=HYPERLINK("http://x";"y")'),
        ("-12,50", "-12,50"),
        ("+4520", "+4520"),
        ("-", "'-"),
        ("-1.234,50", "-1.234,50"),
        ("-१", "'-१"),
        ("", ""),
        ("Ældre og Pleje", "Ældre og Pleje"),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_that_could_be_a_formula_is_text(cell, expected):
    assert neutral(cell) == expected


def test_the_file_reads_back_as_it_was_written():
    rows = [("Navn", "Tekst"), ('Åse; "Bo"', "to\nlinjer"), ("=x", "")]
    text = "".join(csv_lines(rows))
    assert text[0] == "\ufeff"
    read = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert read == [["Navn", "Tekst"], ['Åse; "Bo"', "to\nlinjer"], ["'=x", ""]]


def test_the_answer_is_a_download():
    response = csv_response([("a",)], file_name="fil.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="fil.csv"'
    assert b"".join(response.streaming_content) == b"\xef\xbb\xbfa\r\n"
