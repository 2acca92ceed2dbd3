"""`script/manage`: Django's commands with the demo's environment and database, whether or not the demo runs."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from machine.data import AlreadyHeldError, Data
from machine.edition import Edition, loaded_edition
from machine.engines import complete, running_engines
from machine.options import default_data
from machine.root import ROOT
from machine.trouble import TroubleError


def split(words: Sequence[str]) -> tuple[Path, list[str]]:
    """Return the data folder (absolute) that `--data` before the command names, or the demo's, and the rest."""
    if words and words[0].startswith("--data="):
        return Path(words[0].removeprefix("--data=")).absolute(), list(words[1:])
    if words and words[0] == "--data":
        if len(words) == 1:
            message = "script/manage: --data mangler sin mappe."
            raise TroubleError(message)
        return Path(words[1]).absolute(), list(words[2:])
    return default_data(), list(words)


def run(folder: Path, words: Sequence[str]) -> int:
    """Run manage.py with `words` on the data folder `folder` and return its exit code."""
    data = Data(folder)
    data.create()
    try:
        with data.hold("script/manage"), running_engines(data, loaded_edition(data) or Edition()) as engines:
            data.publish(engines.environment)
            return _manage(engines.environment, words)
    except AlreadyHeldError as held:
        environment = data.environment()
        if not environment:
            message = f"Datamappen {folder} er ved at blive gjort klar af {held.holder}; prøv igen om lidt."
            raise TroubleError(message) from held
    return _manage(environment, words)


def _manage(environment: dict[str, str], words: Sequence[str]) -> int:
    """Run the command in the caller's folder and at its terminal, where Ctrl-C is the command's to answer."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    try:
        with subprocess.Popen(command, env=complete(environment)) as process:
            try:
                code = process.wait()
            except BaseException:
                process.terminate()
                raise
    finally:
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def main() -> int:
    """Run and return the exit code."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        return run(*split(sys.argv[1:]))
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
