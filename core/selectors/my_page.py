"""Min side: what waits for a person, what is due, what happened since last time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.clock import today
from core.providers import collect

if TYPE_CHECKING:
    from core.models import User
    from core.ui import Action, DueItem, NewsItem, WaitingItem

NEWS_LENGTH = 15
DUE_AHEAD = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class MyPage:
    """The three blocks, each in the order the reader should take them, and what the reader may begin."""

    greeting_name: str
    waiting: tuple["WaitingItem", ...]
    due: tuple["DueItem", ...]
    news: tuple["NewsItem", ...]
    actions: tuple["Action", ...] = ()


def my_page(person: "User") -> MyPage:
    """Assemble the page from every app's providers; the number of queries is theirs, not the rows'."""
    waiting: list[WaitingItem] = collect("waiting", person)
    due: list[DueItem] = collect("due", person)
    news: list[NewsItem] = collect("news", person)
    return MyPage(
        greeting_name=person.name.split(" ")[0],
        waiting=tuple(sorted(waiting, key=lambda item: item.since)),
        due=tuple(sorted((item for item in due if item.due <= today() + DUE_AHEAD), key=lambda item: item.due)),
        news=tuple(sorted(news, key=lambda item: item.at, reverse=True)[:NEWS_LENGTH]),
        actions=tuple(collect("front_actions", person)),
    )
