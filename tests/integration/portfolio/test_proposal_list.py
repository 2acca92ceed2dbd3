"""The list: who sees what, views, search, filters, order, sums and export."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.models import User
from core.permissions import grant
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.portfolio import make_draft, reopen, submit
from tests.integration.portfolio.conftest import Cast

Browse = Callable[[User], Client]
URL = "/sager/"


def titles(client: Client, query: str = "") -> list[str]:
    return [row.title for row in client.get(URL + query).context["list"].lines]


def case(cast: Cast, title: str, state: ProposalState = ProposalState.REVIEW, **more: Any) -> Proposal:
    author, unit = more.pop("author", cast.author), more.pop("unit", cast.units["aeldre"])
    return submit(make_draft(author, unit, title=title, **more), author, state)


def test_everybody_sees_their_own_and_what_is_open_to_them(cast: Cast, browse: Browse) -> None:
    make_draft(cast.author, cast.units["aeldre"], title="Kladde")
    case(cast, "Indsendt")
    case(cast, "Afgjort", ProposalState.APPROVED)
    hidden = case(cast, "Fortrolig", ProposalState.APPROVED)
    Proposal.objects.filter(pk=hidden.pk).update(restricted=True)
    case(cast, "Forslag", ProposalState.RECEIVED, kind=ProposalKind.SUGGESTION)
    seen = {name: titles(browse(getattr(cast, name))) for name in ("author", "neighbour", "stranger", "reviewer")}
    assert seen == {
        "author": ["Kladde", "Forslag", "Fortrolig", "Afgjort", "Indsendt"],
        "neighbour": ["Forslag", "Fortrolig", "Afgjort", "Indsendt"],
        "stranger": ["Forslag", "Afgjort"],
        "reviewer": ["Forslag", "Fortrolig", "Afgjort", "Indsendt"],
    }


def test_a_case_being_corrected_keeps_its_submitted_title(cast: Cast, browse: Browse) -> None:
    proposal = reopen(case(cast, "Indsendt titel"))
    client = browse(cast.author)
    url = reverse("portfolio:draft_step", args=[proposal.pk, "behov"])
    form = client.get(url).context["sheet"].form
    hidden = {"edition": form.initial["edition"], "seen": form.initial["seen"]}
    client.post(url, hidden | {"title": "Ny titel", "unit": cast.units["skole"].pk})
    assert titles(browse(cast.neighbour)) == ["Indsendt titel"]
    assert titles(browse(cast.stranger)) == []


def test_the_saved_views(cast: Cast, browse: Browse) -> None:
    make_draft(cast.author, cast.units["aeldre"], title="Min kladde")
    shared = make_draft(cast.editor, cast.units["skole"], title="Delt kladde")
    grant(cast.author, "edit_proposal", shared)
    case(cast, "Jeg ejer", author=cast.neighbour, owner=cast.author)
    case(cast, "Nabosag", author=cast.neighbour)
    case(cast, "Afvist", ProposalState.REJECTED, author=cast.neighbour)
    case(cast, "Idé", ProposalState.RECEIVED, author=cast.neighbour, kind=ProposalKind.SUGGESTION)
    client = browse(cast.author)
    views = ("mine", "open", "decided", "suggestions")
    assert {view: titles(client, f"?view={view}&sort=title") for view in views} == {
        "mine": ["Delt kladde", "Jeg ejer", "Min kladde"],
        "open": ["Idé", "Jeg ejer", "Nabosag"],
        "decided": ["Afvist"],
        "suggestions": ["Idé"],
    }
    assert titles(client, "?view=unknown") == titles(client, "?view=all") == titles(client)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nøgler", ["Elektroniske nøgler til hjemmeplejen"]),
        ("nøglen", ["Elektroniske nøgler til hjemmeplejen"]),
        ("elektronisk", ["Elektroniske nøgler til hjemmeplejen"]),
        ("plejen", ["Elektroniske nøgler til hjemmeplejen"]),
        ("pleje", ["Elektroniske nøgler til hjemmeplejen"]),
        ("nøgle til hjemmeplejen", ["Elektroniske nøgler til hjemmeplejen"]),
        ("fibernet og fjord", ["Fibernet til Fjordskolen"]),
        ("FJORDSKOLE", ["Fibernet til Fjordskolen"]),
        ("skolen fiber", ["Fibernet til Fjordskolen"]),
        ("nøgler fibernet", []),
        ("' & | ! <->:*", []),
        ("%", []),
        ("", ["Fibernet til Fjordskolen", "Elektroniske nøgler til hjemmeplejen"]),
    ],
)
def test_search_by_title(cast: Cast, browse: Browse, text: str, found: list[str]) -> None:
    for title in ("Elektroniske nøgler til hjemmeplejen", "Fibernet til Fjordskolen"):
        case(cast, title)
    response = browse(cast.author).get(URL, {"q": text})
    assert [row.title for row in response.context["list"].lines] == found


def test_the_database_plans_a_search_for_its_very_words(cast: Cast) -> None:
    wanted = case(cast, r"Nøgle\r til O'Hara 100 % og __")
    found = Proposal.objects.order_by().matching(r"nøgle\r o'h 100 % __")
    # Whatever were told beside the statement would lose the indexes once the statement is kept for any words.
    assert found.query.sql_with_params()[1] == ()
    assert list(found) == [wanted]


def test_the_filters_are_drawn_as_they_stand(cast: Cast, browse: Browse) -> None:
    case(cast, "Sag")
    ticked = re.compile(r'<input[^>]*value="(\w+)"[^>]*checked')
    for query, boxes in (("", []), ("?state=review&kind=application", ["application", "review"]), ("?page=2", [])):
        drawn = str(browse(cast.author).get(URL + query).context["list"].drawn_filter)
        assert ticked.findall(drawn) == boxes
    unit = cast.units["aeldre"]
    assert unit.name in drawn
    unit.name = "Ældre og sundhed"
    unit.save()
    assert "Ældre og sundhed" in browse(cast.author).get(URL).content.decode()


def test_search_by_number(cast: Cast, browse: Browse) -> None:
    first, second = case(cast, "Den ene"), case(cast, "Den anden")
    client = browse(cast.author)
    assert titles(client, f"?q={first.number}") == ["Den ene"]
    assert titles(client, f"?q={second.year}-2") == ["Den anden"]
    assert titles(client, f"?q={second.year}-99") == []


def test_search_finds_nothing_that_is_hidden(cast: Cast, browse: Browse) -> None:
    case(cast, "Hemmelig ordning")
    assert titles(browse(cast.stranger), "?q=hemmelig") == []
    assert browse(cast.stranger).get(URL, {"q": "hemmelig"}).context["list"].totals["count"] == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=notification", ["Skolens"]),
        ("kind=notification&kind=application", ["Skolens", "Plejens"]),
        ("state=approved", ["Skolens"]),
        ("unit=omsorg", ["Plejens"]),
        ("unit=nord", []),
        ("unit=boern", ["Skolens"]),
        ("acquisition_type=further_development", ["Plejens"]),
        ("year=1999", ["Skolens", "Plejens"]),
        ("kind=gift&state=x&unit=y&acquisition_type=z&page=x&page_size=1000&sort=password", ["Skolens", "Plejens"]),
    ],
)
def test_filters(cast: Cast, browse: Browse, query: str, found: list[str]) -> None:
    case(cast, "Plejens", acquisition_type="further_development")
    kind = ProposalKind.NOTIFICATION
    case(cast, "Skolens", ProposalState.APPROVED, unit=cast.units["skole"], author=cast.stranger, kind=kind)
    response = browse(cast.reviewer).get(f"{URL}?{query}")
    assert response.status_code == 200
    assert [row.title for row in response.context["list"].lines] == found


def test_a_filter_shows_as_a_chip_that_takes_it_away(cast: Cast, browse: Browse) -> None:
    proposal = case(cast, "Sag")
    query = f"?view=all&kind=application&kind=suggestion&unit=aeldre&year={proposal.year}&sort=title&page=2"
    chips = browse(cast.author).get(URL + query).context["list"].chips
    kept = {chip.url for chip in chips}
    assert kept == {
        f"?view=all&kind=suggestion&unit=aeldre&year={proposal.year}&sort=title",
        f"?view=all&kind=application&unit=aeldre&year={proposal.year}&sort=title",
        f"?view=all&kind=application&kind=suggestion&year={proposal.year}&sort=title",
        "?view=all&kind=application&kind=suggestion&unit=aeldre&sort=title",
    }


def test_the_order_stands_in_the_address_and_what_is_missing_comes_last(cast: Cast, browse: Browse) -> None:
    case(cast, "Dyr", vendor_cost=Decimal(900))
    case(cast, "Uden")
    case(cast, "Billig", vendor_cost=Decimal(1))
    client = browse(cast.author)
    assert titles(client, "?sort=vendor_cost") == ["Billig", "Dyr", "Uden"]
    assert titles(client, "?sort=-vendor_cost") == ["Dyr", "Billig", "Uden"]
    assert titles(client, "?sort=number") == ["Dyr", "Uden", "Billig"]
    headings = {one.column.name: one for one in client.get(f"{URL}?sort=-vendor_cost").context["list"].headings}
    assert (headings["vendor_cost"].sorted, headings["vendor_cost"].url) == ("descending", "?sort=vendor_cost")
    assert (headings["title"].sorted, headings["title"].url) == ("", "?sort=title")


def test_sums_are_of_the_whole_filter_not_of_the_page(cast: Cast, browse: Browse) -> None:
    for number in range(27):
        case(cast, f"Sag {number}", vendor_cost=Decimal("100.50"), requested_amount=Decimal(10))
    case(cast, "En anden", ProposalState.REJECTED, vendor_cost=Decimal(5))
    listed = browse(cast.author).get(f"{URL}?state=review&page=2").context["list"]
    assert len(listed.lines) == 2
    assert listed.totals == {"count": 27, "vendor_cost": Decimal("2713.50"), "requested_amount": Decimal(270)}


def test_the_export_is_what_is_seen_and_runs_nothing(cast: Cast, browse: Browse) -> None:
    case(cast, '=1+1;"x"', vendor_cost=Decimal("1250000.5"), acquisition_type="acquisition", owner=cast.owner)
    case(cast, "Skjult", author=cast.stranger, unit=cast.units["skole"])
    case(cast, "Afgjort", ProposalState.APPROVED)
    response = browse(cast.neighbour).get("/sager/eksport.csv?state=review")
    lines = b"".join(response.streaming_content).decode().removeprefix("\ufeff").split("\r\n")
    proposal = Proposal.objects.get(title__startswith="=")
    assert response["Content-Disposition"] == 'attachment; filename="sager.csv"'
    assert len(lines) == 3
    assert lines[2] == ""
    cells = lines[1].split(";")
    assert cells[0] == proposal.number
    assert lines[1].startswith(f'{proposal.number};"\'=1+1;""x""";')
    assert cells[-2:] == ["1250000,50", ""]


