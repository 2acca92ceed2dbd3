"""A scenario: one way to spend a pool year among the cases that ask it for money (C16, AM4)."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import AllocationMethod, ValueBasis
from governance.models.pool_year import PoolYear
from governance.querysets import ScenarioQuerySet


class Scenario(models.Model):
    """What somebody has settled beforehand, and by which method the rest is chosen; it is calculated whenever read.

    `area_limit` is what the cases of one director area may get together at most, DKK; `area_limits` has the areas with
    a limit of their own instead, DKK by the unit's id. Once committed the scenario is
    frozen with `record`: every figure it was calculated from and what came of it (`governance.domain.scenarios`). It
    is then what is proposed for each case until another of the same year is committed; people decide.
    """

    pool_year = models.ForeignKey(PoolYear, on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(_("Name"), max_length=60)
    method = models.CharField(_("Method"), max_length=10, choices=AllocationMethod, default=AllocationMethod.BEST)
    basis = models.CharField(_("Value"), max_length=10, choices=ValueBasis)
    area_limit: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        _("At most to one director area"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    area_limits = models.JSONField(_("Own limits of director areas"), default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    made_at = models.DateTimeField(_("Made"))
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    committed_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    committed_at = models.DateTimeField(_("Proposed"), null=True)
    record = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("pool_year", "name"),
                condition=models.Q(committed_at__isnull=True),
                name="scenario_name_once",
                violation_error_message=_("There is already a scenario of that name."),
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=AllocationMethod.values), name="scenario_method_known"
            ),
            models.CheckConstraint(condition=models.Q(basis__in=ValueBasis.values), name="scenario_basis_known"),
            models.CheckConstraint(
                condition=models.Q(area_limit__isnull=True) | models.Q(area_limit__gte=0),
                name="scenario_limit_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(committed_at__isnull=True, committed_by__isnull=True, record__isnull=True)
                | models.Q(committed_at__isnull=False, committed_by__isnull=False, record__isnull=False),
                name="scenario_committed_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="committed_scenario_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__committed_at__isnull=False),
            ),
            row_history(),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_committed(self) -> bool:
        """Whether it has been put forward and so stands."""
        return self.committed_at is not None
