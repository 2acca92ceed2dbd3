"""Somebody's own spreadsheet: years across and lines down, with headings, thousands, blank rows and sums."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, SheetMapping
from core.models import AuditEntry
from tests.factories.businesscase import WORDS

ROWS = [
    ["Business case for digital post", None, None, None, None],
    ["Beløb i t.kr.", None, None, None, None],
    [],
    ["Post", 2027, 2028, "2029", "I alt"],
    ["Anskaffelse", None, None, None, None],
    ["Licenser", 120, "10,5", None, 130.5],
    ["Opsætning hos leverandøren", "1.250,25", "-", None, 1250.25],
    ["I alt anskaffelse", 1370.25, 10.5, 0, 1380.75],
    [],
    ["Interne timer", None, None, None, None],
    ["Projektleder", 300, 50, None, 350],
    [],
    ["Gevinster", None, None, None, None],
    ["Mindre porto", None, 400, 800, 1200],
    ["Bedre service", None, None, 5, 5],
    ["Netto", -1370, 389.5, 805, None],
]


def sheet(rows=ROWS, **others) -> SimpleUploadedFile:
    book = Workbook()
    for number, (name, lines) in enumerate({"Økonomi": rows, **others}.items()):
        page = book.active if number == 0 else book.create_sheet()
        page.title = name
        for line in lines:
            page.append(line)
    stream = BytesIO()
    book.save(stream)
    return SimpleUploadedFile("vores.xlsx", stream.getvalue())


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def address(proposal) -> str:
    return reverse("businesscase:case_import", args=[proposal.pk])


def kinds(page) -> dict[str, str]:
    form = page.context["form"]
    return {line.label: field.initial for _section, lines in form.sections() for line, field, _cells in lines}


def answers(page, **changed) -> dict[str, str]:
    """Return what the page suggests as a browser posts it."""
    form = page.context["form"]
    data = {
        "tables": page.context["tables"], "sheet": form.table.name, "factor": "1000", "numbers": "danish", "name": "",
    }  # fmt: skip
    data |= {field.html_name: field.initial for _section, lines in form.sections() for _line, field, _cells in lines}
    return data | changed


def test_the_lines_are_known_by_their_words_and_sums_are_left_out(author, empty):
    page = author.post(address(empty), {"upload": sheet()})
    assert page.templates[0].name == "businesscase/case_import_lines.html"
    assert kinds(page) == {
        "Licenser": "cost.purchase",
        "Opsætning hos leverandøren": "cost.purchase",
        "I alt anskaffelse": "skip",
        "Projektleder": "cost.staff_hours",
        "Mindre porto": "benefit.economic",
        "Bedre service": "benefit.service",
        "Netto": "skip",
    }


def test_the_names_stand_in_the_column_that_tells_the_lines_apart(author, empty):
    rows = [
        ["Nr.", "Post", "Type", "Enhed", 2027, 2028],
        ["1.1", "Nøglebokse", "Anskaffelse", "kr.", 1000, None],
        ["1.2", "Nøgleskabe", "Anskaffelse", "kr.", 500, None],
        ["1.3", "Færre ture", "Gevinster", "kr.", None, 900],
    ]
    page = author.post(address(empty), {"upload": sheet(rows)})
    assert list(kinds(page)) == ["Nøglebokse", "Nøgleskabe", "Færre ture"]
    rows = [[post, kind, *figures] for _number, post, kind, _unit, *figures in rows]
    assert kinds(author.post(address(empty), {"upload": sheet(rows)})) == {
        "Nøglebokse": "cost.purchase", "Nøgleskabe": "cost.purchase", "Færre ture": "benefit.economic",
    }  # fmt: skip


def test_a_line_that_is_in_the_draft_keeps_its_kind(author, town, draft):
    page = author.post(address(draft), {"upload": sheet()})
    author.post(address(draft), {"parcel": author.post(address(draft), answers(page)).context["parcel"]})
    CostLine.objects.filter(label="Licenser").update(category="operation")
    BenefitLine.objects.filter(label="Mindre porto").update(type="quality")
    again = author.post(address(draft), {"upload": sheet()})
    assert (kinds(again)["Licenser"], kinds(again)["Mindre porto"]) == ("cost.operation", "benefit.quality")
    # A name of two kinds is read as it usually is.
    CostLine.objects.filter(label="Opsætning hos leverandøren").update(label="Licenser")
    assert kinds(author.post(address(draft), {"upload": sheet()}))["Licenser"] == "cost.purchase"
    rows = [["Post", 2027, 2028], ["Licens", "10.000,5", None]]
    page = author.post(address(draft), {"upload": sheet(rows)})
    plan = author.post(address(draft), answers(page, factor="1"))
    assert "10.000,50" in [change.after for fate in plan.context["view"].fates for change in fate.changes]


def test_the_lines_become_the_drafts_and_the_words_stay(author, draft):
    page = author.post(address(draft), {"upload": sheet()})
    plan = author.post(address(draft), answers(page))
    view = plan.context["view"]
    assert {(change.label, change.after) for change in view.frame} == {("Første år", "2027")}
    before = BusinessCaseVersion.objects.get()
    assert before.start_year == 2026
    author.post(address(draft), {"parcel": plan.context["parcel"]})
    case = BusinessCaseVersion.objects.get()
    assert (case.start_year, case.years, case.rationale_economic) == (2027, 3, WORDS["rationale_economic"])
    assert [(line.category, line.label, line.figures) for line in case.cost_lines.all()] == [
        ("purchase", "Licenser", [Decimal(120_000), Decimal(10_500), None]),
        ("purchase", "Opsætning hos leverandøren", [Decimal(1250250), None, None]),
        ("staff_hours", "Projektleder", [Decimal(300), Decimal(50), None]),
    ]
    assert [(line.type, line.label, line.amounts) for line in case.benefit_lines.all()] == [
        ("economic", "Mindre porto", [None, Decimal(400_000), Decimal(800_000)]),
        ("service", "Bedre service", [None, None, Decimal(5_000)]),
    ]


def test_a_set_up_that_is_saved_is_used_for_the_next(author, town, draft):
    page = author.post(address(draft), {"upload": sheet()})
    row = next(line.row for line in page.context["form"].table.lines if line.label == "Licenser")
    author.post(address(draft), answers(page, name="vores-model", **{f"kind-{row}": "cost.operation"}))
    mapping = SheetMapping.objects.get()
    assert (mapping.name, mapping.saved_by, mapping.definition["factor"]) == ("vores-model", town.author, "1000")
    assert AuditEntry.objects.filter(act="sheet_mapping.save").count() == 1
    again = author.post(address(draft), {"upload": sheet()})
    assert (kinds(again)["Licenser"], again.context["form"].initial["factor"]) == ("cost.operation", "1000")


def test_what_cannot_be_read_is_named_by_its_cell(author, draft):
    rows = [*ROWS[:5], ["Licenser", "ca. 120", -5, "=1+1", None], *ROWS[6:]]
    page = author.post(address(draft), {"upload": sheet(rows)})
    told = author.post(address(draft), answers(page))
    assert told.status_code == 422
    assert list(told.context["problems"]) == [
        "Økonomi!B6: “ca. 120” er ikke et tal.",
        "Økonomi!C6: Tallet kan ikke være under 0.",
        "Økonomi!D6: Formlen har ingen værdi. Åbn regnearket i et program, og gem det igen.",
    ]
    left_out = author.post(address(draft), answers(page, **{"kind-6": "skip"}))
    assert left_out.templates[0].name == "businesscase/case_import_plan.html"


def test_costs_below_zero_are_turned(author, empty):
    rows = [["", 2027, 2028], ["Drift", -100, -50], ["Gevinst", 10, 200]]
    page = author.post(address(empty), {"upload": sheet(rows)})
    plan = author.post(address(empty), answers(page, costs_below_zero="on", factor="1"))
    author.post(address(empty), {"parcel": plan.context["parcel"]})
    case = BusinessCaseVersion.objects.get()
    assert [line.amounts for line in case.cost_lines.all()] == [[Decimal(100), Decimal(50)]]
    assert (case.start_year, case.years, case.price_year) == (2027, 2, 2027)


def test_a_line_that_nobody_knows_must_be_answered(author, empty):
    page = author.post(address(empty), {"upload": sheet([["", 2027, 2028], ["Xyz", 1, 2]])})
    assert kinds(page) == {"Xyz": ""}
    told = author.post(address(empty), answers(page))
    assert (told.status_code, "Sig, hvad “Xyz” er, eller udelad den." in told.content.decode()) == (422, True)


def test_another_sheet_can_be_chosen(author, empty):
    other = [["", 2030, 2031], ["Drift", 1, 2]]
    page = author.post(address(empty), {"upload": sheet(Andet=other)})
    chosen = author.post(address(empty), {"tables": page.context["tables"], "go": "sheet", "sheet": "Andet"})
    assert (chosen.context["form"].table.name, kinds(chosen)) == ("Andet", {"Drift": "cost.operation"})


def test_a_sheet_without_years_is_refused(author, empty):
    page = author.post(address(empty), {"upload": sheet([["Navn", "Beløb"], ["Licens", 100]])})
    assert (page.status_code, "Intet ark har en række med årstal" in page.content.decode()) == (422, True)


def test_400_years_are_refused(author, empty):
    rows = [["", *range(2001, 2151)], ["Drift", *[1] * 150]]
    page = author.post(address(empty), {"upload": sheet(rows)})
    told = author.post(address(empty), answers(page))
    assert list(told.context["problems"]) == ["Økonomi: Årene går fra 2001 til 2150. En sag har højst 30 år."]


def test_what_lay_on_the_page_must_be_the_portals_own(author, empty):
    page = author.post(address(empty), {"upload": sheet()})
    told = author.post(address(empty), answers(page, tables="forged"))
    assert (told.status_code, "Vælg filen igen" in told.content.decode()) == (422, True)
