"""The business case's other forms in a real browser: short, of a trial, from a spreadsheet, and after the decision."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from businesscase.domain.cases import case_of
from businesscase.models import BusinessCaseVersion
from core import clock
from core.models import OutboxMessage, Parameter
from governance.domain.benefit_reminders import remind_of_benefits
from portfolio.domain.versions import current_version
from portfolio.enums import ProjectPhase, ProposalKind
from portfolio.models import Project, Proposal
from tests.e2e.conftest import PASSWORD, Visit, faults_of, overflow_of
from tests.e2e.guided_form import go, write
from tests.factories.businesscase import write_case
from tests.factories.governance import Town, make_draft
from tests.factories.projects import make_due, make_project, settle_benefits

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(
    ("scripts", "wide"), [(True, True), (False, False)], ids=["1440 px with scripts", "390 px without"]
)


def stored(proposal: Proposal) -> BusinessCaseVersion:
    case = case_of(current_version(Proposal.objects.get(pk=proposal.pk)))
    assert case is not None
    return case


def fine(page: Page, *, scripts: bool) -> None:
    """See that the page is whole; what axe looks for takes scripts."""
    assert overflow_of(page) == 0
    if scripts:
        assert faults_of(page) == []


def send(page: Page) -> None:
    page.locator("main form .form-actions button[type=submit]").first.click()


@BOTH
def test_a_small_case_is_five_answers(town: Town, visit: Visit, *, scripts: bool, wide: bool) -> None:
    limits = {"vendor_cost": Decimal(90_000), "staff_hours": Decimal(60), "acquisition_type": "acquisition"}
    draft = make_draft(town, kind=ProposalKind.NOTIFICATION, **limits)
    current_version(draft).business_case.delete()
    with visit(town.author, scripts=scripts, wide=wide) as page:
        page.goto(f"/sager/{draft.pk}/business-case/")
        fine(page, scripts=scripts)
        write(
            page,
            {
                "operation": "12.000",
                "rationale_economic": "Vi sparer porto.",
                "rationale_service": "Svaret kommer samme dag.",
                "rationale_efficiency": "Tiden går til andre breve.",
                "follow_up_months": "tolv",
            },
        )
        go(page)
        expect(page.locator("[name=operation]")).to_have_value("12.000")
        expect(page.locator("[name=follow_up_months]")).to_have_attribute("aria-invalid", "true")
        fine(page, scripts=scripts)
        write(page, {"follow_up_months": "12"})
        go(page)
        page.wait_for_url(lambda url: "business-case" not in url)
    case = stored(draft)
    assert (case.follow_up_months, case.rationale_service) == (12, "Svaret kommer samme dag.")


@BOTH
def test_a_trial_says_what_it_is_to_teach_and_when_it_stops(
    town: Town, visit: Visit, *, scripts: bool, wide: bool
) -> None:
    draft = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    write_case(draft, town.author)
    with visit(town.author, scripts=scripts, wide=wide) as page:
        page.goto(f"/sager/{draft.pk}/business-case/")
        goals = page.locator("[name=learning_goals]")
        expect(goals).to_be_visible(visible=False)
        page.locator("label[for=id_is_trial]").click()
        expect(goals).to_be_visible()
        write(page, {"learning_goals": "Kan låsen åbnes med handsker?", "stop_criteria": "Under 80 procent"})
        fine(page, scripts=scripts)
        go(page)
        page.wait_for_url("**/beskrivelse/")
        fine(page, scripts=scripts)
    case = stored(draft)
    assert (case.is_trial, case.learning_goals) == (True, "Kan låsen åbnes med handsker?")


def own_sheet() -> bytes:
    """Return a spreadsheet as a department keeps one: a title, years across, lines and sums down, in thousands."""
    book = Workbook()
    assert book.active is not None
    for line in (
        ["Beløb i t.kr."],
        ["Post", 2027, 2028, 2029],
        ["Licenser", 120, "10,5", None],
        ["I alt anskaffelse", 120, "10,5", 0],
        ["Gevinster"],
        ["Mindre porto", None, 400, 800],
    ):
        book.active.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@BOTH
def test_a_departments_own_spreadsheet_is_tried_before_it_is_taken(
    town: Town, visit: Visit, *, scripts: bool, wide: bool
) -> None:
    draft = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    write_case(draft, town.author)
    before = [line.label for line in stored(draft).cost_lines.all()]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    with visit(town.author, scripts=scripts, wide=wide) as page:
        page.goto(f"/sager/{draft.pk}/business-case/regneark/")
        fine(page, scripts=scripts)
        page.set_input_files("input[type=file]", {"name": "vores.xlsx", "mimeType": kind, "buffer": own_sheet()})
        send(page)
        expect(page.locator("main")).to_contain_text("Mindre porto")
        fine(page, scripts=scripts)
        page.locator("select[name=factor]").select_option("1000")
        send(page)
        expect(page.locator("main")).to_contain_text("1.069.500 kr.")
        fine(page, scripts=scripts)
        assert [line.label for line in stored(draft).cost_lines.all()] == before
        page.get_by_role("button", name="Læg det i kladden").click()
        page.wait_for_url(f"**/sager/{draft.pk}/business-case/")
    (cost,) = stored(draft).cost_lines.all()
    assert (cost.label, cost.amounts) == ("Licenser", [Decimal(120_000), Decimal(10_500), None])


@BOTH
def test_an_administrator_enters_the_years_rise_of_prices(
    town: Town, visit: Visit, *, scripts: bool, wide: bool
) -> None:
    with visit(town.admin, scripts=scripts, wide=wide) as page:
        page.goto("/priser/")
        fine(page, scripts=scripts)
        page.locator("main a[href='/priser/ny/']").first.click()
        write(
            page,
            {
                "series": "price",
                "year": "2028",
                "percent": "mange",
                "valid_from": "01.01.2026",
                "source": "Økonomiafdelingen",
            },
        )
        send(page)
        expect(page.locator("[name=percent]")).to_have_attribute("aria-invalid", "true")
        fine(page, scripts=scripts)
        write(page, {"percent": "2,9"})
        send(page)
        page.wait_for_url("**/priser/")
        expect(page.locator("main")).to_contain_text("2,9 %")
    assert Parameter.objects.get(key="price_rise_2028").value == "2.9"


def due_project(town: Town) -> Project:
    """Make a project whose agreed period of normal operation has passed."""
    project = make_project(town, ProjectPhase.REALISATION)
    make_due(project)
    return Project.objects.get(pk=project.pk)


@BOTH
def test_the_owner_saves_the_effect_evaluation(town: Town, visit: Visit, *, scripts: bool, wide: bool) -> None:
    project = due_project(town)
    with visit(town.owner, scripts=scripts, wide=wide) as page:
        page.goto(f"/projekter/{project.pk}/effektvurdering/")
        assert page.url.endswith(f"/projekter/{project.pk}/")
        expect(page.locator("main")).to_contain_text("Mål først, og gør op")
        settle_benefits(project)
        page.goto(f"/projekter/{project.pk}/effektvurdering/")
        fine(page, scripts=scripts)
        send(page)
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
        fine(page, scripts=scripts)
        answers = {"conclusion": "Svartiden er halveret.", "changes_in_work": "Brevene skrives ét sted."}
        write(page, answers | {"degree_0": "largely", "evidence_0": "Spurgt i juni."})
        send(page)
        page.wait_for_url(f"**/projekter/{project.pk}/gevinster/")
        expect(page.locator("#effektvurdering")).to_contain_text("Svartiden er halveret.")
        fine(page, scripts=scripts)
    assert Project.objects.get(pk=project.pk).evaluation.changes_in_work == "Brevene skrives ét sted."


@BOTH
def test_a_benefit_is_measured_from_the_mail(town: Town, visit: Visit, *, scripts: bool, wide: bool) -> None:
    """The link asks to log in, leads on to the form, and the form is all that there is to do."""
    project = due_project(town)
    remind_of_benefits()
    mail = OutboxMessage.objects.filter(recipient=town.author, key__startswith="benefit").latest("pk")
    found = re.search(r"https?://[^/\s]+(/gevinster/\d+/maaling/)", mail.body)
    assert found is not None
    with visit(town.outsider, scripts=scripts, wide=wide) as page:
        page.context.clear_cookies()
        page.goto(found[1])
        page.fill("input[name=login]", town.author.email)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"^[^?]*{found[1]}$"))
        fine(page, scripts=scripts)
        write(page, {"realised": "81.250,50", "note": "Regnskabet"})
        send(page)
        page.wait_for_url(lambda url: "maaling" not in url)
        expect(page.locator("main")).to_contain_text("81.250,50 kr.")
        fine(page, scripts=scripts)
    benefit = project.benefits.get(label="Mindre porto")
    assert [(one.realised, one.measured_on) for one in benefit.measurements.all()] == [
        (Decimal("81250.50"), clock.today())
    ]
