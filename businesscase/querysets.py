"""Composable reads of business cases."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from businesscase.models import BusinessCaseVersion


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
