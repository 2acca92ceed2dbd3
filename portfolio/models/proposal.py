"""A proposal: what a department asks for, on its way from draft to decision."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.models import Unit
from core.models.row_history import row_history
from portfolio.enums import CLOSED_STATES, AcquisitionType, ProposalKind, ProposalState
from portfolio.querysets import ProposalQuerySet


class Proposal(models.Model):
    """An application, a notification or a suggestion (AM30).

    The row carries state and standing; what the applicant wrote lies in `ProposalVersion`, of which
    `current` is the newest (the draft while it is being written, afterwards the frozen one).
    """

    kind = models.CharField(_("Kind"), max_length=20, choices=ProposalKind)
    state = models.CharField(_("State"), max_length=20, choices=ProposalState, default=ProposalState.DRAFT)
    year = models.PositiveSmallIntegerField(_("Year"), null=True, editable=False)
    serial = models.PositiveIntegerField(_("Serial number"), null=True, editable=False)
    title = models.CharField(_("Title"), max_length=200)
    unit = models.ForeignKey(Unit, verbose_name=_("Unit"), on_delete=models.PROTECT, related_name="proposals")
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Applicant"), on_delete=models.PROTECT, related_name="proposals"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Project owner"),
        on_delete=models.PROTECT,
        null=True,
        related_name="owned_proposals",
    )
    origin_suggestion = models.ForeignKey(
        "self",
        verbose_name=_("Came from the suggestion"),
        on_delete=models.PROTECT,
        null=True,
        related_name="successors",
    )
    restricted = models.BooleanField(_("Restricted"), default=False)
    # What lists show, sort, filter and sum of the version the row follows (`domain.versions.let_row_follow`).
    vendor_cost = models.DecimalField(_("Supplier cost"), max_digits=14, decimal_places=2, null=True, editable=False)
    requested_amount = models.DecimalField(
        _("Amount applied for"), max_digits=14, decimal_places=2, null=True, editable=False
    )
    acquisition_type = models.CharField(
        _("Acquisition or further development"), max_length=20, choices=AcquisitionType, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("Created"))
    submitted_at = models.DateTimeField(_("Submitted"), null=True)
    state_since = models.DateTimeField(_("In this state since"))

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-pk",)
        permissions = (
            ("edit_proposal", "Edits this proposal together with its author"),
            ("view_submitted_proposals", "Sees every submitted proposal"),
        )
        constraints = (
            models.UniqueConstraint(fields=("year", "serial"), name="proposal_number_once"),
            models.CheckConstraint(
                condition=models.Q(serial__isnull=True, year__isnull=True, submitted_at__isnull=True)
                | models.Q(serial__isnull=False, year__isnull=False, submitted_at__isnull=False),
                name="proposal_number_from_submission",
                violation_error_message=_("A proposal has a number from its submission on, not before."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.DRAFT)
                | models.Q(serial__isnull=False)
                | models.Q(state=ProposalState.WITHDRAWN),
                name="proposal_numbered_beyond_draft",
                violation_error_message=_("Only a draft is without a number."),
            ),
            models.CheckConstraint(condition=models.Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=ProposalKind.values), name="proposal_kind_known"),
        )
        indexes = (
            models.Index(fields=("area", "state"), name="proposal_area_state"),
            models.Index(fields=("author",), name="proposal_author"),
            models.Index(
                fields=("state", "state_since"), name="proposal_open", condition=~models.Q(state__in=CLOSED_STATES)
            ),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="proposal_title_trigram"),
            GinIndex(SearchVector("title", config="danish"), name="proposal_title_stems"),
        )
        triggers = (row_history(shown=("title", "state", "restricted", "vendor_cost", "requested_amount")),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def number(self) -> str:
        """The number such as `2027-014`; empty while a draft."""
        return write_number(self.year, self.serial) if self.serial else ""


def write_number(year: int | None, serial: int) -> str:
    """Return the number of a case as it is written, `2027-014`."""
    return f"{year}-{serial:03}"
