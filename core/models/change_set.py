"""A set of changes: the rows that one act changed, or one transaction without an act; a link of the second chain."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeSet(models.Model):
    """Written by the database alone: opened by the first changed row, chained as the last step of the commit.

    `act` is the number of the act that the changes belong to, None where there was none; then `actor` may say who
    changed a draft. `sequence` and the hashes are empty until the set is sealed.
    """

    opened_at = models.DateTimeField(_("When"))
    act = models.BigIntegerField(_("Act"), null=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    database_user = models.CharField(_("Database user"), max_length=63)
    closed = models.BooleanField(default=False)
    sequence = models.BigIntegerField(_("Number"), null=True, unique=True)
    digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("set of changes")
        verbose_name_plural = _("sets of changes")
        ordering = ("-sequence",)
        triggers = (
            pgtrigger.Protect(name="changes_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="changes_stand", operation=pgtrigger.Update, condition=pgtrigger.Condition("OLD.hash <> ''")
            ),
            # Two steps, so that the chain's lock is the last thing a transaction waits for: the second is queued
            # behind the foreign keys, whose checks wait for other people's rows.
            pgtrigger.Trigger(
                name="close_at_commit",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="UPDATE core_changeset SET closed = TRUE WHERE id = NEW.id; RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="seal_when_closed",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("closed"),
                timing=pgtrigger.Deferred,
                func="PERFORM core_seal_changes(NEW.id); RETURN NULL;",
            ),
        )

    def __str__(self) -> str:
        return str(self.sequence or "")
