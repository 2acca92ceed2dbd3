from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import clock
from core.models import AuditEntry
from governance.models import ReportRun
from tests.factories.reports import colours, make_plan

pytestmark = pytest.mark.django_db


def render(*words: str) -> str:
    out = StringIO()
    call_command("render_report", *words, stdout=out)
    return out.getvalue()


def test_a_report_is_rendered_to_a_file_and_nothing_else_happens(town, tmp_path):
    colours(town)
    plan, file = make_plan(), tmp_path / "rapport.pdf"
    before = AuditEntry.objects.count()
    said = render("--definition", plan.code, "--output", str(file))
    assert file.read_bytes()[:8] == b"%PDF-1.7"
    assert said.startswith(f"{file}: {file.stat().st_size} byte, indhold ")
    assert (ReportRun.objects.count(), AuditEntry.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--definition", "findes-ikke"), "Der er ingen rapportplan findes-ikke. Der er: status-til-ledelsen."),
        (("--on", "i går"), "i går er ikke en dato. Skriv den som 2027-03-14."),
        (("--on", "1999-12-31"), "Vælg en dag fra 1. januar 2000 til og med i dag."),
        (("--output", "/findes-ikke/rapport.pdf"), "Filen /findes-ikke/rapport.pdf kan ikke skrives."),
    ],
)
def test_bad_input_gets_one_clear_sentence(town, tmp_path, words, said):
    plan = make_plan()
    valid = ["--definition", plan.code, "--output", str(tmp_path / "x.pdf")]
    with pytest.raises(CommandError) as refused:
        render(*valid, *words)
    assert (str(refused.value), list(tmp_path.iterdir())) == (said, [])


def test_a_day_to_come_is_refused(town, tmp_path):
    day = clock.today() + timedelta(days=1)
    with pytest.raises(CommandError, match="Vælg en dag fra"):
        render("--definition", make_plan().code, "--output", str(tmp_path / "x.pdf"), "--on", day.isoformat())
