"""A report is made: the portfolio is read at one moment, set on paper, stored with its hashes, and told of."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from core.models import User
from core.pdf import render_pdf
from core.templatetags.danish import date_long
from governance.domain.report_leases import (
    Heartbeat,
    Lease,
    LeaseLostError,
    give_back,
    lock_run,
    take_lease,
    tell_progress,
)
from governance.enums import RunState, RunStep
from governance.models import ReportDefinition, ReportedCase, ReportRun
from governance.reports.portfolio_status import portfolio_status_html
from governance.reports.snapshot import PortfolioStatus, digest, to_json
from governance.selectors.portfolio_status import portfolio_status
from governance.selectors.report_recipients import recipients_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# What "since the last report" means where there is none.
FIRST_PERIOD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as it is stored: the snapshot's JSON, the hash over it, and the file that prints both."""

    snapshot: dict[str, Any]
    digest: str
    pdf: bytes


def make_report(pk: int) -> bool:
    """Make the report and publish it; False where there was nothing to do. A fault is raised after giving it back."""
    lease = take_lease(pk)
    if lease is None:
        return False
    try:
        with Heartbeat(lease):
            _make(lease)
    except LeaseLostError:
        return False
    except Exception as error:
        give_back(lease, f"{type(error).__name__}: {error}")
        raise
    return True


def read_status(definition: ReportDefinition, on: date) -> PortfolioStatus:
    """Return what the report would say of the day, read at one moment."""
    with _one_moment():
        return portfolio_status(definition, on, last_reported(definition, on))


def set_on_paper(status: PortfolioStatus) -> Paper:
    """Return the report as it is stored, its PDF printing the hash of its content."""
    stored: dict[str, Any] = to_json(status)
    printed = digest(stored)
    html = portfolio_status_html(status, digest=printed, municipality=settings.INSTALLATION_NAME)
    return Paper(stored, printed, render_pdf(html))


def last_reported(definition: ReportDefinition, on: date) -> date:
    """Return the day of the report before one of the day `on`."""
    before = definition.runs.filter(state=RunState.DONE, status_on__lt=on).order_by("-status_on")
    newest: date | None = before.values_list("status_on", flat=True).first()
    return newest or on - FIRST_PERIOD


def file_name(name: str, on: date) -> str:
    """Return the name that the file has where it is downloaded to."""
    return f"{slugify(name, allow_unicode=True) or 'rapport'}-{on.isoformat()}.pdf"


def _make(lease: Lease) -> None:
    run = ReportRun.objects.select_related("definition__body").get(pk=lease.run)
    status = read_status(run.definition, run.status_on)
    tell_progress(lease, RunStep.SETTING, 20)
    paper = set_on_paper(status)
    tell_progress(lease, RunStep.STORING, 90)
    publish_report(lease, status, paper)


def publish_report(lease: Lease, status: PortfolioStatus, paper: Paper) -> None:
    """Store the file, freeze the run and tell of it in one transaction; a file without its run is taken away again.

    Raises `LeaseLostError` where somebody else has the run by now.
    """
    written: list[tuple[Any, str]] = []
    try:
        with transaction.atomic():
            run = lock_run(lease)
            run.file.save("", ContentFile(paper.pdf), save=False)
            written.append((run.file.storage, str(run.file.name)))
            run.file_name, run.size, run.sha256 = file_name(run.name, run.status_on), len(paper.pdf), _sha256(paper.pdf)
            run.snapshot, run.snapshot_sha256 = paper.snapshot, paper.digest
            run.chain_sequence, run.chain_hash = status.chain_sequence, status.chain_hash
            run.state, run.step, run.progress = RunState.DONE, RunStep.FINISHED, 100
            run.published_at, run.lease_until, run.error = clock.now(), None, ""
            run.save()
            ReportedCase.objects.bulk_create(ReportedCase(run=run, proposal_id=case) for case in sorted(status.cases))
            told = _tell(run, recipients_of(run)) if run.sends_mail else 0
            record("report.publish", actor=run.requested_by, subject=run, data=_facts(run, told))
    except BaseException:
        # A worker that is told to stop may be struck after the commit: what a published run points at stays.
        for storage, name in written:
            if not ReportRun.objects.filter(file=name).exists():
                storage.delete(name)
        raise


def _tell(run: ReportRun, people: "Iterable[User]") -> int:
    """Promise each recipient a mail with the finding and the way to the report."""
    address = f"{settings.SITE_ADDRESS}{reverse('governance:report_detail', args=[run.pk])}"
    finding = (run.snapshot or {})["headline"]
    subject = _("%(report)s, status on %(day)s") % {"report": run.name, "day": date_long(run.status_on)}
    body = "\n\n".join([finding, _("Read the report here: %(address)s") % {"address": address}])
    keys = [promise(person, subject=subject, body=body, key=f"report:{run.pk}:{person.pk}").key for person in people]
    return len(keys)


def _facts(run: ReportRun, told: int) -> dict[str, object]:
    return {
        "status_on": run.status_on,
        "sha256": run.sha256,
        "snapshot_sha256": run.snapshot_sha256,
        "chain_sequence": run.chain_sequence,
        "recipients": told,
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let every query see the same moment, also while others decide; inside a transaction that one's view holds."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
