"""The command `redact_act`: remove the text of one act, by an act of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.domain.redaction import redact_act
from core.domain.refusal import Refused
from core.models import AuditEntry, User


class Command(BaseCommand):
    """Remove names, reason and data of an act, and the text of the rows it changed."""

    help = (
        "Removes the text of an act that should never have been written, with the text of the rows it changed. "
        "An act of its own says who did it and why; verify_audit still passes. It cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the act's number, the administrator who answers for it, and why."""
        parser.add_argument("number", type=int, help="the act's number in the audit log")
        parser.add_argument("--actor", required=True, metavar="EMAIL", help="the administrator who answers for it")
        parser.add_argument("--reason", required=True, help="why the text is removed; do not repeat it here")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Redact and tell."""
        actor = User.objects.active().filter(email=options["actor"].strip().lower()).first()
        if actor is None:
            raise CommandError(_("Nobody has the e-mail address %(email)s.") % {"email": options["actor"]})
        entry = AuditEntry.objects.filter(sequence=options["number"]).first()
        if entry is None:
            raise CommandError(_("There is no act with the number %(number)s.") % {"number": options["number"]})
        try:
            redaction = redact_act(entry, actor=actor, reason=options["reason"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        sentence = _("The text of act %(number)s has been removed. Act %(redaction)s says so.")
        self.stdout.write(sentence % {"number": entry.sequence, "redaction": redaction.sequence})
