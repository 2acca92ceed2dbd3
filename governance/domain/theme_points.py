"""Theme points at the leadership meetings of the director areas: planned with IT, discussed, followed up (A15).

A leadership meeting hears and discusses; no case moves by it. The letters name no case: whoever gets one may not be
allowed to know of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.enums import AREA_KINDS
from core.models import Unit, User
from core.templatetags.danish import date_long
from governance.domain.bodies import in_force
from governance.enums import BodyKind, ThemeState
from governance.models import Membership, ThemePoint, ThemeSubject
from governance.selectors.standing import standing_of
from portfolio.models import Bar, Project, Proposal

if TYPE_CHECKING:
    from datetime import date, time

    from django.db.models import QuerySet

    from governance.selectors.standing import Standing

PLAN, CHANGE, RECORD, FINISH, CANCEL = "theme.plan", "theme.change", "theme.record", "theme.finish", "theme.cancel"
# What is done with a point that stands so.
SOURCES = {
    CHANGE: ThemeState.PLANNED,
    RECORD: ThemeState.PLANNED,
    CANCEL: ThemeState.PLANNED,
    FINISH: ThemeState.FOLLOW_UP,
}
_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")
MOST_SUBJECTS = 20


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme point as it is written; `subjects` are the cases and projects that it is about."""

    area: Unit
    day: "date"
    begins: "time"
    title: str
    text: str
    participant: User
    ends: "time | None" = None
    place: str = ""
    subjects: tuple[Proposal | Project, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be done afterwards, who sees to it, and by when."""

    text: str
    responsible: User
    due_on: "date"


def areas_today() -> "QuerySet[Unit]":
    """Return the director areas, each of which has its leadership meeting."""
    return Unit.objects.valid_on(clock.today()).filter(kind__in=AREA_KINDS)


def participants() -> "QuerySet[User]":
    """Return who can come from IT: those with a seat there."""
    seats = Membership.objects.filter(in_force(clock.today()), body__kind=BodyKind.IT_DEPARTMENT)
    return User.objects.active().filter(pk__in=seats.order_by().values("person"))


def may_plan(area: Unit | None, standing: "Standing") -> Answer:
    """Answer whether somebody may plan for `area`, or for any where None: its director, IT, the group's secretary."""
    if BodyKind.IT_DEPARTMENT in standing.kinds or BodyKind.STRATEGY_GROUP in standing.secretary_of:
        return ALLOWED
    leads = BodyKind.MANAGEMENT in standing.kinds and standing.area_id is not None
    if leads and (area is None or area.pk == standing.area_id):
        return ALLOWED
    return Answer(
        allowed=False,
        reason=_("You do not plan theme points for this leadership meeting."),
        who=_("the director of the area, the IT department or the secretary of the strategy group"),
    )


def may_handle(act: str, row: ThemePoint, person: User, standing: "Standing") -> Answer:
    """Answer whether `person` may do `act` with a point as it stands now.

    Who comes from IT also records what came of it; who follows up also says what that gave.
    """
    if row.state != SOURCES[act]:
        reason = _("That cannot be done while the theme point is “%(state)s”.")
        return Answer(allowed=False, reason=reason % {"state": row.get_state_display()})
    if act == RECORD and row.day > clock.today():
        return Answer(allowed=False, reason=_("The leadership meeting has not been held yet."))
    takes_part = (act == RECORD and row.participant_id == person.pk) or (
        act == FINISH and row.responsible_id == person.pk
    )
    return ALLOWED if takes_part else may_plan(row.area, standing)


def named_subjects(text: str, person: User) -> tuple[Proposal | Project, ...]:
    """Return the cases and projects whose numbers `text` holds; a case that has become a project as the project.

    Raises `Refused` for a number of nothing that `person` may see.
    """
    found: dict[str, Proposal | Project] = {}
    for number in dict.fromkeys(filter(None, re.split(r"[\s,;]+", text))):
        one = _subject(number, person)
        if one is None:
            raise Refused(_("There is no case or project with the number %(number)s.") % {"number": number})
        found[str(one.pk) + one._meta.label] = one
    if len(found) > MOST_SUBJECTS:
        raise Refused(_("Name at most %(most)s cases and projects.") % {"most": MOST_SUBJECTS})
    return tuple(found.values())


@transaction.atomic
def plan_theme(theme: Theme, *, actor: User) -> ThemePoint:
    """Plan a theme point; the one who comes from IT is told."""
    require(may_plan(theme.area, standing_of(actor)), act=PLAN)
    _require_whole(theme)
    now = clock.now()
    row = ThemePoint(
        planned_by=actor,
        planned_by_name=", ".join(filter(None, [actor.name, actor.title])),
        planned_at=now,
        state_since=now,
    )
    _write(row, theme, actor)
    record(PLAN, actor=actor, subject=row, data=_facts(row))
    _tell_participant(row, actor)
    return row


@transaction.atomic
def change_theme(row: ThemePoint, theme: Theme, *, actor: User) -> ThemePoint:
    """Change a point before it is discussed; the one who comes from IT is told of another day or of being named."""
    row = _take(CHANGE, row, actor)
    require(may_plan(theme.area, standing_of(actor)), act=CHANGE, subject=row)
    _require_whole(theme)
    before, named = _facts(row), row.participant_id
    row.subjects.all().delete()
    _write(row, theme, actor)
    after = _facts(row)
    record(CHANGE, actor=actor, subject=row, data={"before": before, "after": after})
    if named != row.participant_id or any(before[key] != after[key] for key in ("day", "begins", "place")):
        _tell_participant(row, actor)
    return row


@transaction.atomic
def record_theme(row: ThemePoint, *, outcome: str, follow_up: FollowUp | None, actor: User) -> ThemePoint:
    """Record what the leaders came to, and what is to be followed up; the one who follows up is told."""
    row = _take(RECORD, row, actor)
    row.outcome = outcome.strip()
    if not row.outcome:
        raise Refused(_("Write what came of it."), act=RECORD, subject=row)
    if follow_up is not None:
        _follow(row, follow_up)
    _settle(row, ThemeState.FOLLOW_UP if follow_up else ThemeState.DONE)
    data = {"responsible": row.responsible_id, "due_on": row.due_on} if follow_up else {}
    record(RECORD, actor=actor, subject=row, reason=row.outcome, data=data)
    if follow_up is not None and follow_up.responsible != actor:
        body = _("You are to follow up on “%(title)s” by %(day)s:\n\n%(text)s\n\nSee the theme point: %(address)s")
        facts = {"title": row.title, "day": date_long(follow_up.due_on), "text": row.follow_up, "address": address(row)}
        _tell(follow_up.responsible, row, _("You are to follow up: %(title)s"), body % facts)
    return row


@transaction.atomic
def finish_theme(row: ThemePoint, *, result: str, actor: User) -> ThemePoint:
    """Say what the follow-up gave; whoever planned the point is told."""
    row = _take(FINISH, row, actor)
    row.result = result.strip()
    if not row.result:
        raise Refused(_("Write what the follow-up gave."), act=FINISH, subject=row)
    _settle(row, ThemeState.DONE)
    record(FINISH, actor=actor, subject=row, reason=row.result)
    if row.planned_by != actor:
        body = _("“%(title)s” has been followed up.\n\n%(result)s\n\nSee the theme point: %(address)s")
        facts = {"title": row.title, "result": row.result, "address": address(row)}
        _tell(row.planned_by, row, _("Followed up: %(title)s"), body % facts)
    return row


@transaction.atomic
def cancel_theme(row: ThemePoint, *, reason: str, actor: User) -> ThemePoint:
    """Cancel a point, and say why; the one who was to come from IT is told."""
    row = _take(CANCEL, row, actor)
    row.outcome = reason.strip()
    if not row.outcome:
        raise Refused(_("Write the reason."), act=CANCEL, subject=row)
    _settle(row, ThemeState.CANCELLED)
    record(CANCEL, actor=actor, subject=row, reason=row.outcome)
    if row.participant != actor:
        body = _("“%(title)s” on %(day)s has been cancelled.\n\n%(reason)s\n\nSee the theme point: %(address)s")
        facts = {"title": row.title, "day": date_long(row.day), "reason": row.outcome, "address": address(row)}
        _tell(row.participant, row, _("Cancelled: %(title)s"), body % facts)
    return row


def address(row: ThemePoint) -> str:
    """Return where the point's page is, as a letter says it."""
    return f"{settings.SITE_ADDRESS}{reverse('governance:theme_detail', args=[row.pk])}"


def _subject(number: str, person: User) -> Proposal | Project | None:
    projects, cases = Project.objects.visible_to(person), Proposal.objects.visible_to(person)
    read = _NUMBER.fullmatch(number)
    if read is None:
        return projects.filter(reference__iexact=number).first()
    year, serial = int(read[1]), int(read[2])
    return (
        projects.filter(case_year=year, case_serial=serial).first()
        or projects.filter(reference__iexact=number).first()
        or cases.filter(year=year, serial=serial).first()
    )


def _write(row: ThemePoint, theme: Theme, actor: User) -> None:
    row.area, row.day, row.begins, row.ends = theme.area, theme.day, theme.begins, theme.ends
    row.place, row.title, row.text = theme.place.strip(), theme.title.strip()[:150], theme.text.strip()
    row.participant = theme.participant
    row.save()
    seen = _seen(theme.subjects, actor)
    if len(seen) != len(theme.subjects):
        raise Refused(_("Name cases and projects that you may see."))
    ThemeSubject.objects.bulk_create(
        ThemeSubject(
            point=row,
            proposal=one if isinstance(one, Proposal) else None,
            project=one if isinstance(one, Project) else None,
        )
        for one in theme.subjects
    )
    _require_unbarred(row, theme.participant)


def _seen(subjects: Iterable[Proposal | Project], actor: User) -> list[Proposal | Project]:
    return [one for one in subjects if type(one).objects.visible_to(actor).filter(pk=one.pk).exists()]


def _require_whole(theme: Theme) -> None:
    if theme.area.kind not in AREA_KINDS:
        raise Refused(_("Choose a director area."))
    if not theme.title.strip() or not theme.text.strip():
        raise Refused(_("Write what the leaders are to discuss."))
    if theme.day < clock.today():
        raise Refused(_("The day is over. Choose today or a later day."))
    if theme.ends is not None and theme.ends <= theme.begins:
        raise Refused(_("The meeting ends before it begins."))
    if not participants().filter(pk=theme.participant.pk).exists():
        raise Refused(_("Name somebody with a seat in the IT department."))


def _follow(row: ThemePoint, said: FollowUp) -> None:
    row.follow_up, row.responsible, row.due_on = said.text.strip(), said.responsible, said.due_on
    if not row.follow_up:
        raise Refused(_("Write what is to be followed up."), act=RECORD, subject=row)
    if said.due_on < clock.today():
        raise Refused(_("The day is over. Choose today or a later day."), act=RECORD, subject=row)
    if not said.responsible.is_active:
        raise Refused(_("The account is closed. Name somebody else."), act=RECORD, subject=row)
    _require_unbarred(row, said.responsible)


def _require_unbarred(row: ThemePoint, person: User) -> None:
    """Refuse somebody who has declared a conflict of interest in a case that the point names."""
    about = Q(proposal__theme_subjects__point=row) | Q(proposal__project__theme_subjects__point=row)
    if Bar.objects.filter(about, person=person).exists():
        raise Refused(_("%(name)s cannot take part in this. Name somebody else.") % {"name": person.name})


def _take(act: str, row: ThemePoint, actor: User) -> ThemePoint:
    """Lock the point and require that `actor`, who sees it, may do `act` with it now."""
    related = ("area", "participant", "planned_by", "responsible")
    row = ThemePoint.objects.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)
    require(may_handle(act, row, actor, standing_of(actor)), act=act, subject=row)
    if not ThemePoint.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Refused(_("You have declared a conflict of interest in this case."), act=act, subject=row)
    return row


