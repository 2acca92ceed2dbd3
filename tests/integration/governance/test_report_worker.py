"""A real worker on a real queue makes a report; one that is killed in the middle loses nothing and doubles nothing."""

import signal
import time
from io import BytesIO
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from core import clock
from core.models import AuditEntry, OutboxMessage
from governance.domain.report_leases import take_back_lost
from governance.domain.report_ordering import order_report
from governance.enums import RunState
from governance.models import ReportRun
from tests.factories.governance import make_town
from tests.factories.reports import colours, make_plan, make_project
from tests.worker import end, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def state(run: ReportRun) -> str:
    return str(ReportRun.objects.values_list("state", flat=True).get(pk=run.pk))


def test_from_the_queue_to_the_mail(media):
    town = make_town()
    colours(town)
    run = order_report(make_plan(), actor=town.director, status_on=clock.today())
    assert (run.state, run.progress) == (RunState.QUEUED, 0)
    with worker(media):
        assert eventually(lambda: state(run) == RunState.DONE)
        sent = OutboxMessage.objects.filter(key__startswith="report:", sent_at__isnull=False)
        assert eventually(lambda: sent.count() == 2)
    run.refresh_from_db()
    pdf = (media / str(run.file)).read_bytes()
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant is True
    words = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert "2 af 3 projekter kræver opmærksomhed, og 1 af dem er rødt." in words
    assert AuditEntry.objects.filter(act="report.publish", actor=town.director).count() == 1
    assert "Læs rapporten her: http" in (media / "worker.log").read_text()


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(media):
    town = make_town()
    for index in range(150):
        make_project(town.units["care"], f"Projekt {index}")
    run = order_report(make_plan(), actor=town.director, status_on=clock.today())
    with worker(media) as first:
        assert eventually(lambda: state(run) == RunState.RUNNING)
        end(first, signal.SIGKILL)
    killed = time.monotonic()
    assert state(run) == RunState.RUNNING
    with worker(media):
        # What the scheduler asks for every 15 seconds.
        assert eventually(lambda: bool(take_back_lost()) or state(run) != RunState.RUNNING)
        assert eventually(lambda: state(run) == RunState.DONE)
    # The broker alone would hand it out again after twenty minutes.
    assert time.monotonic() - killed < 400
    run.refresh_from_db()
    assert (run.attempts, len(list(media.glob("reports/*")))) == (2, 1)
    assert AuditEntry.objects.filter(act="report.publish").count() == 1
    assert OutboxMessage.objects.filter(key__startswith="report:").count() == 2
