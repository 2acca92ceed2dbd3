"""What `script/bench` was asked for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = (200, 2_000, 10_000)
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Options:
    """Portfolio sizes from the smallest to the largest, and the one measure to make; all where it is empty."""

    sizes: tuple[int, ...]
    only: str
    rounds: int


def parse(words: Sequence[str], names: Sequence[str]) -> Options:
    """Return what `words` ask for; a word that cannot be understood ends the process with 2 and one sentence."""
    parser = argparse.ArgumentParser(prog="script/bench", allow_abbrev=False)
    parser.add_argument("--size", type=_size, help="one portfolio of N cases and N projects (200, 2000 and 10000)")
    parser.add_argument("--only", choices=names, default="", help="one measure instead of all")
    parser.add_argument("--rounds", type=_rounds, default=40, help="times that each page is asked for (40)")
    given = parser.parse_args(words)
    return Options((given.size,) if given.size else SIZES, given.only, given.rounds)


def _size(word: str) -> int:
    return _between(word, 20, LARGEST)


def _rounds(word: str) -> int:
    return _between(word, 3, 1_000)


def _between(word: str, lowest: int, highest: int) -> int:
    if not word.isdecimal() or not lowest <= int(word) <= highest:
        message = f"{word!r} is not a whole number from {lowest} to {highest}"
        raise argparse.ArgumentTypeError(message)
    return int(word)
