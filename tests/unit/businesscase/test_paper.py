"""The case on paper: tagged, in Danish, with every part of the page, however many years."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from businesscase.domain.reference import Realised
from businesscase.domain.results import calculate
from businesscase.domain.written import Written
from businesscase.models import PlannedMilestone
from businesscase.reports.business_case import business_case_html
from businesscase.selectors.case_view import LineView, Reading
from businesscase.selectors.result_view import result_view
from core.pdf import render_pdf
from portfolio.models import Proposal, ProposalVersion
from tests.unit.businesscase.written import case, cost, gain, risk, spent, terms, way

YEARS = 30


def read(years: int = 3, **changed) -> Reading:
    """Return what is read of a case with something of everything; the rows are not stored."""
    frame = case(years, stop_criteria="", **changed)
    frame.version = ProposalVersion(
        proposal=Proposal(year=2026, serial=14), ordinal=2, title="Digital post <fra> fagsystemerne"
    )
    costs = [cost(100, *[0] * (years - 1), low=(90, *[0] * (years - 1)), high=(150, *[0] * (years - 1)))]
    gains = [gain(*[80] * years, cash_releasing=True)]
    written = Written(frame, costs, gains, [risk(20, 100, 2026)], [way(0, spent(*[10] * years))])
    on = terms("0.035", prices={2027 + place: "0.02" for place in range(years)})
    result = calculate(
        frame, costs, gains, on, risks=written.risks, alternatives=written.alternatives,
        realised=Realised("acquisition", (Decimal(1),)), draws=100,
    )  # fmt: skip
    frame.result = result
    today, lines = written.alternatives[0]
    today.pk, today.description, today._prefetched_objects_cache = 1, "Posten kører som nu.", {"lines": lines}
    frame.pk = 1
    frame._prefetched_objects_cache = {"milestones": PlannedMilestone.objects.none(), "alternatives": [today]}
    years_of = tuple(zip(frame.calendar, [Decimal(80)] * years, strict=True))
    line = LineView("Mindre porto", "Økonomisk", "Ane Holm", years_of, Decimal(80 * years))
    return Reading(
        case=frame,
        version=frame.version,
        years=frame.calendar,
        costs=(),
        benefits=(line,),
        headings=(("Økonomiske gevinster", "Porto falder bort.", True), ("Bedre service", "", True)),
        money=(("Leverandørudgift", "100 kr."),),
        explanations=(("Hvorfor de to beløb er forskellige", "Prisen steg."),),
        result=result_view(frame, result, written),
    )


def html(shown: Reading) -> str:
    return business_case_html(shown, municipality="Hvidfjord Kommune")


def sheets(shown: Reading) -> list[str]:
    reader = PdfReader(BytesIO(render_pdf(html(shown))))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize("shown", [read(), read(1), read(YEARS), replace(read(), result=None)])
def test_every_rule_of_pdf_ua_1_is_kept(shown):
    report = page.validate_pdf_bytes(render_pdf(html(shown)), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []


def test_the_first_page_carries_the_verdict_and_the_four_figures():
    first = sheets(read())[0]
    for said in ("2026-014", "Positiv business case. Nettonutidsværdien er", "Risikojusteret", "Intern rente"):
        assert said in first


def test_every_part_of_the_page_is_on_paper_with_what_it_was_calculated_from():
    shown = read(summary="Kort fortalt.")
    said = " ".join(sheets(shown))
    for section in shown.result.sections:
        assert (section.title in said, section.finding.split(":")[0][:20] in said) == (True, True)
    for words in (
        "Resumé",
        "Kort fortalt.",
        "Posten kører som nu.",
        "Porto falder bort.",
        "Prisen steg.",
        "Gevinster i kr.",
        "startværdien 7",
    ):
        assert words in said
    assert shown.case.result.input_digest in said.replace(" ", "")


def test_the_same_case_gives_the_same_file():
    shown = read()
    assert render_pdf(html(shown)) == render_pdf(html(shown))


def test_no_year_of_a_long_case_is_lost_at_the_edge():
    said = sheets(read(YEARS))
    for year in read(YEARS).years:
        assert sum(f" {year} " in f" {sheet} " for sheet in said) >= 1
    wide = [sheet for sheet in said if "Mindre porto · Økonomisk · Ane Holm" in sheet]
    assert sum(sheet.count("Mindre porto · Økonomisk · Ane Holm") for sheet in wide) == 4


def test_what_people_have_written_is_text_and_not_markup():
    assert "Digital post &lt;fra&gt; fagsystemerne" in html(read())


def test_a_case_without_amounts_says_so():
    assert "Der er ikke skrevet beløb endnu" in html(replace(read(), result=None))
