"""The command `verify_audit`: does the chain of acts hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.domain.audit import GENESIS, verify_chain
from core.models import AuditEntry

SHORTEST_HASH = 12


class Command(BaseCommand):
    """Name the first broken link and exit 1, or print the number of acts and the chain's head."""

    help = "Verifies the chain of acts. Exits 1 and names the first link that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what was noted earlier; it shows whether the end of the chain has been cut off."""
        parser.add_argument(
            "--head",
            default="",
            metavar="HASH",
            help="a head noted earlier (at least 12 characters); its act must still stand in the chain",
        )
        parser.add_argument(
            "--expect-count",
            type=int,
            default=0,
            metavar="N",
            help="a count noted earlier; the chain must still hold that many acts, and --head must be number N",
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Verify and tell."""
        broken = verify_chain()
        if broken:
            sentence = _("The chain breaks at act %(number)s: %(why)s.")
            raise CommandError(sentence % {"number": broken.sequence, "why": _in_words(broken.why)})
        count, head = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, GENESIS)
        _require_end(count, options["expect_count"], options["head"].lower())
        self.stdout.write(_("The chain holds. Acts: %(count)s. Head: %(head)s") % {"count": count, "head": head})


def _require_end(count: int, expected: int, head: str) -> None:
    if count < expected:
        sentence = _("The end is missing: %(expected)s acts were noted, and there are %(count)s.")
        raise CommandError(sentence % {"expected": expected, "count": count})
    if not head:
        return
    if len(head) < SHORTEST_HASH:
        raise CommandError(_("Give at least 12 characters of the head."))
    noted = AuditEntry.objects.filter(hash__startswith=head).values_list("sequence", flat=True).first()
    if noted is None or (expected and noted != expected):
        raise CommandError(_("The end is missing or rewritten: the noted head does not stand where it did."))


def _in_words(why: str) -> str:
    return {
        "missing": _("it is missing"),
        "not linked to the one before": _("it does not follow from the one before"),
        "content edited": _("its text has been edited"),
        "edited": _("it has been edited"),
    }[why]
