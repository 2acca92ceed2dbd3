"""Earlier cases that look like the one being written, and which words they share (C12, C35).

Danish stems find "lokaler" by "lokale"; trigrams find a word within a longer one, or misspelt. A hint is never a
verdict: it names the words in common, so that its reader can judge.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramSimilarity
from django.db import connection
from django.db.models import Func, Q, TextField
from django.db.models.functions import Upper

from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.models import User

# So many hints are shown, and so many candidates are weighed, the newest first.
MOST_HINTS, MOST_CANDIDATES = 5, 60
# Words of the title and of the need that are searched for.
TITLE_WORDS, NEED_WORDS = 8, 6
# What every other case says of itself tells nothing apart.
EMPTY_WORDS = (
    "afdeling", "borger", "bruge", "digital", "digitalisering", "forvaltning", "få", "give", "god", "indføre", "indkøb",
    "it", "kommune", "kommunal", "løsning", "medarbejder", "ny", "område", "projekt", "sag", "system",
)  # fmt: skip
# A word in both titles counts for most, one that only the two descriptions share for least.
BOTH_TITLES, ONE_TITLE, NO_TITLE = 3, 2, 1
ENOUGH = 5
# What is read of a long text.
MOST_LETTERS = 4_000
ALIKE = 0.35
TEXTS = ("title", "need", "idea")
_ARRAY: "ArrayField[list[str], list[str]]" = ArrayField(TextField())
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that the reader may see; `words` are those in common as typed, none where the titles are spelt alike."""

    proposal: Proposal
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The words that say something, by stem."""

    title: dict[str, str]
    need: dict[str, str]

    @property
    def sought(self) -> list[str]:
        """Return the stems to search for."""
        longest = sorted(self.need.keys() - self.title.keys(), key=lambda stem: (-len(stem), stem))
        return [*list(self.title)[:TITLE_WORDS], *longest[:NEED_WORDS]]


def similar_cases(reader: "User", *, title: str, need: str, besides: int | None = None) -> tuple[Similar, ...]:
    """Return the cases most like what is written, best first; at most two queries.

    Only what `reader` may see, and never a draft. `besides` is the case itself.
    """
    typed = _typed(title, need)
    if not typed.sought:
        return ()
    visible = Proposal.objects.visible_to(reader).order_by().exclude(pk=besides or 0).values("pk")
    # What somebody is still writing is nobody else's to find.
    rows = ProposalVersion.objects.filter(_fits(title, typed.sought), frozen_at__isnull=False, proposal__in=visible)
    rows = rows.select_related("proposal__unit").annotate(
        alike=TrigramSimilarity(Upper("title"), title.upper()), title_stems=_stems("title"), text_stems=_stems(*TEXTS)
    )
    newest = rows.order_by("-proposal_id", "-ordinal").distinct("proposal_id")[:MOST_CANDIDATES]
    weighed = [(_points(version, typed), version) for version in newest]
    best = sorted((one for one in weighed if one[0] >= ENOUGH), key=lambda one: (-one[0], -one[1].proposal_id))
    return tuple(Similar(version.proposal, _shared(version, typed)) for _points_of, version in best[:MOST_HINTS])


def _typed(title: str, need: str) -> _Typed:
    in_title, in_need = _words(title), _words(need)
    stems = _stems_of([*in_title, *in_need, *EMPTY_WORDS])
    empty = {stems.get(word) for word in EMPTY_WORDS}
    said = {word: stem for word, stem in stems.items() if stem not in empty}
    return _Typed(*({said[word]: word for word in words if word in said} for words in (in_title, in_need)))


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in _WORD.findall(text[:MOST_LETTERS])))


def _stems_of(words: list[str]) -> dict[str, str]:
    """Return each word's stem as the database sees it; little words such as "og" have none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (tsvector_to_array(to_tsvector('danish', word)))[1] FROM unnest(%s::text[]) AS word", [words]
        )
        return {word: stem for word, stem in cursor.fetchall() if stem}


def _fits(title: str, stems: list[str]) -> Q:
    """Ask for two words in common anywhere in the text, or for a title that is spelt alike; both from an index."""
    versions = ProposalVersion.objects.order_by()
    alike = versions.alias(capitals=Upper("title")).filter(capitals__trigram_similar=title.upper())
    fits = Q(pk__in=alike.values("pk"))
    pairs = " | ".join(f"({_quoted(one)} & {_quoted(other)})" for one, other in combinations(stems, 2))
    if pairs:
        query = SearchQuery(pairs, config="simple", search_type="raw")
        text = SearchVector(*TEXTS, config="danish")
        fits |= Q(pk__in=versions.alias(text=text).filter(text=query).values("pk"))
    return fits


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def _stems(*fields: str) -> Func:
    return Func(SearchVector(*fields, config="danish"), function="tsvector_to_array", output_field=_ARRAY)


def _points(version: ProposalVersion, typed: _Typed) -> int:
    theirs, text = set(version.title_stems), set(version.text_stems)  # type: ignore[attr-defined]  # annotated
    own, beside = typed.title.keys(), typed.need.keys() - typed.title.keys()
    points = BOTH_TITLES * len(own & theirs)
    points += ONE_TITLE * (len(own & (text - theirs)) + len(beside & theirs))
    points += NO_TITLE * len(beside & (text - theirs))
    return points + (ENOUGH if version.alike >= ALIKE else 0)  # type: ignore[attr-defined]  # annotated


def _shared(version: ProposalVersion, typed: _Typed) -> tuple[str, ...]:
    text = set(version.text_stems)  # type: ignore[attr-defined]  # annotated
    words = {**typed.need, **typed.title}
    return tuple(words[stem] for stem in typed.sought if stem in text)
