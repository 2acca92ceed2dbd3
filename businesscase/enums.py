"""Closed sets of the business case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CostCategory(TextChoices):
    """What a cost is for (D15, D16): the pool pays the first two, never staff hours but by exception."""

    PURCHASE = "purchase", _("Purchase")
    IMPLEMENTATION = "implementation", _("Implementation")
    OPERATION = "operation", _("Operation")
    MAINTENANCE = "maintenance", _("Maintenance")
    TRAINING = "training", _("Training")
    DECOMMISSIONING = "decommissioning", _("Decommissioning")
    STAFF_HOURS = "staff_hours", _("Staff hours")


# Bought for money; staff hours are written as hours.
MONEY_CATEGORIES = tuple(one for one in CostCategory if one != CostCategory.STAFF_HOURS)
# The lines that a case begins with.
USUAL_CATEGORIES = (
    CostCategory.PURCHASE, CostCategory.IMPLEMENTATION, CostCategory.OPERATION, CostCategory.TRAINING,
)  # fmt: skip
# What the pool pays, and what is paid to suppliers until the solution runs (D2, D15, AM24).
FUNDABLE_CATEGORIES = (CostCategory.PURCHASE, CostCategory.IMPLEMENTATION)


class BenefitType(TextChoices):
    """What kind of gain it is. The first three are the headings of the rationale (D17, D18)."""

    ECONOMIC = "economic", _("Economic")
    SERVICE = "service", _("Service")
    EFFICIENCY = "efficiency", _("Efficiency")
    QUALITY = "quality", _("Quality")
    SECURITY = "security", _("Security")
    ENVIRONMENT = "environment", _("Environment and climate")


# What every case must answer, be it with "none" (D18).
HEADINGS = (BenefitType.ECONOMIC, BenefitType.SERVICE, BenefitType.EFFICIENCY)


class HarvestMode(TextChoices):
    """What becomes of the money that a gain releases (KL and the Agency for Digital Government, on harvesting)."""

    BEFOREHAND = "beforehand", _("Taken out of the budget beforehand")
    AFTERWARDS = "afterwards", _("Taken out of the budget when it has been realised")
    NOT_HARVESTED = "not_harvested", _("Stays in the unit")


class CaseVariant(TextChoices):
    """How much of the business case a proposal is asked (AM25, C22); the names are the form's own."""

    MINI = "mini", _("Short business case")
    FULL = "full", _("Full business case")
    INNOVATIVE = "innovative", _("Business case of a trial")


class PriceBasis(TextChoices):
    """What the amounts of a case are written in."""

    FIXED = "fixed", _("Fixed prices")
    CURRENT = "current", _("Current prices")


class Spreading(TextChoices):
    """How the values between low and high lie around the likely one; the names are those of finance.Distribution."""

    PERT = "pert", _("PERT")
    TRIANGULAR = "triangular", _("Triangular")


class LineSide(TextChoices):
    """Which side of a case a line stands on; the names are those of finance.Kind."""

    COST = "cost", _("Cost")
    BENEFIT = "benefit", _("Gain")


class Fulfilment(TextChoices):
    """How far the needs of a group were met (D34)."""

    FULLY = "fully", _("Fully")
    LARGELY = "largely", _("Largely")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not at all")


class IrrNote(TextChoices):
    """Why a case has no single internal rate of return."""

    SINGLE = "", ""
    NONE = "none", _("No internal rate of return")
    SEVERAL = "several", _("Several internal rates of return")
