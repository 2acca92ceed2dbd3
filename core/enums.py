"""Closed sets of values that the database knows too."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(TextChoices):
    """What a unit of the organisation is (A14, A16)."""

    DIRECTOR_AREA = "director_area", _("Director area")
    ADMINISTRATION = "administration", _("Administration")
    DEPARTMENT = "department", _("Department")
    STAFF = "staff", _("Staff function")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIT = "unit", pgettext_lazy("organisation", "Unit")


# The nearest ancestor-or-self of these kinds is what "department" means in a rule (interfaces, triage).
DEPARTMENT_KINDS = (UnitKind.DEPARTMENT, UnitKind.STAFF, UnitKind.ENTERPRISE)
AREA_KINDS = (UnitKind.DIRECTOR_AREA, UnitKind.ADMINISTRATION)


class AuditOutcome(TextChoices):
    """Whether an act happened."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class RowOperation(TextChoices):
    """What happened to a row. The baseline is how it stood when its history began."""

    INSERT = "I", _("Added")
    UPDATE = "U", _("Changed")
    DELETE = "D", _("Removed")
    BASELINE = "B", _("Stood")


class AccessMarking(TextChoices):
    """How a document stands when somebody asks for access to the case (Offentlighedsloven)."""

    OPEN = "open", _("Open")
    INTERNAL = "internal", _("Internal working document")
    EXTRACT = "extract", _("Facts are to be extracted")
    BUSINESS_SECRET = "business_secret", _("Business secret")


class TokenScope(TextChoices):
    """What an access token may do through the API; never more than its person may."""

    READ = "read", pgettext_lazy("access token", "Read")
    WRITE = "write", pgettext_lazy("access token", "Read and write")
