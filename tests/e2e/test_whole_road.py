"""One application walked in a real browser from its first word to the status report that tells of its project.

Everybody does their own part by the pages, as themselves: what one writes, the next one reads.
"""

import json
import re
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from core import clock
from core.domain.people import create_person
from core.models import User
from core.templatetags.danish import date_long
from governance.domain.bodies import seat_member
from governance.enums import BodyKind, BodyRole
from governance.models import Body, ReportRun
from portfolio.models import Project, Proposal
from tests.e2e.conftest import PASSWORD, Visit, follow
from tests.e2e.guided_form import ANSWERS, CHAPTERS, business_case, go, write
from tests.e2e.walk import number_of, send, state_line
from tests.factories.governance import Town, in_days
from tests.factories.principles import load_sets
from tests.factories.reports import make_plan
from tests.worker import worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TITLE = ANSWERS["behov"]["title"]
LATE = "Låsene leveres to uger for sent."
SPENT, FORECAST = "400.000", "1.300.000"


@pytest.fixture
def whole_town(town: Town) -> Town:
    """Add what the whole road takes: the municipality's principles, a group of three members, a report plan."""
    load_sets()
    group = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    for name in ("second", "third"):
        unit, email = town.units["schools"], f"{name}@test.invalid"
        person = create_person(
            email=email, name=f"{name.title()} Test", title="", unit=unit, is_management=False, actor=None,
            password=PASSWORD,
        )  # fmt: skip
        seat_member(group, person, role=BodyRole.MEMBER, valid_from=in_days(-100), actor=None)
        town.people[name] = person
    make_plan()
    return town


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    """Let the web server and the worker keep their files in the same place."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return Path(settings.MEDIA_ROOT)


def test_an_application_becomes_a_project_and_stands_in_the_report(whole_town: Town, visit: Visit, media: Path) -> None:
    town = whole_town
    _open_the_year(visit, town)
    proposal = _apply(visit, town)
    _assess(visit, town.it, proposal)
    _review(visit, town, proposal)
    _recommend(visit, town.chair, proposal)
    _decide(visit, town.director, proposal)
    project = Project.objects.get(proposal=proposal)
    _run(visit, town.owner, project)
    run = _report(visit, town.director, media)
    head = _read(media / str(run.file), run, project)
    told = StringIO()
    call_command("verify_audit", f"--head={head}", "--json", stdout=told)
    assert json.loads(told.getvalue())["holds"] is True


def _open_the_year(visit: Visit, town: Town) -> None:
    """Management enters the council's frame, the secretary calls the group's next meeting."""
    year = str(clock.today().year)
    with visit(town.director, by_form=True) as page:
        page.goto("/puljen/")
        page.get_by_role("link", name="Fastsæt en ramme").click()
        frame = {"year": year, "amount": "2.000.000", "price_year": year, "budget_reference": "Konto 06.45"}
        write(page, frame)
        send(page)
        expect(page.locator(".pool-years tbody tr")).to_contain_text(["2.000.000 kr."])
    with visit(town.secretary, by_form=True) as page:
        page.goto("/moeder/")
        page.get_by_role("link", name="Indkald til møde").click()
        write(page, {"day": f"{in_days(10):%d.%m.%Y}", "begins": "9.30", "place": "Rådhuset"})
        send(page)


def _apply(visit: Visit, town: Town) -> Proposal:
    """The applicant answers the guided form step by step, with business case and principles, and submits."""
    with visit(town.author, by_form=True) as page:
        page.goto("/sager/ny/ansoegning/")
        write(page, ANSWERS["behov"])
        _go_on(page)
        proposal = Proposal.objects.get()
        for step, answers in list(ANSWERS.items())[1:]:
            page.goto(f"/sager/{proposal.pk}/kladde/{step}/")
            write(page, answers)
            _go_on(page)
        page.goto(f"/sager/{proposal.pk}/business-case/")
        write(page, business_case(clock.today().year))
        _go_on(page)
        page.goto(f"/sager/{proposal.pk}/business-case/beskrivelse/")
        write(page, CHAPTERS)
        _go_on(page)
        page.goto(f"/sager/{proposal.pk}/principper/")
        page.locator("input[name=carries_out]").first.check()
        for question in page.locator("[data-question]").all():
            question.locator(".choice--follows label").click()
        deviating = page.locator("[data-question]").first
        deviating.locator(".choice--deviates label").click()
        deviating.locator("textarea").fill("Leverandøren har ingen åben snitflade endnu.")
        _go_on(page)
        page.goto(f"/sager/{proposal.pk}/kladde/")
        expect(page.locator(".gaps li")).to_have_text([])
        page.get_by_role("button", name="Indsend").click()
        expect(state_line(page)).to_contain_text("Til vurdering i IT")
    return proposal


def _assess(visit: Visit, architect: User, proposal: Proposal) -> None:
    """The IT architect confirms the applicant's answers, answers the architecture principles and approves."""
    with visit(architect, by_form=True) as page:
        page.goto(f"/sager/{proposal.pk}/")
        follow(page, page.get_by_role("link", name="Vurdér principperne").first)
        for question in page.locator("[data-question]").all():
            confirmed = question.locator("input[data-confirms] + label")
            (confirmed if confirmed.count() else question.locator(".choice--follows label")).click()
        page.locator("main button[name=go][value=close]").click()
        expect(page.locator(".object-head__number")).to_have_text(number_of(proposal))
        page.get_by_role("link", name="Vurdér anskaffelsen").click()
        page.check("input[name=outcome][value=approved]")
        write(page, {"reasons": "Låsene kan forbindes til vores omsorgssystem.", "conditions": "Log i åbent format"})
        send(page)
        expect(state_line(page)).to_contain_text("Hos strategigruppen")


def _review(visit: Visit, town: Town, proposal: Proposal) -> None:
    """Two members score the case, the third declares a conflict and sees no more of it; it stands on the agenda."""
    for person, position, score in ((town.member, "approve_in_part", 4), (town.second, "approve", 5)):
        with visit(person, by_form=True) as page:
            page.goto("/behandling/")
            page.get_by_role("link", name=f"Vurdér {number_of(proposal)}").click()
            page.check(f"input[name=position][value={position}]")
            page.check(f"input[name=score_efficiency][value='{score}']")
            page.fill("textarea[name=why_efficiency]", "Timen om dagen er talt op.")
            page.locator("main button[name=go][value=case]").click()
            page.wait_for_url(f"**/sager/{proposal.pk}/")
            expect(page.locator("h1")).to_have_text(TITLE)
    with visit(town.third, by_form=True) as page:
        page.goto(f"/sager/{proposal.pk}/behandling/")
        page.get_by_role("link", name="Erklær dig inhabil").click()
        page.check("input[name=ground][value='1']")
        page.fill("textarea[name=explanation]", "Min bror ejer Låse ApS.")
        send(page)
        for address in ("/behandling/", "/sager/?visning=alle", "/"):
            page.goto(address)
            expect(page.get_by_role("link", name=TITLE)).to_have_count(0)
        for path in ("", "behandling/", "indstilling/", "business-case/", "arkitektur/"):
            answer = page.goto(f"/sager/{proposal.pk}/{path}")
            assert (path, answer.status if answer else 0) == (path, 404)
    with visit(town.secretary, by_form=True) as page:
        page.goto("/moeder/")
        page.get_by_role("link", name=date_long(in_days(10))).first.click()
        # For review as an application, and for information as every new project is (D8).
        expect(page.get_by_role("link", name=TITLE)).to_have_count(2)


def _recommend(visit: Visit, chair: User, proposal: Proposal) -> None:
    """The chair records that the group recommends a part of what is applied for."""
    with visit(chair, by_form=True) as page:
        page.goto(f"/sager/{proposal.pk}/")
        page.get_by_role("link", name="Registrér indstillingen").click()
        expect(page.locator("main")).to_contain_text("Third Test")
        page.check("input[name=outcome][value=approve_in_part]")
        write(page, {"amount": "1.000.000", "reasons": "Licens og låse, men opsætningen klarer I selv."})
        send(page)
        expect(state_line(page)).to_contain_text("Til beslutning hos ledelsen")


