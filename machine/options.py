"""What `script/demo` was asked for.

Needs the standard library alone: `script/demo` runs it before anything is installed, so that a slip of the pen costs
a sentence and not a minute.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

PROFILES = ("odder", "odense")
STAGES = ("intake", "review", "meeting", "followup")
DEFAULT_PORT = 8000
LAST_PORT = 65535
USAGE = """script/demo [--port N] [--host H] [--profile P] [--stage S] [--data MAPPE] [--fresh] [--detach]
       script/demo --stop [--data MAPPE]

Starter Pejling med en opdigtet kommune og kører, til du trykker Ctrl-C.

  --port N       porten, siden svarer på (8000)
  --host H       adressen, siden svarer på (127.0.0.1: kun denne maskine)
  --profile P    kommunens regler: odder eller odense (odder)
  --stage S      hvor langt demosagerne er: intake, review, meeting eller followup (followup)
  --data MAPPE   mappen med demoens data (var/demo)
  --fresh        kassér demoens data, og begynd forfra
  --detach       vend tilbage, når siden svarer, og lad den køre videre
  --stop         stop den demo, der kører
"""


@dataclass(frozen=True, kw_only=True)
class Options:
    """One call of `script/demo`; `data` is absolute, `profile` and `stage` are empty when they were not named."""

    host: str
    port: int
    profile: str
    stage: str
    data: Path
    fresh: bool
    detach: bool
    stop: bool


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say one sentence and end with 2."""
        self.exit(2, f"script/demo: {message}\n")


def parse(words: Sequence[str]) -> Options:
    """Return what `words` ask for. A word that cannot be understood ends the process with 2 and one sentence."""
    parser = _Parser(prog="script/demo", add_help=False, allow_abbrev=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--host", nargs="?", default="127.0.0.1")
    parser.add_argument("--port", nargs="?", default=str(DEFAULT_PORT))
    parser.add_argument("--profile", nargs="?", default="")
    parser.add_argument("--stage", nargs="?", default="")
    parser.add_argument("--data", nargs="?", default="")
    for flag in ("--fresh", "--detach", "--stop"):
        parser.add_argument(flag, action="store_true", default=False)
    given, unknown = parser.parse_known_args(words)
    if unknown:
        parser.error(f"{unknown[0]} kendes ikke; se script/demo --help.")
    for name, value in vars(given).items():
        if value is None:
            parser.error(f"--{name} mangler sin værdi.")
    try:
        return _understand(given)
    except ValueError as error:
        parser.error(str(error))


def _understand(given: argparse.Namespace) -> Options:
    """Return the options behind the words; `ValueError` with a sentence when one makes no sense."""
    return Options(
        host=given.host or "127.0.0.1",
        port=_port(given.port),
        profile=_one_of(PROFILES, given.profile, "--profile"),
        stage=_one_of(STAGES, given.stage, "--stage"),
        data=(Path(given.data) if given.data else default_data()).absolute(),
        fresh=given.fresh,
        detach=given.detach,
        stop=given.stop,
    )


def default_data() -> Path:
    """Return the demo's data folder when none is named."""
    return Path(__file__).resolve().parent.parent / "var" / "demo"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT):
        message = f"--port skal være et tal fra 1 til {LAST_PORT}, ikke »{text}«."
        raise ValueError(message)
    return int(text)


def _one_of(choices: Sequence[str], text: str, name: str) -> str:
    if text and text not in choices:
        message = f"{name} skal være {', '.join(choices[:-1])} eller {choices[-1]}, ikke »{text}«."
        raise ValueError(message)
    return text


if __name__ == "__main__":
    # Silence means: go on. Help is printed and ends it.
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(USAGE, end="")
    else:
        parse(sys.argv[1:])
