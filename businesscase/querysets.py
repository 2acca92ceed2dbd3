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
        """With result, lines and the gains' owners: three queries whatever there is."""
        owners = models.Prefetch("benefit_lines", self._lines())
        return self.select_related("result").prefetch_related("cost_lines", owners)

    def _lines(self) -> models.QuerySet[models.Model]:
        related = self.model._meta.get_field("benefit_lines").related_model
        return related._default_manager.select_related("owner")  # type: ignore[union-attr,return-value]
