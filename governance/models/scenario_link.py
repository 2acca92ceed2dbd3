"""How two cases hang together in a scenario."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import LinkKind
from governance.models.scenario import Scenario
from governance.models.scenario_case import stands_with_scenario
from portfolio.models import Proposal


class ScenarioLink(models.Model):
    """`proposal` makes no sense without `other`, or cannot be carried out beside it (then it holds both ways)."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="links")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=10, choices=LinkKind)
    other = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("link between cases in a scenario")
        verbose_name_plural = _("links between cases in scenarios")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("scenario", "proposal", "kind", "other"), name="scenario_link_once"),
            models.CheckConstraint(condition=models.Q(kind__in=LinkKind.values), name="scenario_link_known"),
            models.CheckConstraint(condition=~models.Q(proposal=models.F("other")), name="scenario_link_between_two"),
        )
        triggers = (stands_with_scenario(), row_history())

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind} {self.other_id}"