def _decide(visit: Visit, director: User, proposal: Proposal) -> None:
    """Management allocates another amount than the group recommends, and the pool's page shows the posting."""
    year = clock.today().year
    with visit(director, by_form=True) as page:
        page.goto("/")
        page.get_by_role("link", name=re.compile("^Afgør")).first.click()
        page.check("input[name=verdict][value=changed]")
        texts = {"reasons": "Afdelingen betaler resten.", "conditions": "Mål hver måned"}
        write(page, {f"share_{year}": "900.000"} | texts)
        expect(page.locator("[hx-get*=puljen]")).to_contain_text("1.100.000 kr.")
        send(page)
        expect(state_line(page)).to_contain_text("Godkendt")
        page.goto("/puljen/")
        posted = page.locator(".ledger tbody tr").first
        expect(posted).to_contain_text(TITLE)
        expect(posted.locator(".amount")).to_have_text("900.000 kr.")
        expect(page.locator(".pool-years tbody tr").first).to_contain_text("1.100.000 kr.")


def _run(visit: Visit, owner: User, project: Project) -> None:
    """The owner finds the project with its baseline and plan, begins it and reports that it is late."""
    with visit(owner, by_form=True) as page:
        # The business case has brought the plan along; the owner moves its one milestone.
        page.goto(f"/projekter/{project.pk}/milepaele/")
        expect(page.locator("[name=form-0-label]")).to_have_value("Første gruppe åbner med telefonen")
        write(page, {"form-0-planned_on": f"{in_days(30):%d.%m.%Y}"})
        send(page)
        expect(page.locator(".money")).to_contain_text("900.000 kr.")
        # The supplier, and 420 hours at 400 kr.
        expect(page.locator("#oekonomi .facts:not(.financing)")).to_contain_text("1.418.000,50 kr.")
        page.get_by_role("link", name="Vurdér risici").click()
        write(page, {"form-0-text": "Batterierne holder ikke vinteren over"})
        page.locator("[name=form-0-probability]").select_option("3")
        page.locator("[name=form-0-consequence]").select_option("4")
        send(page)
        page.get_by_role("link", name="Begynd gennemførelsen").click()
        send(page)
        expect(state_line(page)).to_contain_text("Gennemførelse")
        page.get_by_role("link", name="Meld status").click()
        for side, light, sentence in (
            ("time", "red", LATE), ("economy", "green", "Prisen ligger fast."),
            ("benefits", "green", "Gevinsten ventes som planlagt."), ("quality", "green", "Låsene virker."),
        ):  # fmt: skip
            page.check(f"input[name={side}][value={light}]")
            page.fill(f"textarea[name={side}_text]", sentence)
        write(page, {"spent": SPENT, "forecast": FORECAST, "decision_needed": "Skal vi vente to uger?"})
        send(page)
        expect(page.locator("#status")).to_contain_text(LATE)
    project.refresh_from_db()
    assert (project.granted, project.light_time, project.spent) == (Decimal(900_000), "red", Decimal(400_000))


def _report(visit: Visit, director: User, media: Path) -> ReportRun:
    """Management orders the status report; a worker makes it while the page tells how far it is."""
    with visit(director, by_form=True) as page, worker(media):
        page.goto("/rapporter/")
        page.get_by_role("link", name="Bestil en rapport").click()
        send(page)
        link = page.get_by_role("link", name=re.compile("Hent"))
        expect(link).to_be_visible(timeout=90_000)
        with page.expect_download() as arriving:
            link.click()
        run = ReportRun.objects.get()
        assert arriving.value.path().read_bytes() == (media / str(run.file)).read_bytes()
    return run


def _read(file: Path, run: ReportRun, project: Project) -> str:
    """What stands on paper is what was written on the way; return the head of the acts that it prints."""
    sheets = PdfReader(BytesIO(file.read_bytes())).pages
    texts = [" ".join(sheet.extract_text().split()) for sheet in sheets]
    # A word that is divided at the end of a line is one word.
    whole = " ".join(texts).replace("\u2010 ", "")
    for words in (TITLE, project.number, LATE, "Skal vi vente to uger?", "900.000", "1.300.000"):
        assert words in whole
    for number, text in enumerate(texts, start=1):
        assert f"Side {number} af {len(sheets)}" in text
        assert run.snapshot_sha256[:12] in text
    printed = re.search(r"Sidste hændelse i loggen: nummer (\d+) ([0-9a-f]{64})", whole)
    assert printed
    return ":".join(printed.groups())


def _go_on(page: Page) -> None:
    before = page.url
    go(page)
    page.wait_for_url(lambda address: address != before)
