"""What the bodies are called and who sits in the group and in management today, for the sentences that say who can."""

from collections.abc import Collection
from functools import cached_property

from django.db.models import Q

from core.children import Child, read_table
from core.clock import today
from governance.domain.bodies import in_force
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership


class Offices:
    """The bodies, two of them with their seats of today: one query when first asked, kept with the object."""

    def name(self, kind: BodyKind) -> str:
        """Return what the municipality calls a body."""
        return self._bodies[kind].name if kind in self._bodies else str(kind.label)

    @property
    def seats(self) -> tuple[Membership, ...]:
        """The strategy group's seats, with the person and the deputy named on it."""
        return self.seats_in(BodyKind.STRATEGY_GROUP)

    def seats_in(self, kind: BodyKind) -> tuple[Membership, ...]:
        """Return the same of the strategy group or of management; no other body's are read."""
        body = self._bodies.get(kind)
        return tuple(body.memberships.all()) if body else ()

    def advising(self, kinds: Collection[BodyKind]) -> Body | None:
        """Return the first of the bodies of these kinds that advises."""
        return next((body for body in self._bodies.values() if body.advises and body.kind in kinds), None)

    def advisers(self) -> str:
        """Return the names of the bodies that advise."""
        return ", ".join(body.name for body in self._bodies.values() if body.advises)

    @property
    def chair(self) -> Membership | None:
        """The seat of the strategy group's chair."""
        return next((seat for seat in self.seats if seat.role == BodyRole.CHAIR), None)

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        judging = Q(body__kind__in=(BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT))
        seats = Child("memberships", follow=("person", "deputy"), where=in_force(today()) & judging)
        return {body.kind: body for body in read_table(Body, seats)}
