"""The case on paper: tagged, in Danish, with every part of the page, however many years."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from businesscase.domain.reference import Realised
from businesscase.domain.results import calculate
from businesscase.domain.written import Written
from businesscase.enums import CaseVariant
from businesscase.reports.business_case import business_case_html
from businesscase.selectors.case_view import LineView, Reading
from businesscase.selectors.chapter_view import Chapters, Stone, ways
from businesscase.selectors.result_view import result_view
from businesscase.selectors.variant_view import VariantView
from core.pdf import render_pdf
from portfolio.models import Goal, InvolvedGroup, Proposal, ProposalVersion
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
    frame._prefetched_objects_cache = {"alternatives": [today]}
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


FULL = VariantView(CaseVariant.FULL, "Fuld business case, fordi sagen søger penge.", "Den har begge dele.", ())
MINI = VariantView(CaseVariant.MINI, "Kort business case, fordi sagen er lille.", "Fem svar er nok.", ())


def book(shown: Reading, **changed) -> Chapters:
    """Return chapters with something in each."""
    told = Chapters(
        summary=shown.case.summary,
        solution=(("Behov", "Breve når ikke frem."), ("Omfang i it", ""), ("Interessenter", "Postrummet")),
        ways=ways(shown.case),
        no_alternatives_reason="",
        groups=(InvolvedGroup(kind="employees", who="Postrummet", how="To møder", evidence="Referat af 3. maj"),),
        qualitative="Færre opkald.",
        dangers=(),
        implementation=(("Nye arbejdsgange", "Sagsbehandleren sender selv."), ("Hvordan den gennemføres", "")),
        milestones=(Stone("Prøve i Nord", date(2027, 5, 3)), Stone("Alle er med", None)),
        goals=(
            Goal(indicator="Svartid", measure="dage", baseline=Decimal(9), baseline_source="Egen optælling",
                 target=Decimal(2), target_date=date(2028, 1, 1), method="Udtræk hver måned"),
        ),
        ownership=(("Projektejer", "Ane Holm"), ("Hvem der står bag", "")),
        contents=(),
    )  # fmt: skip
    return replace(told, **changed)


def html(shown: Reading, variant: VariantView = FULL, **changed) -> str:
    return business_case_html(shown, book(shown, **changed), variant, municipality="Hvidfjord Kommune")


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


def headings(page: str) -> list[tuple[str, str]]:
    """Return the headings of chapters and parts; those of single texts have a class."""
    return [(level, " ".join(text.split())) for level, text in re.findall(r"<(h[123])>(.*?)</h", page)]


def test_the_chapters_are_those_of_the_joint_template_in_its_order():
    found = headings(html(read(summary="Kort fortalt.")))
    assert [text for level, text in found if level == "h2"] == [
        "Resumé", "1 Løsningen", "2 Konsekvenser", "3 Gennemførelse", "4 Ejerskab",
        "Sådan er der regnet", "Brede tabeller",
    ]  # fmt: skip
    assert [text for level, text in found if level == "h3"] == [
        "De berørte", "Andre løsninger",
        "Økonomi", "Nøgletal", "Hvad det er godt for", "Risici",
        "Milepæle", "Indikatorer",
        "Sammenlignet med andre løsninger",
    ]  # fmt: skip


def test_what_the_proposal_says_is_told_in_its_chapter():
    said = " ".join(sheets(read()))
    for words in (
        "Breve når ikke frem.", "Postrummet", "To møder", "Referat af 3. maj", "Færre opkald.",
        "Sagsbehandleren sender selv.", "3. maj 2027", "ingen dato", "Svartid dage 9 2 1. januar 2028",
        "Tallet i dag: Egen optælling", "Ane Holm",
    ):  # fmt: skip
        assert words in said


def test_a_short_case_has_no_empty_chapters_and_a_full_one_says_what_is_not_stated():
    nothing = {
        "solution": (("Behov", "Breve når ikke frem."), ("Interessenter", "")), "ways": (), "groups": (),
        "qualitative": "", "implementation": (), "milestones": (), "goals": (), "ownership": (("Projektejer", ""),),
    }  # fmt: skip
    shown = replace(read(), result=None)
    short, full = html(shown, MINI, **nothing), html(shown, **nothing)
    assert [text for _level, text in headings(short)][1:] == [
        "Resumé", "1 Løsningen", "2 Konsekvenser", "Økonomi", "Hvad det er godt for",
    ]  # fmt: skip
    assert ("Kort business case" in short, "ikke oplyst" in short, "Ingen milepæle" in short) == (True, True, False)
    assert [text for level, text in headings(full) if level == "h2"][2:] == [
        "2 Konsekvenser", "3 Gennemførelse", "4 Ejerskab",
    ]  # fmt: skip
    assert "ikke oplyst" in full


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
