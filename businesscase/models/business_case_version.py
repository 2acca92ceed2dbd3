"""The business case of one version of a proposal (B6, B7)."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import PriceBasis, Spreading
from businesscase.querysets import BusinessCaseQuerySet
from core.models.row_history import row_history
from portfolio.models import ProposalVersion
from portfolio.models.frozen import frozen_with_version

FIRST_YEAR, LAST_YEAR = 2000, 2150
MOST_YEARS = 30
MOST_MONTHS = 120
MOST_SEED = 2**31 - 1


def new_seed() -> int:
    """Return the seed of a new case, once and for all; copies keep it, so that their draws compare."""
    return secrets.randbelow(MOST_SEED) + 1


class BusinessCaseVersion(models.Model):
    """Frame and words of a case; its lines hang on it. Frozen with the proposal's version by the database.

    Amounts are DKK excluding VAT at the prices of `price_year`, or of their own year where `price_basis` is current;
    year 0 is `start_year`. A heading of the rationale
    with `no_*` says why there is no gain of that kind (D17, D18).
    """

    version = models.OneToOneField(ProposalVersion, on_delete=models.CASCADE, related_name="business_case")
    # The draft's own counter: a save made from an older copy is refused, not silently overwritten.
    edition = models.PositiveIntegerField(default=0)
    start_year = models.PositiveSmallIntegerField(
        _("First year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    years = models.PositiveSmallIntegerField(
        _("Number of years"), default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    price_year = models.PositiveSmallIntegerField(
        _("Price year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    price_basis = models.CharField(_("The amounts are in"), max_length=10, choices=PriceBasis, default=PriceBasis.FIXED)
    hourly_rate = models.DecimalField(
        _("Price of one working hour"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hourly_rate_source = models.CharField(_("Where the price comes from"), max_length=300, blank=True)
    rationale_economic = models.TextField(_("Economic gains"), blank=True)
    rationale_service = models.TextField(_("Better service"), blank=True)
    rationale_efficiency = models.TextField(_("Efficiency"), blank=True)
    no_economic = models.BooleanField(_("There is no economic gain"), default=False)
    no_service = models.BooleanField(_("There is no gain in service"), default=False)
    no_efficiency = models.BooleanField(_("There is no gain in efficiency"), default=False)
    follow_up_months = models.PositiveSmallIntegerField(
        _("Follow-up after"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    # A trial whose goals and frame are not well defined has these instead of a full case (C22).
    is_trial = models.BooleanField(_("It is a trial"), default=False)
    trial_reason = models.TextField(_("Why it is a trial"), blank=True)
    learning_goals = models.TextField(_("What the trial is to teach us"), blank=True)
    stop_criteria = models.TextField(_("When the trial is stopped"), blank=True)
    # The chapters of the joint public template that the proposal itself does not already answer (KL and others, 2007).
    summary = models.TextField(_("Summary"), blank=True)
    business_scope = models.TextField(_("What is covered in the work"), blank=True)
    it_scope = models.TextField(_("What is covered in IT"), blank=True)
    stakeholders = models.TextField(_("Stakeholders"), blank=True)
    no_alternatives_reason = models.TextField(_("Why no other solution has been weighed"), blank=True)
    dependencies = models.TextField(_("What it depends on"), blank=True)
    qualitative_gains = models.TextField(_("Gains that cannot be counted in money"), blank=True)
    strategy = models.TextField(_("How it is to be carried out"), blank=True)
    sponsors = models.TextField(_("Who stands behind it"), blank=True)
    # What the simulation is made with; the same seed gives the same draws.
    spreading = models.CharField(
        _("How the estimates spread"), max_length=10, choices=Spreading, default=Spreading.PERT
    )
    supplier_correlation = models.DecimalField(
        _("How far lines of one supplier follow each other"),
        max_digits=3,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    seed = models.PositiveIntegerField(
        _("Seed of the draws"), default=new_seed, validators=[MaxValueValidator(MOST_SEED)]
    )
    # Explanations that are asked for only where the figures call for them.
    difference_reason = models.TextField(_("Why the two amounts differ"), blank=True)
    staff_hours_override_reason = models.TextField(_("Why the pool should pay staff hours"), blank=True)
    no_benefits_reason = models.TextField(_("Why no gain has been written as a line"), blank=True)

    objects = BusinessCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("business case")
        verbose_name_plural = _("business cases")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(start_year__range=(FIRST_YEAR, LAST_YEAR))
                & models.Q(price_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="business_case_years_sane",
            ),
            models.CheckConstraint(condition=models.Q(years__range=(1, MOST_YEARS)), name="business_case_horizon"),
            models.CheckConstraint(
                condition=models.Q(hourly_rate__isnull=True) | models.Q(hourly_rate__gte=0),
                name="business_case_rate_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(price_basis__in=PriceBasis.values) & models.Q(spreading__in=Spreading.values),
                name="business_case_choices_known",
            ),
            models.CheckConstraint(
                condition=models.Q(supplier_correlation__range=(0, 1)), name="business_case_correlation_is_a_share"
            ),
        )
        triggers = (frozen_with_version(), row_history())

    def __str__(self) -> str:
        return str(self.version)

    @property
    def calendar(self) -> range:
        """The calendar years that the case covers."""
        return range(self.start_year, self.start_year + self.years)
