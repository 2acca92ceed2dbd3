"""The organisation tree: units are created, renamed, moved and closed, never deleted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.organisation import may_manage_organisation
from core.domain.refusal import Refused, require
from core.enums import AREA_KINDS, DEPARTMENT_KINDS, UnitKind
from core.models import Unit
from core.selectors.units import plain_name

if TYPE_CHECKING:
    from core.models import User

PATH_LENGTH = 600


@transaction.atomic
def create_unit(
    *,
    code: str,
    kind: UnitKind,
    name: str,
    parent: Unit | None,
    actor: "User | None",
    valid_from: date | None = None,
    aliases: Sequence[str] = (),
) -> Unit:
    """Create a unit below `parent` and set its path, area and department (A14, A16).

    Raises `Refused` when the code is taken, `parent` is closed, or one of its names or `aliases` is another unit's.
    """
    require(may_manage_organisation(actor))
    if parent is not None:
        parent = Unit.objects.select_for_update().get(pk=parent.pk)
        _require_open(parent)
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("Another unit already has the code %(code)s.") % {"code": code})
    unit = Unit(code=code, kind=kind, name=name, parent=parent, valid_from=valid_from, aliases=list(aliases))
    _require_own_names(unit, Unit.objects.all() if aliases else Unit.objects.exclude(aliases=[]))
    _require_short_path(unit)
    unit.save(force_insert=True)
    _place(unit)
    record("unit.create", actor=actor, subject=unit, data={"kind": kind, "path": unit.path})
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, name: str, parent: Unit | None, actor: "User | None", aliases: Sequence[str] | None = None
) -> Unit:
    """Rename a unit or move it below another; everything below it follows. Without `aliases` those it has stay.

    Raises `Refused` when the unit would come to lie below itself or below a closed unit, and when another unit goes
    by one of the `aliases` or has the name as one of its own (AM27).
    """
    require(may_manage_organisation(actor))
    units = {row.pk: row for row in Unit.objects.select_for_update()}
    unit = units[unit.pk]
    above = units[parent.pk] if parent is not None else None
    if above is not None and above.pk != unit.parent_id:
        _require_open(above)
        if unit.pk in _ancestors(units, above.pk):
            raise Refused(_("A unit cannot belong to itself or to a unit below it."))
    before = {"name": unit.name, "path": unit.path}
    unit.name, unit.parent = name, above
    if aliases is not None:
        unit.aliases = list(aliases)
    _require_own_names(unit, units.values())
    unit.save(update_fields=["name", "parent", "aliases"])
    _place_tree(unit)
    record("unit.change", actor=actor, subject=unit, data={"before": before, "name": name, "path": unit.path})
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, last_day: date, successor: Unit | None, actor: "User | None") -> Unit:
    """Close a unit after `last_day`; its cases keep the name and path they had.

    Raises `Refused` while a unit below it lives longer, or where the successor is closed or lies below it.
    """
    require(may_manage_organisation(actor))
    units = {row.pk: row for row in Unit.objects.select_for_update()}
    unit = units[unit.pk]
    if unit.valid_to is not None:
        raise Refused(_("The unit is already closed down."))
    if unit.valid_from is not None and last_day < unit.valid_from:
        raise Refused(_("A unit cannot end before it begins."))
    _require_nothing_left(units, unit, last_day)
    if successor is not None:
        _require_successor(unit, units[successor.pk])
    unit.valid_to, unit.successor = last_day, successor
    unit.save(update_fields=["valid_to", "successor"])
    record("unit.close", actor=actor, subject=unit, data={"last_day": last_day, "successor": str(successor or "")})
    return unit


def _require_open(unit: Unit) -> None:
    if unit.valid_to is not None and unit.valid_to < clock.today():
        raise Refused(_("%(unit)s is closed down.") % {"unit": unit.name})


def _require_own_names(unit: Unit, units: Iterable[Unit]) -> None:
    """Refuse an alias that another unit of today goes by, and another's alias: a file that names it means either.

    Two units can have the same name, as two secretariats do.
    """
    aliases = {plain_name(alias): alias for alias in unit.aliases}
    names = {plain_name(name): name for name in (unit.code, unit.name)}
    for other in units:
        if other.pk == unit.pk or (other.valid_to is not None and other.valid_to < clock.today()):
            continue
        known_as = [(name, aliases) for name in (other.code, other.name)]
        known_as += [(alias, names | aliases) for alias in other.aliases]
        for known, said in known_as:
            if plain_name(known) in said:
                reason = _("%(unit)s already goes by the name %(name)s.")
                raise Refused(reason % {"unit": other.name, "name": said[plain_name(known)]})


def _require_successor(unit: Unit, successor: Unit) -> None:
    if successor == unit:
        raise Refused(_("A unit cannot succeed itself."))
    if successor.valid_to is not None:
        raise Refused(_("%(unit)s is closed down.") % {"unit": successor.name})


def _require_nothing_left(units: dict[int, Unit], unit: Unit, last_day: date) -> None:
    below = [row for row in units.values() if row.parent_id == unit.pk]
    left = [row.name for row in below if row.valid_to is None or row.valid_to > last_day]
    if left:
        reason = _("Move or close the units below it first: %(units)s.")
        raise Refused(reason % {"units": ", ".join(sorted(left))})


def _require_short_path(unit: Unit) -> None:
    if len(_path(unit)) > PATH_LENGTH:
        reason = _("The names on the way down to %(unit)s are too long together: %(limit)s characters at most.")
        raise Refused(reason % {"unit": unit.name, "limit": PATH_LENGTH})


def _ancestors(units: dict[int, Unit], start: int) -> set[int]:
    found: set[int] = set()
    current: int | None = start
    while current is not None:
        found.add(current)
        current = units[current].parent_id
    return found


def _place_tree(unit: Unit) -> None:
    _place(unit)
    for child in unit.children.all():
        child.parent = unit
        _place_tree(child)


def _place(unit: Unit) -> None:
    _require_short_path(unit)
    parent = unit.parent
    unit.path = _path(unit)
    unit.area = unit if unit.kind in AREA_KINDS else (parent.area if parent else None)
    unit.department = unit if unit.kind in DEPARTMENT_KINDS else (parent.department if parent else None)
    unit.save(update_fields=["path", "area", "department"])


def _path(unit: Unit) -> str:
    return f"{unit.parent.path} / {unit.name}" if unit.parent else unit.name
