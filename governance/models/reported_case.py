"""Which cases a published report names."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.report_run import ReportRun
from portfolio.models import Proposal


class ReportedCase(models.Model):
    """One case named in one report: whoever is barred from the case finds no report that names it. Stands."""

    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="cases")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("case in a report")
        verbose_name_plural = _("cases in reports")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("run", "proposal"), name="reported_once"),)
        triggers = (
            pgtrigger.Protect(name="reported_case_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.proposal_id}"
