"""The minutes: a draft from the closing, approved by the chair, and only then do the letters leave (B11, C4)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import release
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.models import OutboxMessage
from core.pdf import render_pdf
from governance.domain.frozen_file import digest_of, stored_with
from governance.domain.meeting_session import lock_meeting, may_conduct
from governance.enums import BodyKind
from governance.models import AgendaItem, Meeting, Minutes
from governance.reports.meeting_papers import minutes_html
from governance.selectors.minutes_content import minutes_content
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing


def write_first_minutes(meeting: Meeting, *, carried: Iterable[AgendaItem], adopted: set[int]) -> Minutes:
    """Write the draft of a meeting that is being closed; part of closing it."""
    content = minutes_content(meeting, carried=carried, adopted=adopted)
    return Minutes.objects.create(
        meeting=meeting, version=1, content=content, content_sha256=digest_of(content), written_at=clock.now()
    )


def may_approve(standing: "Standing", kind: str) -> Answer:
    """Answer whether a person approves a body's minutes: its chair or the deputy; in management any member."""
    chairs = kind in standing.chair_of
    deputy = kind == BodyKind.STRATEGY_GROUP and standing.is_deputy and standing.is_group_member
    if chairs or deputy or (kind == BodyKind.MANAGEMENT and kind in standing.kinds):
        return ALLOWED
    who = _("a member of management") if kind == BodyKind.MANAGEMENT else _("the chair, or the deputy")
    return Answer(allowed=False, reason=_("You do not approve the body's minutes."), who=who)


def waiting_letters(meeting: Meeting) -> "QuerySet[OutboxMessage]":
    """Return the letters that wait for the minutes of a meeting, in the order they were written."""
    return OutboxMessage.objects.filter(batch=batch_of(meeting), held=True).select_related("recipient").order_by("pk")


def batch_of(meeting: Meeting) -> str:
    """Return the batch under which the letters of a meeting wait."""
    return f"meeting:{meeting.pk}"


@transaction.atomic
def change_remarks(minutes: Minutes, *, remarks: str, actor: "User") -> Minutes:
    """Write what the closing could not know; until the minutes are approved."""
    minutes = _locked_draft(minutes, actor)
    minutes.remarks = remarks.strip()
    minutes.save(update_fields=["remarks"])
    record("minutes.change", actor=actor, subject=minutes.meeting, data={"version": minutes.version})
    return minutes


def approve_minutes(minutes: Minutes, *, actor: "User") -> int:
    """Approve the draft: it is frozen as a file, and the letters leave. Return how many letters do."""
    with transaction.atomic():
        minutes = _locked_draft(minutes, None)
        meeting = minutes.meeting
        require(may_approve(standing_of(actor), meeting.body.kind), act="minutes.approve", subject=meeting)
        minutes.approved_at, minutes.approved_by = clock.now(), actor
        minutes.approved_by_name = ", ".join(filter(None, [actor.name, actor.title]))
        file = render_pdf(minutes_html(minutes, municipality=settings.INSTALLATION_NAME))
        with stored_with(minutes, file) as digest:
            minutes.sha256 = digest
            minutes.save()
            sent = release(batch_of(meeting))
            data = {"version": minutes.version, "sha256": digest, "letters": sent}
            record("minutes.approve", actor=actor, subject=meeting, data=data)
    return sent


@transaction.atomic
def reopen_minutes(meeting: Meeting, *, reason: str, actor: "User") -> Minutes:
    """Begin a new version of approved minutes, with the reason; the one that was approved stands beside it.

    What the meeting decided is not undone by its minutes: a case is taken up again by its own moves.
    """
    meeting = lock_meeting(meeting)
    require(may_conduct(standing_of(actor), meeting.body.kind), act="minutes.reopen", subject=meeting)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write the reason."))
    last = meeting.minutes.first()
    if last is None or last.approved_at is None:
        raise Refused(_("The minutes have not been approved, so they are open already."))
    minutes = Minutes.objects.create(
        meeting=meeting,
        version=last.version + 1,
        content=last.content,
        content_sha256=last.content_sha256,
        remarks=last.remarks,
        reason=reason,
        written_at=clock.now(),
    )
    record("minutes.reopen", actor=actor, subject=meeting, reason=reason, data={"version": minutes.version})
    return minutes


def _locked_draft(minutes: Minutes, actor: "User | None") -> Minutes:
    """Return the draft under the meeting's lock; `actor` must conduct the meeting, where given."""
    meeting = lock_meeting(minutes.meeting)
    if actor is not None:
        require(may_conduct(standing_of(actor), meeting.body.kind), act="minutes.change", subject=meeting)
    minutes = Minutes.objects.get(pk=minutes.pk)
    minutes.meeting = meeting
    if minutes.approved_at is not None:
        raise Refused(_("The minutes have been approved and stand."))
    return minutes
