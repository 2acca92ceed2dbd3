"""Report plans: made and changed by those who keep them; a change of the schedule holds from now on."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.models import User
from governance.domain.report_rights import may_plan_reports
from governance.enums import ReportCadence, ReportScope
from governance.models import Body, ReportDefinition
from governance.querysets import SEES_CASES
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of a report plan: its name, whom it is for, what it covers and when it is made."""

    name: str
    body: Body
    scope: ReportScope
    cadence: ReportCadence
    day: int
    hour: int
    is_active: bool = True


@transaction.atomic
def create_definition(plan: Plan, *, extra: Iterable[User] = (), actor: User | None) -> ReportDefinition:
    """Make a report plan; its first due time is the next one. Raises `Refused` without the right."""
    _require_planner(actor, "report.define", None)
    extra = _readers(extra)
    row = ReportDefinition(code=_free_code(plan.name), created_at=clock.now(), scheduled_from=clock.now())
    _write(row, plan)
    row.save(force_insert=True)
    row.extra_people.set(extra)
    record("report.define", actor=actor, subject=row, data=_facts(plan, extra))
    return row


@transaction.atomic
def change_definition(
    definition: ReportDefinition, plan: Plan, *, extra: Iterable[User] = (), actor: User | None
) -> ReportDefinition:
    """Change a report plan. A new schedule makes nothing up from the time before it; reports already made stand."""
    _require_planner(actor, "report.change", definition)
    extra = _readers(extra)
    row = ReportDefinition.objects.select_for_update(of=("self",)).select_related("body").get(pk=definition.pk)
    before = _facts(_plan(row), list(row.extra_people.all()))
    if (row.cadence, row.day, row.hour, row.is_active) != (plan.cadence, plan.day, plan.hour, plan.is_active):
        row.scheduled_from = clock.now()
    _write(row, plan)
    row.save()
    row.extra_people.set(extra)
    record("report.change", actor=actor, subject=row, data={"before": before, "after": _facts(plan, extra)})
    return row


def _require_planner(actor: User | None, act: str, subject: ReportDefinition | None) -> None:
    """None is the portal itself, which loads the demo."""
    if actor is not None:
        require(may_plan_reports(standing_of(actor)), act=act, subject=subject)


def _readers(people: Iterable[User]) -> list[User]:
    """Refuse a recipient from whom the cases in a report are kept: a report is no way around that."""
    chosen = list(people)
    known: QuerySet[User] = User.objects.with_permission(SEES_CASES)
    blind = sorted({one.name for one in chosen} - {one.name for one in known.filter(pk__in=[one.pk for one in chosen])})
    if blind:
        raise Refused(
            _("%(names)s may not see the submitted cases and so cannot get the report.") % {"names": ", ".join(blind)}
        )
    return chosen


def _free_code(name: str) -> str:
    """Return a code after the name, with a number where it is taken."""
    base = slugify(name.lower().translate(_DANISH))[:50] or "rapport"
    taken = set(ReportDefinition.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{count}" for count in range(2, 1000))) if code not in taken)


def _write(row: ReportDefinition, plan: Plan) -> None:
    for name in Plan.__dataclass_fields__:
        setattr(row, name, getattr(plan, name))


def _plan(row: ReportDefinition) -> Plan:
    return Plan(
        row.name, row.body, ReportScope(row.scope), ReportCadence(row.cadence), row.day, row.hour, row.is_active
    )


def _facts(plan: Plan, extra: Iterable[User]) -> dict[str, object]:
    return {**asdict(plan), "body": plan.body.name, "extra_people": [person.name for person in extra]}
