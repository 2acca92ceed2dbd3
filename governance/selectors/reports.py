"""The archive of reports and the report plans, as their pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.models import OutboxMessage
from core.ui import Action, Head, NextStep, Tone
from governance.domain.report_rights import may_order_reports
from governance.enums import ReportCadence, RunState
from governance.models import ReportDefinition, ReportRun
from governance.reports.schedule import next_slot

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from governance.selectors.standing import Standing

TONES: dict[str, Tone] = {
    RunState.QUEUED: "info",
    RunState.RUNNING: "info",
    RunState.DONE: "success",
    RunState.FAILED: "error",
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """A report in the archive; `by` is who ordered it, or the schedule."""

    run: ReportRun
    by: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class RunPage:
    """A report's own page; `headline` and `figures` are the snapshot's, empty until it is published."""

    run: ReportRun
    head: Head
    by: str
    headline: str
    figures: tuple[dict[str, str], ...]
    mails: tuple[OutboxMessage, ...]

    @property
    def underway(self) -> bool:
        """Whether it is still being made."""
        return self.run.state in (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A report plan in the list; `due` is None for one that is not made by itself."""

    plan: ReportDefinition
    when: str
    due: datetime | None
    last: datetime | None
    extra: int


def archive(reader: "User") -> "QuerySet[ReportRun]":
    """Return the reports that the reader may open, the newest status first, without their contents."""
    runs: QuerySet[ReportRun] = ReportRun.objects.visible_to(reader)
    return runs.select_related("definition__body").defer("snapshot")


def run_line(run: ReportRun) -> RunLine:
    """Return a report as a line of the archive."""
    return RunLine(run, run.requested_by_name or _("The schedule"), TONES[run.state])


def readable_run(pk: int, reader: "User") -> ReportRun:
    """Return the report, or 404 where the reader may not open it."""
    run = ReportRun.objects.visible_to(reader).select_related("definition__body").filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def run_page(run: ReportRun, standing: "Standing") -> RunPage:
    """Return the report's page for one who may open it."""
    snapshot: dict[str, Any] = run.snapshot or {}
    mails = OutboxMessage.objects.filter(key__startswith=f"report:{run.pk}:").select_related("recipient")
    return RunPage(
        run=run,
        head=_head(run, standing),
        by=run.requested_by_name or _("The schedule"),
        headline=snapshot.get("headline", ""),
        figures=tuple(snapshot.get("figures", ())),
        mails=tuple(mails.order_by("recipient__sort_key")),
    )


def plan_lines() -> tuple[PlanLine, ...]:
    """Return every report plan with when it is made next; one query."""
    plans = ReportDefinition.objects.select_related("body").annotate(
        last=Max("runs__published_at", filter=Q(runs__state=RunState.DONE)), extra=Count("extra_people", distinct=True)
    )
    return tuple(
        PlanLine(plan, when_in_words(plan), due_at(plan), plan.last, plan.extra)  # type: ignore[attr-defined]  # above
        for plan in plans
    )


def due_at(plan: ReportDefinition) -> datetime | None:
    """Return when the plan's next report is made by itself."""
    slot = next_slot(plan.cadence, plan.day, plan.hour, clock.now()) if plan.is_active else None
    return slot.at if slot else None


def when_in_words(plan: ReportDefinition) -> str:
    """Return "den 5. i hver måned kl. 7", or that it is made on demand only."""
    if plan.cadence == ReportCadence.NONE:
        return str(ReportCadence.NONE.label)
    values = {"day": plan.day, "hour": plan.hour}
    if plan.cadence == ReportCadence.MONTHLY:
        return _("On day %(day)s of every month at %(hour)s") % values
    return _("On day %(day)s of every quarter's first month at %(hour)s") % values


def _head(run: ReportRun, standing: "Standing") -> Head:
    return Head(
        kind=run.definition.body.name,
        title=str(run.name),
        state=run.get_state_display(),
        tone=TONES[run.state],
        next_step=_next_step(run),
        actions=_actions(run, standing),
    )


def _next_step(run: ReportRun) -> NextStep | None:
    if run.state in (RunState.QUEUED, RunState.RUNNING):
        return NextStep(_("The report is being made. The page tells how far it is."), who=_("The portal"))
    due = due_at(run.definition)
    if due is None:
        return None
    return NextStep(
        pgettext("report", "The next one is made by itself."),
        who=_("The portal"),
        by=due.astimezone(clock.COPENHAGEN).date(),
    )


def _actions(run: ReportRun, standing: "Standing") -> tuple[Action, ...]:
    if run.state == RunState.DONE:
        return (Action(_("Fetch the report (PDF)"), reverse("governance:report_file", args=[run.pk]), primary=True),)
    if run.state != RunState.FAILED:
        return ()
    answer = may_order_reports(standing)
    order = reverse("governance:report_create")
    return (
        Action(
            _("Order it again"), order, primary=True, enabled=answer.allowed, why=str(answer.reason), who=answer.who
        ),
    )
