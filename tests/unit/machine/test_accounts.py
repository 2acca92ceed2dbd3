"""The demo prints the accounts that its municipalities have."""

import tomllib
from pathlib import Path

import pytest

from core.demo_accounts import ROLES as ON_THE_PAGE
from machine.accounts import DOMAIN, ROLES, account_lines
from machine.root import ROOT


def test_one_line_for_each_account() -> None:
    lines = account_lines()
    assert len(lines) == 18
    assert lines[0] == "  applicant@demo.invalid   ansøger"
    assert lines[1] == "  applicant2@demo.invalid  ansøger i en anden afdeling"


@pytest.mark.parametrize("file", sorted((ROOT / "demo").glob("municipality*.toml")), ids=lambda file: file.stem)
def test_every_account_is_a_person_in_the_municipality(file: Path) -> None:
    people = {person["email"] for person in tomllib.loads(file.read_text(encoding="utf-8"))["people"]}
    assert [name for name, _ in ROLES if f"{name}@{DOMAIN}" not in people] == []


def test_the_log_in_page_names_the_same_roles() -> None:
    assert [(name, str(role)) for name, role in ON_THE_PAGE.items()] == list(ROLES)
