"""A signature on the choice of route where policy leaves it open (C6, AM10)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import Route, Signatory
from governance.models.triage import Triage

CHOICES_LEFT = (Route.IT_AND_UNIT, Route.STRATEGY_GROUP)


class RouteSignature(models.Model):
    """Who chose which route and why; one signature a signatory. The chair's settles a disagreement."""

    triage = models.ForeignKey(Triage, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField(_("Signed for"), max_length=10, choices=Signatory)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(_("Route"), max_length=20, choices=[(route.value, route.label) for route in CHOICES_LEFT])
    reason = models.TextField(_("Reason"))
    signed_at = models.DateTimeField(_("Signed"))

    class Meta:
        verbose_name = _("route signature")
        verbose_name_plural = _("route signatures")
        ordering = ("signed_at",)
        constraints = (models.UniqueConstraint(fields=("triage", "signatory"), name="route_signed_once"),)
        triggers = (row_history(by_act=True),)

    def __str__(self) -> str:
        return f"{self.signatory}: {self.route}"
