"""The pages of the theme points, what Min side tells of them, and where a case has been discussed (A15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import today
from core.given_person import GivenPerson
from core.icalendar import Event
from core.kept_query import KeptQuery
from core.selectors.history import history
from core.statement import Given
from core.templatetags.danish import date_long
from core.ui import Action, DueItem, HistoryLine, WaitingItem
from governance.domain.theme_points import CANCEL, CHANGE, FINISH, RECORD, areas_today, may_handle, may_plan
from governance.enums import ThemeState
from governance.models import ThemePoint
from governance.selectors.own_tasks import LINES, own_tasks
from governance.selectors.standing import kept_standing
from portfolio.models import Project, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.models import Unit, User
    from core.ui import Tone

_TONES: dict[ThemeState, "Tone"] = {
    ThemeState.PLANNED: "info",
    ThemeState.FOLLOW_UP: "warning",
    ThemeState.DONE: "success",
    ThemeState.CANCELLED: "neutral",
}
# More are never on a page; the oldest that have been discussed are left out.
LENGTH = 200
_RELATED = ("area", "participant", "responsible", "planned_by")


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme point with where it stands; `late` says that its follow-up, or what came of it, is overdue."""

    point: ThemePoint
    tone: "Tone"
    url: str
    late: bool

    @property
    def where(self) -> str:
        """Where and when it is or was discussed."""
        words = {"area": self.point.area.name, "day": date_long(self.point.day)}
        if self.point.state == ThemeState.PLANNED:
            return _("Planned for the leadership meeting of %(area)s on %(day)s") % words
        return _("Discussed at the leadership meeting of %(area)s on %(day)s") % words


@dataclass(frozen=True, slots=True)
class AreaTab:
    """The theme points of one director area, or of all."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ThemeList:
    """What is to come, what is to be recorded, what is followed up, and what has been discussed."""

    coming: tuple[ThemeLine, ...]
    unrecorded: tuple[ThemeLine, ...]
    followed: tuple[ThemeLine, ...]
    past: tuple[ThemeLine, ...]
    tabs: tuple[AreaTab, ...]
    area: "Unit | None"
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme point: the cases and projects that the reader may see, what they may do, and its history."""

    line: ThemeLine
    proposals: tuple[Proposal, ...]
    projects: tuple[Project, ...]
    actions: tuple[Action, ...]
    lines: tuple[HistoryLine, ...]


def theme_list(reader: "User", code: str = "") -> ThemeList:
    """Assemble the page, of one director area where `code` names it; 404 for one that does not exist."""
    areas = list(areas_today())
    area = next((one for one in areas if one.code == code), None)
    if code and area is None:
        raise Http404
    rows = ThemePoint.objects.visible_to(reader).select_related(*_RELATED).order_by("-day", "-begins", "-pk")
    if area is not None:
        rows = rows.filter(area=area)
    lines = [_line(row) for row in rows[:LENGTH]]
    page = reverse("governance:theme_list")
    tabs = [AreaTab(_("All leadership meetings"), page, current=area is None)]
    tabs += [AreaTab(one.name, f"{page}?omraade={one.code}", current=one == area) for one in areas]
    create = reverse("governance:theme_create") + (f"?omraade={area.code}" if area else "")
    plan = Action(_("Plan a theme point"), create, primary=True)
    planned = [line for line in lines if line.point.state == ThemeState.PLANNED]
    followed = [line for line in lines if line.point.state == ThemeState.FOLLOW_UP]
    return ThemeList(
        coming=tuple(line for line in reversed(planned) if line.point.day >= today()),
        unrecorded=tuple(line for line in planned if line.point.day < today()),
        followed=tuple(sorted(followed, key=lambda line: line.point.due_on or line.point.day)),
        past=tuple(line for line in lines if line.point.state in (ThemeState.DONE, ThemeState.CANCELLED)),
        tabs=tuple(tabs),
        area=area,
        actions=(plan,) if may_plan(area, kept_standing(reader)) else (),
    )


