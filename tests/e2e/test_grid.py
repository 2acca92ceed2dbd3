"""The grid of a business case in a real browser: as a spreadsheet, offline, and with two who write at once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from businesscase.domain.cases import case_of
from businesscase.models import BusinessCaseVersion
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.e2e.conftest import faults_of, overflow_of
from tests.e2e.guided_form import go, write
from tests.factories.businesscase import figures, write_case
from tests.factories.governance import Town, make_draft

Visit = Callable[..., Any]
SAVED, RETRYING = "Gemt kl.", "Ikke gemt – prøver igen."


@pytest.fixture
def draft(town: Town) -> Proposal:
    """An application whose case has three years."""
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    write_case(proposal, town.author)
    return Proposal.objects.get(pk=proposal.pk)


def address(proposal: Proposal) -> str:
    return f"/sager/{proposal.pk}/business-case/"


def stored(proposal: Proposal) -> BusinessCaseVersion:
    case = case_of(current_version(Proposal.objects.get(pk=proposal.pk)))
    assert case is not None
    return case


def cell(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name"))


def line(page: Page, prefix: str) -> list[str]:
    return [cell(page, f"{prefix}{index}").input_value() for index in range(3)]


def paste(page: Page, text: str) -> None:
    """Paste in the box that has the focus, as the browser does."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


