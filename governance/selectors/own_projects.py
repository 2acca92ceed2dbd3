"""What a person has to do with projects, for Min side: those they run, benefits to measure, effects to evaluate.

Read together in two queries for all of Min side's lists, and kept on the person for the rest of the request.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from businesscase.models import Benefit
from core.children import Child, prefetch_together
from core.clock import today
from core.selectors.my_page import DUE_AHEAD
from governance.domain.status_months import StatusDue, status_due
from governance.selectors.evaluations import awaits_evaluation, evaluations_awaited
from governance.selectors.profile import kept_parameters
from governance.selectors.standing import kept_standing
from portfolio.models import Project

if TYPE_CHECKING:
    from core.models import User

# As many as somebody can take in at once; the lists of projects and of benefits show the rest.
LENGTH = 50
_AHEAD = (
    Child("milestones", where=Q(done_on__isnull=True)),
    Child("benefits", where=Q(due_on__isnull=False), children=(Child("measurements"),)),
    Child("evaluation"),
)


@dataclass(frozen=True, slots=True)
class OwnProjects:
    """The projects that a person runs, newest phase first; benefits and evaluations by the day they are due."""

    run: tuple[Project, ...]
    due: StatusDue
    benefits: tuple[Benefit, ...]
    evaluations: tuple[Project, ...]


def own_projects(person: "User") -> OwnProjects:
    """Return what `person` has to do with projects; read once a request."""
    known: OwnProjects | None = person.__dict__.get("own_projects")
    if known is None:
        known = person.__dict__["own_projects"] = _read(person)
    return known


def _read(person: "User") -> OwnProjects:
    standing = kept_standing(person)
    mine = Benefit.objects.visible_to(person).filter(owner=person).due_by(today() + DUE_AHEAD).order_by()
    theirs = evaluations_awaited(person, standing).order_by()
    # One set of keys, each part from its own index: an "or" of them would be asked of every project there is.
    keys = [Project.objects.order_by().filter(one).values("pk") for one in (Q(owner=person), Q(manager=person))]
    wanted = keys[0].union(keys[1], mine.values("project"), theirs.values("pk"))
    rows = list(Project.objects.filter(pk__in=wanted).order_by("-phase_since")[:LENGTH])
    prefetch_together(rows, *_AHEAD)
    run = tuple(one for one in rows if person.pk in {one.owner_id, one.manager_id})
    benefits = (one for row in rows for one in row.benefits.all() if _is_to_measure(one, person))
    return OwnProjects(
        run=run,
        # Without projects nothing is due, and policy need not be asked when it would have been.
        due=status_due(kept_parameters(person)) if run else status_due({}),
        benefits=tuple(sorted(benefits, key=lambda one: (one.due_on or today(), one.pk))),
        evaluations=tuple(sorted((one for one in rows if awaits_evaluation(one, person, standing)), key=str)),
    )


def _is_to_measure(benefit: Benefit, person: "User") -> bool:
    """Whether the person is to measure the benefit now or soon; its project and measurements are at hand."""
    project = benefit.project
    follows = benefit.owner_id == person.pk or (
        benefit.owner_id is None and person.pk in {project.owner_id, project.manager_id}
    )
    due = benefit.due_on is not None and benefit.due_on <= today() + DUE_AHEAD
    return follows and due and benefit.is_measurable and not any(row.final for row in benefit.measurements.all())
