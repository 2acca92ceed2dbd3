"""Another way than the one proposed: carrying on as today, or another solution (B6, B8)."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from businesscase.models.business_case_version import BusinessCaseVersion
from core.models.row_history import row_history
from portfolio.models.frozen import frozen_through

TODAY = 0
MOST_ALTERNATIVES = 5


class Alternative(models.Model):
    """A scenario beside the proposed one, which is the case itself and counts as scenario 1.

    `ordinal` 0 is carrying on as today, against which everything is measured: a gain is the difference. Others run
    from 2. Years, prices and rate are the case's, so that all compare alike.
    """

    case = models.ForeignKey(BusinessCaseVersion, on_delete=models.CASCADE, related_name="alternatives")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(_("What it is called"), max_length=200, blank=True)
    description = models.TextField(_("What it means"), blank=True)
    why_not = models.TextField(_("Why it is not the one proposed"), blank=True)

    class Meta:
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")
        ordering = ("case", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("case", "ordinal"), name="alternative_ordinal_once"),
            models.CheckConstraint(condition=~models.Q(ordinal=1), name="alternative_is_not_the_proposed_one"),
        )
        triggers = (frozen_through("businesscase_businesscaseversion", "case_id"), row_history())

    def __str__(self) -> str:
        if self.is_today:
            return self.title or gettext("Carry on as today")
        return self.title or gettext("Scenario %(number)s") % {"number": self.ordinal}

    @property
    def is_today(self) -> bool:
        """Whether it is carrying on as today."""
        return self.ordinal == TODAY
