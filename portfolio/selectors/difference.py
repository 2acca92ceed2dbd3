"""What differs between two versions of a proposal, or between two people's copies of a draft."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from core.providers import collect
from portfolio.models import ProposalVersion
from portfolio.selectors.content import SECTIONS, field_text, label_of, text_of

Kind = Literal["same", "out", "in"]
# Beyond this a word-by-word comparison costs more than it tells.
MOST_WORDS = 2_000

FIELDS = (
    *("title", "unit", "esdh_case_number"),
    *(field for _anchor, _title, _order, names in SECTIONS for field in names),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both have, or only the one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its name, and both texts in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def version_changes(before: ProposalVersion, after: ProposalVersion) -> tuple[Change, ...]:
    """Return every field that differs, units, goals and groups among them, and what other apps hang on a version.

    The provider "version_facts" answers pairs of name and text.
    """
    own = ((label_of(name), field_text(before, name), field_text(after, name)) for name in FIELDS)
    old, new = (dict(collect("version_facts", version)) for version in (before, after))
    others = ((name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys((*old, *new)))
    return tuple(text_change(name, was, now) for name, was, now in (*own, *others) if was != now)


def draft_changes(stored: ProposalVersion, owner: Any, written: dict[str, Any]) -> tuple[Change, ...]:
    """Return the fields of one step where the stored draft and what was just written differ."""
    changes = []
    for name, value in written.items():
        old = text_of(name, owner) if name == "owner" else field_text(stored, name)
        new = text_of(name, list(value) if not isinstance(value, str) and isinstance(value, Iterable) else value)
        if old != new:
            changes.append(text_change(label_of(name), old, new))
    return tuple(changes)


def text_change(label: str, old: str, new: str) -> Change:
    """Return a field that differs, word by word."""
    old_words, new_words = _words(old), _words(new)
    if max(len(old_words), len(new_words)) > MOST_WORDS:
        return Change(label, (Piece("out", old),), (Piece("in", new),))
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        kept = tag == "equal"
        if b > a:
            before.append(Piece("same" if kept else "out", "".join(old_words[a:b])))
        if d > c:
            after.append(Piece("same" if kept else "in", "".join(new_words[c:d])))
    return Change(label, tuple(before), tuple(after))


def _words(text: str) -> list[str]:
    """Split into words and the space between them, so that joining gives the text back."""
    return re.findall(r"\S+|\s+", text)
