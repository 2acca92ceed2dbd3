"""The demo's organisation, people and seats."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from core import clock
from core.domain.people import create_person
from core.domain.units import create_unit
from core.enums import UnitKind
from core.models import Unit, User
from governance.domain.bodies import Powers, create_body, seat_member
from governance.enums import BodyKind, BodyRole
from governance.models import Body
from governance.policy.profile import BodyKind as PolicyBodyKind
from governance.policy.profile import Capability, Profile

PASSWORD = "demo"  # noqa: S105 - the demo's shared password, shown on its log-in page
# A person's role in the file -> the body they sit in and as what; other roles come with later rooms.
SEATS = {
    "management": (BodyKind.MANAGEMENT, BodyRole.MEMBER),
    "strategy_group": (BodyKind.STRATEGY_GROUP, BodyRole.MEMBER),
    "strategy_group_chair": (BodyKind.STRATEGY_GROUP, BodyRole.CHAIR),
    "strategy_group_secretary": (BodyKind.STRATEGY_GROUP, BodyRole.SECRETARY),
    "it_department": (BodyKind.IT_DEPARTMENT, BodyRole.MEMBER),
    "it_network": (BodyKind.IT_NETWORK, BodyRole.MEMBER),
    "head_of_department": (BodyKind.DEPARTMENT_HEADS, BodyRole.MEMBER),
    "auditor": (BodyKind.AUDIT, BodyRole.MEMBER),
    "admin": (BodyKind.ADMINISTRATION, BodyRole.MEMBER),
}
# Every installation has these beside the bodies that its sources name.
OWN_BODIES = (
    (BodyKind.DEPARTMENT_HEADS, "Afdelingslederne", ("decides",)),
    (BodyKind.AUDIT, "Revisionen", ()),
    (BodyKind.ADMINISTRATION, "Portalens administratorer", ()),
)
# The bodies whose members' deputies step in on cases.
_WITH_DEPUTIES = (BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT)


def read_toml(path: Path) -> dict[str, Any]:
    """Return the file's content."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_bodies(profile: Profile) -> None:
    """Make the bodies that the profile names, and the installation's own.

    Policy's administration is where an administration decides; it has no seats here, and above all not the
    administrators' rights to the portal.
    """
    seated = [body for body in profile.bodies if body.kind != PolicyBodyKind.ADMINISTRATION]
    named = {BodyKind(body.kind) for body in seated}
    for body in seated:
        _body(BodyKind(body.kind), body.name, body.capabilities, body.source)
    for kind, name, capabilities in OWN_BODIES:
        if kind not in named:
            _body(kind, name, frozenset(map(Capability, capabilities)), "")


def load_people(content: dict[str, Any]) -> dict[str, User]:
    """Make the units, the people and their seats; return the people by address."""
    units: dict[str, Unit] = {}
    for row in content["units"]:
        units[row["code"]] = create_unit(
            code=row["code"],
            kind=UnitKind(row["kind"]),
            name=row["name"],
            parent=units.get(row.get("parent", "")),
            aliases=row.get("aliases", ()),
            actor=None,
        )
    people = {row["email"]: _person(row, units) for row in content["people"]}
    since = clock.today() - timedelta(days=700)
    bodies = {body.kind: body for body in Body.objects.all()}
    for row in content["people"]:
        for role in row["roles"]:
            if role in SEATS and SEATS[role][0] in bodies:
                kind, seat = SEATS[role]
                deputy = people.get(row.get("deputy", "")) if kind in _WITH_DEPUTIES else None
                person = people[row["email"]]
                seat_member(bodies[kind], person, role=seat, valid_from=since, deputy=deputy, actor=None)
    return people


def _person(row: dict[str, Any], units: dict[str, Unit]) -> User:
    return create_person(
        email=row["email"],
        name=row["name"],
        title=row["job_title"],
        unit=units[row["unit"]],
        is_management=row["is_management"],
        actor=None,
        password=PASSWORD,
    )


def _body(kind: BodyKind, name: str, capabilities: frozenset[Capability], source: str) -> Body:
    return create_body(
        code=kind.value.replace("_", "-"),
        kind=kind,
        name=name,
        powers=Powers(
            decides=Capability.DECIDES in capabilities,
            recommends=Capability.RECOMMENDS in capabilities,
            advises=Capability.ADVISES in capabilities,
            hears=Capability.HEARS in capabilities,
        ),
        source=source,
        actor=None,
    )
