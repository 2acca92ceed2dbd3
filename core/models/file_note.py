"""A file note: what was learnt of a case by word of mouth, written down (Offentlighedsloven § 13)."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import AccessMarking
from core.models.row_history import row_history


class FileNote(models.Model):
    """Who learnt what, when and from whom. It stands; whoever may see the object may read it."""

    holder_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    holder_id = models.PositiveBigIntegerField()
    holder = GenericForeignKey("holder_type", "holder_id")
    text = models.TextField(pgettext_lazy("file note", "Note"))
    source = models.CharField(_("Where it comes from"), max_length=300, blank=True)
    marking = models.CharField(_("Access marking"), max_length=20, choices=AccessMarking, default=AccessMarking.OPEN)
    written_at = models.DateTimeField(_("Written"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_by_name = models.CharField(_("Name and title at the time"), max_length=310)

    class Meta:
        verbose_name = _("file note")
        verbose_name_plural = _("file notes")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("holder_type", "holder_id"), name="note_holder"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something"),
            models.CheckConstraint(condition=models.Q(marking__in=AccessMarking.values), name="note_marking_known"),
        )
        triggers = (
            pgtrigger.Protect(name="note_stands", operation=pgtrigger.Update | pgtrigger.Delete),
            row_history(by_act=True),
        )

    def __str__(self) -> str:
        return self.text[:60]
