"""A mail that the portal has promised to send."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.querysets import OutboxMessageQuerySet


class OutboxMessage(models.Model):
    """Written in the transaction of the move that causes it; sent by the worker, once.

    The truth is this row, not the queue: a lost job is picked up by the next sweep. A message of a `batch` is a draft
    while it is `held`: it is shown before it leaves, and leaves with the others.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("To"), on_delete=models.PROTECT, related_name="messages"
    )
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    key = models.CharField(max_length=150, unique=True)
    batch = models.CharField(max_length=100, blank=True, db_index=True)
    held = models.BooleanField(_("Held back"), default=False)
    created_at = models.DateTimeField(_("Created"))
    sent_at = models.DateTimeField(_("Sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    last_error = models.CharField(_("Last error"), max_length=300, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject
