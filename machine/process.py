"""Child processes that end with the process that started them."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from machine.account import Account, identity
from machine.root import ROOT

PR_SET_PDEATHSIG = 1
# Loaded before any fork: loading a library between fork and exec is not safe.
_libc = ctypes.CDLL(None, use_errno=True)

Farewell = tuple[tuple[signal.Signals, float], ...]
POLITELY: Farewell = ((signal.SIGTERM, 5.0), (signal.SIGQUIT, 3.0))


@dataclass(frozen=True, kw_only=True)
class Child:
    """A started process, the file it logs to, and how it is asked to end: (signal, seconds to wait) in turn."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    farewell: Farewell = POLITELY

    @property
    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self.process.poll() is None


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    farewell: Farewell = POLITELY,
    feed: bytes = b"",
    folder: Path = ROOT,
) -> Child:
    """Start `command` in its own session, with output appended to `log` and `feed` on standard input.

    It gets the first signal of its farewell when this process dies, however it dies. `account` is whom root steps
    down to; `environment` replaces this process's own.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=_die_with_parent(farewell[0][0]),  # noqa: PLW1509  # one system call, no thread of ours
            **identity(account),
        )
    if process.stdin is not None:
        process.stdin.write(feed)
        process.stdin.close()
    return Child(name=name, process=process, log=log, farewell=farewell)


def stop(*children: Child) -> None:
    """End `children`, all at once and in the order of their farewells, and whatever they left in their sessions."""
    steps = max((len(child.farewell) for child in children), default=0)
    for step in range(steps):
        asked = [child for child in children if child.is_alive and step < len(child.farewell)]
        for child in asked:
            child.process.send_signal(child.farewell[step][0])
        _wait(asked, max((child.farewell[step][1] for child in asked), default=0))
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def _wait(children: Sequence[Child], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(child.is_alive for child in children):
        time.sleep(0.02)


def _die_with_parent(last_wish: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def ask_kernel() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, last_wish.value)
        if os.getppid() != parent:  # the parent died before the request stood
            os._exit(1)

    return ask_kernel
