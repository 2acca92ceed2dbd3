from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
LOADED = "import sys, businesscase.finance; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_the_engine_needs_nothing_but_the_standard_library() -> None:
    """Without site-packages (-S) nothing else could be imported at all."""
    answer = subprocess.run([sys.executable, "-S", "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(answer.stdout.split()) - sys.stdlib_module_names - {"__main__"} == {"businesscase"}
