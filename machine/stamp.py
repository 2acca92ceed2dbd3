"""Skip a step whose input has not changed since it last went well."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(files: Iterable[Path], *words: str) -> str:
    """Return the SHA-256 (hexadecimal) of the `files`' names and contents, in the order given, and of `words`."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    for word in words:
        digest.update(f"\0{word}".encode())
    return digest.hexdigest()


def is_current(stamp: Path, digest: str) -> bool:
    """Tell whether `stamp` was left by a run over the same input."""
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest


def leave(stamp: Path, digest: str) -> None:
    """Remember in `stamp` that the step went well over the input with this `digest`."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest + "\n", encoding="ascii")
