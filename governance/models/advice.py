"""What an advisory body says of a case: its members advise, and decide nothing (A12)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.models.body import Body
from portfolio.models import Proposal, ProposalVersion


class Advice(models.Model):
    """Advice on one version of a case, signed and never changed; whoever judges the case reads it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="advice")
    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="advice")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(_("Name and title at the time"), max_length=310)
    text = models.TextField(_("Advice"))
    given_at = models.DateTimeField(_("Given"))

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering = ("-given_at", "-pk")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="advice_says_something"),)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.author_name}"
