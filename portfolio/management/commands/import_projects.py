"""The command `import_projects`: projects from a CSV file or a workbook, all of them or none."""

import hashlib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from portfolio.domain.import_mappings import (
    NamedMapping,
    fitting_mapping,
    known_mappings,
    named_mapping,
    save_mapping,
    with_rate,
)
from portfolio.domain.project_import import Plan, import_projects, plan_import
from portfolio.enums import ImportFate
from portfolio.import_texts import in_words
from portfolio.models import ProjectImport
from portfolio.reading.file import read_table
from portfolio.reading.mapping import parse_mapping
from portfolio.reading.table import MOST_BYTES, Table
from portfolio.reading.unreadable import Unreadable


class Command(BaseCommand):
    """`import_projects projekter.csv --dry-run` tells what each row would become; without it they become it."""

    help = "Imports projects from a CSV file or an XLSX workbook: all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and how to read it."""
        parser.add_argument("file", type=Path, help="the file: CSV (UTF-8 or Windows-1252) or XLSX")
        parser.add_argument(
            "--mapping",
            default="",
            metavar="NAME",
            help="a saved mapping's name, or a TOML file; left out, the one whose columns the file has",
        )
        parser.add_argument("--save-mapping", default="", metavar="NAME", help="save the mapping under this name")
        parser.add_argument("--rate", default="", metavar="DKK", help="what one unit of the currency costs, as 8.65")
        parser.add_argument("--rate-source", default="", metavar="TEXT", help="where the rate comes from")
        parser.add_argument("--dry-run", action="store_true", help="list every row's fate and change nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, tell, and import unless it is a dry run."""
        try:
            content = _content(options["file"])
            table = read_table(content)
            named = _mapping(table, options)
            if options["dry_run"]:
                plan = plan_import(table, named.mapping)
                self._list_fates(plan)
            else:
                plan = _import(options["file"].name, content, table, named, options["save_mapping"])
        except Unreadable as error:
            raise CommandError(in_words(error)) from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._sum_up(plan, named.name, dry=options["dry_run"])

    def _list_fates(self, plan: Plan) -> None:
        for planned in plan.rows:
            row = planned.row
            parts = [f"{planned.fate.label}.", planned.why]
            if planned.unstated:
                parts.append(_("Not stated: %(fields)s.") % {"fields": ", ".join(planned.unstated)})
            place = _("Row %(row)s") % {"row": row.number}
            self.stdout.write(f"{place}\t{row.reference}\t{row.title}\t{' '.join(filter(None, parts))}")

    def _sum_up(self, plan: Plan, name: str, *, dry: bool) -> None:
        counts = ", ".join(f"{fate.label.lower()}: {plan.count(fate)}" for fate in ImportFate)
        self.stdout.write(_("Mapping “%(name)s”. %(rows)s rows: %(counts)s.") % {
            "name": name, "rows": len(plan.rows), "counts": counts,
        })  # fmt: skip
        for label, count in plan.unstated:
            self.stdout.write(_("Not stated in %(count)s rows: %(field)s.") % {"count": count, "field": label})
        if dry:
            self.stdout.write(_("This was a dry run. Nothing has been changed."))


@transaction.atomic
def _import(file_name: str, content: bytes, table: Table, named: NamedMapping, save_as: str) -> Plan:
    run = ProjectImport(
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        mapping_name=save_as or named.name,
        created_at=clock.now(),
    )
    run.save()
    if save_as:
        save_mapping(save_as, named.mapping, actor=None)
    return import_projects(table, named.mapping, run, actor=None)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(_("The file %(file)s cannot be read.") % {"file": path}) from error


def _mapping(table: Table, options: dict[str, Any]) -> NamedMapping:
    named = _chosen(options["mapping"]) if options["mapping"] else fitting_mapping(table)
    if named is None:
        names = ", ".join(one.name for one in known_mappings())
        raise Refused(_("Say which mapping to use with --mapping. There are: %(names)s.") % {"names": names})
    if not options["rate"]:
        return named
    try:
        rate = Decimal(options["rate"].replace(",", "."))
    except InvalidOperation as error:
        raise Refused(_("Write the rate as a number, for instance 8.65.")) from error
    return NamedMapping(named.name, with_rate(named.mapping, rate, options["rate_source"]))


def _chosen(name: str) -> NamedMapping:
    path = Path(name)
    if path.suffix != ".toml":
        return named_mapping(name)
    try:
        return NamedMapping(path.stem[:60], parse_mapping(_content(path).decode()))
    except UnicodeDecodeError as error:
        raise Refused(_("The file %(file)s cannot be read.") % {"file": path}) from error
