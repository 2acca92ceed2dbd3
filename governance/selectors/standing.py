"""Where a person stands: the bodies they sit in and the part of the organisation they come from."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from core import clock
from core.kept_query import KeptQuery
from core.models import User
from core.statement import Given
from governance.domain.bodies import in_force
from governance.enums import BodyKind, BodyRole
from governance.models import Membership
from governance.selectors.offices import Offices
from portfolio.enums import ProposalState
from portfolio.models import StandIn

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.http import PersonRequest


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's seats on one day, and the ids of their department and director area (None without one).

    `kinds` holds every body the person sits in, in whatever role; a deputy has no seat of their own.
    """

    kinds: frozenset[BodyKind] = frozenset()
    chair_of: frozenset[BodyKind] = frozenset()
    secretary_of: frozenset[BodyKind] = frozenset()
    department_id: int | None = None
    area_id: int | None = None
    # Named as the deputy of the strategy group's chair: stands in where the chair cannot judge.
    is_deputy: bool = False
    # Steps in for a member on a case that the group reviews now.
    steps_in: bool = False
    # The same for a member of management, on a case that awaits its decision.
    decides_for_another: bool = False
    # Sits in a body that advises (A12).
    advises: bool = False
    # Who else could: read when somebody is told no.
    offices: Offices = field(default_factory=Offices, compare=False, repr=False)

    @property
    def is_group_member(self) -> bool:
        """Whether the person reviews cases: a seat in the strategy group, the chair's too, but not the secretary's."""
        return BodyKind.STRATEGY_GROUP in self.kinds and BodyKind.STRATEGY_GROUP not in self.secretary_of

    @property
    def runs_meetings(self) -> bool:
        """Whether the person calls the strategy group's meetings: its secretary and its chair."""
        return BodyKind.STRATEGY_GROUP in self.secretary_of | self.chair_of

    def arranges(self, kind: str) -> bool:
        """Whether the person arranges the meetings of a body: its chair and secretary.

        The group's secretary also lays the cases before management, which may have neither.
        """
        if kind == BodyKind.MANAGEMENT and BodyKind.STRATEGY_GROUP in self.secretary_of:
            return True
        return kind in self.secretary_of | self.chair_of


def _seats() -> "QuerySet[Any, Any]":
    """Ask for where the person `person` comes from and sits on the day `day`, a row a seat."""
    day = Given("day")
    seated = Q(memberships__valid_from__lte=day) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=day)
    )
    chairs = Membership.objects.filter(
        in_force(day), body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR, deputy=OuterRef("pk")
    ).order_by()
    mine = StandIn.objects.filter(person=OuterRef("pk")).order_by()
    reviewing = mine.filter(decides=False, proposal__state=ProposalState.REVIEW)
    deciding = mine.filter(decides=True, proposal__state=ProposalState.RECOMMENDED)
    return (
        User.objects.filter(pk=Given("person"), is_active=True)
        .annotate(
            seat=FilteredRelation("memberships", condition=seated),
            is_deputy=Exists(chairs),
            steps_in=Exists(reviewing),
            decides=Exists(deciding),
        )
        .values_list(
            "unit__department_id",
            "unit__area_id",
            "seat__body__kind",
            "seat__role",
            "seat__body__advises",
            "is_deputy",
            "steps_in",
            "decides",
        )
        .order_by()
    )


_SEATS = KeptQuery(_seats)


def standing_of(person: User, on: date | None = None) -> Standing:
    """Return the person's standing on the day `on` (today in Copenhagen); one query.

    A closed account stands nowhere.
    """
    rows = _SEATS.rows(person=person.pk, day=on or clock.today())
    if not rows:
        return Standing()
    seats = [(BodyKind(kind), role) for _department, _area, kind, role, *_rest in rows if kind]
    return Standing(
        kinds=frozenset(kind for kind, _role in seats),
        chair_of=frozenset(kind for kind, role in seats if role == BodyRole.CHAIR),
        secretary_of=frozenset(kind for kind, role in seats if role == BodyRole.SECRETARY),
        department_id=rows[0][0],
        area_id=rows[0][1],
        advises=any(row[4] for row in rows),
        is_deputy=rows[0][5],
        steps_in=rows[0][6],
        decides_for_another=rows[0][7],
    )


def kept_standing(person: User) -> Standing:
    """Return the standing of the one a page is for, read once and kept with them; a move asks `standing_of` afresh."""
    known: Standing | None = person.__dict__.get("standing_kept")
    if known is None:
        known = person.__dict__["standing_kept"] = standing_of(person)
    return known


def reader_standing(request: "PersonRequest") -> Standing:
    """Return the standing of the one who reads the page today; asked for once a request."""
    return kept_standing(request.user)
