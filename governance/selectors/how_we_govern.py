"""How the municipality governs its digitalisation, drawn from what is in force: who, which road, which rules (A14).

Nothing here is written for the page: the road is `governance.workflow`, and the rules are the policy's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.finance import read_definition
from businesscase.selectors.words import definition
from core import clock
from core.templatetags.danish import hours, kroner, number, percent
from governance.how_texts import MOVE_WORDS, PARAMETER_WORDS, WHO_WORDS, YEARLY_WORDS
from governance.policy.positive_case import KEY as POSITIVE
from governance.policy.profile import Criterion, Parameter, Profile, RouteText, Rule, SourceDocument
from governance.selectors.bodies import BodyLine, body_lines
from governance.workflow import MOVES, Move
from portfolio.enums import ProposalKind, ProposalState

# A move that is open from so many places is told once, not at each of them.
EVERYWHERE = 4
# The unit of the yearly rises, written as text since a rise may be below 0.
PERCENT = "pct."


@dataclass(frozen=True, slots=True)
class Turn:
    """What may happen at a station: the act, who makes it, and where the case may stand afterwards.

    `judges` says that whoever has a part in the case cannot make it.
    """

    act: str
    who: str
    leads_to: tuple[str, ...]
    judges: bool


@dataclass(frozen=True, slots=True)
class Station:
    """Where a case may stand, and its turns in the order of the table."""

    name: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class FigureInForce:
    """A dated parameter in words."""

    name: str
    value: str
    valid_from: date
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class HowWeGovern:
    """The page. `always` are the turns that stand open along the road; `reference` are others' rules, not in force."""

    profile: Profile
    label: str
    bodies: tuple[BodyLine, ...]
    routes: tuple[RouteText, ...]
    stations: tuple[Station, ...]
    always: tuple[Turn, ...]
    rules: tuple[Rule, ...]
    not_in_force: tuple[Rule, ...]
    criteria: tuple[Criterion, ...]
    figures: tuple[FigureInForce, ...]
    sources: tuple[SourceDocument, ...]


def how_we_govern(profile: Profile, day: date | None = None) -> HowWeGovern:
    """Return what is in force on `day`, today where none is given; two queries."""
    day = day or clock.today()
    active = {rule.code for rule in profile.rules if rule.active}
    return HowWeGovern(
        profile=profile,
        label=profile.version_label(day),
        bodies=body_lines(),
        routes=profile.routes,
        stations=tuple(_stations()),
        always=tuple(_turn(move) for move in _road() if _is_everywhere(move)),
        rules=tuple(rule for rule in profile.rules if rule.active),
        not_in_force=tuple(rule for rule in profile.rules if not rule.active),
        criteria=tuple(one for one in profile.criteria if one.rule in active),
        figures=tuple(_figure(row) for row in sorted(profile.parameters_in_force(day), key=_place)),
        sources=profile.documents,
    )


def _road() -> list[Move]:
    return [move for move in MOVES if ProposalKind.APPLICATION in move.kinds]


def _is_everywhere(move: Move) -> bool:
    return len(move.sources) >= EVERYWHERE


def _stations() -> Iterator[Station]:
    for state in ProposalState:
        turns = tuple(_turn(move) for move in _road() if state in move.sources and not _is_everywhere(move))
        if turns:
            yield Station(str(state.label), turns)


def _turn(move: Move) -> Turn:
    stays = move.targets == move.sources
    targets = tuple(str(state.label) for state in ProposalState if state in move.targets)
    return Turn(
        act=str(MOVE_WORDS[move.name]),
        who=_listed([str(WHO_WORDS[who]) for who in move.who]),
        leads_to=(_("The case stays where it is"),) if stays else targets,
        judges=move.judges,
    )


def _listed(words: list[str]) -> str:
    *first, last = words
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _figure(row: Parameter) -> FigureInForce:
    return FigureInForce(_name(row.key), _value(row), row.valid_from, row.source, row.note)


def _place(row: Parameter) -> tuple[int, str]:
    """Return the place of a figure: in the order in which they are named, the yearly ones last."""
    known = list(PARAMETER_WORDS)
    return known.index(row.key) if row.key in known else len(known), row.key


def _name(key: str) -> str:
    if key in PARAMETER_WORDS:
        return str(PARAMETER_WORDS[key])
    series, _underscore, year = key.rpartition("_")
    return YEARLY_WORDS[series] % {"year": year} if series in YEARLY_WORDS else key


def _value(row: Parameter) -> str:
    """Return the value as people write it; what only the portal reads is told by its note."""
    if row.key == POSITIVE:
        return definition(read_definition(str(row.value)))
    if row.unit in _FIGURES:
        return _FIGURES[row.unit](row.number)
    if row.unit == PERCENT:
        return percent(Decimal(str(row.value)) / 100, 2)
    return "" if row.note else str(row.value)


def _working_days(amount: Decimal) -> str:
    forms = ngettext("%(number)s working day", "%(number)s working days", _plural(amount))
    return forms % {"number": number(amount)}


def _days(amount: Decimal) -> str:
    return ngettext("%(number)s day", "%(number)s days", _plural(amount)) % {"number": number(amount)}


def _months(amount: Decimal) -> str:
    return ngettext("%(number)s month", "%(number)s months", _plural(amount)) % {"number": number(amount)}


def _plural(amount: Decimal) -> int:
    """Return the whole number whose grammar the amount follows."""
    return 1 if amount == 1 else 2


_FIGURES: dict[str, Callable[[Decimal], str]] = {
    "DKK": kroner,
    "hours": hours,
    "share": percent,
    "rate": percent,
    "working_days": _working_days,
    "days": _days,
    "months": _months,
}
