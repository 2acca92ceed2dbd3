"""The organisation as its pages show it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.models import Unit, User
from core.providers import collect

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with the people of its own, those of its whole branch, and the units below it."""

    unit: Unit
    is_closed: bool
    people: int
    people_below: int
    children: "tuple[Branch, ...]"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The tree with its counts; `closed` counts the closed units whether they are shown or not."""

    branches: tuple[Branch, ...]
    open: int
    closed: int
    people: int


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit, what is above and below it, and who works there."""

    unit: Unit
    above: tuple[Unit, ...]
    children: tuple[Branch, ...]
    heads: tuple[User, ...]
    people: tuple[User, ...]
    people_below: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the organisation's pages."""

    label: str
    url: str
    current: bool
    count: int | None = None


def organisation(*, with_closed: bool) -> Organisation:
    """Return the tree of units; one query whatever its size."""
    day = clock.today()
    units = list(_counted())
    shown = [unit for unit in units if with_closed or not _is_closed(unit, day)]
    open_count = sum(not _is_closed(unit, day) for unit in units)
    branches = _grow(shown, day)
    people = User.objects.active().count()
    return Organisation(branches, open_count, len(units) - open_count, people)


def unit_page(code: str) -> UnitPage:
    """Return the page of the unit `code`; 404 where there is none. Three queries."""
    unit = Unit.objects.select_related("parent", "successor").filter(code=code).first()
    if unit is None:
        raise Http404
    units = list(_counted())
    day = clock.today()
    whole = {branch.unit.pk: branch for root in _grow(units, day) for branch in _walk(root)}
    people = tuple(User.objects.active().filter(unit=unit))
    branch = whole[unit.pk]
    return UnitPage(
        unit=unit,
        above=_above({row.pk: row for row in units}, unit),
        children=tuple(child for child in branch.children if not child.is_closed),
        heads=tuple(person for person in people if person.is_management),
        people=tuple(person for person in people if not person.is_management),
        people_below=branch.people_below,
        is_closed=branch.is_closed,
    )


def plain_name(text: str) -> str:
    """Return a name so that capitals and spaces do not tell it apart."""
    return " ".join(text.split()).casefold()


def found_units(text: str) -> tuple[Unit, ...]:
    """Return today's units of which a name, the code or an alias holds `text`, in Danish order; one query (AM27)."""
    wanted = plain_name(text)
    units = Unit.objects.valid_on(clock.today()).order_by("sort_key")
    return tuple(unit for unit in units if any(wanted in plain_name(name) for name in _names(unit)))


def branch_ids(unit: Unit) -> frozenset[int]:
    """Return the ids of the unit and of every unit below it; one query."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Unit.objects.order_by().values_list("pk", "parent_id"):
        children[parent].append(pk)
    found, waiting = set(), [unit.pk]
    while waiting:
        current = waiting.pop()
        found.add(current)
        waiting += children[current]
    return frozenset(found)


def organisation_tabs(request: "HttpRequest") -> list[Tab]:
    """Return the pages of the organisation; higher apps add theirs as the provider "organisation_tabs"."""
    places = [(_("Units"), "core:unit_list"), (_("People"), "core:person_list"), *collect("organisation_tabs")]
    urls = [(str(label), reverse(name)) for label, name in places]
    return [Tab(label, url, current=url == request.path) for label, url in urls]


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.code, *unit.aliases)


def _counted() -> "list[Unit]":
    active = Count("people", filter=Q(people__is_active=True))
    return list(Unit.objects.annotate(people_count=active).order_by("sort_key"))


def _is_closed(unit: Unit, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to < day


def _grow(units: list[Unit], day: date) -> tuple[Branch, ...]:
    """Build the branches from units in Danish order; a unit whose parent is left out stands at the top."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)

    def branch(unit: Unit) -> Branch:
        children = tuple(branch(child) for child in below[unit.pk])
        own: int = unit.people_count  # type: ignore[attr-defined]  # annotated above
        return Branch(unit, _is_closed(unit, day), own, own + sum(child.people_below for child in children), children)

    return tuple(branch(unit) for unit in below[None])


def _walk(branch: Branch) -> list[Branch]:
    return [branch, *(found for child in branch.children for found in _walk(child))]


def _above(units: dict[int, Unit], unit: Unit) -> tuple[Unit, ...]:
    found: list[Unit] = []
    parent = unit.parent_id
    while parent is not None:
        found.insert(0, units[parent])
        parent = units[parent].parent_id
    return tuple(found)
