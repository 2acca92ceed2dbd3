"""Bodies with people in them, for tests of seats and of what follows them."""

from datetime import date, timedelta

from core import clock
from core.models import User
from governance.domain.bodies import Powers, create_body, seat_member
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership


def make_body(kind: BodyKind, powers: Powers | None = None, source: str = "") -> Body:
    """Make the body of `kind`, named and coded after it."""
    code = kind.value.replace("_", "-")
    return create_body(kind=kind, code=code, name=f"Organ {code}", powers=powers or Powers(), source=source, actor=None)


def days_ago(days: int) -> date:
    """Return the date `days` ago; a negative number is to come."""
    return clock.today() - timedelta(days=days)


def make_seat(body: Body, person: User, role: BodyRole = BodyRole.MEMBER, *, since: int = 100) -> Membership:
    """Seat `person` since that many days."""
    return seat_member(body, person, role=role, valid_from=days_ago(since), actor=None)
