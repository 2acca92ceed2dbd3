"""Start a private PostgreSQL and Redis before Django's settings load (`-p tests.servers`), and end them with the run.

PEJLING_TEST_DATABASE_URL and PEJLING_TEST_REDIS_URL name servers to use instead.
"""

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from machine.catalogue import compile_catalogue
from machine.postgres import AT_ONCE, FORGETFUL, NAME, discard, running_postgres
from machine.valkey import running_valkey

PASSWORD = "tests"
FIRST_WITH_PARAMETER_GRANTS = 15_00_00
_running = ExitStack()
# A run that breaks off before it is configured gives pytest_unconfigure no call.
atexit.register(_running.close)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Wrap the hook in which pytest-django loads the settings."""
    compile_catalogue()
    folder = Path(_running.enter_context(tempfile.TemporaryDirectory(prefix="pejling-tests-")))
    # The database's user must get through to its own folder inside.
    folder.chmod(0o711)
    os.environ["SECRET_KEY"] = "tests"
    os.environ["PEJLING_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = _database(folder)
    os.environ["REDIS_URL"] = _queue(folder)
    yield


def pytest_unconfigure() -> None:
    _running.close()


def _database(folder: Path) -> str:
    return os.environ.get("PEJLING_TEST_DATABASE_URL") or _running.enter_context(_private_database(folder))


def _queue(folder: Path) -> str:
    given = os.environ.get("PEJLING_TEST_REDIS_URL")
    if given:
        return given
    server = running_valkey(folder / "queue", PASSWORD, folder / "queue.log", prefer_system=True)
    return _running.enter_context(server)[1]


@contextmanager
def _private_database(folder: Path) -> Iterator[str]:
    log = folder / "database.log"
    try:
        with running_postgres(folder, PASSWORD, log, settings=FORGETFUL, farewell=AT_ONCE) as (_, url):
            _let_rows_be_put_back(url)
            yield url
    finally:
        discard(folder)


def _let_rows_be_put_back(url: str) -> None:
    """Let the portal's role write rows without triggers (`tests.standing`), where the server can grant it."""
    own = urlsplit(url)
    with psycopg.connect(
        host=own.hostname, port=own.port, user="postgres", password=PASSWORD, dbname="postgres", autocommit=True
    ) as connection:
        if connection.info.server_version >= FIRST_WITH_PARAMETER_GRANTS:
            connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {NAME}")