def readable_theme(pk: int, reader: "User") -> ThemePoint:
    """Return a theme point that `reader` may see, or raise Http404."""
    found = ThemePoint.objects.visible_to(reader).select_related(*_RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def theme_page(pk: int, reader: "User") -> ThemePage:
    """Assemble the page of one theme point."""
    row, standing = readable_theme(pk, reader), kept_standing(reader)
    moves = (
        (RECORD, _("Record what came of it"), "governance:theme_outcome", True, False),
        (FINISH, _("Record the follow-up"), "governance:theme_completion", True, False),
        (CHANGE, _("Change"), "governance:theme_change", False, False),
        (CANCEL, _("Cancel the theme point"), "governance:theme_cancellation", False, True),
    )
    allowed = [
        Action(label, reverse(name, args=[pk]), primary=primary, danger=danger)
        for act, label, name, primary, danger in moves
        if may_handle(act, row, reader, standing)
    ]
    if row.state == ThemeState.PLANNED:
        allowed.append(Action(_("Put it in my calendar"), reverse("governance:theme_file", args=[pk])))
    # What ends it stands last.
    allowed.sort(key=lambda action: action.danger)
    return ThemePage(
        line=_line(row),
        proposals=tuple(Proposal.objects.visible_to(reader).filter(theme_subjects__point=row).order_by("pk")),
        projects=tuple(
            Project.objects.visible_to(reader)
            .filter(theme_subjects__point=row)
            .select_related("proposal")
            .order_by("pk")
        ),
        actions=tuple(allowed),
        lines=history(row),
    )


def subject_numbers(row: ThemePoint, reader: "User") -> str:
    """Return the numbers of what a point is about, as the form takes them."""
    page = theme_page(row.pk, reader)
    return ", ".join([*(one.number for one in page.proposals), *(one.number for one in page.projects)])


def themes_about(proposal: Proposal | None, project: Project | None, reader: "User") -> tuple[ThemeLine, ...]:
    """Return the points about a case or the project it has become that the reader may see, newest first; one query."""
    if not reader.is_active:
        return ()
    case = proposal.pk if proposal else project and project.proposal_id
    rows = _about(today()).rows(person=reader.pk, case=case or 0, project=project.pk if project else 0)
    return tuple(map(_line, rows))


@lru_cache(maxsize=4)
def _about(_day: "date") -> KeptQuery[ThemePoint]:
    """Return the query of the points about `case` or `project` for whoever reads on one day."""
    reader: Any = GivenPerson(frozenset())
    case = Given("case")
    about = Q(subjects__proposal=case) | Q(subjects__project__proposal=case) | Q(subjects__project=Given("project"))
    rows = ThemePoint.objects.filter(about).exclude(state=ThemeState.CANCELLED).order_by().values("pk")
    seen = ThemePoint.objects.visible_to(reader).filter(pk__in=rows).select_related("area")
    return KeptQuery(lambda: seen.order_by("-day", "-pk")[:LINES])


def theme_event(row: ThemePoint, url: str) -> Event:
    """Return a point as a calendar has it: the theme, and nothing of the cases."""
    return Event(
        uid=f"theme-{row.pk}@pejling",
        title=_("Leadership meeting, %(area)s: %(title)s") % {"area": row.area.name, "title": row.title},
        begins=row.begins_at,
        ends=row.ends_at,
        place=row.place,
        text=_("From IT: %(name)s") % {"name": row.participant.name},
        url=url,
    )


def theme_waiting(person: "User") -> Iterator[WaitingItem]:
    """Yield the follow-ups that somebody owes, and the meetings of which nobody has said what came of them."""
    for row in own_tasks(person).themes:
        url = reverse("governance:theme_detail", args=[row.pk])
        if row.state == ThemeState.FOLLOW_UP and row.responsible_id == person.pk:
            why = _("You follow up after the leadership meeting on %(day)s.") % {"day": date_long(row.day)}
            late = row.due_on is not None and row.due_on < today()
            yield WaitingItem(row.title, why, row.state_since, url, _("Follow up"), due=row.due_on, overdue=late)
        elif row.state == ThemeState.PLANNED and row.day < today():
            why = _("The leadership meeting was held on %(day)s.") % {"day": date_long(row.day)}
            yield WaitingItem(row.title, why, row.begins_at, url, _("Record what came of it"))


def theme_due(person: "User") -> Iterator[DueItem]:
    """Yield the coming leadership meetings to which `person` comes from IT."""
    for row in own_tasks(person).themes:
        if row.state == ThemeState.PLANNED and row.day >= today() and row.participant_id == person.pk:
            title = _("Leadership meeting, %(area)s: %(title)s") % {"area": row.area, "title": row.title}
            yield DueItem(title, reverse("governance:theme_detail", args=[row.pk]), row.day)


def theme_actions(person: "User") -> "Sequence[Action]":
    """Return Min side's way to the leadership meetings, for those who plan them."""
    if not may_plan(None, kept_standing(person)):
        return ()
    return (Action(_("Leadership meetings"), reverse("governance:theme_list")),)


def _line(row: ThemePoint) -> ThemeLine:
    unrecorded = row.state == ThemeState.PLANNED and row.day < today()
    late = row.state == ThemeState.FOLLOW_UP and row.due_on is not None and row.due_on < today()
    url = reverse("governance:theme_detail", args=[row.pk])
    return ThemeLine(row, _TONES[ThemeState(row.state)], url, late or unrecorded)
