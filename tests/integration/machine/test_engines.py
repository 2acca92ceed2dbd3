"""Real servers: the system's PostgreSQL and the packaged one, Redis and Valkey."""

import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

from machine import postgres
from machine.binaries import packaged_binaries, system_binaries
from machine.process import Child
from machine.trouble import TroubleError
from machine.valkey import find_server, running_valkey

PASSWORD = "secret"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")


@pytest.fixture(scope="module", params=["system", "packaged"])
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A data folder that the database's user may reach; with "packaged", on a machine without its own server."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="pejling-engines-") as name:
        if request.param == "packaged":
            patch.setattr(postgres, "system_binaries", list)
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def database(
    folder: Path, password: str = PASSWORD, settings: Sequence[str] = postgres.FORGETFUL
) -> Iterator[tuple[Child, str]]:
    with postgres.running_postgres(folder, password, folder / "log", settings=settings) as running:
        yield running


def test_the_database_is_the_portals_own_and_speaks_danish(folder: Path) -> None:
    with database(folder) as (_, url), psycopg.connect(url) as connection:
        for name in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION {name}")
        row = connection.execute(
            "SELECT current_user, rolsuper, lower('ÆØÅ'), unaccent('blåbær'), 'ærø' < 'øre'"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("pejling", False, "æøå", "blabaer", True)


def test_nobody_enters_without_the_password(folder: Path) -> None:
    with database(folder) as (_, url):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url.replace(PASSWORD, "guess"))
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(url.replace(f":{PASSWORD}", ""))


def test_lost_secrets_are_one_sentence(folder: Path) -> None:
    with database(folder):
        pass
    with pytest.raises(TroubleError) as trouble, database(folder, "another"):
        pytest.fail("let in")
    assert str(trouble.value) == "Databasen kender ikke adgangskoden i datamappen; begynd forfra med --fresh."


def test_what_was_committed_survives_a_killed_server_and_its_stale_note(folder: Path) -> None:
    with database(folder, settings=()) as (child, url):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 800) AS number")
            child.process.send_signal(signal.SIGKILL)
            child.process.wait()
        note = postgres.cluster_folder(folder) / "postmaster.pid"
        # The worst case: another living process carries the noted id by now.
        note.write_text(note.read_text().replace(str(child.process.pid), "1", 1))
    with database(folder) as (_, url), psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (800,)


def test_discard_leaves_nothing(folder: Path) -> None:
    with database(folder):
        assert postgres.cluster_folder(folder).is_dir() is True
    postgres.discard(folder)
    assert postgres.cluster_folder(folder).exists() is False


def test_both_servers_are_really_tried() -> None:
    assert (len(system_binaries()) > 0, len(packaged_binaries())) == (True, 1)


@pytest.mark.parametrize("prefer_system", [True, False])
def test_the_queue_answers_with_its_password_and_leaves_no_file(tmp_path: Path, *, prefer_system: bool) -> None:
    folder = tmp_path / "queue"
    with running_valkey(folder, PASSWORD, tmp_path / "log", prefer_system=prefer_system) as (child, url):
        with redis.Redis.from_url(url) as client:
            assert client.set("word", "æ") is True
            assert client.get("word") == "æ".encode()
        with (
            redis.Redis.from_url(url.replace(PASSWORD, "guess")) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        assert PASSWORD not in Path(f"/proc/{child.process.pid}/cmdline").read_text()
    assert child.is_alive is False
    assert list(folder.iterdir()) == []


def test_tests_use_the_systems_redis_and_the_demo_the_packaged_server() -> None:
    assert find_server(prefer_system=True).name == "redis-server"
    assert find_server(prefer_system=False).name == "valkey-server"
