"""What the linters do not see: the shelf of each app, migrations, and that the project speaks of itself alone."""

import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from core.act_names import known_acts

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "portfolio", "principles", "businesscase", "governance")
UNNAMED_ROOMS = {"utils.py", "helpers.py", "services.py", "signals.py", "managers.py"}
LONGEST_FILE = 450


def files(pattern: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_no_room_without_a_name_of_its_own():
    assert [path for path in files("*.py") if path.name in UNNAMED_ROOMS] == []


def test_no_file_has_outgrown_its_noun():
    source = [path for path in files("*.py") if "migrations" not in path.parts and "tests" not in path.parts]
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in source}
    assert {name: count for name, count in long.items() if count > LONGEST_FILE} == {}


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_every_act_that_is_recorded_has_a_name():
    written = re.compile(r"record(?:_refusal)?\(\s*\"([a-z_]+\.[a-z_]+)\"")
    acts = {act for app in APPS for path in files(f"{app}/*.py") for act in written.findall(path.read_text())}
    assert acts - known_acts() == set()


def test_no_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", re.IGNORECASE)
    pages = [path for path in files("templates/*.html") if "reports" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())] == []


def test_no_registry_is_named():
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|\"resolved\"|--index-url", re.IGNORECASE)
    committed = [*files("requirements/*"), *files("*.json"), *files("*.toml"), *files("script/*")]
    assert [path.name for path in committed if hosts.search(path.read_text())] == []
