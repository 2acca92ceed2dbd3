"""The register of management's departures: every one with its reasons, the years' figures, and the file."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from core import clock
from governance.domain.conflicts import declare_conflict
from governance.enums import ConflictGround, RecommendationOutcome, Verdict
from governance.selectors.departures import departure_page
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_recommended, make_submitted
from tests.factories.pool import make_application, make_decided, make_frame, this_year

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def visit(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def decide_some(town: Town) -> dict[str, Proposal]:
    """Let management follow one, cut one, refuse one, lift one, defer one and send one back."""
    make_frame(2_000_000)
    lifted = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    cases = {
        "followed": make_application(town),
        "cut": make_application(town),
        "refused": make_application(town),
        "lifted": make_recommended(town, lifted, RecommendationOutcome.REJECT).proposal,
        "deferred": make_application(town),
        "returned": make_application(town),
    }
    make_decided(town, cases["followed"])
    make_decided(town, cases["cut"], Verdict.CHANGED, shares={this_year(): Decimal(60_000)}, reasons="Begynd med Nord")
    make_decided(town, cases["refused"], Verdict.NOT_FUNDED, reasons="=Vent til næste år")
    make_decided(town, cases["lifted"], Verdict.CHANGED, reasons="Loven kræver det")
    make_decided(town, cases["deferred"], Verdict.DEFERRED)
    make_decided(town, cases["returned"], Verdict.SENT_BACK)
    return cases


def test_the_years_are_counted_and_every_departure_has_its_reason(town):
    cases = decide_some(town)
    page = departure_page(town.director, None)
    (year,) = page.years
    assert (year.year, year.decided, year.departed, year.share) == (this_year(), 4, 3, Decimal("0.75"))
    assert (year.recommended, year.allocated, year.refused, year.lifted) == (300_000, 260_000, 1, 1)
    assert [(line.decision.proposal, line.decision.reasons) for line in page.lines] == [
        (cases["lifted"], "Loven kræver det"),
        (cases["refused"], "=Vent til næste år"),
        (cases["cut"], "Begynd med Nord"),
    ]


def test_a_year_of_its_own(town):
    make_frame()
    make_decided(town, make_application(town), Verdict.NOT_FUNDED, reasons="Sidste år")
    with clock.standing_at(clock.now() + timedelta(days=366)):
        decide_some(town)
    page = departure_page(town.director, this_year())
    assert [row.departed for row in page.years] == [3, 1]
    assert [line.decision.reasons for line in page.lines] == ["Sidste år"]


def test_the_page_and_the_file_say_the_same(town):
    decide_some(town)
    client = visit(town.director)
    page = client.get(reverse("governance:departure_list")).content.decode()
    for words in ("Begynd med Nord", "Loven kræver det", "75 %", "300.000 kr.", "260.000 kr."):
        assert words in page, words
    file = b"".join(client.get(reverse("governance:departure_export")).streaming_content).decode()
    assert len(file.splitlines()) == 4
    assert "60000,00;Director Test;Begynd med Nord" in file
    assert "'=Vent til næste år" in file
    other = b"".join(client.get(reverse("governance:departure_export"), {"year": "2001"}).streaming_content).decode()
    assert len(other.splitlines()) == 1


def test_what_is_no_year_shows_them_all(town):
    decide_some(town)
    for said in ("x", "12", "99999", "²⁰²⁶"):
        page = visit(town.director).get(reverse("governance:departure_list"), {"year": said})
        assert "Alle afvigelser" in page.content.decode()


def test_nobody_reads_of_a_case_that_is_kept_from_them(town):
    cases = decide_some(town)
    declare_conflict(cases["cut"], actor=town.member, ground=ConflictGround.FAMILY, explanation="Min bror")
    page = departure_page(town.member, None)
    assert cases["cut"] not in [line.decision.proposal for line in page.lines]
    assert page.years[0].departed == 2
    for name in ("departure_list", "departure_export"):
        assert visit(town.author).get(reverse(f"governance:{name}")).status_code == 404


def test_it_is_found_from_the_overview(town):
    page = visit(town.director).get(reverse("governance:overview")).content.decode()
    assert reverse("governance:departure_list") in page
