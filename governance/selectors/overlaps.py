"""What falls in the same period, as a page and as one line on a project's own page (A7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.models import Unit
from core.selectors.parameters import parameters_in_force
from core.templatetags.danish import date_long
from governance.policy.overlaps import MOST_IN_UNIT, About, Kind, Overlap, Undertaking, overlaps
from governance.selectors.undertakings import PHASES, undertakings, undertakings_beside
from portfolio.models import Project, Proposal, System

if TYPE_CHECKING:
    from core.models import Parameter, User

# A page that nobody could read to its end helps nobody: the largest groups, and of each those that begin first.
MOST_GROUPS = 50
MOST_LINES = 25
Rows = Mapping[tuple[Kind, int], Any]


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """One of those that overlap: a project or a case; `is_late` says that it runs although its end has passed."""

    kind: str
    number: str
    title: str
    url: str
    unit: str
    owner: str
    begins: date | None
    ends: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class OverlapGroup:
    """Those that are about one system, or fall to one unit, in the same period; `more` of them are not shown."""

    anchor: str
    name: str
    url: str
    alarm: str
    peak: str
    lines: tuple[OverlapLine, ...]
    more: int

    @property
    def size(self) -> int:
        """How many there are, shown or not."""
        return len(self.lines) + self.more


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """The groups, and how many a unit may have at once; `limit_url` is empty where the policy does not say.

    `more` smaller groups are not shown.
    """

    systems: tuple[OverlapGroup, ...]
    units: tuple[OverlapGroup, ...]
    more: int
    limit: int | None
    limit_url: str

    @property
    def groups(self) -> tuple[OverlapGroup, ...]:
        """All of them, the systems first."""
        return self.systems + self.units


def overlap_page(reader: "User") -> OverlapPage:
    """Assemble the page; the queries are constant in the number of rows."""
    limit = most_in_unit(parameters_in_force(today()))
    every = overlaps(undertakings(reader), limit)
    found = sorted(every, key=lambda group: -len(group.members))[:MOST_GROUPS]
    rows = _rows(one for group in found for one in group.members[:MOST_LINES])
    systems = System.objects.in_bulk([group.key for group in found if group.about == About.SYSTEM])
    units = Unit.objects.in_bulk([group.key for group in found if group.about == About.UNIT])
    # A system that was taken out of the register since is no longer there to talk about.
    of_systems = [_of_system(group, systems[group.key], rows) for group in found if group.key in systems
                  and group.about == About.SYSTEM]  # fmt: skip
    of_units = [_of_unit(group, units[group.key], rows, limit or 0) for group in found if group.about == About.UNIT]
    return OverlapPage(
        systems=tuple(sorted(of_systems, key=_size)),
        units=tuple(sorted(of_units, key=_size)),
        more=len(every) - len(found),
        limit=limit,
        limit_url=reverse("governance:policy_value_detail", args=[MOST_IN_UNIT]) if limit is not None else "",
    )


def overlaps_of(project: Project, reader: "User", parameters: "Mapping[str, Parameter]") -> tuple[str, ...]:
    """Return a sentence for each group that a project is in, its unit read along; one query, none where it cannot be.

    `project.systems_looked_at` are those of its case's newest assessment (`governance.selectors.project_page`).
    """
    looked_at: list[dict[str, Any]] = project.systems_looked_at or []  # type: ignore[attr-defined]  # annotated
    names = {one["system"]: one["name"] for one in looked_at if project.case_is_open}  # type: ignore[attr-defined]
    home = project.unit and (project.unit.department or project.unit)
    if project.phase not in PHASES or not (home or names):
        return ()
    beside = undertakings_beside(reader, unit=home.pk if home else None, systems=names)
    mine = next((one for one in beside if (one.kind, one.pk) == (Kind.PROJECT, project.pk)), None)
    groups = overlaps(beside, most_in_unit(parameters))
    return tuple(_sentence(group, mine, names, home) for group in groups if mine is not None and mine in group.members)


def most_in_unit(parameters: "Mapping[str, Parameter]") -> int | None:
    """Return how many a unit may have at once, or None where the policy does not say."""
    return int(parameters[MOST_IN_UNIT].value) if MOST_IN_UNIT in parameters else None


def _sentence(group: Overlap, mine: Undertaking, names: Mapping[int, str], home: Unit | None) -> str:
    count = group.others(mine)
    if group.about == About.SYSTEM:
        text = ngettext(
            "At the same time as %(count)s other about the system %(system)s.",
            "At the same time as %(count)s others about the system %(system)s.",
            count,
        )
        return text % {"count": count, "system": names[group.key]}
    text = ngettext(
        "At the same time as %(count)s other in %(unit)s.", "At the same time as %(count)s others in %(unit)s.", count
    )
    return text % {"count": count, "unit": home}


def _rows(members: "Iterable[Undertaking]") -> Rows:
    """Return the projects and cases of the groups, in two queries."""
    keys = {(one.kind, one.pk) for one in members}
    projects = Project.objects.filter(pk__in=[pk for kind, pk in keys if kind == Kind.PROJECT])
    cases = Proposal.objects.filter(pk__in=[pk for kind, pk in keys if kind == Kind.CASE])
    found: dict[tuple[Kind, int], Any] = {
        (Kind.PROJECT, row.pk): row for row in projects.select_related("unit", "owner")
    }
    return found | {(Kind.CASE, row.pk): row for row in cases.select_related("unit", "owner")}


def _of_system(group: Overlap, system: System, rows: Rows) -> OverlapGroup:
    alarm = _("%(what)s touch %(system)s in the same period.") % {"what": _what(group), "system": system.name}
    url = reverse("portfolio:system_detail", args=[system.pk])
    return _group(group, system.name, url, alarm, rows)


def _of_unit(group: Overlap, unit: Unit, rows: Rows, limit: int) -> OverlapGroup:
    alarm = _("%(unit)s has %(what)s in the same period. At most %(limit)s at once is the rule.") % {
        "unit": unit.name, "what": _what(group), "limit": limit,
    }  # fmt: skip
    return _group(group, unit.name, reverse("core:unit_detail", args=[unit.code]), alarm, rows)


def _group(group: Overlap, name: str, url: str, alarm: str, rows: Rows) -> OverlapGroup:
    lines = tuple(_line(one, rows[one.kind, one.pk]) for one in group.members[:MOST_LINES])
    more = len(group.members) - len(lines)
    return OverlapGroup(f"{group.about}-{group.key}", name, url, alarm, _peak(group), lines, more)


def _what(group: Overlap) -> str:
    """Return how many projects and cases there are, in words."""
    projects = sum(one.kind == Kind.PROJECT for one in group.members)
    cases = len(group.members) - projects
    of_projects = ngettext("%(count)s project", "%(count)s projects", projects) % {"count": projects}
    of_cases = ngettext("%(count)s case", "%(count)s cases", cases) % {"count": cases}
    if projects and cases:
        return _("%(projects)s and %(cases)s") % {"projects": of_projects, "cases": of_cases}
    return of_projects if projects else of_cases


def _peak(group: Overlap) -> str:
    """Return how many there are at once at most, and when that is for the first time."""
    words = {"count": group.most, "since": date_long(group.since), "until": date_long(group.until)}
    if group.since and group.until:
        return _("Most at once: %(count)s, from %(since)s to %(until)s.") % words
    if group.since:
        return _("Most at once: %(count)s, from %(since)s.") % words
    if group.until:
        return _("Most at once: %(count)s, until %(until)s.") % words
    return _("Most at once: %(count)s.") % words


def _line(one: Undertaking, row: Any) -> OverlapLine:
    is_project = one.kind == Kind.PROJECT
    ends = row.expected_end or row.baseline_end if is_project else one.ends
    page = "governance:project_detail" if is_project else "portfolio:proposal_detail"
    return OverlapLine(
        kind=_("Project") if is_project else row.get_state_display(),
        number=row.number,
        title=row.title,
        url=reverse(page, args=[row.pk]),
        unit=row.unit.name if row.unit else row.unit_name,
        owner=row.owner.name if row.owner else "",
        begins=one.begins,
        ends=ends,
        is_late=ends is not None and ends < today(),
    )


def _size(group: OverlapGroup) -> tuple[int, str]:
    return -group.size, group.name
