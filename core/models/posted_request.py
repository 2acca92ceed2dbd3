"""A request that has been carried out, kept so that the same one sent again changes nothing more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PostedRequest(models.Model):
    """One key of one person: what was sent under it (a digest, not the content), and what was answered.

    Written in the transaction of what it asks for, so that a refused request leaves none.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    posted_at = models.DateTimeField(_("Posted"))

    class Meta:
        verbose_name = _("posted request")
        verbose_name_plural = _("posted requests")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="posted_request_once"),)

    def __str__(self) -> str:
        return self.key
