"""What every object page says at its top, as data: selectors fill it, components draw it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["neutral", "info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a reader may do, or may not and why.

    `method` "get" is a link to a page, "post" a form with one button. A disabled action carries
    `why` (one sentence) and `who` (who can do it).
    """

    label: str
    url: str
    method: Literal["get", "post"] = "get"
    primary: bool = False
    danger: bool = False
    enabled: bool = True
    why: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class BulkTools:
    """What a list lets its reader do to several rows: where it is shown first, the ways by name, and the rows' ids."""

    url: str
    choices: tuple[tuple[str, object], ...]
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, who does it and by when; `who` is a body or a person's name.

    `reasons` is where the page tells why it has come to this.
    """

    what: str
    who: str = ""
    by: date | None = None
    overdue: bool = False
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One of the head's amounts in DKK; None shows as "not stated", never as 0."""

    label: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One station of the road under the head."""

    label: str
    status: Literal["done", "current", "waiting", "stopped"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an object page; `kind` is what it is, `number` may be empty while a draft."""

    kind: str
    title: str
    state: str
    tone: Tone = "neutral"
    number: str = ""
    case_number: str = ""
    next_step: NextStep | None = None
    money: tuple[MoneyLine, ...] = ()
    actions: tuple[Action, ...] = ()
    road: tuple[RoadStep, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A line of "waiting for me": what, why this reader, since when, one button."""

    title: str
    why: str
    since: datetime
    url: str
    button: str
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class DueItem:
    """A line of "due": what, where, when."""

    title: str
    url: str
    due: date
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A line of "what happened since last time"."""

    title: str
    what: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of an object's history: who, when, what, why; refused attempts are marked."""

    at: datetime
    who: str
    what: str
    why: str = ""
    refused: bool = False
    changes: tuple[tuple[str, str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an object page for the contents list at its side."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class HeadPart:
    """What a higher app adds to the head of a lower app's object."""

    next_step: NextStep | None = None
    actions: tuple[Action, ...] = ()
    road: tuple[RoadStep, ...] = ()
    money: tuple[MoneyLine, ...] = ()
