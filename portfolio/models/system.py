"""An IT system of the municipality: what we already have (B19, A19, D45)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Unit
from core.models.row_history import row_history
from portfolio.enums import SystemKind, SystemOperation, SystemState
from portfolio.querysets import SystemQuerySet


class System(models.Model):
    """One system. `owner` is the one responsible for it, a management representative; `reference` its number elsewhere.

    The register is open to every employee; the IT department and the administrators keep it.
    """

    name = models.CharField(_("Name"), max_length=150)
    reference = models.CharField(_("Number in another register"), max_length=60, blank=True)
    kind = models.CharField(_("Kind of system"), max_length=20, choices=SystemKind)
    purpose = models.TextField(_("What it is used for"), blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("Business area"), on_delete=models.PROTECT, null=True, blank=True, related_name="systems"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Responsible for the system"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
    )
    supplier = models.CharField(_("Supplier"), max_length=200, blank=True)
    operation = models.CharField(_("Operation"), max_length=10, choices=SystemOperation, blank=True)
    state = models.CharField(
        pgettext_lazy("system", "State"), max_length=12, choices=SystemState, default=SystemState.IN_USE
    )
    delivers_data = models.BooleanField(_("Delivers data to the data warehouse"), null=True, blank=True)
    security_standard = models.CharField(_("Security standard"), max_length=150, blank=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        ordering = ("name", "pk")
        permissions = (("keep_systems", "Keeps the register of systems and contracts"),)
        constraints = (
            models.UniqueConstraint(
                fields=("reference",),
                condition=~models.Q(reference=""),
                name="system_reference_once",
                violation_error_message=_("Another system has that number."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=SystemKind.values), name="system_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=SystemState.values), name="system_state_known"),
            models.CheckConstraint(
                condition=models.Q(operation__in=["", *SystemOperation.values]), name="system_operation_known"
            ),
        )
        triggers = (row_history(shown=("name", "kind", "state", "supplier", "operation")),)

    def __str__(self) -> str:
        return self.name
