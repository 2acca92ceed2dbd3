"""Closed sets of the principles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What kind of adopted document it is (B1, B31)."""

    STRATEGY = "strategy", _("Strategy")
    PRINCIPLE_SET = "principle_set", _("Set of principles")


class SetRole(TextChoices):
    """Who answers the document's principles on a proposal: the applicant, the IT architect, nobody."""

    STRATEGY = "strategy", pgettext_lazy("set of principles", "Answered by the applicant")
    ARCHITECTURE = "architecture", pgettext_lazy("set of principles", "Answered by the IT architect")
    REFERENCE = "reference", pgettext_lazy("set of principles", "For reference")


class NodeKind(TextChoices):
    """What a node of the tree is (1.F); the four documents' hierarchies fit it unchanged."""

    VISION = "vision", _("Vision")
    OBJECTIVE = "objective", _("Objective")
    GUIDING_MARK = "guiding_mark", _("Guiding mark")
    ASPECT = "aspect", _("Aspect")
    FOCUS_AREA = "focus_area", _("Focus area")
    PRINCIPLE = "principle", _("Principle")
    EFFORT_AREA = "effort_area", _("Effort area")
    INITIATIVE = "initiative", _("Initiative")


# The kinds in the order a reader takes them, each with what several are called.
KIND_HEADINGS = {
    NodeKind.OBJECTIVE: _("Objectives"),
    NodeKind.VISION: _("Vision"),
    NodeKind.ASPECT: _("Aspects"),
    NodeKind.GUIDING_MARK: _("Guiding marks"),
    NodeKind.FOCUS_AREA: _("Focus areas"),
    NodeKind.PRINCIPLE: _("Principles"),
    NodeKind.EFFORT_AREA: _("Effort areas"),
    NodeKind.INITIATIVE: _("Initiatives"),
}
# What a proposal can carry out (D11, C32).
ALIGNABLE_KINDS = (NodeKind.GUIDING_MARK, NodeKind.PRINCIPLE, NodeKind.EFFORT_AREA)


class Modality(TextChoices):
    """How strongly a source says it; the values are the sources' own words."""

    MUST = "SKAL", pgettext_lazy("modality", "Must")
    STRONG_DEFAULT = "HOVEDREGEL", pgettext_lazy("modality", "Clear main rule")
    DEFAULT = "UDGANGSPUNKT", pgettext_lazy("modality", "As a starting point")
    WHERE_POSSIBLE = "HVOR_MULIGT", pgettext_lazy("modality", "Wherever possible")
    SHOULD = "BØR", pgettext_lazy("modality", "Should")
    MAY = "KAN", pgettext_lazy("modality", "May")
    VISION = "MÅL", pgettext_lazy("modality", "Aim")


class PlanStatus(TextChoices):
    """Whether a masterplan is carried out, or tells where something came from."""

    IN_FORCE = "in_force", pgettext_lazy("masterplan", "In force")
    HISTORY = "history", pgettext_lazy("masterplan", "History")


class InitiativeCategory(TextChoices):
    """Why an initiative is in the masterplan (B14); a source that is history may not say."""

    OBLIGATED = "obligated", pgettext_lazy("initiative", "The municipality is obliged")
    PREREQUISITE = "prerequisite", pgettext_lazy("initiative", "Others depend on it")
    OWN_CHOICE = "own_choice", pgettext_lazy("initiative", "The municipality's own choice")
    NOT_STATED = "not_stated", pgettext_lazy("initiative", "Not stated in the source")


class AssessmentRole(TextChoices):
    """Who answers on a version: the applicant's answers are frozen with it, the architect's come after."""

    APPLICANT = "applicant", pgettext_lazy("assessment", "The applicant")
    ARCHITECT = "architect", pgettext_lazy("assessment", "The IT architect")


class AnswerValue(TextChoices):
    """Follow or explain (D24, C24); the values are those of `principles.scoring`."""

    FOLLOWS = "follows", pgettext_lazy("answer", "Follows")
    PARTLY = "partly", pgettext_lazy("answer", "Partly")
    DEVIATES = "deviates", pgettext_lazy("answer", "Deviates")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("answer", "Not relevant")


class DeviationStatus(TextChoices):
    """Whether a deviation has been approved."""

    OPEN = "open", pgettext_lazy("deviation", "Open")
    APPROVED = "approved", pgettext_lazy("deviation", "Approved")
    ENDED = "ended", pgettext_lazy("deviation", "Ended")


class DeviationStep(TextChoices):
    """What is ruled on a deviation."""

    APPROVED = "approved", pgettext_lazy("ruling on a deviation", "Approved")
    RENEWED = "renewed", pgettext_lazy("ruling on a deviation", "Renewed")
    ENDED = "ended", pgettext_lazy("ruling on a deviation", "Ended")
