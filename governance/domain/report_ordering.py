"""Reports are ordered: by a person, or by the schedule that stands in their plans."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.jobs import enqueue
from governance.domain.report_leases import QUEUE_PATIENCE
from governance.domain.report_rights import may_order_reports
from governance.enums import ReportCadence
from governance.models import ReportDefinition, ReportRun
from governance.reports.schedule import last_slot
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from core.models import User

EARLIEST = date(2000, 1, 1)


@transaction.atomic
def order_report(definition: ReportDefinition, *, actor: "User", status_on: date, sends_mail: bool = True) -> ReportRun:
    """Order a report of a day up to today; one of the same day that is being made already is the answer.

    Raises `Refused` without the right, for a day to come, and for a plan that is not in use.
    """
    require(may_order_reports(standing_of(actor)), act="report.order", subject=definition)
    definition = _lock(definition)
    if not definition.is_active:
        raise Refused(_("The plan is not in use. Take it into use before you order the report."))
    if status_on > clock.today():
        raise Refused(_("The day has not come yet. Choose today or an earlier day."))
    if status_on < EARLIEST:
        raise Refused(_("Choose a day after 1 January 2000."))
    underway = ReportRun.objects.open().filter(definition=definition, status_on=status_on).first()
    if underway is not None:
        return underway
    return _queue(definition, key=f"order:{uuid.uuid4().hex}", status_on=status_on, actor=actor, sends_mail=sends_mail)


def schedule_due_reports() -> int:
    """Queue what is due by the plans and return how many; a due time that was missed is made up once, and only it.

    Safe to call as often as wanted and from several places at once: the key of a due time exists once.
    """
    plans = ReportDefinition.objects.filter(is_active=True).exclude(cadence=ReportCadence.NONE)
    return sum(_queue_due(plan) for plan in plans)


@transaction.atomic
def _queue_due(definition: ReportDefinition) -> bool:
    plan = _lock(definition)
    slot = last_slot(plan.cadence, plan.day, plan.hour, clock.now())
    if slot is None or slot.at < plan.scheduled_from:
        return False
    key = f"{plan.code}:{slot.day.isoformat()}"
    if ReportRun.objects.filter(key=key).exists():
        return False
    _queue(plan, key=key, status_on=slot.day, actor=None, sends_mail=True)
    return True


def _lock(definition: ReportDefinition) -> ReportDefinition:
    return ReportDefinition.objects.select_for_update(of=("self",)).get(pk=definition.pk)


def _queue(
    definition: ReportDefinition, *, key: str, status_on: date, actor: "User | None", sends_mail: bool
) -> ReportRun:
    now = clock.now()
    run = ReportRun.objects.create(
        definition=definition,
        name=definition.name,
        key=key,
        status_on=status_on,
        requested_by=actor,
        requested_by_name=", ".join(filter(None, [actor.name, actor.title])) if actor else "",
        sends_mail=sends_mail,
        queued_at=now,
        lease_until=now + QUEUE_PATIENCE,
    )
    record("report.order", actor=actor, subject=run, data={"status_on": status_on, "sends_mail": sends_mail})
    enqueue("governance.make_report", run=run.pk)
    return run
