"""May this person make this move on this case? One answer for page, API and test.

State first, then the right, then separation of duties and habilitet; each refusal is a sentence that says who can.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.clock import today
from core.domain.refusal import ALLOWED, Answer
from governance.domain.bodies import in_force
from governance.domain.stations import deferred_by_group, open_grant, signatures_of
from governance.enums import BodyKind, BodyRole, Signatory
from governance.models import Membership
from governance.selectors.offices import Offices
from governance.workflow import BY_NAME, Move, Who
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from portfolio.permissions import editor_ids, speaks_for

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing
    from portfolio.models import StandIn


@dataclass(frozen=True, slots=True)
class Part:
    """What a person has to do with a case: written once, asked for every move."""

    author: bool
    editor: bool
    owner: bool
    own_department: bool
    own_area: bool
    # Has declared a conflict of interest in the case.
    barred: bool = False
    # Stands in as chair, because the chair cannot judge the case.
    stands_in: bool = False
    # The member of the group whose seat the person takes on this case, as the deputy.
    steps_in_for: "User | None" = None
    # The deputy to whom the person has handed the case over.
    handed_to: "User | None" = None
    # The same with management, while the case awaits its decision.
    decides_for: "User | None" = None
    decision_handed_to: "User | None" = None

    @property
    def has_a_part(self) -> bool:
        """Whether the person speaks for the case and so cannot judge it."""
        return self.author or self.editor or self.owner

    def reviews(self, standing: "Standing") -> bool:
        """Whether the person is one of those who review the case: a member, or the deputy who steps in."""
        return self.steps_in_for is not None or (standing.is_group_member and self.handed_to is None)

    def decides(self, standing: "Standing") -> bool:
        """Whether the person is one of management in the case: a member, or the deputy who steps in."""
        return self.decides_for is not None or (
            BodyKind.MANAGEMENT in standing.kinds and self.decision_handed_to is None
        )


def part_in(proposal: Proposal, person: "User", standing: "Standing") -> Part:
    """Return what `person` has to do with the case."""
    department = proposal.unit.department_id
    # Nobody steps in on a case that has not been submitted.
    rows = list(proposal.stand_ins.all()) if proposal.submitted_at else []
    reviewing = [row for row in rows if not row.decides]
    # A deputy in management sees the case afterwards, and makes no move in it.
    deciding = [row for row in rows if row.decides and proposal.state == ProposalState.RECOMMENDED]
    return Part(
        author=proposal.author_id == person.pk,
        editor=person.pk in editor_ids(proposal),
        owner=proposal.owner_id == person.pk,
        own_department=department is not None and department == standing.department_id,
        own_area=proposal.area_id is not None and proposal.area_id == standing.area_id,
        barred=_is_barred(proposal, person),
        stands_in=_stands_in_for_chair(proposal, standing),
        steps_in_for=_member_of(reviewing, person),
        handed_to=_deputy_of(reviewing, person),
        decides_for=_member_of(deciding, person),
        decision_handed_to=_deputy_of(deciding, person),
    )


def cannot_judge(proposal: Proposal, person: "User") -> bool:
    """Whether `person` speaks for the case or has declared a conflict of interest in it."""
    return speaks_for(proposal, person) or _is_barred(proposal, person)


def chair_seat() -> Membership | None:
    """Return the seat of the strategy group's chair today, with the person and the deputy named on it."""
    chairs = Membership.objects.filter(in_force(today()), body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR)
    return chairs.select_related("person", "deputy").first()


def may(name: str, proposal: Proposal, part: Part, standing: "Standing") -> Answer:  # noqa: PLR0911 - one a refusal
    """Answer whether the move can be made; `proposal` is as it stands in the database now."""
    move = BY_NAME[name]
    if proposal.kind not in move.kinds or proposal.state not in move.sources:
        return Answer(
            allowed=False,
            reason=_("That cannot be done while the case is “%(state)s”.") % {"state": proposal.get_state_display()},
        )
    if not_now := _not_now(name, proposal):
        return Answer(allowed=False, reason=not_now)
    if deputy := _handed_to(move, part):
        return Answer(allowed=False, reason=_("%(name)s steps in for you in this case.") % {"name": deputy.name})
    if not has_role(move, part, standing):
        return Answer(
            allowed=False,
            reason=_("You do not have the role that this takes."),
            who=who_can(move, proposal, standing.offices),
        )
    if move.judges and part.has_a_part:
        return Answer(
            allowed=False,
            reason=_("You speak for this case yourself, so somebody else must judge it."),
            who=who_can(move, proposal, standing.offices),
        )
    if part.barred and not part.has_a_part:
        return Answer(
            allowed=False,
            reason=_("You have declared a conflict of interest in this case."),
            who=who_can(move, proposal, standing.offices),
        )
    return ALLOWED


def has_role(move: Move, part: Part, standing: "Standing") -> bool:
    """Whether the person is one of those who make the move, whatever else may stand in its way."""
    return any(_IS[who](part, standing) for who in move.who)


def who_can(move: Move, proposal: Proposal, offices: Offices | None = None) -> str:
    """Return the names of those who make the move, such as "Anna Lund or the project owner"."""
    known = offices or Offices()
    *first, last = dict.fromkeys(filter(None, (_NAMES[who](proposal, known) for who in move.who)))
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


_OF_A_GRANT = frozenset({"meet_condition", "lapse_grant"})
# Whoever has deferred a case takes it up again: the group (True) or management.
_TAKES_UP = {"resume_review": True, "resume_decision": False}
# Which side signs the route by which move.
_SIGNS = {"sign_route_for_it": Signatory.IT, "sign_route_for_owner": Signatory.OWNER}

