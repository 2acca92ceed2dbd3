"""What the bodies are called and who sits in the strategy group today, for the sentences that say who can."""

from functools import cached_property

from django.db.models import Q

from core.children import Child, read_table
from core.clock import today
from governance.domain.bodies import in_force
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership


class Offices:
    """The bodies with the strategy group's seats of today: one query when first asked, kept with the object."""

    def name(self, kind: BodyKind) -> str:
        """Return what the municipality calls a body."""
        return self._bodies[kind].name if kind in self._bodies else str(kind.label)

    @property
    def seats(self) -> tuple[Membership, ...]:
        """The strategy group's seats, with the person and the deputy named on it."""
        group = self._bodies.get(BodyKind.STRATEGY_GROUP)
        return tuple(group.memberships.all()) if group else ()

    @property
    def chair(self) -> Membership | None:
        """The seat of the strategy group's chair."""
        return next((seat for seat in self.seats if seat.role == BodyRole.CHAIR), None)

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        group = Q(body__kind=BodyKind.STRATEGY_GROUP)
        seats = Child("memberships", follow=("person", "deputy"), where=in_force(today()) & group)
        return {body.kind: body for body in read_table(Body, seats)}
