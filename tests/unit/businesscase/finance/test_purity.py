from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
LOADED = "import sys, {room}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


def loaded(room: str, *flags: str) -> set[str]:
    command = [sys.executable, *flags, "-c", LOADED.format(room=room)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(answer.stdout.split()) - sys.stdlib_module_names - {"__main__"}


def test_the_engine_needs_nothing_but_the_standard_library() -> None:
    """Without site-packages (-S) nothing else could be imported at all."""
    assert loaded("businesscase.finance", "-S") == {"businesscase"}


def test_the_draws_need_numpy_and_no_more() -> None:
    found = loaded("businesscase.finance.simulation")

    assert found & {"numpy", "businesscase", "django", "core", "portfolio"} == {"numpy", "businesscase"}
