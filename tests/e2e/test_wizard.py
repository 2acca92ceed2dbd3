"""The applicant's road in a real browser, with scripts and without."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.e2e.conftest import faults_of, follow, overflow_of
from tests.e2e.guided_form import ANSWERS, go, write
from tests.factories.governance import Town

Visit = Callable[..., Any]
# What the line below the form says once the server has answered: words and a time of day.
SAVED_AT = re.compile(r"\d{1,2}[.:]\d{2}$")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_whole_application_is_written_step_by_step(town: Town, visit: Visit, *, scripts: bool) -> None:
    with visit(town.author, scripts=scripts) as page:
        page.goto("/sager/")
        page.locator("a[href='/sager/ny/']").first.click()
        page.locator("a[href='/sager/ny/ansoegning/']").click()
        write(page, ANSWERS["behov"])
        go(page)
        page.wait_for_url("**/kladde/aspekter/")
        proposal = Proposal.objects.get()
        for path in list(ANSWERS)[1:]:
            page.goto(f"/sager/{proposal.pk}/kladde/{path}/")
            write(page, ANSWERS[path])
            if scripts:
                assert (path, faults_of(page)) == (path, [])
            go(page)
            page.wait_for_url(lambda address, path=path: path not in address)
        page.goto(f"/sager/{proposal.pk}/kladde/")
        own = [f"/sager/{proposal.pk}/kladde/{path}/" for path in ANSWERS]
        links = [link.get_attribute("href") for link in page.locator(".gaps a").all()]
        assert [link for link in links if link in own] == []
        expect(page.locator("#step-size")).to_contain_text("1.250.000,50 kr.")
    proposal.refresh_from_db()
    version = current_version(proposal)
    assert (proposal.kind, proposal.state, proposal.owner) == (
        ProposalKind.APPLICATION, ProposalState.DRAFT, town.owner,
    )  # fmt: skip
    assert (version.vendor_cost, version.staff_hours, version.requested_amount) == (
        Decimal("1250000.50"), Decimal(420), Decimal(1_250_000),
    )  # fmt: skip
    assert [(goal.indicator, goal.target_date.isoformat()) for goal in version.goals.all()] == [
        ("Ture efter nøgler", "2028-03-14")
    ]
    assert [group.who for group in version.involved_groups.all()] == ["Social- og sundhedshjælpere"]


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_suggestion_is_given_in_two_minutes(town: Town, visit: Visit, *, scripts: bool) -> None:
    with visit(town.outsider, scripts=scripts, wide=False) as page:
        page.goto("/sager/ny/forslag/")
        texts = {"need": "Vi tager 20 opkald om dagen", "idea": "Tidsbestilling på mobilen", "gain": "Færre opkald"}
        write(page, {"title": "Lad borgerne selv vælge tid"} | texts)
        assert overflow_of(page) <= 0 if scripts else True
        go(page, "on")
        page.wait_for_url("**/kladde/dokumenter/")
        page.locator("main a.button-primary").click()
        follow(page, page.locator(".submission button[type=submit]"))
        page.wait_for_url(f"**/sager/{Proposal.objects.get().pk}/")
        expect(page.locator("h1")).to_have_text("Lad borgerne selv vælge tid")
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.state, proposal.serial) == (ProposalKind.SUGGESTION, ProposalState.RECEIVED, 1)


@pytest.mark.slow
def test_what_is_written_is_saved_by_itself_and_rules_answer_while_typing(town: Town, visit: Visit) -> None:
    with visit(town.author) as page:
        proposal = _begun(page)
        page.goto(f"/sager/{proposal.pk}/kladde/omfang/")
        write(page, {"vendor_cost": "150.000,01"})
        expect(page.locator(".guided__side .state--info")).to_be_visible()
        expect(page.locator("[data-autosave-status]")).to_have_text(SAVED_AT)
        assert current_version(proposal).vendor_cost == Decimal("150000.01")
        write(page, {"supplier": "Låse ApS"})
        expect(page.locator("[data-autosave-status]")).not_to_have_text("")
        go(page, "close")
        page.wait_for_url(f"**/sager/{proposal.pk}/")
    assert current_version(proposal).supplier == "Låse ApS"


@pytest.mark.slow
def test_rows_come_and_go_without_leaving_the_page(town: Town, visit: Visit) -> None:
    with visit(town.author) as page:
        proposal = _begun(page)
        page.goto(f"/sager/{proposal.pk}/kladde/maal/")
        write(page, {"goals-0-indicator": "Første"})
        page.locator("[data-add-row]").click()
        write(page, {"goals-1-indicator": "Andet"})
        page.locator("[data-add-row]").click()
        write(page, {"goals-2-indicator": "Tredje"})
        page.locator("label[for=id_goals-1-DELETE]").click()
        expect(page.locator("[data-row-fields]:visible [data-row-number]")).to_have_text(["1", "2"])
        assert faults_of(page) == []
        go(page)
        page.wait_for_url("**/kladde/forandring/")
    assert [goal.indicator for goal in current_version(proposal).goals.all()] == ["Første", "Tredje"]


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_who_write_the_same_step_see_both_texts(town: Town, visit: Visit, *, scripts: bool) -> None:
    with visit(town.author, scripts=scripts) as mine, visit(town.author, scripts=scripts) as other:
        proposal = _begun(mine)
        address = f"/sager/{proposal.pk}/kladde/aspekter/"
        mine.goto(address)
        other.goto(address)
        write(other, {"aspect_management": "Lederen følger op"})
        go(other)
        other.wait_for_url("**/kladde/omfang/")
        write(mine, {"aspect_management": "Direktøren følger op"})
        go(mine)
        expect(mine.locator(".conflict del")).to_have_text(["Lederen"])
        expect(mine.locator(".conflict ins")).to_have_text(["Direktøren"])
        expect(mine.locator("[name=aspect_management]")).to_have_value("Direktøren følger op")
        assert current_version(proposal).aspect_management == "Lederen følger op"
        if scripts:
            assert faults_of(mine) == []
        go(mine)
        mine.wait_for_url("**/kladde/omfang/")
    assert current_version(proposal).aspect_management == "Direktøren følger op"


@pytest.mark.slow
@pytest.mark.parametrize("wide", [True, False], ids=["1440 px", "390 px"])
def test_the_pages_of_a_case_have_no_faults(town: Town, visit: Visit, *, wide: bool) -> None:
    with visit(town.author, wide=wide) as page:
        proposal = _begun(page)
        addresses = ["/sager/", "/sager/?q=findesikke", "/sager/ny/", f"/sager/{proposal.pk}/"]
        pages = ("", "dokumenter/", "medforfattere/", "sletning/")
        addresses += [f"/sager/{proposal.pk}/kladde/{path}" for path in pages]
        for address in addresses:
            page.goto(address)
            assert (address, faults_of(page), overflow_of(page)) == (address, [], 0)


def _begun(page: Page) -> Proposal:
    """Begin an application with a title."""
    page.goto("/sager/ny/ansoegning/")
    write(page, {"title": "Elektroniske nøgler"})
    go(page)
    page.wait_for_url("**/kladde/aspekter/")
    return Proposal.objects.get()
