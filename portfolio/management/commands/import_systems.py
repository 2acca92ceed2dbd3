"""The command `import_systems`: the register of systems from a CSV file or a workbook, all of it or none (B19)."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from core.domain.refusal import Refused
from core.forms.dates import WAYS_TO_WRITE
from core.models import Unit, User
from portfolio.domain.systems import keep_contract, keep_system
from portfolio.enums import SystemKind, SystemOperation, SystemState
from portfolio.import_texts import in_words
from portfolio.models import System
from portfolio.reading.file import read_table
from portfolio.reading.table import Table, plain
from portfolio.reading.unreadable import Unreadable

# The columns by what they are here; those of the register's own export. Only the name and the kind are demanded.
COLUMNS = {
    "reference": "Nummer",
    "name": "Navn",
    "kind": "Type",
    "purpose": "Formål",
    "unit": "Enhed",
    "owner": "Systemansvarlig",
    "supplier": "Leverandør",
    "operation": "Drift",
    "state": "Tilstand",
    "security_standard": "Sikkerhedsstandard",
    "expires": "Kontrakt udløber",
}
_TEXTS = ("name", "reference", "purpose", "supplier", "security_standard")


class Command(BaseCommand):
    """`import_systems systemer.csv --dry-run` says what would happen; without it, it happens."""

    help = "Imports systems from a CSV file or an XLSX workbook: all of them or none. A number is found again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="the file: CSV (UTF-8 or Windows-1252) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read and keep, or say which row cannot be kept."""
        try:
            table = read_table(options["file"].read_bytes())
            made, changed = _keep(table, dry=options["dry_run"])
        except OSError as error:
            raise CommandError(_("The file %(file)s cannot be read.") % {"file": options["file"]}) from error
        except Unreadable as error:
            raise CommandError(in_words(error)) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        said = _("%(made)d systems entered, %(changed)d changed.") % {"made": made, "changed": changed}
        self.stdout.write(said)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run. Nothing has been changed."))


@transaction.atomic
def _keep(table: Table, *, dry: bool) -> tuple[int, int]:
    places = {name: table.place_of(column) for name, column in COLUMNS.items() if _has(table, name)}
    made = changed = 0
    for row in table.rows:
        said = {name: row.cells[place] for name, place in places.items()}
        try:
            found = System.objects.filter(reference=_text(said, "reference")).exclude(reference="").first()
            system = keep_system(found, actor=None, fields=_fields(said))
            _keep_expiry(system, said.get("expires"))
        except Refused as refusal:
            sentence = _("Row %(row)s: %(why)s") % {"row": row.number, "why": refusal}
            raise Refused(sentence) from refusal
        made, changed = made + (found is None), changed + (found is not None)
    if dry:
        transaction.set_rollback(True)
    return made, changed


def _has(table: Table, name: str) -> bool:
    return name in ("name", "kind") or plain(COLUMNS[name]) in map(plain, table.header)


def _fields(said: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _text(said, name) for name in _TEXTS if name in said}
    if not fields["name"]:
        raise Refused(_("The name is missing."))
    fields["kind"] = _choice(SystemKind, _text(said, "kind"))
    if _text(said, "operation"):
        fields["operation"] = _choice(SystemOperation, _text(said, "operation"))
    if _text(said, "state"):
        fields["state"] = _choice(SystemState, _text(said, "state"))
    if code := _text(said, "unit"):
        fields["unit"] = Unit.objects.filter(code=code).first()
        if fields["unit"] is None:
            raise Refused(_("There is no unit with the code %(code)s.") % {"code": code})
    if address := _text(said, "owner"):
        fields["owner"] = User.objects.filter(email=address.lower(), is_active=True).first()
        if fields["owner"] is None:
            raise Refused(_("Nobody here has the e-mail address %(address)s.") % {"address": address})
    return fields


def _keep_expiry(system: System, said: Any) -> None:
    """Let a system have a contract that expires on the day said; one that it has already stays as it is."""
    day = _day(said)
    if day is not None and not system.contracts.filter(ends_on=day).exists():
        title = _("Contract from the import")
        keep_contract(system, None, actor=None, fields={"title": title, "supplier": system.supplier, "ends_on": day})


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name, "")).strip()


def _choice(kinds: Any, word: str) -> str:
    """Return the value whose Danish word, or own name, is `word`."""
    for one in kinds:
        if plain(word) in (plain(str(one.label)), one.value):
            value: str = one.value
            return value
    words = ", ".join(str(one.label) for one in kinds)
    raise Refused(_("“%(word)s” is none of these: %(words)s.") % {"word": word, "words": words})


def _day(said: Any) -> date | None:
    if isinstance(said, date):
        return said
    text = str(said or "").strip()
    if not text:
        return None
    for way in WAYS_TO_WRITE:
        try:
            return datetime.strptime(text, way).date()  # noqa: DTZ007 - a calendar date has no zone
        except ValueError:
            continue
    raise Refused(_("“%(text)s” is no date.") % {"text": text})