def _settle(row: ThemePoint, state: ThemeState) -> None:
    row.state, row.state_since = state, clock.now()
    row.save(update_fields=["state", "state_since", "outcome", "follow_up", "responsible", "due_on", "result"])


def _facts(row: ThemePoint) -> dict[str, object]:
    return {
        "area": row.area_id,
        "day": row.day.isoformat(),
        "begins": f"{row.begins:%H:%M}",
        "place": row.place,
        "participant": row.participant_id,
        "subjects": sorted(
            f"proposal-{one.proposal_id}" if one.proposal_id else f"project-{one.project_id}"
            for one in row.subjects.all()
        ),
    }


def _tell_participant(row: ThemePoint, actor: User) -> None:
    if row.participant == actor:
        return
    body = _(
        "You come from IT to the leadership meeting of %(area)s on %(day)s at %(time)s.\n\n%(title)s\n\n"
        "See the theme point: %(address)s"
    ) % {
        "area": row.area.name,
        "day": date_long(row.day),
        "time": f"{row.begins:%H.%M}",
        "title": row.title,
        "address": address(row),
    }
    _tell(row.participant, row, _("Leadership meeting: %(title)s"), body)


def _tell(person: User, row: ThemePoint, subject: str, body: str) -> None:
    # A point that is moved there and back is told of each time.
    key = f"theme:{row.pk}:{row.state}:{person.pk}:{clock.now():%Y%m%dT%H%M%S.%f}"
    promise(person, subject=subject % {"title": row.title}, body=body, key=key)
