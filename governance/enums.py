"""Closed sets of governance."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Route(TextChoices):
    """Who handles a proposal (C5-C9); the names are those of the pure policy room."""

    UNIT = "unit", _("The department itself")
    IT_AND_UNIT = "it_and_unit", _("The IT department and the department")
    STRATEGY_GROUP = "strategy_group", _("The strategy group")
    MANAGEMENT = "management", _("Management")
    UNDECIDED = "undecided", _("To be chosen by IT and the project owner")


class BodyKind(TextChoices):
    """The role slots that bodies fill; their names are the municipality's own (AM14)."""

    COUNCIL = "council", _("City council")
    MANAGEMENT = "management", _("Management")
    STRATEGY_GROUP = "strategy_group", _("Strategy group")
    IT_DEPARTMENT = "it_department", _("IT department")
    IT_NETWORK = "it_network", _("IT network")
    DEPARTMENT_HEADS = "department_heads", _("Heads of departments")
    AUDIT = "audit", _("Audit")
    ADMINISTRATION = "administration", _("Administrators of the portal")


class BodyRole(TextChoices):
    """What a person is in a body."""

    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")


class Signatory(TextChoices):
    """Who signs the choice of route (C6)."""

    IT = "it", _("The IT department")
    OWNER = "owner", _("The project owner")
    CHAIR = "chair", _("The chair of the strategy group")


class AssessmentOutcome(TextChoices):
    """The IT department's answer (D5, D6)."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Not approved")


class Verdict(TextChoices):
    """A decision's outcome."""

    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
