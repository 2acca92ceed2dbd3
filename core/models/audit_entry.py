"""An act: who did what to which object, when and why, chained to the act before it."""

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import AuditOutcome
from core.models.change_set import ChangeSet
from core.querysets import AuditEntryQuerySet

# The one update there is: the text goes, by an act that says so. What it was stays proven by `content_digest`.
_ONLY_REDACTED = """
            IF OLD.redacted_by IS NULL AND OLD.act <> 'act.redact'
                AND (NEW.actor_name, NEW.subject_name, NEW.reason, NEW.salt) = ('', '', '', '') AND NEW.data = '{}'
                AND to_jsonb(NEW) - '{actor_name,subject_name,reason,data,salt,redacted_by}'::text[]
                  = to_jsonb(OLD) - '{actor_name,subject_name,reason,data,salt,redacted_by}'::text[]
                AND EXISTS (
                    SELECT FROM core_auditentry WHERE sequence = NEW.redacted_by
                        AND act = 'act.redact' AND subject_type = 'core.auditentry' AND subject_id = OLD.id
                )
            THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'pgtrigger: an act cannot be changed';
        """


class AuditEntry(models.Model):
    """One link of the chain; written only by `core.domain.audit.record`, append-only in the database.

    The chain covers `content_digest`, a salted digest of the personal and free-text fields, so that an
    authorised redaction can drop text and salt while verification still passes; `redacted_by` is that act's number.
    `changeset` holds the rows that the act changed. `changes_hash` is the newest link of the chain of changes at the
    time: whoever holds an act's hash can prove the changes up to there as well.
    """

    sequence = models.BigIntegerField(_("Number"), unique=True)
    at = models.DateTimeField(_("When"))
    act = models.CharField(_("Act"), max_length=80)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=AuditOutcome, default=AuditOutcome.DONE)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    subject_type = models.CharField(_("Kind of object"), max_length=80, blank=True)
    subject_id = models.BigIntegerField(_("Object"), null=True)
    actor_name = models.CharField(_("Name at the time"), max_length=150, blank=True)
    subject_name = models.CharField(_("Title at the time"), max_length=300, blank=True)
    reason = models.TextField(_("Why"), blank=True)
    data = models.JSONField(_("What"), default=dict, encoder=DjangoJSONEncoder)
    salt = models.CharField(max_length=32)
    content_digest = models.CharField(max_length=64)
    changeset = models.OneToOneField(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, verbose_name=_("Changes")
    )
    changes_hash = models.CharField(max_length=64, blank=True)
    redacted_by = models.BigIntegerField(_("Text removed by act"), null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ("-sequence",)
        triggers = (
            pgtrigger.Protect(name="acts_stay", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="acts_stand", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ONLY_REDACTED
            ),
        )
        indexes = (models.Index(fields=("subject_type", "subject_id", "-sequence"), name="audit_subject"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"
