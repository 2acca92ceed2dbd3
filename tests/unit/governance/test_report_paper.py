"""The status report as pages: from the snapshot alone, in Danish, tagged."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from core.pdf import render_pdf
from governance.reports.portfolio_status import (
    FIRST_PAGE,
    gain_lines,
    gains_chart,
    lights_chart,
    pool_chart,
    portfolio_status_html,
)
from governance.reports.snapshot import PoolLine, PortfolioStatus, digest, to_json
from tests.unit.governance.test_report_snapshot import ROW, STATUS

DIGEST = digest(to_json(STATUS))


def html(status: PortfolioStatus = STATUS) -> str:
    return portfolio_status_html(status, digest=DIGEST, municipality="Hvidfjord Kommune")


def sheets(status: PortfolioStatus = STATUS) -> list[str]:
    reader = PdfReader(BytesIO(render_pdf(html(status))))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


EMPTY = replace(
    STATUS,
    figures=(),
    attention=(),
    needed=(),
    taken=(),
    pool=(),
    months=(),
    projects=(),
    stopped=(),
    closed=(),
    benefits=(),
)
LONG = replace(ROW, title="Kommuneplanlægningsarbejdsgruppekoordinator " * 4, milestone="Udbudsmateriale " * 12)
MANY = replace(
    STATUS,
    projects=(ROW, LONG) * 40,
    attention=STATUS.attention * 30,
    needed=STATUS.needed * 30,
    taken=STATUS.taken * 30,
)


@pytest.mark.parametrize("status", [STATUS, EMPTY, MANY], ids=["usual", "empty", "many"])
def test_every_rule_of_pdf_ua_1_is_kept(status):
    report = page.validate_pdf_bytes(render_pdf(html(status)), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in report.failures] == []


def test_the_first_page_carries_the_message():
    first = sheets()[0]
    for words in (
        "Det eneste projekt i gang kræver opmærksomhed, og det er rødt.",
        "Til Direktionen · status pr. 20. marts 2027",
        "Det kræver opmærksomhed",
        "■ Rød",
        "Tidsplanen er rød: Forsinket.",
        "Det skal I tage stilling til",
        "Strategigruppen indstiller: Godkend",
    ):
        assert words in first


def test_promised_stands_beside_realised_and_what_is_not_measured_is_not_0():
    said = " ".join(sheets())
    for words in (
        "Lovede og målte gevinster",
        "De målte gevinster gav 75.000 kr., og 90.000 kr. var lovet. 2 af 3 gevinster er ikke målt.",
        "2026 120.000 90.000 75.000",
        "2027 120.000 – –",
    ):
        assert words in said
    assert "Lovede og målte" not in html(EMPTY)


def test_every_page_says_what_it_is_when_it_was_made_and_which_it_is():
    pages = sheets()
    for number, sheet in enumerate(pages, 1):
        assert "Status til ledelsen · Direktionen" in sheet
        assert "Status pr. 20. marts 2027" in sheet
        assert "Lavet 20. marts 2027 kl. 8.04" in sheet
        assert f"Kontrolsum {DIGEST[:12]}" in sheet
        assert f"Side {number} af {len(pages)}" in sheet


def test_the_last_page_proves_it_with_both_hashes_in_full():
    whole = "".join(sheets()).replace(" ", "")
    assert (DIGEST in whole, STATUS.chain_hash in whole, "nummer42" in whole) == (True, True, True)


def test_a_project_has_one_row_with_lights_money_and_milestone():
    last = next(sheet for sheet in sheets() if "Alle projekter i gang" in sheet)
    row = "2027-007 Elektroniske nøgler i hjemmeplejen Ældre og sundhed Gennemførelse ■ Rød ● Grøn ● Grøn ○ Tavs"
    assert row in last
    assert "1.250.000,50 ikke oplyst 14.3.2027 Pilot i drift feb 2027" in last


def test_amounts_that_nobody_has_stated_are_never_zero():
    assert "ikke oplyst" in html()
    assert "ikke oplyst" not in html(replace(STATUS, projects=(replace(ROW, forecast=Decimal(0)),)))


def test_an_advisory_body_is_told_that_it_decides_nothing():
    asked, told = sheets(replace(STATUS, advisory=True, audience="IT-netværket"))[0], sheets()[0]
    assert "IT-netværket rådgiver, men beslutter ikke." in asked
    assert "Det skal I tage stilling til" not in asked
    assert "rådgiver" not in told


def test_an_empty_portfolio_is_said_in_words():
    words = " ".join(sheets(EMPTY))
    for sentence in (
        "Ingen projekter i gang kræver opmærksomhed.",
        "Ingen beslutninger venter.",
        "Intet er besluttet i perioden.",
        "Ingen projekter er i gang.",
    ):
        assert sentence in words


def test_the_first_page_shows_the_worst_and_says_how_many_follow():
    status = replace(STATUS, attention=STATUS.attention * (FIRST_PAGE + 2))
    assert "2 projekter mere kræver opmærksomhed; de står på de næste sider." in sheets(status)[0]


def test_what_people_have_written_is_text_and_not_markup():
    status = replace(STATUS, headline="<b>x</b><img src='http://example.invalid/x'>")
    assert "&lt;b&gt;x&lt;/b&gt;&lt;img src=" in html(status)


def test_the_same_snapshot_gives_the_same_bytes():
    assert render_pdf(html()) == render_pdf(html())


def test_the_pools_chart_says_what_is_left_and_when_it_is_used_up():
    assert pool_chart(STATUS.pool).title == "Der er 50 kr. tilbage i puljen i 2027"
    used = PoolLine("Puljen", 2028, Decimal(100), Decimal(100), Decimal(0), Decimal(0))
    assert pool_chart((*STATUS.pool, used)).title == "Puljen er fuldt disponeret i 2028"
    assert pool_chart(()) is None


def test_the_lights_chart_names_the_newest_month():
    chart = lights_chart(STATUS.months)
    assert chart.title == "1 projekt var rødt i februar 2027"
    assert chart.description == "februar 2027: 3 grønne, 1 gule, 1 røde, 2 uden status"
    assert lights_chart(()) is None


def test_a_month_without_red_is_said_so():
    month = replace(STATUS.months[0], month=date(2027, 1, 1), red=0)
    assert lights_chart((month,)).title == "Ingen projekter var røde i januar 2027"


def test_gains_are_summed_by_the_projects_own_light():
    rows = (ROW, replace(ROW, benefits="red", gain=Decimal(500_000)), replace(ROW, gain=None))
    lines = gain_lines(rows)
    assert [(line.light, line.amount, line.projects) for line in lines] == [
        ("green", Decimal(2_000_000), 1),
        ("red", Decimal(500_000), 1),
    ]
    assert gains_chart(lines).title == "2 mio. kr. af 2,5 mio. kr. i planlagte gevinster går efter planen"
    assert gains_chart(()) is None
