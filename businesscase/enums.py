"""Closed sets of the business case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CostCategory(TextChoices):
    """What a cost is for (D15, D16): the pool pays the first two, never staff hours but by exception."""

    PURCHASE = "purchase", _("Purchase")
    IMPLEMENTATION = "implementation", _("Implementation")
    OPERATION = "operation", _("Operation")
    TRAINING = "training", _("Training")
    STAFF_HOURS = "staff_hours", _("Staff hours")


# Bought for money; staff hours are written as hours.
MONEY_CATEGORIES = tuple(one for one in CostCategory if one != CostCategory.STAFF_HOURS)
# What the pool pays, and what is paid to suppliers until the solution runs (D2, D15, AM24).
FUNDABLE_CATEGORIES = (CostCategory.PURCHASE, CostCategory.IMPLEMENTATION)


class BenefitType(TextChoices):
    """What kind of gain it is: the three headings of the rationale (D17, D18)."""

    ECONOMIC = "economic", _("Economic")
    SERVICE = "service", _("Service")
    EFFICIENCY = "efficiency", _("Efficiency")


class IrrNote(TextChoices):
    """Why a case has no single internal rate of return."""

    SINGLE = "", ""
    NONE = "none", _("No internal rate of return")
    SEVERAL = "several", _("Several internal rates of return")
