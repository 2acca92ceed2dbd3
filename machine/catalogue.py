"""Compile the Danish catalogue with polib, so that a bare machine needs no gettext."""

import os
from pathlib import Path

import polib

from machine.root import ROOT
from machine.stamp import digest_of, is_current, leave

CATALOGUE = ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po"
STAMP = ROOT / "var" / "stamps" / "catalogue"


def compile_catalogue(source: Path = CATALOGUE, stamp: Path = STAMP) -> bool:
    """Write `source`'s .mo beside it when it is missing or older in content; tell whether it was written."""
    if not source.is_file():
        return False
    target = source.with_suffix(".mo")
    digest = digest_of([source], str(source))
    if target.is_file() and is_current(stamp, digest):
        return False
    # Written aside and moved, so that a process that starts meanwhile never reads half a catalogue.
    aside = target.with_suffix(f".{os.getpid()}.tmp")
    polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(aside))
    aside.replace(target)
    leave(stamp, digest)
    return True


if __name__ == "__main__":
    compile_catalogue()
