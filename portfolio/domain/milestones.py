"""A project's milestones: the first plan of each stands, the latest follows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from portfolio.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone as it is planned now; `pk` is None for a new one."""

    label: str
    planned_on: date
    done_on: date | None = None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a new plan does to the old one, in words that the act keeps."""

    added: tuple[str, ...]
    moved: tuple[str, ...]
    reached: tuple[str, ...]
    renamed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the plan is the same."""
        return not (self.added or self.moved or self.reached or self.renamed or self.removed)

    @property
    def departs(self) -> bool:
        """Whether it departs from what was planned before, so that somebody may ask why."""
        return bool(self.moved or self.removed)


def plan_digest(project: Project) -> str:
    """Return a digest of the plan as it is stored, to tell whether somebody else has changed it."""
    rows = project.milestones.values_list("pk", "label", "planned_on", "done_on")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def change_to(project: Project, stones: Sequence[Stone]) -> PlanChange:
    """Return what the plan would change. Raises ValueError for a milestone of another project."""
    stored = {row.pk: row for row in project.milestones.all()}
    kept = {stone.pk: stone for stone in stones if stone.pk is not None}
    if not set(kept) <= set(stored):
        message = "a milestone of another project"
        raise ValueError(message)
    pairs = [(stored[pk], stone) for pk, stone in kept.items()]
    return PlanChange(
        added=tuple(f"{stone.label}: {stone.planned_on}" for stone in stones if stone.pk is None),
        moved=tuple(
            f"{row.label}: {row.planned_on} → {stone.planned_on}"
            for row, stone in pairs
            if row.planned_on != stone.planned_on
        ),
        reached=tuple(
            f"{row.label}: {row.done_on or '–'} → {stone.done_on or '–'}"
            for row, stone in pairs
            if row.done_on != stone.done_on
        ),
        renamed=tuple(f"{row.label} → {stone.label}" for row, stone in pairs if row.label != stone.label),
        removed=tuple(f"{row.label}: {row.planned_on}" for pk, row in stored.items() if pk not in kept),
    )


@transaction.atomic
def write_plan(project: Project, stones: Sequence[Stone]) -> None:
    """Store the plan; the caller holds the project's lock. A new milestone's first plan is the date it comes with."""
    kept = [stone.pk for stone in stones if stone.pk is not None]
    Milestone.objects.filter(project=project).exclude(pk__in=kept).delete()
    for stone in stones:
        if stone.pk is None:
            Milestone.objects.create(
                project=project,
                label=stone.label,
                baseline_on=stone.planned_on,
                planned_on=stone.planned_on,
                done_on=stone.done_on,
            )
        else:
            Milestone.objects.filter(project=project, pk=stone.pk).update(
                label=stone.label, planned_on=stone.planned_on, done_on=stone.done_on
            )
