"""The road of a proposal as one table: which move leads from where to where, and who makes it.

Whoever opens this file has read the process; `docs/workflow.md` is drawn from it. Pure: the names are
those of `portfolio.enums.ProposalState`, held against it by a test, because enums import Django.
"""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who makes a move, seen from the case."""

    AUTHOR = "author"
    EDITOR = "editor"
    OWNER = "owner"
    IT = "it"
    CHAIR = "chair"
    SECRETARY = "secretary"
    GROUP_MEMBER = "group_member"
    DEPARTMENT_HEAD = "department_head"
    AREA_MANAGEMENT = "area_management"
    MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `judges` bars those who have a part in the case from making it (separation of duties)."""

    name: str
    kinds: frozenset[str]
    sources: frozenset[str]
    targets: frozenset[str]
    who: tuple[Who, ...]
    judges: bool = False


_FULL = frozenset({"application", "notification"})
_IDEA = frozenset({"suggestion"})
# Where a submitted proposal may stand next: policy and IT's answer choose among these.
_STATIONS = frozenset({"assessment", "routing", "local_decision", "review", "recommended"})
_AFTER_ASSESSMENT = _STATIONS - {"assessment"}
_AFTER_ROUTING = frozenset({"local_decision", "review"})
_DIRECTED_IN = frozenset({"assessment", "routing", "review"})
_APPLICANT = (Who.AUTHOR, Who.EDITOR)

MOVES = (
    Move("submit", _FULL, frozenset({"draft", "revision", "not_approved"}), _STATIONS, _APPLICANT),
    Move("give", _IDEA, frozenset({"draft"}), frozenset({"received"}), _APPLICANT),
    Move(
        "answer",
        _IDEA,
        frozenset({"received"}),
        frozenset({"answered"}),
        (Who.SECRETARY, Who.DEPARTMENT_HEAD),
        judges=True,
    ),
    Move("carry_on", _IDEA, frozenset({"received"}), frozenset({"converted"}), (*_APPLICANT, Who.DEPARTMENT_HEAD)),
    Move("take_back", _FULL, _STATIONS - {"recommended"}, frozenset({"revision"}), (*_APPLICANT, Who.OWNER)),
    Move(
        "withdraw",
        _FULL,
        _STATIONS | {"revision", "not_approved", "reserve"},
        frozenset({"withdrawn"}),
        (Who.AUTHOR, Who.OWNER),
    ),
    Move("approve_acquisition", _FULL, frozenset({"assessment"}), _AFTER_ASSESSMENT, (Who.IT,), judges=True),
    Move("refuse_acquisition", _FULL, frozenset({"assessment"}), frozenset({"not_approved"}), (Who.IT,), judges=True),
    # IT's time stands still from the question to the answer; the case stays where it is.
    Move("ask_in_hearing", _FULL, frozenset({"assessment"}), frozenset({"assessment"}), (Who.IT,), judges=True),
    Move("answer_in_hearing", _FULL, frozenset({"assessment"}), frozenset({"assessment"}), (*_APPLICANT, Who.OWNER)),
    Move("sign_route_for_it", _FULL, frozenset({"routing"}), _AFTER_ROUTING | {"routing"}, (Who.IT,), judges=True),
    Move("sign_route_for_owner", _FULL, frozenset({"routing"}), _AFTER_ROUTING | {"routing"}, (Who.OWNER,)),
    Move("settle_route", _FULL, frozenset({"routing"}), _AFTER_ROUTING, (Who.CHAIR,), judges=True),
    Move("review", _FULL, frozenset({"review"}), frozenset({"review"}), (Who.GROUP_MEMBER,), judges=True),
    Move("recommend", _FULL, frozenset({"review"}), frozenset({"recommended"}), (Who.CHAIR,), judges=True),
    Move("defer_review", _FULL, frozenset({"review"}), frozenset({"deferred"}), (Who.CHAIR,), judges=True),
    Move("resume_review", _FULL, frozenset({"deferred"}), frozenset({"review"}), (Who.CHAIR, Who.SECRETARY)),
    Move(
        "approve_locally",
        _FULL,
        frozenset({"local_decision"}),
        frozenset({"approved"}),
        (Who.DEPARTMENT_HEAD, Who.AREA_MANAGEMENT),
        judges=True,
    ),
    Move(
        "reject_locally",
        _FULL,
        frozenset({"local_decision"}),
        frozenset({"rejected"}),
        (Who.DEPARTMENT_HEAD, Who.AREA_MANAGEMENT),
        judges=True,
    ),
    # Only management itself directs an application to the pool (D14); the case stays where it is.
    Move("direct", frozenset({"application"}), _DIRECTED_IN, _DIRECTED_IN, (Who.MANAGEMENT,), judges=True),
    Move("approve", _FULL, frozenset({"recommended"}), frozenset({"approved"}), (Who.MANAGEMENT,), judges=True),
    Move(
        "approve_with_changes",
        _FULL,
        frozenset({"recommended"}),
        frozenset({"approved"}),
        (Who.MANAGEMENT,),
        judges=True,
    ),
    Move("reject", _FULL, frozenset({"recommended"}), frozenset({"rejected"}), (Who.MANAGEMENT,), judges=True),
    Move("defer_decision", _FULL, frozenset({"recommended"}), frozenset({"deferred"}), (Who.MANAGEMENT,), judges=True),
    # Worth doing, but the pool does not reach it: it waits for money, until its place ends.
    Move(
        "put_on_reserve",
        frozenset({"application"}),
        frozenset({"recommended"}),
        frozenset({"reserve"}),
        (Who.MANAGEMENT,),
        judges=True,
    ),
    # Back to whoever prepared the case: the group, or the applicant where no group has reviewed it.
    Move(
        "send_back",
        _FULL,
        frozenset({"recommended"}),
        frozenset({"review", "revision"}),
        (Who.MANAGEMENT,),
        judges=True,
    ),
    # A grant on conditions stays approved until they are met, or until its day has passed (the portal does it then).
    Move(
        "meet_condition",
        frozenset({"application"}),
        frozenset({"approved"}),
        frozenset({"approved"}),
        (Who.MANAGEMENT,),
        judges=True,
    ),
    Move(
        "lapse_grant",
        frozenset({"application"}),
        frozenset({"approved"}),
        frozenset({"deferred"}),
        (Who.MANAGEMENT,),
        judges=True,
    ),
    Move("resume_decision", _FULL, frozenset({"deferred", "reserve"}), frozenset({"recommended"}), (Who.MANAGEMENT,)),
)
# What the portal does by itself when a day has come; nobody is asked whether they may.
BY_ITSELF = (Move("expire_reserve", frozenset({"application"}), frozenset({"reserve"}), frozenset({"rejected"}), ()),)

BY_NAME = {move.name: move for move in (*MOVES, *BY_ITSELF)}
