"""The demo's data folder: its secrets, its lock, and what a running demo tells about itself."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from machine.trouble import TroubleError

SECRET_NAMES = ("secret_key", "database", "queue")


@dataclass(frozen=True, kw_only=True)
class Running:
    """The process that keeps the data folder's servers up: its command, and where its site answers, if it does."""

    pid: int
    command: str
    address: str = ""


@dataclass(frozen=True)
class Data:
    """The folder of one demo, by its absolute path."""

    folder: Path

    @property
    def logs(self) -> Path:
        """Where every process logs."""
        return self.folder / "logs"

    def create(self) -> None:
        """Make the folder. Root's own may be walked through, not listed: the database's user has its home inside."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
        except OSError as error:
            message = f"Datamappen {self.folder} kan ikke bruges: {error.strerror}."
            raise TroubleError(message) from error

    def secrets(self) -> dict[str, str]:
        """Return the generated secrets by name (`SECRET_NAMES`), made the first time and kept readable by us alone."""
        file = self.folder / "secrets.json"
        if not file.is_file():
            write_private(file, json.dumps({name: secrets.token_urlsafe(40) for name in SECRET_NAMES}))
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return kept

    @contextmanager
    def hold(self, command: str) -> Iterator[None]:
        """Be the one process that runs servers on this folder; `AlreadyHeldError` when there is another."""
        with (self.folder / "lock").open("a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyHeldError(self.running()) from None
            self.announce(Running(pid=os.getpid(), command=command))
            try:
                yield
            finally:
                self._record.unlink(missing_ok=True)
                self._environment.unlink(missing_ok=True)

    def is_held(self) -> bool:
        """Tell whether a process runs servers on this folder."""
        file = self.folder / "lock"
        if not file.is_file():
            return False
        with file.open("a", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def announce(self, running: Running) -> None:
        """Tell other processes who runs here."""
        write_private(self._record, json.dumps(asdict(running)))

    def running(self) -> Running | None:
        """Return what the holder told; None before it told anything."""
        if not self._record.is_file():
            return None
        return Running(**json.loads(self._record.read_text(encoding="utf-8")))

    def publish(self, environment: dict[str, str]) -> None:
        """Tell `script/manage` the `environment` that reaches the running servers."""
        write_private(self._environment, json.dumps(environment, indent=1))

    def environment(self) -> dict[str, str]:
        """Return the environment of the running servers; empty before they are up."""
        if not self._environment.is_file():
            return {}
        environment: dict[str, str] = json.loads(self._environment.read_text(encoding="utf-8"))
        return environment

    @property
    def _record(self) -> Path:
        return self.folder / "running.json"

    @property
    def _environment(self) -> Path:
        return self.folder / "environment.json"


class AlreadyHeldError(Exception):
    """Another process runs servers on the folder; `running` is what it told so far."""

    def __init__(self, running: Running | None) -> None:
        """Keep what the other process told."""
        super().__init__("held")
        self.running = running

    @property
    def holder(self) -> str:
        """Return the other process in words."""
        return f"{self.running.command} (proces {self.running.pid})" if self.running else "en anden proces"


def write_private(file: Path, text: str) -> None:
    """Write `text` to `file`, whole or not at all, readable by this user alone."""
    aside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    aside.touch(mode=0o600)
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)
