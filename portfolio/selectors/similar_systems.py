"""Systems of the register that look like what somebody asks for, with when their contracts expire (C12, C35)."""

import re
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Min, Q

from core.clock import today
from portfolio.enums import SystemState
from portfolio.models import System
from portfolio.selectors.similar import EMPTY_WORDS

if TYPE_CHECKING:
    from datetime import date

MOST_SYSTEMS, MOST_WORDS, MOST_LETTERS = 6, 8, 4_000
_WORD = re.compile(r"[^\W\d_]{4,}")
_TEXT = SearchVector("name", weight="A", config="danish") + SearchVector("purpose", weight="B", config="danish")


@dataclass(frozen=True, slots=True)
class SimilarSystem:
    """A system, and the first of its contracts to expire."""

    system: System
    expires: "date | None"


def similar_systems(*, title: str, need: str) -> tuple[SimilarSystem, ...]:
    """Return the systems in use that share a word with the title or two with the need, best first; one query."""
    in_title, in_need = _words(title), _words(need)
    asked = [SearchQuery(word, config="danish") for word in in_title[:MOST_WORDS]]
    # One word of a long text says little.
    pairs = combinations(in_need[:MOST_WORDS], 2)
    asked += [SearchQuery(one, config="danish") & SearchQuery(other, config="danish") for one, other in pairs]
    if not asked:
        return ()
    query = reduce(or_, asked)
    rows = System.objects.exclude(state=SystemState.RETIRED).annotate(text=_TEXT, rank=SearchRank(_TEXT, query))
    expires = Min("contracts__ends_on", filter=Q(contracts__ends_on__gte=today()))
    best = rows.filter(text=query).annotate(expires=expires).order_by("-rank", "name")[:MOST_SYSTEMS]
    # The stubs do not know what is annotated.
    return tuple(SimilarSystem(one, one.__dict__["expires"]) for one in best)


def _words(text: str) -> list[str]:
    found = _WORD.findall(text[:MOST_LETTERS].lower())
    # The longest say most.
    return sorted(dict.fromkeys(word for word in found if word not in EMPTY_WORDS), key=lambda word: -len(word))
