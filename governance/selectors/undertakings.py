"""The projects under way and the cases on their way, with their periods, units and systems, as one reader sees them."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, CharField, DateField, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from businesscase.models import PlannedMilestone
from core.clock import today
from core.given_person import GivenPerson, rights_of
from core.kept_query import KeptQuery
from core.statement import Given
from governance.models import ArchitectureAssessment
from governance.policy.overlaps import Kind, Undertaking
from portfolio.enums import JUDGED_STATES, ProjectPhase, ProposalState
from portfolio.models import Project, Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

# Once the solution is in normal operation, only its benefits are followed.
PHASES = (ProjectPhase.ANALYSIS, ProjectPhase.EXECUTION)
# From the submission until the case is decided.
_STATES = (*JUDGED_STATES, ProposalState.REVISION)


class _Touches(Func):
    """Whether an assessment has looked at one of the systems that are told when the query is asked."""

    template = "%(expressions)s::jsonb[])"
    arg_joiner = " @> ANY("
    output_field = BooleanField()


def undertakings(reader: "User") -> list[Undertaking]:
    """Return all that the reader may know of, in one query."""
    if not reader.is_active:
        return []
    return _made(_query(rights_of(reader)).rows(person=reader.pk))


def undertakings_beside(reader: "User", *, unit: int | None, systems: Iterable[int]) -> list[Undertaking]:
    """Return those that the reader may know of in one unit or about one of some systems, in one query."""
    if not reader.is_active:
        return []
    sought = [json.dumps([{"system": system}]) for system in systems]
    query = _query(rights_of(reader), beside=True)
    return _made(query.rows(person=reader.pk, unit=unit, sought=sought))


def looked_at(proposal: str, **which: Any) -> Subquery:
    """Return the systems of the newest architecture assessment of a row's case; `proposal` is the way to its id."""
    rows = ArchitectureAssessment.objects.filter(proposal=OuterRef(proposal), **which)
    return Subquery(rows.order_by("-pk").values("systems")[:1])


def ids_of(systems: Iterable[dict[str, Any]]) -> frozenset[int]:
    """Return the systems of an assessment by their ids."""
    return frozenset(one["system"] for one in systems)


@lru_cache(maxsize=64)
def _query(rights: frozenset[str] | None, *, beside: bool = False) -> KeptQuery[tuple[Any, ...]]:
    reader: Any = GivenPerson(rights)
    return KeptQuery(lambda: _projects(reader, beside=beside).union(_cases(reader, beside=beside), all=True))


def _projects(reader: Any, *, beside: bool) -> "QuerySet[Any, Any]":
    """Return the running projects; of whose case the reader may not see, the systems are left out."""
    known = Proposal.objects.visible_to(reader).order_by().values("pk")
    rows = Project.objects.visible_to(reader).order_by().filter(phase__in=PHASES)
    return _columns(
        rows,
        kind=Kind.PROJECT,
        case="proposal",
        begins=F("started_on"),
        ends=Coalesce("expected_end", "baseline_end"),
        systems=looked_at("proposal", proposal__in=known),
        beside=beside,
    )


def _cases(reader: Any, *, beside: bool) -> "QuerySet[Any, Any]":
    """Return the cases under way; their periods are those of the milestones of the newest submitted version."""
    rows = Proposal.objects.visible_to(reader).order_by().filter(state__in=_STATES)
    stones = PlannedMilestone.objects.filter(
        case__version__proposal=OuterRef("pk"), case__version__frozen_at__isnull=False, due_on__isnull=False
    )
    newest = "-case__version__ordinal"
    return _columns(
        rows,
        kind=Kind.CASE,
        case="pk",
        begins=Subquery(stones.order_by(newest, "due_on").values("due_on")[:1]),
        ends=Subquery(stones.order_by(newest, "-due_on").values("due_on")[:1]),
        systems=looked_at("pk"),
        beside=beside,
    )


def _columns(
    rows: "QuerySet[Any, Any]", *, kind: Kind, case: str, begins: Any, ends: Any, systems: Any, beside: bool
) -> "QuerySet[Any, Any]":
    # What a department's own units do falls to the department.
    rows = rows.alias(home=Coalesce("unit__department_id", "unit_id"))
    if beside:
        touching = ArchitectureAssessment.objects.filter(_Touches(F("systems"), Given("sought"))).order_by()
        rows = rows.filter(Q(home=Given("unit")) | Q(**{f"{case}__in": touching.values("proposal")}))
    columns = (Value(str(kind), CharField()), F("pk"), Cast(begins, DateField()), Cast(ends, DateField()))
    return rows.values_list(*columns, F("home"), Cast(systems, TextField()))


def _made(rows: Iterable[tuple[Any, ...]]) -> list[Undertaking]:
    """Return the rows as the rule takes them: a running project cannot have ended, a case needs a period to come."""
    found = []
    for kind, pk, begins, ends, unit, touched in rows:
        systems = ids_of(json.loads(touched)) if touched else frozenset()
        if kind == Kind.PROJECT:
            last = None if ends is None else max(ends, today())
            found.append(Undertaking(Kind.PROJECT, pk, begins, last, unit, systems))
        elif begins is not None and begins < ends and ends >= today():
            found.append(Undertaking(Kind.CASE, pk, begins, ends, unit, systems))
    return found