_IS: dict[Who, Callable[[Part, "Standing"], bool]] = {
    Who.AUTHOR: lambda part, _standing: part.author,
    Who.EDITOR: lambda part, _standing: part.editor,
    Who.OWNER: lambda part, _standing: part.owner,
    Who.IT: lambda _part, standing: BodyKind.IT_DEPARTMENT in standing.kinds,
    Who.CHAIR: lambda part, standing: part.stands_in or BodyKind.STRATEGY_GROUP in standing.chair_of,
    Who.SECRETARY: lambda _part, standing: BodyKind.STRATEGY_GROUP in standing.secretary_of,
    Who.GROUP_MEMBER: lambda part, standing: part.reviews(standing),
    Who.DEPARTMENT_HEAD: lambda part, standing: BodyKind.DEPARTMENT_HEADS in standing.kinds and part.own_department,
    Who.AREA_MANAGEMENT: lambda part, standing: BodyKind.MANAGEMENT in standing.kinds and part.own_area,
    Who.MANAGEMENT: lambda part, standing: part.decides(standing),
}

_NAMES: dict[Who, Callable[[Proposal, Offices], str]] = {
    Who.AUTHOR: lambda proposal, _offices: proposal.author.name,
    Who.EDITOR: lambda _proposal, _offices: _("a co-editor"),
    Who.OWNER: lambda proposal, _offices: proposal.owner.name if proposal.owner else _("the project owner"),
    Who.IT: lambda _proposal, offices: offices.name(BodyKind.IT_DEPARTMENT),
    Who.CHAIR: lambda proposal, offices: _chair_name(proposal, offices),  # noqa: PLW0108 - defined below
    Who.SECRETARY: lambda _proposal, offices: _("the secretary of %(body)s") % _group(offices),
    Who.GROUP_MEMBER: lambda _proposal, offices: _("the members of %(body)s") % _group(offices),
    Who.DEPARTMENT_HEAD: lambda proposal, _offices: (
        _("the head of %(department)s") % {"department": _department_name(proposal)}
    ),
    Who.AREA_MANAGEMENT: lambda proposal, _offices: (
        _("the director of %(area)s") % {"area": proposal.area.name} if proposal.area else ""
    ),
    Who.MANAGEMENT: lambda _proposal, offices: offices.name(BodyKind.MANAGEMENT),
}


def _member_of(rows: "list[StandIn]", person: "User") -> "User | None":
    return next((row.member for row in rows if row.person_id == person.pk), None)


def _deputy_of(rows: "list[StandIn]", person: "User") -> "User | None":
    return next((row.person for row in rows if row.away and row.member_id == person.pk), None)


def _handed_to(move: Move, part: Part) -> "User | None":
    """Return the deputy who makes the move in the person's place, because the person has handed the case over."""
    if move.who == (Who.GROUP_MEMBER,):
        return part.handed_to
    return part.decision_handed_to if move.who == (Who.MANAGEMENT,) else None


def _not_now(name: str, proposal: Proposal) -> str:
    """Return why the case is not ready for the move, beyond its state; empty where it is."""
    if name in _TAKES_UP and deferred_by_group(proposal) != _TAKES_UP[name]:
        return _by_the_other(name)
    if name == "answer_in_hearing" and not _is_asked(proposal):
        return _("IT waits for no answer.")
    if name in _OF_A_GRANT and open_grant(proposal) is None:
        return _("The case has no grant whose condition is still to be met.")
    if name in _SIGNS and any(row.signatory == _SIGNS[name] for row in signatures_of(proposal)):
        return _("It has already been signed.")
    if name == "settle_route" and len({row.route for row in signatures_of(proposal)}) < len(_SIGNS):
        return _("The chair settles the route only when IT and the project owner disagree.")
    return ""


def _is_asked(proposal: Proposal) -> bool:
    """Whether IT waits for the applicant: its newest assessment stands still."""
    newest = next(iter(proposal.it_assessments.all()), None)
    return newest is not None and newest.paused_on is not None and newest.answered_at is None


def _by_the_other(name: str) -> str:
    if _TAKES_UP[name]:
        return _("Management has deferred the case, and takes it up again itself.")
    return _("The strategy group has deferred the case, and takes it up again itself.")


def _stands_in_for_chair(proposal: Proposal, standing: "Standing") -> bool:
    """Tell whether the person is the deputy of a chair who cannot judge, and has a seat among the members (AM28)."""
    if not standing.is_deputy or not standing.is_group_member or BodyKind.STRATEGY_GROUP in standing.chair_of:
        return False
    seat = standing.offices.chair
    return seat is not None and cannot_judge(proposal, seat.person)


def _is_barred(proposal: Proposal, person: "User") -> bool:
    return any(bar.person_id == person.pk for bar in proposal.bars.all())


def _chair_name(proposal: Proposal, offices: Offices) -> str:
    body = _group(offices)
    seat = offices.chair
    if seat is None or not cannot_judge(proposal, seat.person):
        return _("the chair of %(body)s") % body
    if seat.deputy is None:
        return _("the deputy of the chair of %(body)s, who has yet to be named") % body
    return _("%(name)s, who stands in for the chair of %(body)s") % {"name": seat.deputy.name, **body}


def _department_name(proposal: Proposal) -> str:
    return (proposal.unit.department or proposal.unit).name


def _group(offices: Offices) -> dict[str, str]:
    return {"body": offices.name(BodyKind.STRATEGY_GROUP)}
