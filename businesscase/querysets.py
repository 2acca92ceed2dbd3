"""Composable reads of business cases and of the benefits that they promised."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from portfolio.enums import ENDED_PHASES, ProjectPhase
from portfolio.models import Project
from portfolio.querysets import MOST_WORDS

if TYPE_CHECKING:
    from businesscase.models import Benefit, BusinessCaseVersion
    from core.models import User


# Stopped with its project, or judged in words as the project closed.
_ENDED_OTHERWISE = Q(project__phase=ProjectPhase.STOPPED) | Q(
    promised=[], target__isnull=True, project__phase__in=ENDED_PHASES
)


class BusinessCaseQuerySet(models.QuerySet["BusinessCaseVersion"]):
    """Business cases."""

    def of_version(self, version_id: int) -> Self:
        """Return the case of one version of a proposal, or none."""
        return self.filter(version_id=version_id)

    def whole(self) -> Self:
        """With all that hangs on it: seven queries whatever there is."""
        return self.select_related("result").prefetch_related(
            "cost_lines",
            "benefit_lines__owner",
            "benefit_lines__unit",
            "risks__owner",
            "alternatives__lines",
            "milestones",
        )


class BenefitQuerySet(models.QuerySet["Benefit"]):
    """Benefits."""

    def visible_to(self, person: "User") -> Self:
        """Return what `person` may know of: the benefits of the projects that they may know of, and no others."""
        return self.filter(project__in=Project.objects.visible_to(person).order_by().values("pk"))

    def followed_by(self, person: "User") -> Self:
        """Benefits that `person` answers for: as their owner, or as nobody owns them, through the project."""
        of_project = Q(owner__isnull=True) & (Q(project__owner=person) | Q(project__manager=person))
        return self.filter(Q(owner=person) | of_project)

    def matching(self, text: str) -> Self:
        """Benefits each word of `text` stands in: in what is gained, or in the project's title."""
        rows = self
        for word in text.split()[:MOST_WORDS]:
            rows = rows.filter(Q(label__icontains=word) | Q(project__title__icontains=word))
        return rows

    def alive(self) -> Self:
        """Benefits that still can come: those of a project that was stopped cannot."""
        return self.exclude(project__phase=ProjectPhase.STOPPED)

    def open(self) -> Self:
        """Benefits on which something still is to be said.

        They are not settled, and neither stopped with their project nor judged in words as it closed.
        """
        return self.filter(is_settled=False).exclude(_ENDED_OTHERWISE)

    def ended_otherwise(self) -> Self:
        """Benefits on which no more is to be said, though none was measured: open, settled and these are all."""
        return self.filter(_ENDED_OTHERWISE, is_settled=False)

    def measurable(self) -> Self:
        """Benefits with money or a target to be measured against."""
        return self.filter(~Q(promised=[]) | Q(target__isnull=False))

    def unsettled(self) -> Self:
        """Measurable benefits whose settling measurement has not been made."""
        return self.alive().measurable().filter(is_settled=False)

    def due_by(self, day: date) -> Self:
        """Unsettled benefits that were to be measured by `day` or before."""
        return self.unsettled().filter(due_on__lte=day)
