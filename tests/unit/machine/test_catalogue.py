"""The catalogue is compiled when it has changed, and says what its source says."""

import gettext
from pathlib import Path

from machine.catalogue import compile_catalogue

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def test_compiles_once_for_each_content(tmp_path: Path) -> None:
    source, stamp = tmp_path / "django.po", tmp_path / "stamp"
    source.write_text(f'{HEADER}msgid "Proposal"\nmsgstr "Forslag på æøå"\n', encoding="utf-8")
    assert [compile_catalogue(source, stamp), compile_catalogue(source, stamp)] == [True, False]
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Proposal") == "Forslag på æøå"
    source.write_text(f'{HEADER}msgid "Proposal"\nmsgstr "Ansøgning"\n', encoding="utf-8")
    assert compile_catalogue(source, stamp) is True
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Proposal") == "Ansøgning"


def test_a_lost_result_is_made_again(tmp_path: Path) -> None:
    source, stamp = tmp_path / "django.po", tmp_path / "stamp"
    source.write_text(HEADER, encoding="utf-8")
    compile_catalogue(source, stamp)
    source.with_suffix(".mo").unlink()
    assert compile_catalogue(source, stamp) is True


def test_no_catalogue_is_no_work(tmp_path: Path) -> None:
    assert compile_catalogue(tmp_path / "django.po", tmp_path / "stamp") is False
    assert list(tmp_path.iterdir()) == []