def test_the_workbook_is_what_is_seen(cast: Cast, browse: Browse) -> None:
    case(cast, "=1+1", vendor_cost=Decimal("1250000.5"))
    case(cast, "Skjult", author=cast.stranger, unit=cast.units["skole"])
    response = browse(cast.neighbour).get("/sager/eksport.xlsx?state=review")
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert response["Content-Disposition"] == 'attachment; filename="sager.xlsx"'
    assert [(row[1], row[9]) for row in rows] == [("Titel", "Leverandørudgift (kr.)"), ("=1+1", 1250000.5)]


@pytest.mark.parametrize("query", ["", "?q=sag", "?view=mine&sort=unit&kind=application"])
def test_queries_do_not_grow_with_the_rows(cast: Cast, browse: Browse, query: str) -> None:
    client = browse(cast.author)
    counts = []
    for _time in range(2):
        case(cast, "Sag")
        client.get(URL + query)
        with CaptureQueriesContext(connection) as seen:
            client.get(URL + query)
        counts.append(len(seen))
        case(cast, "Sag")
    assert counts[0] == counts[1] <= 15


def test_a_page_of_25_is_light(cast: Cast, browse: Browse) -> None:
    for number in range(25):
        case(cast, f"En sag med en titel af almindelig længde nummer {number}", vendor_cost=Decimal(1_250_000))
    assert len(browse(cast.author).get(URL).content) < 60_000


def test_nothing_is_told_kindly(cast: Cast, browse: Browse) -> None:
    for query in ("", "?view=mine", "?view=decided", "?q=findesikke"):
        response = browse(cast.stranger).get(URL + query)
        assert response.status_code == 200
        assert b'class="empty"' in response.content
