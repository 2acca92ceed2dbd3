"""Bring the database, the demo municipality and the static files up to date, in one Django process."""

import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

from machine.stamp import digest_of, is_current, leave


def prepare(profile: str, stage: str) -> None:
    """Do what is not done yet."""
    call_command("migrate", verbosity=1, interactive=False)
    call_command("load_demo", profile=profile, stage=stage)
    collect_static(Path(settings.STATIC_ROOT))


def collect_static(target: Path) -> bool:
    """Collect the static files in `target` when one of them has changed; tell whether it was done."""
    stamp = target.with_name(f"{target.name}.stamp")
    digest = digest_of([], *_traces())
    if target.is_dir() and is_current(stamp, digest):
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=target.is_dir())
    leave(stamp, digest)
    return True


def _traces() -> list[str]:
    """Return path, size and time of change of every static file."""
    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    return [f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)]


if __name__ == "__main__":
    django.setup()
    try:
        prepare(*sys.argv[1:])
    except CommandError as error:
        sys.exit(str(error))
