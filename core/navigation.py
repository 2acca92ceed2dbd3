"""The main navigation: one entry a room, shown to those whom the room is open to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from core.providers import collect

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Place:
    """A registered entry; `permission` ("app.codename") hides it from those without the right."""

    order: int
    label: Any
    url_name: str
    prefix: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the page draws it."""

    label: str
    url: str
    current: bool


def entries(request: "HttpRequest") -> list[Entry]:
    """Return the entries this reader sees, in order."""
    places = sorted(collect("navigation"), key=lambda place: place.order)
    return [
        Entry(str(place.label), reverse(place.url_name), request.path.startswith(place.prefix))
        for place in places
        if not place.permission or request.user.has_perm(place.permission)
    ]
