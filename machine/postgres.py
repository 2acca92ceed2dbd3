"""A private PostgreSQL: its own data folder, port and password, and no life longer than ours."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from machine.account import Account, can_reach, identity, unprivileged_account
from machine.binaries import (
    COMMON_GROUND,
    Binaries,
    choose_binaries,
    open_ground,
    packaged_binaries,
    system_binaries,
    within_reach,
)
from machine.ports import free_port
from machine.process import Child, Farewell, start, stop
from machine.trouble import TroubleError, trouble_in

# From this version on, C.UTF-8 is built in and the same on every machine.
FIRST_WITH_BUILTIN_LOCALE = 17
NAME = "pejling"
START_SECONDS = 60
# SIGINT: roll back what is open and end in order. SIGQUIT: end at once; the log is replayed at the next start.
IN_ORDER: Farewell = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0))
AT_ONCE: Farewell = ((signal.SIGQUIT, 5.0),)
# For tests: nothing needs to survive a power cut.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def cluster_folder(folder: Path) -> Path:
    """Return where the database of the data folder `folder` lies.

    Inside it, unless we are root and the folder is closed to the user that we step down to.
    """
    inside = folder / "postgres"
    account = unprivileged_account(inside)
    if account is None or can_reach(account, folder):
        return inside
    return COMMON_GROUND / hashlib.sha256(str(folder).encode()).hexdigest()[:16]


@contextmanager
def running_postgres(
    folder: Path, password: str, log: Path, *, settings: Sequence[str] = (), farewell: Farewell = IN_ORDER
) -> Iterator[tuple[Child, str]]:
    """Keep a server up on `folder`'s database and yield its process and the database's URL.

    `password` is for both the server's superuser and the portal's own role, which owns its database and may create
    others (tests do), and is nobody beyond that. `settings` are server settings such as "fsync=off".
    """
    cluster = cluster_folder(folder)
    account = unprivileged_account(cluster)
    binaries = choose_binaries([*system_binaries(), *packaged_binaries()], cluster)
    if account is not None:
        binaries = within_reach(binaries, account)
    _await_predecessor(cluster)
    if not (cluster / "PG_VERSION").is_file():
        _create(cluster, binaries, account, password, log, sync="fsync=off" not in settings)
    port = free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *settings]
    command = [str(binaries.folder / "postgres"), "-D", str(cluster)]
    command += [word for option in options for word in ("-c", option)]
    child = start("database", command, log=log, account=account, farewell=farewell, folder=Path("/"))
    try:
        with _connect(child, port, password) as connection:
            _provide(connection, password)
        yield child, f"postgres://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
    finally:
        stop(child)


def discard(folder: Path) -> None:
    """Throw away the database of the data folder `folder`."""
    cluster = cluster_folder(folder)
    if cluster.exists():
        _await_predecessor(cluster)
        shutil.rmtree(cluster)


def _create(
    cluster: Path, binaries: Binaries, account: Account | None, password: str, log: Path, *, sync: bool
) -> None:
    """Make the database files aside and move them into place, so that an interrupted start leaves nothing half."""
    if cluster.parent == COMMON_GROUND:
        open_ground()
    aside = cluster.with_name(f"{cluster.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    if account is not None:
        os.chown(aside, account.uid, account.gid)
    extra = [] if sync else ["--no-sync"]
    if binaries.major >= FIRST_WITH_BUILTIN_LOCALE:
        extra += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if _initialise(aside, binaries, account, password, log, extra) != 0:
        raise trouble_in(log, "Databasen kunne ikke oprettes")
    shutil.rmtree(cluster, ignore_errors=True)
    aside.rename(cluster)


def _initialise(
    folder: Path, binaries: Binaries, account: Account | None, password: str, log: Path, extra: Sequence[str]
) -> int:
    """Run initdb on `folder` and return its exit code. The password goes through a pipe, not through a file."""
    read, write = os.pipe()
    os.write(write, f"{password}\n".encode())
    os.close(write)
    if account is not None:
        os.fchown(read, account.uid, account.gid)
    command = [str(binaries.folder / "initdb"), "-D", str(folder), "-U", "postgres", f"--pwfile=/dev/fd/{read}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", *extra]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[read],
            cwd="/",
            check=False,
            **identity(account),
        )
    os.close(read)
    return done.returncode


def _await_predecessor(cluster: Path) -> None:
    """Wait until no process works in `cluster`, then drop the note of a server that was killed.

    The note names a process id, which another process may carry by now; PostgreSQL would then refuse to start.
    """
    deadline = time.monotonic() + START_SECONDS
    while any(_works_in(process, cluster) for process in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > deadline:
            message = f"En anden PostgreSQL bruger {cluster}."
            raise TroubleError(message)
        time.sleep(0.1)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder.resolve()
    except OSError:
        return False


def _connect(child: Child, port: int, password: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a superuser's connection as soon as the server gives one (after a crash it first replays its log)."""
    deadline = time.monotonic() + START_SECONDS
    while child.is_alive and time.monotonic() < deadline:
        try:
            return psycopg.connect(
                host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres", autocommit=True
            )
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                message = "Databasen kender ikke adgangskoden i datamappen; begynd forfra med --fresh."
                raise TroubleError(message) from error
            time.sleep(0.03)
    raise trouble_in(child.log, "Databasen kom ikke i gang")


def _provide(connection: psycopg.Connection[tuple[object, ...]], password: str) -> None:
    """Create the portal's role and its database where they are missing."""
    name = sql.Identifier(NAME)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(name, sql.Literal(password)))
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
