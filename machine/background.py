"""A demo that goes on when the command has returned, and its end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from machine.data import Data
from machine.trouble import TroubleError

STOP_SECONDS = 60


def run_detached(data: Data, words: Sequence[str]) -> int:
    """Run `script/demo` with `words`, less --detach, in a session of its own that holds nothing of the caller's.

    Return 0 when its site answers, or its exit code when it ends before; what it said is passed on.
    """
    data.create()
    print("Starter demoen i baggrunden …")
    log = data.logs / "demo.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as output:
        told = output.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "machine.demo", *(word for word in words if word != "--detach")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        code = _await_answer(process, data)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    with log.open("rb") as output:
        output.seek(told)
        print(output.read().decode("utf-8", "replace"), end="", file=sys.stderr if code else sys.stdout)
    return code


def stop_running(data: Data) -> None:
    """End the demo that runs on `data`, if one does, and wait until all of it has ended."""
    running = data.running() if data.is_held() else None
    if running is None:
        print("Der kører ingen demo.")
        return
    if running.command != "script/demo":
        message = f"Datamappen bruges af {running.command} (proces {running.pid}), ikke af en demo."
        raise TroubleError(message)
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while data.is_held():
        if time.monotonic() > deadline:
            message = f"Demoen (proces {running.pid}) er ikke stoppet efter {STOP_SECONDS} sekunder."
            raise TroubleError(message)
        time.sleep(0.05)
    print("Demoen er stoppet.")


def _await_answer(process: subprocess.Popen[bytes], data: Data) -> int:
    while process.poll() is None:
        running = data.running()
        if running is not None and running.pid == process.pid and running.address:
            return 0
        time.sleep(0.05)
    return process.returncode
