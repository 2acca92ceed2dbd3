"""A person's seat in a body, for a period (A4)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import BodyRole
from governance.models.body import Body

BOTH_DAYS = RangeBoundary(inclusive_lower=True, inclusive_upper=True)


class DateSpan(models.Func):
    """`daterange(from, until, bounds)`; without a last day it has no end."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Membership(models.Model):
    """A seat: role, period and the deputy who steps in."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=BodyRole, default=BodyRole.MEMBER)
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until"), null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Deputy"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("body", "-role", "person__sort_key")
        constraints = (
            ExclusionConstraint(
                name="membership_one_seat",
                expressions=[("body", "="), ("person", "="), (DateSpan("valid_from", "valid_to", BOTH_DAYS), "&&")],
                violation_error_message=_("The person already has a seat then."),
            ),
            ExclusionConstraint(
                name="membership_one_holder_of_an_office",
                expressions=[("body", "="), ("role", "="), (DateSpan("valid_from", "valid_to", BOTH_DAYS), "&&")],
                condition=models.Q(role__in=(BodyRole.CHAIR, BodyRole.SECRETARY)),
                violation_error_message=_("Somebody else already holds that office then."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("A seat cannot end before it begins."),
            ),
        )
        triggers = (row_history(),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
