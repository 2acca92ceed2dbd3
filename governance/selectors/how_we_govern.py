"""How the municipality governs its digitalisation, drawn from what is in force: who, which road, which rules (A14).

Nothing here is written for the page: the road is `governance.workflow`, and the rules are the policy's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core import clock
from governance.domain.meeting_rules import meeting_rules
from governance.domain.stations import passed_by
from governance.how_texts import MOVE_WORDS, WHO_WORDS
from governance.policy.profile import Criterion, Parameter, Profile, RouteText, Rule, SourceDocument
from governance.selectors.bodies import BodyLine, body_lines
from governance.selectors.leadership_meetings import LeadershipMeetings, leadership_meetings
from governance.selectors.parameter_words import parameter_name, parameter_place, parameter_value
from governance.workflow import MOVES, Move
from portfolio.enums import ProposalKind, ProposalState

# A move that is open from so many places is told once, not at each of them.
EVERYWHERE = 4


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
    """The page. `always` are the turns that stand open along the road; `not_in_force` are others' rules.

    `casting` are the kinds of the bodies in which the chair's vote decides where the votes are equal.
    """

    profile: Profile
    label: str
    bodies: tuple[BodyLine, ...]
    leadership: LeadershipMeetings
    casting: frozenset[str]
    routes: tuple[RouteText, ...]
    stations: tuple[Station, ...]
    always: tuple[Turn, ...]
    rules: tuple[Rule, ...]
    not_in_force: tuple[Rule, ...]
    criteria: tuple[Criterion, ...]
    figures: tuple[FigureInForce, ...]
    sources: tuple[SourceDocument, ...]


# A deadline at a station that no case comes to is nobody's.
_DEADLINE_AT = {"routing_days": ProposalState.ROUTING, "review_days": ProposalState.REVIEW}


def how_we_govern(profile: Profile, day: date | None = None) -> HowWeGovern:
    """Return what is in force on `day`, today where none is given; two queries."""
    day = day or clock.today()
    active = {rule.code for rule in profile.rules if rule.active}
    criteria = tuple(one for one in profile.criteria if one.rule in active)
    passed = passed_by([text.route for text in profile.routes])
    road = _road(passed, pool=bool(criteria))
    return HowWeGovern(
        profile=profile,
        label=profile.version_label(day),
        bodies=body_lines(),
        leadership=leadership_meetings(profile),
        casting=meeting_rules({row.key: row for row in profile.parameters_in_force(day)}).casting,
        routes=profile.routes,
        stations=tuple(_stations(road, passed)),
        always=tuple(_turn(move, passed) for move in road if _is_everywhere(move)),
        rules=tuple(rule for rule in profile.rules if rule.active),
        not_in_force=tuple(rule for rule in profile.rules if not rule.active),
        criteria=criteria,
        figures=tuple(
            _figure(row)
            for row in sorted(profile.parameters_in_force(day), key=lambda row: parameter_place(row.key))
            if _DEADLINE_AT.get(row.key) not in passed
        ),
        sources=profile.documents,
    )


def _road(passed: frozenset[ProposalState], *, pool: bool) -> list[Move]:
    """Return the moves that can be made here: none at a station that the municipality does not have."""
    return [
        move
        for move in MOVES
        if ProposalKind.APPLICATION in move.kinds
        and not move.sources <= passed
        and not move.targets <= passed
        and (pool or move.name != "direct")
    ]


def _is_everywhere(move: Move) -> bool:
    return len(move.sources) >= EVERYWHERE


def _stations(road: list[Move], passed: frozenset[ProposalState]) -> Iterator[Station]:
    for state in ProposalState:
        if state in passed:
            continue
        turns = tuple(_turn(move, passed) for move in road if state in move.sources and not _is_everywhere(move))
        if turns:
            yield Station(str(state.label), turns)


def _turn(move: Move, passed: frozenset[ProposalState]) -> Turn:
    stays = move.targets == move.sources
    targets = tuple(str(state.label) for state in ProposalState if state in move.targets - passed)
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
    return FigureInForce(parameter_name(row.key), parameter_value(row), row.valid_from, row.source, row.note)
