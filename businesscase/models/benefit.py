"""A benefit that an approved case has promised, followed until it is measured (C18, C20)."""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from businesscase.enums import BenefitType, HarvestMode
from businesscase.models.benefit_line import BenefitLine
from businesscase.querysets import BenefitQuerySet
from core.models import Unit
from core.models.row_history import row_history
from portfolio.models import Goal, Project

_PROMISED = (
    "line", "goal", "type", "label", "cash_releasing", "harvest_mode", "start_year", "promised",
)  # fmt: skip
# What is measured stands too; where only words were promised, it is agreed once.
_MEASURED_CHANGES = (
    "((OLD.target IS NOT NULL OR OLD.promised <> '{}')"
    " AND ROW(OLD.indicator, OLD.measure, OLD.target, OLD.target_date)"
    " IS DISTINCT FROM ROW(NEW.indicator, NEW.measure, NEW.target, NEW.target_date))"
)


class Benefit(models.Model):
    """One promised benefit of a project. What was promised stands; owner, unit and plan may change.

    It comes from a gain of the decided business case (`line`) or from a goal of the decided version (`goal`), which
    says no `type`. `promised` is DKK a year from `start_year` on, empty where it is not counted in money. `target` is
    in `measure`.
    `due_on` is the day of the measurement that settles it: normal operation plus the agreed period; None until the
    solution is in operation.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="benefits")
    position = models.PositiveSmallIntegerField()
    line = models.ForeignKey(BenefitLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    type = models.CharField(_("Kind of gain"), max_length=20, choices=BenefitType, blank=True)
    label = models.CharField(_("What is gained"), max_length=200)
    cash_releasing = models.BooleanField(_("Releases money in a budget"), default=False)
    harvest_mode = models.CharField(_("What becomes of the money"), max_length=20, choices=HarvestMode, blank=True)
    start_year = models.PositiveSmallIntegerField(_("First year"))
    promised: "ArrayField[list[Decimal | None], list[Decimal | None]]" = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=2, null=True), verbose_name=_("Promised"), default=list
    )
    indicator = models.CharField(_("Indicator"), max_length=200, blank=True)
    measure = models.CharField(_("Unit of measure"), max_length=60, blank=True)
    target = models.DecimalField(_("Target"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_date = models.DateField(_("To be reached by"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Benefit owner"),
        on_delete=models.PROTECT,
        null=True,
        related_name="owned_benefits",
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="benefits"
    )
    method = models.CharField(_("How it is measured"), max_length=300, blank=True)
    change_in_work = models.TextField(_("The change in work that brings it"), blank=True)
    due_on = models.DateField(_("To be measured by"), null=True, blank=True)
    # What the measurements say, repeated here for the lists; a trigger of theirs writes it, nobody else.
    is_measured = models.BooleanField(default=False, editable=False)
    is_settled = models.BooleanField(default=False, editable=False)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        ordering = ("project", "position")
        constraints = (
            models.UniqueConstraint(fields=("project", "position"), name="benefit_position_once"),
            models.CheckConstraint(condition=models.Q(type__in=["", *BenefitType.values]), name="benefit_kind_known"),
            models.CheckConstraint(
                condition=models.Q(harvest_mode__in=["", *HarvestMode.values]), name="benefit_harvest_mode_known"
            ),
        )
        indexes = (
            models.Index(fields=("owner", "due_on"), name="benefit_owner_due"),
            models.Index(fields=("due_on",), name="benefit_due"),
            # The list opens with these: few, however many have been settled over the years.
            models.Index(fields=("project",), condition=models.Q(is_settled=False), name="benefit_unsettled"),
        )
        triggers = (
            pgtrigger.Protect(
                name="promise_stands", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*_PROMISED)
            ),
            pgtrigger.Protect(
                name="target_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MEASURED_CHANGES),
            ),
            row_history(shown=("owner", "unit", "method", "change_in_work", "due_on"), named_by="label"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_measurable(self) -> bool:
        """Whether money or a target was promised; else what it has given is judged in the effect evaluation."""
        return bool(self.promised) or self.target is not None

    @property
    def is_agreed(self) -> bool:
        """Whether its target was agreed after the decision, since only words were promised."""
        return self.line_id is not None and not self.promised and self.target is not None

    @property
    def years(self) -> range:
        """The calendar years for which money was promised."""
        return range(self.start_year, self.start_year + len(self.promised))
