"""What Min side tells a person of requests for IT's help and of theme points, read together in one query.

Kept on the person for the rest of the request: three lists of Min side ask for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q
from django.db.models.functions import JSONObject

from core.clock import COPENHAGEN, now, today
from core.models import User
from governance.enums import AssistanceState, BodyKind, ThemeState
from governance.models import AssistanceRequest, ThemePoint
from governance.selectors.standing import kept_standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

# How long an answer is news, and as many as somebody can take in at once.
NEWS_DAYS, LINES = 30, 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for IT's help."""

    pk: int
    title: str
    state: str
    state_since: datetime
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    wanted_by: date
    helper_id: int | None
    planned_for: date | None


@dataclass(frozen=True, slots=True)
class Themed:
    """A theme point of a leadership meeting."""

    pk: int
    title: str
    state: str
    state_since: datetime
    area: str
    day: date
    begins: time
    participant_id: int
    responsible_id: int | None
    due_on: date | None

    @property
    def begins_at(self) -> datetime:
        """Return the instant it begins."""
        return datetime.combine(self.day, self.begins, tzinfo=COPENHAGEN)


@dataclass(frozen=True, slots=True)
class OwnTasks:
    """The requests by when they were asked, the theme points by their day."""

    asked: tuple[Asked, ...]
    themes: tuple[Themed, ...]


_ELSEWHERE = {"asked_by": F("asked_by__name"), "area": F("area__name")}
_READERS = {
    "state_since": datetime.fromisoformat,
    "asked_at": datetime.fromisoformat,
    "wanted_by": date.fromisoformat,
    "planned_for": date.fromisoformat,
    "day": date.fromisoformat,
    "begins": time.fromisoformat,
    "due_on": date.fromisoformat,
}


def own_tasks(person: User) -> OwnTasks:
    """Return what `person` has to do with requests and theme points; read once a request."""
    known: OwnTasks | None = person.__dict__.get("own_tasks")
    if known is None:
        known = person.__dict__["own_tasks"] = _read(person)
    return known


def _read(person: User) -> OwnTasks:
    asked, themes = _rows(_asked(person), Asked), _rows(_themes(person), Themed)
    both = User.objects.filter(pk=person.pk).order_by().values_list(ArraySubquery(asked), ArraySubquery(themes)).first()
    found_asked, found_themes = both or ((), ())
    return OwnTasks(tuple(_told(found_asked, Asked)), tuple(_told(found_themes, Themed)))


def _asked(person: User) -> "QuerySet[Any, Any]":
    told = Q(helper=person, state=AssistanceState.ACCEPTED)
    told |= Q(asked_by=person, state_since__gte=now() - timedelta(days=NEWS_DAYS)) & ~Q(state=AssistanceState.OPEN)
    if BodyKind.IT_DEPARTMENT in kept_standing(person).kinds:
        told |= Q(state=AssistanceState.OPEN) & ~Q(asked_by=person)
    return AssistanceRequest.objects.visible_to(person).filter(told).order_by("asked_at", "pk")


def _themes(person: User) -> "QuerySet[Any, Any]":
    told = Q(responsible=person, state=ThemeState.FOLLOW_UP) | Q(participant=person, state=ThemeState.PLANNED)
    told |= Q(planned_by=person, state=ThemeState.PLANNED, day__lt=today())
    return ThemePoint.objects.visible_to(person).filter(told).order_by("day", "pk")


def _rows(rows: "QuerySet[Any, Any]", kind: Any) -> "QuerySet[Any, Any]":
    names = {name: _ELSEWHERE.get(name, F(name)) for name in kind.__dataclass_fields__}
    return rows.values(row=JSONObject(**names))[:LINES]


def _told(found: Iterable[dict[str, Any]], kind: Any) -> Iterable[Any]:
    for one in found:
        yield kind(**{name: _value(name, value) for name, value in one.items()})


def _value(name: str, value: Any) -> Any:
    return _READERS[name](value) if name in _READERS and value is not None else value
