"""What the applicant wrote: a draft while it is written, immutable once submitted."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.models import Unit
from core.models.row_history import row_history
from portfolio.enums import AcquisitionType, AIRiskClass, BindingLevel, Origin, PersonalData
from portfolio.models.proposal import Proposal

MONEY_MAX = Decimal("999999999999.99")


def money_field(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Make a field for an amount in DKK excluding VAT, numeric(14,2), never negative."""
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MONEY_MAX)],
    )


class ProposalVersion(models.Model):
    """One version of a proposal's content. `frozen_at` empty means draft; there is at most one draft.

    Once frozen the database itself refuses to change or delete the row: later work makes a new version
    with a reason, and every assessment, triage and decision points at the version it read.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(_("Version"))
    frozen_at = models.DateTimeField(_("Frozen"), null=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    change_reason = models.TextField(_("Reason for the change"), blank=True)
    # The draft's own counter: a save made from an older copy is refused, not silently overwritten.
    edition = models.PositiveIntegerField(default=0)

    # What and why
    title = models.CharField(_("Title"), max_length=200)
    unit = models.ForeignKey(Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(_("Unit at the time"), max_length=600, blank=True)
    core_task = models.TextField(_("Core task"), blank=True)
    need = models.TextField(_("Need"), blank=True)
    idea = models.TextField(_("Idea"), blank=True)
    gain = models.TextField(_("Gain"), blank=True)
    # The four aspects (C2)
    aspect_organisation = models.TextField(_("Organisation"), blank=True)
    aspect_management = models.TextField(_("Management"), blank=True)
    aspect_processes = models.TextField(_("Processes"), blank=True)
    aspect_technology = models.TextField(_("Technology"), blank=True)
    # Size and road: D1 to D8
    units_involved = models.ManyToManyField(
        Unit, verbose_name=_("Units involved"), blank=True, related_name="+", through="UnitInvolved"
    )
    vendor_cost = money_field(_("Supplier cost"))
    staff_hours = models.DecimalField(
        _("Staff hours"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    acquisition_type = models.CharField(
        _("Acquisition or further development"), max_length=20, choices=AcquisitionType, blank=True
    )
    needs_cooperation = models.BooleanField(_("Needs cooperation between several people"), null=True, blank=True)
    external_assistance = models.BooleanField(_("External assistance"), null=True, blank=True)
    external_assistance_text = models.TextField(_("What the assistance is for"), blank=True)
    supplier = models.CharField(_("Supplier"), max_length=200, blank=True)
    # The pool (D9-D16); an application asks, a notification does not
    requested_amount = money_field(_("Amount applied for"))
    # In instalments: what of the amount is needed only in the second and the third year; the rest is the first's.
    requested_second_year = money_field(_("Of which in the year after"))
    requested_third_year = money_field(_("Of which two years after"))
    pool_criterion = models.CharField(_("Pool criterion"), max_length=30, blank=True)
    strictly_necessary_reason = models.TextField(_("Why it is strictly necessary"), blank=True)
    # Changes and reuse: D41, D42, C12, C35
    work_process_changes = models.TextField(_("What changes in the work processes"), blank=True)
    reuse_internal = models.TextField(_("What we have already"), blank=True)
    reuse_external = models.TextField(_("Who has solved it before"), blank=True)
    training_plan = models.TextField(_("Training"), blank=True)
    # Strategy: D11, D43, D53
    origin = models.CharField(_("Origin"), max_length=20, choices=Origin, default=Origin.OWN)
    obligation_level = models.CharField(
        _("Joint obligation"), max_length=10, choices=BindingLevel, default=BindingLevel.NONE
    )
    obligation_legal_basis = models.TextField(_("Legal basis or agreement"), blank=True)
    # Citizens: D36, D37, D40
    citizen_facing = models.BooleanField(_("Used by citizens or companies"), null=True, blank=True)
    value_citizen = models.TextField(_("Value to citizens and companies"), blank=True)
    value_efficiency = models.TextField(_("Efficiency for the municipality"), blank=True)
    support_plan = models.TextField(_("Help for citizens"), blank=True)
    # AI and security
    uses_ai = models.BooleanField(_("Uses AI"), null=True, blank=True)
    ai_risk_class = models.CharField(_("AI risk class"), max_length=10, choices=AIRiskClass, blank=True)
    ai_text = models.TextField(_("What AI is used for"), blank=True)
    personal_data = models.CharField(_("Personal data"), max_length=10, choices=PersonalData, blank=True)
    security_text = models.TextField(_("Security and supply chain"), blank=True)
    esdh_case_number = models.CharField(_("ESDH case number"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("proposal version")
        verbose_name_plural = _("proposal versions")
        ordering = ("proposal", "-ordinal")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "ordinal"), name="version_ordinal_once"),
            models.UniqueConstraint(
                fields=("proposal",), condition=models.Q(frozen_at__isnull=True), name="version_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(vendor_cost__isnull=True) | models.Q(vendor_cost__gte=0),
                name="version_vendor_cost_not_negative",
                violation_error_message=_("The supplier cost cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(staff_hours__isnull=True) | models.Q(staff_hours__gte=0),
                name="version_staff_hours_not_negative",
                violation_error_message=_("The staff hours cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(requested_amount__isnull=True) | models.Q(requested_amount__gte=0),
                name="version_requested_amount_not_negative",
                violation_error_message=_("The amount applied for cannot be negative."),
            ),
            models.CheckConstraint(
                condition=(models.Q(requested_second_year=None) | models.Q(requested_second_year__gte=0))
                & (models.Q(requested_third_year=None) | models.Q(requested_third_year__gte=0)),
                name="version_instalments_not_negative",
                violation_error_message=_("An instalment cannot be negative."),
            ),
        )
        indexes = (
            # Similar cases are found by these (portfolio.selectors.similar).
            GinIndex(SearchVector("title", "need", "idea", config="danish"), name="version_text_stems"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="version_title_trigram"),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_version_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
            row_history(),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.ordinal}"

    @property
    def instalments(self) -> tuple[Decimal, Decimal, Decimal]:
        """Return what is asked for in the year of the grant, in the next one and in the one after that, DKK."""
        second, third = self.requested_second_year or Decimal(0), self.requested_third_year or Decimal(0)
        return max(Decimal(0), (self.requested_amount or Decimal(0)) - second - third), second, third

    @property
    def is_in_instalments(self) -> bool:
        """Whether a part of the money is needed only after the first year."""
        return any(self.instalments[1:])
