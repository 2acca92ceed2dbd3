"""Units and people for tests of the foundation, which knows no bodies."""

from django.contrib.auth.models import Group, Permission

from core.domain.people import create_person
from core.domain.units import create_unit
from core.enums import UnitKind
from core.models import Unit, User

PASSWORD = "en lang og hemmelig kode"


def make_unit(code: str, kind: UnitKind = UnitKind.UNIT, parent: Unit | None = None, name: str = "") -> Unit:
    """Make a unit; its name is its code unless given."""
    return create_unit(code=code, kind=kind, name=name or code, parent=parent, actor=None)


def make_person(name: str, *rights: str, unit: Unit | None = None, management: bool = False, title: str = "") -> User:
    """Make a person who logs in with `PASSWORD` and holds `rights` ("app.codename") through a group."""
    person = create_person(
        email=f"{name.lower().replace(' ', '.')}@test.invalid",
        name=name,
        title=title,
        unit=unit,
        is_management=management,
        actor=None,
        password=PASSWORD,
    )
    for right in rights:
        app_label, codename = right.split(".")
        group, _created = Group.objects.get_or_create(name=right)
        group.permissions.add(Permission.objects.get(codename=codename, content_type__app_label=app_label))
        person.groups.add(group)
    return person


def make_administrator(name: str = "Admin Lund") -> User:
    """Make a person who may manage the organisation."""
    return make_person(name, "core.manage_organisation")


def tree_of_units() -> dict[str, Unit]:
    """Make two director areas with departments, a staff function, an enterprise and units below."""
    units: dict[str, Unit] = {}
    for code, kind, parent in (
        ("omsorg", UnitKind.DIRECTOR_AREA, ""),
        ("aeldre", UnitKind.DEPARTMENT, "omsorg"),
        ("nord", UnitKind.UNIT, "aeldre"),
        ("nat", UnitKind.UNIT, "nord"),
        ("boern", UnitKind.DIRECTOR_AREA, ""),
        ("skole", UnitKind.DEPARTMENT, "boern"),
        ("stab", UnitKind.STAFF, "boern"),
        ("bibliotek", UnitKind.ENTERPRISE, "boern"),
    ):
        units[code] = make_unit(code, kind, units.get(parent))
    return units
