"""What went wrong, as one sentence for the person at the terminal."""

from pathlib import Path

LOG_TAIL_LINES = 15


class TroubleError(Exception):
    """A start or a stop that cannot go on; its text is the sentence to show, in Danish."""


def trouble_in(log: Path, sentence: str) -> TroubleError:
    """Return a `TroubleError` that says `sentence` (without a full stop), names `log` and quotes its end."""
    return TroubleError("\n".join(filter(None, [f"{sentence}; se {log}", last_lines(log)])))


def last_lines(log: Path, count: int = LOG_TAIL_LINES) -> str:
    """Return the last `count` lines of `log`; the empty string when there is no such file."""
    if not log.is_file():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
