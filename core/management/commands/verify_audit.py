"""The command `verify_audit`: do the acts, the changes and the rows hold together."""

import json
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core.domain.audit import GENESIS, Head
from core.domain.verification import Break, verify
from core.models import AuditEntry, ChangeSet
from core.providers import collect

SHORTEST_HASH = 12


class Command(BaseCommand):
    """Name the first break and exit 1, or print how many acts and changes there are and the chain's head."""

    help = (
        "Verifies the chain of acts, the chain of changes, every row against its last recorded state, and the heads "
        "printed in published reports. Exits 1 and names the first that does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what was noted earlier; it shows whether the end of the chain has been cut off."""
        parser.add_argument(
            "--head",
            default="",
            metavar="NUMBER:HASH",
            help="a head noted earlier, the hash at least 12 characters; its act must still stand where it stood",
        )
        parser.add_argument("--json", action="store_true", help="answer as one JSON object, also when it breaks")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Verify and tell."""
        heads: list[Head] = collect("published_heads")
        noted = _noted(options["head"])
        broken = verify([*heads, *noted])
        count, head = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, GENESIS)
        sets = ChangeSet.objects.count()
        if options["json"]:
            told = {"holds": broken is None, "acts": count, "changes": sets, "head": f"{count}:{head}"}
            self.stdout.write(json.dumps(told | _as_data(broken), ensure_ascii=False))
        if broken:
            raise CommandError(_in_words(broken))
        if not options["json"]:
            sentence = _("The history holds. Acts: %(acts)s. Sets of changes: %(changes)s. Head: %(number)s:%(head)s")
            self.stdout.write(sentence % {"acts": count, "changes": sets, "number": count, "head": head})


def _noted(text: str) -> list[Head]:
    """Return the head that was given, or none; the number in front of the hash may be left out."""
    if not text:
        return []
    number, _colon, head = text.lower().rpartition(":")
    if len(head) < SHORTEST_HASH or not (number or "0").isdecimal():
        raise CommandError(_("Give the head as number:hash, with at least 12 characters of the hash."))
    return [Head(int(number or 0), head)]


def _as_data(broken: Break | None) -> dict[str, object]:
    if broken is None:
        return {}
    place = {"part": broken.part, "number": broken.sequence, "model": broken.model, "column": broken.column}
    return {"break": place | {"why": broken.why, "sentence": _in_words(broken)}}


def _in_words(broken: Break) -> str:
    if broken.part == "rows":
        return _row_in_words(broken)
    if broken.why == "end missing":
        return _("The end is missing or rewritten: the noted head does not stand where it did.")
    place = {
        "acts": _("The chain breaks at act %(number)s: %(why)s."),
        "changes": _("The chain breaks at set of changes %(number)s: %(why)s."),
    }[broken.part]
    return place % {"number": broken.sequence, "why": _REASONS[broken.why]()}


def _row_in_words(broken: Break) -> str:
    model = apps.get_model(broken.model)
    named = {"kind": model._meta.verbose_name_plural, "row": broken.sequence}
    if broken.why == "altered":
        sentence = _("Row %(row)s of “%(kind)s” has been altered behind the portal: the field “%(field)s”.")
        return sentence % {**named, "field": _field_name(model, broken.column)}
    return {
        "added": _("Row %(row)s of “%(kind)s” has been added behind the portal."),
        "removed": _("Row %(row)s of “%(kind)s” has been removed behind the portal."),
        "without an act": _("Row %(row)s of “%(kind)s” was made without an act."),
    }[broken.why] % named


def _field_name(model: Any, column: str) -> str:
    return str(next(field.verbose_name for field in model._meta.local_fields if field.column == column))


_REASONS = {
    "missing": lambda: _("it is missing"),
    "not linked to the one before": lambda: _("it does not follow from the one before"),
    "content edited": lambda: _("its text has been edited"),
    "edited": lambda: _("it has been edited"),
    "rows edited": lambda: _("the changes in it have been edited"),
    "not sealed": lambda: _("it has not been sealed"),
    "text removed without an act": lambda: _("its text has been removed without an act that says so"),
    "changes missing": lambda: _("the changes it made are missing"),
    "changes rewritten": lambda: _("the changes before it have been rewritten"),
    "act missing": lambda: _("the act it belongs to is missing"),
}
