"""A real worker on a real queue makes the package that answers a request for access."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.models import AuditEntry
from governance.domain.access_requests import order_package
from governance.models import AccessRequest
from portfolio.enums import ProposalState
from tests.factories.access import make_access_request, mark_all
from tests.factories.governance import make_standing, make_town
from tests.worker import eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def test_from_the_order_to_the_package(media):
    town = make_town()
    row = make_access_request(make_standing(town, ProposalState.APPROVED), town.it)
    mark_all(row, town.it)
    row = order_package(row, reason="", actor=town.it)
    with worker(media):
        assert eventually(lambda: AccessRequest.objects.filter(pk=row.pk, outcome="given").exists())
    row.refresh_from_db()
    with ZipFile(BytesIO((media / str(row.file)).read_bytes())) as archive:
        assert "00-oversigt.pdf" in archive.namelist()
    assert (row.answered_by, row.progress) == (town.it, 100)
    assert AuditEntry.objects.filter(act="access.answer", actor=town.it).count() == 1
