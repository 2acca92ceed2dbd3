"""What a project has taught us (B33, D39)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.row_history import row_history
from portfolio.models.project import Project


class Lesson(models.Model):
    """One lesson, and with whom it has been shared."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField(_("Lesson"), max_length=200)
    text = models.TextField(_("What we learned"))
    shared_with = models.CharField(_("Shared with"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("Recorded"))

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ("-pk",)
        triggers = (row_history(),)

    def __str__(self) -> str:
        return self.title
