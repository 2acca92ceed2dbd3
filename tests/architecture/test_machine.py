"""The commands start on a bare machine, and what they fetch is fixed by its hash and by no address."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [*(ROOT / "script" / name for name in ("bench", "demo", "manage", "test")), ROOT / ".ci" / "run"]
SHELL = [*COMMANDS, *sorted((ROOT / "script" / "lib").glob("*.sh"))]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_a_command_is_posix_sh_and_may_be_run(command: Path) -> None:
    assert command.read_text(encoding="utf-8").splitlines()[0] == "#!/bin/sh"
    assert os.access(command, os.X_OK)


@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_every_script_can_be_read_by_the_plainest_shell(script: Path) -> None:
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", script], capture_output=True, check=False).stderr == b""


def test_the_build_server_runs_the_tests() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[
        -1
    ] == 'exec "$(dirname -- "$0")/../script/test"'


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_with_a_hash_and_without_an_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines != []
    assert [
        line for line in lines if not re.fullmatch(r"\S+==\S+( ; [^-]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line)
    ] == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []


def test_npm_brings_the_design_system_alone_checked_and_without_an_address() -> None:
    order = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert list(order["dependencies"]) == ["dkfds"]
    assert sorted(lock["packages"]) == ["", "node_modules/dkfds"]
    package = lock["packages"]["node_modules/dkfds"]
    assert package["version"].startswith("11.2.")
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package