@pytest.mark.slow
def test_keys_move_fill_and_undo(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        cell(page, "cost-0-y0").select_text()
        found = []
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Enter", "Shift+Enter", "Tab", "Shift+Tab"):
            page.keyboard.press(key)
            found.append(focused(page))
        assert found == [
            "cost-0-y1", "cost-1-y1", "cost-1-y0", "cost-0-y0", "cost-1-y0", "cost-0-y0", "cost-0-y1", "cost-0-y0",
        ]  # fmt: skip
        page.keyboard.type("1250000,5")
        page.keyboard.press("Control+r")
        assert line(page, "cost-0-y")[1:] == ["1.250.000,50"] * 2
        expect(page.locator("[data-grid=cost] [data-sum='2']")).to_have_text("1.260.000,50")
        page.keyboard.press("Control+z")
        assert line(page, "cost-0-y")[1:] == ["", ""]
        page.keyboard.press("Control+z")
        assert line(page, "cost-0-y") == ["140.000", "", ""]
        page.keyboard.press("Control+y")
        page.keyboard.press("Control+y")
        assert line(page, "cost-0-y")[1:] == ["1.250.000,50"] * 2
        page.locator("[data-undo]").click()
        cell(page, "cost-1-y1").focus()
        page.locator("[data-line-row]", has=cell(page, "cost-1-y1")).locator("[data-fill]").click()
        assert line(page, "cost-1-y") == ["", "10.000", "10.000"]


@pytest.mark.slow
@pytest.mark.parametrize("width", [640, 390], ids=["200 % zoom", "390 px"])
def test_a_screen_reader_is_told_line_year_and_figure(town: Town, visit: Visit, draft: Proposal, width: int) -> None:
    """The head of a row is its number, not all that is written in it, and every box says where it stands."""
    with visit(town.author) as page:
        page.goto(address(draft))
        first = page.locator("[data-grid=cost] [data-line-row]").first
        expect(first.locator("th")).to_have_accessible_name("linje 1")
        expect(cell(page, "cost-0-y1")).to_have_accessible_name("2027, linje 1, sandsynlig")
        page.set_viewport_size({"width": width, "height": 450})
        assert (faults_of(page), overflow_of(page)) == ([], 0)
        expect(cell(page, "cost-0-y1")).to_have_accessible_name("2027, linje 1, sandsynlig")


@pytest.mark.slow
def test_only_what_is_written_goes_on_paper(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        page.emulate_media(media="print")
        expect(cell(page, "cost-0-y0")).to_be_visible()
        for tool in ("[data-fill]", "[data-remove]", "[data-undo]", "[data-add]", "button[name=go][value=on]"):
            assert [one.is_visible() for one in page.locator(tool).all() if one.is_visible()] == []


@pytest.mark.slow
def test_a_block_from_excel_makes_room_for_itself_and_is_saved(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        cell(page, "cost-1-y0").focus()
        paste(page, "1.000,50\t2000\t kr. 3.000 \r\n-\t5 kr.\tseks\r\n")
        assert (line(page, "cost-1-y"), line(page, "cost-2-y")) == (
            ["1.000,50", "2.000", "3.000"], ["", "5", "seks"],
        )  # fmt: skip
        expect(page.locator("#id_cost-2-y2_live")).to_be_visible()
        assert faults_of(page) == []
        expect(page.locator("[data-grid=cost] [data-lost]")).to_be_empty()
        page.keyboard.press("Control+z")
        assert line(page, "cost-1-y") == ["", "10.000", "10.000"]
        expect(cell(page, "cost-2-y0")).to_be_hidden()
        page.keyboard.press("Control+y")
        expect(cell(page, "cost-2-y0")).to_be_visible()
        cell(page, "cost-2-y2").fill("6")
        expect(page.locator("#id_cost-2-y2_live")).to_have_count(0)
        expect(page.locator("[data-autosave-status]")).to_contain_text(SAVED)
    assert [one.figures for one in stored(draft).cost_lines.all() if not one.counts_hours] == [
        figures(140_000, None, None),
        figures("1000.50", 2000, 3000),
        figures(None, 5, 6),
    ]


@pytest.mark.slow
def test_what_a_paste_has_no_room_for_is_said(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        cell(page, "cost-0-y1").focus()
        paste(page, "1\t2\t3\t4\t5")
        assert line(page, "cost-0-y") == ["140.000", "1", "2"]
        said = page.locator("[data-grid=cost] [data-lost]")
        expect(said).to_contain_text("Der var ikke plads til det hele")
        cell(page, "cost-0-y2").fill("7")
        expect(said).to_be_empty()


@pytest.mark.slow
def test_rows_pasted_in_an_estimate_are_lines_of_the_same_figure(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        page.locator("label[for=id_cost-0-estimate]").click()
        cell(page, "cost-0-y1").focus()
        paste(page, "11\t12\n21\t22")
        assert (line(page, "cost-0-y"), line(page, "cost-1-y")) == (["140.000", "11", "12"], ["", "21", "22"])
        assert (line(page, "cost-0-l"), line(page, "cost-0-h")) == (["", "", ""], ["", "", ""])
        said = page.locator("[data-grid=cost] [data-lost]")
        expect(said).to_be_empty()
        cell(page, "cost-0-l1").focus()
        paste(page, "9\n19")
        assert (line(page, "cost-0-l"), line(page, "cost-0-h")) == (["", "9", ""], ["", "", ""])
        assert line(page, "cost-1-y") == ["", "21", "22"]
        expect(said).to_contain_text("Der var ikke plads til det hele")


@pytest.mark.slow
def test_a_line_becomes_an_estimate_and_a_removed_line_comes_back(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        expect(cell(page, "cost-0-l0")).to_be_hidden()
        page.locator("label[for=id_cost-0-estimate]").click()
        row = page.locator("[data-line-row]", has=cell(page, "cost-0-l0"))
        write(page, {"cost-0-less": "150", "cost-0-more": "abc"})
        row.locator("[data-spread]").click()
        expect(page.locator("#id_cost-0-less_live")).to_have_text("Skriv en procent fra 0 til 100.")
        expect(page.locator("#id_cost-0-more_live")).to_have_text("Skriv en procent fra 0 til 1.000.")
        assert (line(page, "cost-0-l"), line(page, "cost-0-h")) == (["", "", ""], ["", "", ""])
        write(page, {"cost-0-less": "10", "cost-0-more": "30"})
        expect(page.locator("#id_cost-0-less_live, #id_cost-0-more_live")).to_have_count(0)
        row.locator("[data-spread]").click()
        assert (line(page, "cost-0-l"), line(page, "cost-0-h")) == (["126.000", "", ""], ["182.000", "", ""])
        cell(page, "cost-0-l0").fill("150.000")
        expect(page.locator("#id_cost-0-l0_live")).to_be_visible()
        cell(page, "cost-0-y2").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert focused(page) == "cost-0-h0"
        cell(page, "cost-0-l0").fill("126.000")
        assert (faults_of(page), overflow_of(page)) == ([], 0)
        row.locator("[data-remove]").click()
        expect(row).to_be_hidden()
        page.locator("[data-undo]").click()
        expect(cell(page, "cost-0-h0")).to_have_value("182.000")
        expect(page.locator("[data-autosave-status]")).to_contain_text(SAVED)
    first = stored(draft).cost_lines.first()
    assert first is not None
    assert (first.low, first.high) == (figures(126_000, None, None), figures(182_000, None, None))


@pytest.mark.slow
def test_a_box_that_cannot_be_read_is_named_and_marked(town: Town, visit: Visit, draft: Proposal) -> None:
    sentence = "Sandsynligheden skal være fra 0 til 100 procent."
    with visit(town.author) as page:
        page.goto(address(draft))
        cell(page, "risk-0-probability").fill("140")
        said = f"Ikke gemt endnu. Risiko 1, Sandsynlighed: {sentence}"
        expect(page.locator("[data-autosave-status]")).to_have_text(said)
        expect(page.locator("#id_risk-0-probability_live")).to_have_text(sentence)
        expect(cell(page, "risk-0-probability")).to_have_accessible_description(sentence)
        assert faults_of(page) == []
        cell(page, "risk-0-probability").fill("14")
        expect(page.locator("[data-autosave-status]")).to_contain_text(SAVED)
        expect(page.locator("#id_risk-0-probability_live")).to_have_count(0)
        cell(page, "risk-0-probability").fill("140")
        go(page)
        expect(page.locator("#id_risk-0-probability_error")).to_be_visible()
        expect(page.locator("#case-result")).to_contain_text("Beregnet ud fra det, der sidst blev gemt")


@pytest.mark.slow
def test_nothing_is_lost_while_the_network_is_away(town: Town, visit: Visit, draft: Proposal) -> None:
    with visit(town.author) as page:
        page.goto(address(draft))
        page.context.set_offline(True)
        cell(page, "cost-0-y1").fill("77")
        expect(page.locator("[data-autosave-status]")).to_contain_text(RETRYING)
        page.locator("button[name=go][value=on]").click()
        expect(page.locator("[data-autosave-status]")).to_contain_text(RETRYING)
        assert (page.url.endswith(address(draft)), cell(page, "cost-0-y1").input_value()) == (True, "77")
        page.context.set_offline(False)
        expect(page.locator("[data-autosave-status]")).to_contain_text(SAVED)
    first = stored(draft).cost_lines.first()
    assert first is not None
    assert first.amounts == figures(140_000, 77, None)


@pytest.mark.slow
@pytest.mark.parametrize("wide", [True, False], ids=["1440 px", "390 px"])
def test_two_who_write_at_once_see_both_figures(town: Town, visit: Visit, draft: Proposal, *, wide: bool) -> None:
    with visit(town.author, wide=wide) as mine, visit(town.editor) as other:
        mine.goto(address(draft))
        other.goto(address(draft))
        write(other, {"cost-0-y1": "111", "risk-0-title": "Forsinkelse"})
        go(other, "close")
        other.wait_for_url(f"**/sager/{draft.pk}/")
        write(mine, {"cost-0-y1": "222"})
        go(mine)
        table = mine.locator(".case-conflict tbody tr")
        expect(table).to_have_count(2)
        expect(table.first).to_contain_text("111")
        expect(table.first).to_contain_text("222")
        expect(cell(mine, "cost-0-y1")).to_have_value("222")
        assert (faults_of(mine), overflow_of(mine)) == ([], 0)
        assert stored(draft).cost_lines.all()[0].amounts == figures(140_000, 111, None)
        go(mine)
        mine.wait_for_url("**/business-case/beskrivelse/")
    assert stored(draft).cost_lines.all()[0].amounts == figures(140_000, 222, None)


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_scenario_is_written_beside_the_proposed_one(
    town: Town, visit: Visit, draft: Proposal, *, scripts: bool
) -> None:
    with visit(town.author, scripts=scripts, wide=False) as page:
        page.goto(f"{address(draft)}scenarier/")
        page.locator("main a.button", has_text="Tilføj et alternativ").click()
        write(page, {"title": "Fælles løsning", "cost-0-label": "Medlemskab", "cost-0-y0": "1.000"})
        page.locator("button[data-fill]").first.click()
        if not scripts:
            page.wait_for_url("**/scenarier/2/#cost")
        else:
            assert (faults_of(page), overflow_of(page)) == ([], 0)
        go(page)
        page.wait_for_url(lambda url: "/scenarier/2/" not in url)
        expect(page.locator("tbody tr").last).to_contain_text("3.000 kr.")
    (way,) = stored(draft).alternatives.all()
    assert (way.ordinal, [one.figures for one in way.lines.all()]) == (2, [figures(1000, 1000, 1000)])
