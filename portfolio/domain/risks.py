"""A project's risks: assessed again as they are written now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from portfolio.models import Project, Risk

if TYPE_CHECKING:
    from core.models import User


@dataclass(frozen=True, slots=True)
class Threat:
    """A risk as it is assessed now; `pk` is None for a new one. A closed one no longer threatens and is kept."""

    text: str
    probability: int
    consequence: int
    action: str = ""
    owner: "User | None" = None
    closed: bool = False
    pk: int | None = None


def risks_digest(project: Project) -> str:
    """Return a digest of the risks as they are stored, to tell whether somebody else has changed them."""
    rows = project.risks.values_list("pk", "text", "probability", "consequence", "action", "owner_id", "closed_on")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


@transaction.atomic
def write_risks(project: Project, threats: Sequence[Threat]) -> None:
    """Store the risks; the caller holds the project's lock. What is left out goes: it was written by mistake.

    Raises ValueError for a risk of another project.
    """
    stored = {row.pk: row for row in project.risks.all()}
    kept = {threat.pk for threat in threats if threat.pk is not None}
    if not kept <= set(stored):
        message = "a risk of another project"
        raise ValueError(message)
    Risk.objects.filter(project=project).exclude(pk__in=kept).delete()
    for threat in threats:
        row = stored[threat.pk] if threat.pk is not None else Risk(project=project)
        row.text, row.action, row.owner = threat.text, threat.action, threat.owner
        row.probability, row.consequence = threat.probability, threat.consequence
        row.closed_on = (row.closed_on or clock.today()) if threat.closed else None
        row.save()
