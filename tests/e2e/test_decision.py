"""Management decides at its desk in a real browser: with another amount than recommended, and the pool follows."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from governance.enums import Verdict
from governance.models import Decision, LedgerEntry
from portfolio.enums import ProposalKind
from tests.e2e.conftest import Visit, faults_of, overflow_of
from tests.factories.governance import Town, make_submitted
from tests.factories.pool import make_application, make_decided, make_frame, this_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_director_allocates_less_than_recommended(town: Town, visit: Visit, *, scripts: bool) -> None:
    make_frame(500_000)
    case = make_application(town)
    with visit(town.director, scripts=scripts) as page:
        page.goto(f"/sager/{case.pk}/beslutning/")
        assert page.get_by_label("Følge indstillingen: 100.000 kr.").count() == 1
        page.get_by_label("Godkende med ændringer").check()
        page.get_by_label(f"Fra puljen i {this_year()}").fill("60.000")
        if scripts:
            page.get_by_label(f"Fra puljen i {this_year()}").press("Tab")
            expect(page.locator("main")).to_contain_text("Efter sagen er der 440.000 kr. tilbage")
        page.get_by_role("button", name="Registrér beslutningen").click()
        # Whoever changes the recommendation says why; what was typed is still there.
        expect(page.locator("main")).to_contain_text("Skriv begrundelsen.")
        assert page.get_by_label(f"Fra puljen i {this_year()}").input_value() == "60.000"
        page.get_by_label("Begrundelse").fill("Vi begynder med Hjemmeplejen Nord.")
        page.get_by_role("button", name="Registrér beslutningen").click()
        expect(page.locator("main")).to_contain_text("Beslutningen er registreret.")
        decision = page.locator("#beslutningen")
        expect(decision).to_contain_text("Afviger fra indstillingen")
        expect(decision).to_contain_text("60.000 kr.")
        page.goto("/puljen/")
        expect(page.locator("main")).to_contain_text("Der er 440.000 kr. tilbage af 500.000 kr.")
        expect(page.locator("main")).to_contain_text(case.number)
    made = Decision.objects.get()
    assert (made.verdict, made.departs, made.amount) == ("changed", True, Decimal(60_000))
    assert LedgerEntry.objects.get(kind="commitment").amount == Decimal(60_000)


def test_the_pages_of_management_have_no_faults(town: Town, visit: Visit) -> None:
    make_frame(500_000, expected=50_000)
    make_frame(year=this_year() + 1)
    awaiting, deferred = make_application(town), make_application(town)
    make_decided(town, deferred, Verdict.DEFERRED)
    reviewed = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    make_decided(town, make_application(town))
    pages = (
        f"/sager/{awaiting.pk}/beslutning/",
        f"/sager/{deferred.pk}/beslutning/genoptagelse/",
        f"/sager/{reviewed.pk}/anvisning/",
        "/puljen/",
        "/puljen/ramme/",
    )
    for wide in (True, False):
        with visit(town.director, wide=wide) as page:
            found = {}
            for address in pages:
                page.goto(address)
                found[address] = (faults_of(page), overflow_of(page))
            assert found == dict.fromkeys(pages, ([], 0))
