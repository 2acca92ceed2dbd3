"""The units a task involves, and how many departments or areas that makes."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit with its place, resolved by the caller.

    `department_*` is the nearest ancestor-or-self of kind department, staff or enterprise, `area_*` the nearest of
    kind director area or administration; "" where there is none.
    """

    code: str
    name: str
    department_code: str = ""
    department_name: str = ""
    area_code: str = ""
    area_name: str = ""


def departments_of(units: Iterable[UnitRef]) -> dict[str, str]:
    """Return the departments that are involved for certain: code -> name, in the order given (D7, AM8).

    A unit above the departments stands for its area, unless a department of that area is chosen too: the area alone
    does not tell that a second department takes part.
    """
    chosen = tuple(units)
    departments = {unit.department_code: unit.department_name for unit in chosen if unit.department_code}
    accounted = {unit.area_code for unit in chosen if unit.department_code}
    for unit in chosen:
        if not unit.department_code and not (unit.area_code and unit.area_code in accounted):
            code, name = (unit.area_code, unit.area_name) if unit.area_code else (unit.code, unit.name)
            departments[code] = name
    return departments


def areas_of(units: Iterable[UnitRef]) -> dict[str, str]:
    """Return the areas involved: code -> name, in the order given; what lies in no area stands for itself (C13)."""
    areas = {}
    for unit in units:
        places = (
            (unit.area_code, unit.area_name),
            (unit.department_code, unit.department_name),
            (unit.code, unit.name),
        )
        code, name = next(place for place in places if place[0])
        areas[code] = name
    return areas
