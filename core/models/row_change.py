"""A change of one row: what each changed column was and became."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import RowOperation
from core.models.change_set import ChangeSet

# The one update there is: the text goes, by an act that says so. What it was stays proven by `words_digest`.
_ONLY_REDACTED = """
            IF OLD.redacted_by IS NULL AND NEW.salt = ''
                AND NEW.words = (SELECT jsonb_object_agg(key, '[null, null]'::jsonb) FROM jsonb_each(OLD.words))
                AND to_jsonb(NEW) - '{words,salt,redacted_by}'::text[]
                  = to_jsonb(OLD) - '{words,salt,redacted_by}'::text[]
                AND EXISTS (
                    SELECT FROM core_changeset changes
                    JOIN core_auditentry redacted ON redacted.sequence = changes.act
                    JOIN core_auditentry redaction ON redaction.subject_id = redacted.id
                    WHERE changes.id = OLD.changeset_id AND redaction.sequence = NEW.redacted_by
                        AND redaction.act = 'act.redact' AND redaction.subject_type = 'core.auditentry'
                )
            THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'pgtrigger: a recorded change cannot be changed';
        """


class RowChange(models.Model):
    """Written by `core_record_change` only, append-only in the database.

    `facts` and `words` map a column to `[before, after]`; `words` holds the text that people wrote. The chain covers
    facts as they are, and of the words `words_digest`, salted, so that a redaction can drop words and salt.
    """

    changeset = models.ForeignKey(
        ChangeSet, on_delete=models.PROTECT, related_name="rows", db_constraint=False, verbose_name=_("set of changes")
    )
    table_name = models.CharField(_("Table"), max_length=63)
    row_id = models.BigIntegerField(_("Row"))
    operation = models.CharField(_("Change"), max_length=1, choices=RowOperation)
    facts = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    words_digest = models.CharField(max_length=64, blank=True)
    redacted_by = models.BigIntegerField(_("Text removed by act"), null=True)

    class Meta:
        verbose_name = _("change of a row")
        verbose_name_plural = _("changes of rows")
        ordering = ("pk",)
        indexes = (models.Index(fields=("table_name", "row_id", "id"), name="row_change_of_row"),)
        triggers = (
            pgtrigger.Protect(name="row_change_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="row_change_stands", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ONLY_REDACTED
            ),
        )

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"
