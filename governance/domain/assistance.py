"""Help from the IT department: an employee asks, IT agrees to a person and a day or declines, and finishes (C15).

The letters name no case: whoever gets one may not be allowed to know of it.
"""

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
from core.templatetags.danish import date_long
from governance.domain.bodies import in_force
from governance.enums import AssistanceState, BodyKind
from governance.models import AssistanceRequest, Membership
from governance.selectors.standing import standing_of
from portfolio.models import Project, Proposal
from portfolio.permissions import may_begin

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from core.models import Unit, User
    from governance.selectors.standing import Standing

ASK, ACCEPT, DECLINE, FINISH = "assistance.ask", "assistance.accept", "assistance.decline", "assistance.finish"
WITHDRAW = "assistance.withdraw"
# What IT does with a request that stands so.
SOURCES = {ACCEPT: AssistanceState.OPEN, DECLINE: AssistanceState.OPEN, FINISH: AssistanceState.ACCEPTED}
# Until IT has ended it, whoever asked can withdraw it.
_UNENDED = (AssistanceState.OPEN, AssistanceState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it is written; `about` is the case or the project that it is about, or None."""

    title: str
    wanted: str
    unit: "Unit"
    wanted_by: "date"
    about: Proposal | Project | None = None


def may_ask(person: "User") -> Answer:
    """Answer whether `person` may ask for help: every employee who may begin a case."""
    if may_begin(person):
        return ALLOWED
    return Answer(allowed=False, reason=_("You do not have the role that this takes."), who=_("every other employee"))


def may_answer(act: str, row: AssistanceRequest, person: "User", standing: "Standing") -> Answer:
    """Answer whether `person` may answer a request for IT, as it stands now; nobody answers their own."""
    if row.state != SOURCES[act]:
        reason = _("That cannot be done while the request is “%(state)s”.")
        return Answer(allowed=False, reason=reason % {"state": row.get_state_display()})
    finishes = act == FINISH and row.helper_id == person.pk
    if BodyKind.IT_DEPARTMENT not in standing.kinds and not finishes:
        return Answer(allowed=False, reason=_("You do not have the role that this takes."), who=_("the IT department"))
    if row.asked_by_id == person.pk:
        return Answer(allowed=False, reason=_("You have asked for the help yourself, so somebody else must answer."))
    return ALLOWED


def may_withdraw(row: AssistanceRequest, person: "User") -> Answer:
    """Answer whether `person` may withdraw a request: whoever asked, until IT has declined or finished."""
    if row.asked_by_id != person.pk:
        reason = _("You do not have the role that this takes.")
        return Answer(allowed=False, reason=reason, who=_("the one who asked"))
    if row.state not in _UNENDED:
        reason = _("That cannot be done while the request is “%(state)s”.")
        return Answer(allowed=False, reason=reason % {"state": row.get_state_display()})
    return ALLOWED


def cases_to_name(person: "User") -> "QuerySet[Proposal]":
    """Return the cases that `person` may ask about: those they speak for. A draft can still be deleted."""
    mine = Q(author=person) | Q(owner=person)
    return Proposal.objects.visible_to(person).filter(mine, submitted_at__isnull=False).order_by("-pk")


def projects_to_name(person: "User") -> "QuerySet[Project]":
    """Return the projects that `person` may ask about: those they run."""
    return Project.objects.visible_to(person).run_by(person).running().order_by("-pk")


@transaction.atomic
def ask_for_assistance(wish: Wish, *, actor: "User") -> AssistanceRequest:
    """Ask the IT department for help; everyone there is told."""
    require(may_ask(actor), act=ASK)
    title, wanted = wish.title.strip(), wish.wanted.strip()
    if not title or not wanted:
        raise Refused(_("Write what IT is to do."), act=ASK)
    _require_ahead(wish.wanted_by, ASK)
    proposal = wish.about if isinstance(wish.about, Proposal) else None
    project = wish.about if isinstance(wish.about, Project) else None
    if proposal and not cases_to_name(actor).filter(pk=proposal.pk).exists():
        raise Refused(_("Choose a case or a project of your own."), act=ASK)
    if project and not projects_to_name(actor).filter(pk=project.pk).exists():
        raise Refused(_("Choose a case or a project of your own."), act=ASK)
    now = clock.now()
    row = AssistanceRequest.objects.create(
        title=title[:150],
        wanted=wanted,
        unit=wish.unit,
        wanted_by=wish.wanted_by,
        proposal=proposal,
        project=project,
        asked_by=actor,
        asked_by_name=", ".join(filter(None, [actor.name, actor.title])),
        asked_at=now,
        state_since=now,
    )
    record(ASK, actor=actor, subject=row, data={"wanted_by": row.wanted_by})
    body = _("%(name)s asks IT for help, by %(day)s:\n\n%(title)s\n\nAnswer the request: %(address)s") % {
        "name": row.asked_by_name,
        "day": date_long(row.wanted_by),
        "title": row.title,
        "address": _address(row),
    }
    for person in _it_department(row):
        _tell(person, row, _("A request for help: %(title)s"), body)
    return row


@transaction.atomic
def accept_assistance(
    row: AssistanceRequest, *, helper: "User", planned_for: "date", actor: "User"
) -> AssistanceRequest:
    """Agree to help: who, and when. The one who asked and the one who helps are told."""
    row = _take(ACCEPT, row, actor)
    _require_ahead(planned_for, ACCEPT, row)
    if helper.pk == row.asked_by_id:
        raise Refused(_("Name somebody else than the one who asked."), act=ACCEPT, subject=row)
    row.helper, row.planned_for = helper, planned_for
    # Whoever has declared a conflict of interest in the case is not to work with it.
    _settle(row, AssistanceState.ACCEPTED)
    if not AssistanceRequest.objects.visible_to(helper).filter(pk=row.pk).exists():
        raise Refused(_("%(name)s cannot help with this. Name somebody else.") % {"name": helper.name}, act=ACCEPT)
    record(ACCEPT, actor=actor, subject=row, data={"helper": helper.pk, "planned_for": planned_for})
    facts = {"title": row.title, "name": helper.name, "day": date_long(planned_for), "address": _address(row)}
    body = _("IT helps with “%(title)s”. %(name)s does it, on %(day)s.\n\nSee the request: %(address)s")
    _tell(row.asked_by, row, _("IT helps: %(title)s"), body % facts)
    if helper != actor:
        body = _("You have been named to help with “%(title)s”, on %(day)s.\n\nSee the request: %(address)s")
        _tell(helper, row, _("You are to help: %(title)s"), body % facts)
    return row


@transaction.atomic
def decline_assistance(row: AssistanceRequest, *, reason: str, actor: "User") -> AssistanceRequest:
    """Decline to help, and say why."""
    row = _take(DECLINE, row, actor)
    row.answer = reason.strip()
    if not row.answer:
        raise Refused(_("Write the reason."), act=DECLINE, subject=row)
    _settle(row, AssistanceState.DECLINED)
    record(DECLINE, actor=actor, subject=row, reason=row.answer)
    body = _("IT cannot help with “%(title)s”.\n\n%(answer)s\n\nSee the request: %(address)s")
    _tell_the_answer(row, _("IT cannot help: %(title)s"), body)
    return row


@transaction.atomic
def finish_assistance(row: AssistanceRequest, *, outcome: str, actor: "User") -> AssistanceRequest:
    """Finish the help with a sentence on what came of it."""
    row = _take(FINISH, row, actor)
    row.answer = outcome.strip()
    if not row.answer:
        raise Refused(_("Write in one sentence what came of it."), act=FINISH, subject=row)
    _settle(row, AssistanceState.FINISHED)
    record(FINISH, actor=actor, subject=row, reason=row.answer)
    body = _("IT has finished helping with “%(title)s”.\n\n%(answer)s\n\nSee the request: %(address)s")
    _tell_the_answer(row, _("IT has helped: %(title)s"), body)
    return row


@transaction.atomic
def withdraw_assistance(row: AssistanceRequest, *, reason: str, actor: "User") -> AssistanceRequest:
    """Withdraw a request, and say why; IT is told, or the one who was to help."""
    row = AssistanceRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    require(may_withdraw(row, actor), act=WITHDRAW, subject=row)
    row.answer = reason.strip()
    if not row.answer:
        raise Refused(_("Write the reason."), act=WITHDRAW, subject=row)
    told = [row.helper] if row.helper else _it_department(row)
    _settle(row, AssistanceState.WITHDRAWN)
    record(WITHDRAW, actor=actor, subject=row, reason=row.answer)
    body = _("%(name)s no longer needs help with “%(title)s”.\n\n%(answer)s\n\nSee the request: %(address)s")
    facts = {"name": row.asked_by_name, "title": row.title, "answer": row.answer, "address": _address(row)}
    for person in told:
        _tell(person, row, _("Help no longer needed: %(title)s"), body % facts)
    return row


def _take(act: str, row: AssistanceRequest, actor: "User") -> AssistanceRequest:
    """Lock the request and require that `actor`, who sees it, may answer it now."""
    row = AssistanceRequest.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=row.pk)
    require(may_answer(act, row, actor, standing_of(actor)), act=act, subject=row)
    if not AssistanceRequest.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Refused(_("You have declared a conflict of interest in this case."), act=act, subject=row)
    return row


def _settle(row: AssistanceRequest, state: AssistanceState) -> None:
    row.state, row.state_since = state, clock.now()
    row.save(update_fields=["state", "state_since", "helper", "planned_for", "answer"])


def _require_ahead(day: "date", act: str, row: AssistanceRequest | None = None) -> None:
    if day < clock.today():
        raise Refused(_("The day is over. Choose today or a later day."), act=act, subject=row)


def _it_department(row: AssistanceRequest) -> "list[User]":
    """Return those of the IT department who may see the request and did not write it themselves."""
    seats = Membership.objects.filter(in_force(clock.today()), body__kind=BodyKind.IT_DEPARTMENT)
    seats = seats.exclude(person=row.asked_by).filter(person__is_active=True).select_related("person")
    case = row.proposal_id or (row.project.proposal_id if row.project else None)
    if case:
        seats = seats.exclude(person__bars__proposal=case)
    return [seat.person for seat in seats.order_by("pk")]


def _tell_the_answer(row: AssistanceRequest, subject: str, body: str) -> None:
    facts = {"title": row.title, "answer": row.answer, "address": _address(row)}
    _tell(row.asked_by, row, subject, body % facts)


def _tell(person: "User", row: AssistanceRequest, subject: str, body: str) -> None:
    key = f"assistance:{row.pk}:{row.state}:{person.pk}"
    promise(person, subject=subject % {"title": row.title}, body=body, key=key)


def _address(row: AssistanceRequest) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('governance:assistance_detail', args=[row.pk])}"
