"""An access token: the key with which a person lets another system read or act through the API."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import TokenScope
from core.models.row_history import row_history
from core.querysets import ApiTokenQuerySet


class ApiToken(models.Model):
    """A token of one person's. The key itself is shown once and never stored: `digest` is its SHA-256.

    It can do no more than the person can; `scope` can only make that less.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    scope = models.CharField(_("What it may do"), max_length=10, choices=TokenScope)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("Created"))
    expires_at = models.DateTimeField(_("Expires"))
    last_used_at = models.DateTimeField(_("Last used"), null=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(scope__in=TokenScope.values), name="api_token_scope_known"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="api_token_expires_after_it_begins",
                violation_error_message=_("An access token cannot end before it begins."),
            ),
        )
        triggers = (row_history(kept_out=("digest", "last_used_at")),)

    def __str__(self) -> str:
        return self.name
