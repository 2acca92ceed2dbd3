"""A request for access to the documents of a case (Offentlighedsloven § 7), with its clock and its answer."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from governance.enums import AccessOutcome
from governance.querysets import AccessRequestQuerySet
from portfolio.models import Proposal


def storage_name(_request: "AccessRequest", _filename: str) -> str:
    """Return a name that says nothing, as attachments have it."""
    return f"access/{uuid.uuid4().hex}"


class AccessRequest(models.Model):
    """Who asks for the documents of a case, and what they got. Once answered it stands.

    `marks` holds an `AccessMark` by the key of a paper while the request is open. `index` is every paper as it was
    when the request was answered, `file` the package of those that were given; a refusal has neither. A worker makes
    the package: `ordered_at` is when it was asked to, `heard_at` when it last said how far it is.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="access_requests")
    asker = models.CharField(_("Who asks"), max_length=200)
    contact = models.CharField(_("Where the answer goes"), max_length=200)
    received_on = models.DateField(_("Received"))
    due_on = models.DateField(_("To be answered by"))
    registered_at = models.DateTimeField(_("Registered"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_by_name = models.CharField(_("Name and title at the time"), max_length=310)
    marks = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(_("Answer"), max_length=10, choices=AccessOutcome, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    answered_at = models.DateTimeField(_("Answered"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by_name = models.CharField(_("Name and title at the time"), max_length=310, blank=True)
    ordered_at = models.DateTimeField(_("Package ordered"), null=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_reason = models.TextField(_("Reason"), blank=True)
    progress = models.PositiveSmallIntegerField(_("Progress"), default=0)
    heard_at = models.DateTimeField(null=True, editable=False)
    failed = models.CharField(_("Why the package could not be made"), max_length=300, blank=True)
    index = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    file = models.FileField(_("File"), upload_to=storage_name, blank=True)
    size = models.PositiveIntegerField(_("Size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ordered_at__isnull=True, ordered_by__isnull=True)
                | models.Q(ordered_at__isnull=False, ordered_by__isnull=False),
                name="access_package_ordered_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="access_progress_within_100"),
            models.CheckConstraint(condition=~models.Q(asker="") & ~models.Q(contact=""), name="access_says_who_asks"),
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_at__isnull=True, answered_by__isnull=True, file="")
                | models.Q(
                    outcome=AccessOutcome.GIVEN, answered_at__isnull=False, answered_by__isnull=False, size__gt=0
                )
                & ~models.Q(file="")
                & ~models.Q(sha256="")
                | models.Q(outcome=AccessOutcome.REFUSED, answered_at__isnull=False, answered_by__isnull=False, file="")
                & ~models.Q(reason=""),
                name="access_answered_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="access_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answered_access_stands", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__outcome="")
            ),
            row_history(kept_out=("marks", "index", "progress", "heard_at"), by_act=True),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.asker}"

    @property
    def is_open(self) -> bool:
        """Whether the request is still to be answered."""
        return not self.outcome
