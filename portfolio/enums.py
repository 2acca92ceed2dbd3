"""Closed sets of the portfolio."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalKind(TextChoices):
    """What kind of intake it is (AM30, A22)."""

    APPLICATION = "application", _("Application")
    NOTIFICATION = "notification", _("Notification")
    SUGGESTION = "suggestion", _("Suggestion")


class ProposalState(TextChoices):
    """Where a proposal stands; moved only along `governance.workflow`'s table."""

    DRAFT = "draft", _("Draft")
    RECEIVED = "received", _("Received")
    ANSWERED = "answered", _("Answered")
    CONVERTED = "converted", _("Carried on as a proposal")
    ASSESSMENT = "assessment", _("With IT for assessment")
    NOT_APPROVED = "not_approved", _("Not approved by IT")
    ROUTING = "routing", _("Awaits the choice of route")
    LOCAL_DECISION = "local_decision", _("With the department for decision")
    REVIEW = "review", _("With the strategy group")
    RECOMMENDED = "recommended", _("With management for decision")
    REVISION = "revision", _("Being corrected by the applicant")
    DEFERRED = "deferred", _("Deferred")
    RESERVE = "reserve", _("On the reserve list")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# The applicant holds the pen in these states; elsewhere the content stands still.
EDITABLE_STATES = (ProposalState.DRAFT, ProposalState.REVISION, ProposalState.NOT_APPROVED)
# Nothing happens any more.
CLOSED_STATES = (
    ProposalState.ANSWERED,
    ProposalState.CONVERTED,
    ProposalState.REJECTED,
    ProposalState.WITHDRAWN,
)
# Somebody judges the case, or is to take it up again.
JUDGED_STATES = (
    ProposalState.ASSESSMENT,
    ProposalState.ROUTING,
    ProposalState.LOCAL_DECISION,
    ProposalState.REVIEW,
    ProposalState.RECOMMENDED,
    ProposalState.DEFERRED,
    ProposalState.RESERVE,
)
# Decided cases are open to every employee unless restricted (architecture, section 6).
DECIDED_STATES = (ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.ANSWERED, ProposalState.CONVERTED)


class AcquisitionType(TextChoices):
    """Whether something is bought or an existing solution is developed further (C12, D5)."""

    ACQUISITION = "acquisition", _("Acquisition of a new solution")
    FURTHER_DEVELOPMENT = "further_development", _("Further development of a solution we have")
    NEITHER = "neither", _("Neither")


class Origin(TextChoices):
    """Where the initiative comes from (A27, D53)."""

    OWN = "own", _("Our own")
    JOINT_MUNICIPAL = "joint_municipal", _("Joint municipal")
    JOINT_PUBLIC = "joint_public", _("Joint public")
    NARROW_COOPERATION = "narrow_cooperation", _("Cooperation with a few municipalities")


class BindingLevel(TextChoices):
    """How binding a joint initiative is (D43)."""

    NONE = "none", _("No joint obligation")
    GUIDING = "guiding", _("Guiding")
    BINDING = "binding", _("Binding")


class InvolvedGroupKind(TextChoices):
    """Who a solution is meant for (A25, D35)."""

    CITIZENS = "citizens", _("Citizens")
    COMPANIES = "companies", _("Companies")
    EMPLOYEES = "employees", _("Employees")


class Financier(TextChoices):
    """Who pays beside the pool (B13)."""

    OWN = "own", _("The unit itself")
    STATE = "state", _("The state")
    EU = "eu", _("The EU")
    JOINT_MUNICIPAL = "joint", _("Other municipalities or a joint-municipal body")
    OTHER = "other", pgettext_lazy("financier", "Others")


class AIRiskClass(TextChoices):
    """Risk class under regulation (EU) 2024/1689."""

    MINIMAL = "minimal", _("Minimal risk")
    LIMITED = "limited", _("Limited risk")
    HIGH = "high", _("High risk")
    UNKNOWN = "unknown", _("Not clarified yet")


class PersonalData(TextChoices):
    """What personal data a solution handles."""

    NONE = "none", _("No personal data")
    ORDINARY = "ordinary", _("Ordinary personal data")
    SENSITIVE = "sensitive", _("Sensitive personal data")


class ProjectPhase(TextChoices):
    """Where a project stands in the project model; moved only along `governance.project_workflow`'s table (C21)."""

    ANALYSIS = "analysis", _("Analysis")
    EXECUTION = "execution", _("Execution")
    REALISATION = "realisation", _("Realisation")
    CLOSED = "closed", _("Closed")
    # A legitimate end, never a red one (D39).
    STOPPED = "stopped", _("Stopped with learning")


# Nothing is reported any more.
ENDED_PHASES = (ProjectPhase.CLOSED, ProjectPhase.STOPPED)
RUNNING_PHASES = tuple(phase for phase in ProjectPhase if phase not in ENDED_PHASES)


class ProjectTrack(TextChoices):
    """How much of the project model a project follows (C21, C22)."""

    STANDARD = "standard", _("Standard")
    LIGHT = "light", _("Light")
    TRIAL = "trial", _("Trial")


class ImportFate(TextChoices):
    """What an import does with a row of its file."""

    NEW = "new", _("New project")
    KNOWN = "known", _("Already there")
    CHANGED = "changed", _("There, but different")
    REFUSED = "refused", _("Cannot be imported")


class Light(TextChoices):
    """How one side of a project goes; always shown with its shape and its word."""

    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    RED = "red", _("Red")


class SystemKind(TextChoices):
    """What a system is to the organisation (B19)."""

    BASE = "base", _("Base system")
    LINE_OF_BUSINESS = "line_of_business", _("Line-of-business system")
    PORTAL = "portal", _("Portal or self-service")


class SystemOperation(TextChoices):
    """Where a system is run (C30)."""

    INTERNAL = "internal", _("In-house")
    EXTERNAL = "external", _("At the supplier")


class SystemState(TextChoices):
    """Where a system is in its life."""

    PHASING_IN = "phasing_in", _("Being phased in")
    IN_USE = "in_use", _("In use")
    PHASING_OUT = "phasing_out", _("Being phased out")
    RETIRED = "retired", _("Out of use")
