"""Danish is complete: every string the code marks stands in the catalogue, translated and not in doubt."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Path("locale") / "da" / "LC_MESSAGES" / "django.po"
IGNORED = (".venv/*", "var/*", "node_modules/*", "tests/*", "static/*", "staticfiles/*")
MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / CATALOGUE))


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> set[tuple[str | None, str]]:
    """Every string that gettext finds in a copy of the code."""
    copy = tmp_path_factory.mktemp("catalogue") / "code"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.po", "*.txt"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        if (ROOT / name).is_file():
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    ignored = [part for pattern in IGNORED for part in ("--ignore", pattern)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "da", "--no-location", "--no-wrap", *ignored],
        cwd=copy, check=True, capture_output=True,
    )  # fmt: skip
    found = polib.pofile(str(copy / CATALOGUE))
    return {(entry.msgctxt, entry.msgid) for entry in found if not entry.obsolete}


def test_every_marked_string_is_in_the_catalogue_and_no_other(marked, catalogue):
    assert marked == {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def test_every_string_is_translated_and_not_in_doubt(catalogue):
    open_strings = [
        entry.msgid for entry in catalogue if not entry.obsolete and (not entry.translated() or entry.fuzzy)
    ]
    assert open_strings == []


def test_nothing_obsolete_is_kept(catalogue):
    assert [entry.msgid for entry in catalogue if entry.obsolete] == []


def test_placeholders_survive_translation(catalogue):
    broken = []
    for entry in catalogue:
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        if set(PLACEHOLDER.findall("".join(texts))) - wanted:
            broken.append(entry.msgid)
    assert broken == []


def test_no_string_is_marked_inside_another():
    """Gettext does not look inside an f-string, so what is marked there is never translated."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, check=True, capture_output=True, text=True)
    nested = [
        (name, call.lineno)
        for name in listed.stdout.splitlines()
        if not name.startswith("tests/") and (ROOT / name).is_file()
        for text in ast.walk(ast.parse((ROOT / name).read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]
    assert nested == []
