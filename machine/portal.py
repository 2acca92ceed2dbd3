"""The portal's own processes: made ready, served, worked for and scheduled."""

import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from machine.address import bind_address, site_address
from machine.process import POLITELY, Child, Farewell, start, stop
from machine.trouble import trouble_in

START_SECONDS = 120
# Celery ends its tasks at the first, drops them at the second; a dropped one is delivered again.
WORKER_FAREWELL: Farewell = ((signal.SIGTERM, 4.0), (signal.SIGQUIT, 3.0))
# One worker has no others to talk to.
QUIETLY = ("--without-mingle", "--without-gossip")
# What each process is called to the person at the terminal.
TITLES = {
    "prepare": "Klargøringen",
    "database": "Databasen",
    "queue": "Køen",
    "web": "Websiden",
    "worker": "Jobmotoren",
    "beat": "Tidsplanen",
}


class Portal:
    """The processes of one portal, with the environment that they share and the folders that they use."""

    def __init__(self, environment: Mapping[str, str], logs: Path, engines: Sequence[Child]) -> None:
        """Start nothing yet. `engines` are the servers that it cannot do without."""
        self.environment = environment
        self.logs = logs
        self.engines = engines
        self.children: list[Child] = []

    def prepare(self, profile: str, stage: str) -> None:
        """Bring the database, the demo municipality and the static files up to date."""
        child = self._start("prepare", "machine.prepare", profile, stage)
        while child.is_alive:
            _require_alive(self.engines)
            time.sleep(0.02)
        self.children.remove(child)
        if child.process.returncode != 0:
            raise trouble_in(child.log, f"{TITLES[child.name]} gik galt")

    def serve(self, host: str, port: int) -> None:
        """Start the web server and return when its front page comes whole."""
        words = [
            *("config.wsgi:application", "--bind", bind_address(host, port), "--preload", "--no-control-socket"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "8"),
            *("--graceful-timeout", "3", "--access-logfile", "-"),
        ]
        web = self._start("web", "gunicorn", *words)
        await_answer(site_address(host, port), [*self.engines, web])

    def work(self, schedule: Path) -> None:
        """Start the worker and the scheduler, which remembers in `schedule` what it last sent."""
        celery = ("celery", "-A", "config")
        self._start(
            "worker", *celery, "worker", "--concurrency=2", "--loglevel=INFO", *QUIETLY, farewell=WORKER_FAREWELL
        )
        self._start("beat", *celery, "beat", "--pidfile=", f"--schedule={schedule}")

    def watch(self) -> None:
        """Return never: a `TroubleError` tells when a process has died; none is started again in silence."""
        while True:
            _require_alive([*self.engines, *self.children])
            time.sleep(0.3)

    def _start(self, name: str, *words: str, farewell: Farewell = POLITELY) -> Child:
        command = [sys.executable, "-m", *words]
        child = start(name, command, log=self.logs / f"{name}.log", environment=self.environment, farewell=farewell)
        self.children.append(child)
        return child


@contextmanager
def running_portal(environment: Mapping[str, str], logs: Path, engines: Sequence[Child]) -> Iterator[Portal]:
    """Yield a portal and end all of its processes afterwards."""
    portal = Portal(environment, logs, engines)
    try:
        yield portal
    finally:
        stop(*portal.children)


def await_answer(address: str, children: Sequence[Child]) -> None:
    """Wait until the page at `address`, or the log-in page that it leads to, comes whole; `children` must live on."""
    # Without the machine's proxies: the site is on this machine.
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _require_alive(children)
        try:
            browser.open(address, timeout=20).close()
        except urllib.error.HTTPError as error:
            raise trouble_in(children[-1].log, f"Siden svarer med fejl {error.code}") from error
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise trouble_in(children[-1].log, f"Siden svarer ikke på {address}")


def _require_alive(children: Sequence[Child]) -> None:
    for child in children:
        if not child.is_alive:
            raise trouble_in(child.log, f"{TITLES[child.name]} stoppede uventet")
