"""A dated value of policy: threshold, rate, deadline, with its source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from core.querysets import ParameterQuerySet


class Parameter(models.Model):
    """`value` of `key` under a policy profile from `valid_from` on, until a later row takes over.

    Rows are added, never edited: an old decision can name the value it was made under.
    """

    profile = models.CharField(_("Policy profile"), max_length=40)
    key = models.CharField(_("Parameter"), max_length=80)
    value = models.JSONField(_("Value"))
    unit = models.CharField(_("Unit of measure"), max_length=40, blank=True)
    valid_from = models.DateField(_("Valid from"))
    source = models.CharField(_("Source"), max_length=300)
    note = models.TextField(_("Note"), blank=True)
    created_at = models.DateTimeField(_("Created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Created by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ("profile", "key", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("profile", "key", "valid_from"),
                name="parameter_one_value_a_day",
                violation_error_message=_("The parameter already has a value from that date."),
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"
