"""Children end when asked, when they must, and when their parent dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from machine.process import start, stop
from machine.root import ROOT

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = """
import sys, time
from pathlib import Path
from machine.process import start
child = start("child", [sys.executable, "-c", "import time; time.sleep(60)"], log=Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(60)
"""


def await_true(condition: object, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def is_gone(pid: int) -> bool:
    """A process without a reaper stays as a zombie; that counts as gone."""
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" in status.read_text()
    except OSError:
        return True


def test_output_goes_to_the_log_and_the_feed_to_standard_input(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "child.log"
    child = start(
        "child", ["sh", "-c", "cat; echo wrong >&2; echo $WORD"], log=log, feed=b"fed\n", environment={"WORD": "x"}
    )
    assert child.process.wait(60) == 0
    assert log.read_text() == "fed\nwrong\nx\n"


def test_a_child_that_listens_ends_at_the_first_signal(tmp_path: Path) -> None:
    child = start("child", ["sleep", "60"], log=tmp_path / "log")
    stop(child)
    assert child.process.returncode == -signal.SIGTERM


def test_a_deaf_child_is_killed_when_its_time_is_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = start("child", [sys.executable, "-c", DEAF], log=log, farewell=((signal.SIGTERM, 0.2),))
    assert await_true(lambda: log.read_text() == "up\n")
    stop(child)
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_child_left_behind_in_its_session_ends_too(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = start("child", ["sh", "-c", "sleep 60 & echo $!"], log=log)
    child.process.wait(60)
    orphan = int(log.read_text())
    assert is_gone(orphan) is False
    stop(child)
    assert await_true(lambda: is_gone(orphan))


def test_a_child_dies_with_its_parent_however_that_died(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_gone(child) is False
        parent.kill()
    assert await_true(lambda: is_gone(child))
