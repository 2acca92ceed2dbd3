"""The command `render_report`: a report as a file, without a run, a mail or an act."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from core import clock
from governance.domain.report_making import read_status, set_on_paper
from governance.models import ReportDefinition


class Command(BaseCommand):
    """`render_report --definition CODE --output FILE --on DATE`: what the report would say, as a PDF."""

    help = "Renders a report as a PDF. Nothing is stored, sent or recorded; the archive is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the plan's code, the file and the day."""
        parser.add_argument("--definition", required=True, metavar="CODE", help="the code of the report plan")
        parser.add_argument("--output", required=True, metavar="FILE", help="where the PDF is written")
        parser.add_argument("--on", default="", metavar="DATE", help="the status day as YYYY-MM-DD (default today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Render and write, or say in one sentence why not."""
        definition = ReportDefinition.objects.select_related("body").filter(code=options["definition"]).first()
        if definition is None:
            known = ", ".join(ReportDefinition.objects.values_list("code", flat=True)) or "–"
            raise CommandError(
                _("There is no report plan %(code)s. There are: %(known)s.")
                % {"code": options["definition"], "known": known}
            )
        output = Path(options["output"])
        if output.is_dir() or not output.parent.is_dir():
            raise CommandError(_("The file %(file)s cannot be written.") % {"file": output})
        paper = set_on_paper(read_status(definition, _day(options["on"])))
        try:
            output.write_bytes(paper.pdf)
        except OSError as error:
            raise CommandError(_("The file %(file)s cannot be written.") % {"file": output}) from error
        self.stdout.write(_("%(file)s: %(size)s bytes, content %(hash)s") % {
            "file": output, "size": len(paper.pdf), "hash": paper.digest,
        })  # fmt: skip


def _day(written: str) -> date:
    if not written:
        return clock.today()
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(_("%(text)s is not a date. Write it as 2027-03-14.") % {"text": written}) from error
    if not date(2000, 1, 1) <= day <= clock.today():
        raise CommandError(_("Choose a day from 1 January 2000 up to today."))
    return day
