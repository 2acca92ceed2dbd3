"""The lists and the one proposal: what is shown, to whom, filtered how, in how many queries."""

from pathlib import Path

import pytest

from core import clock
from core.domain.units import close_unit, create_unit
from core.enums import UnitKind
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from principles.domain.loading import load_strategy_documents
from tests.factories.governance import make_draft, make_standing, make_submitted

STRATEGIES = Path(__file__).resolve().parents[3] / "policies" / "strategies"


def numbers(response) -> list[str]:
    assert response.status_code == 200
    return [row["number"] for row in response.json()["results"]]


def test_units_have_code_kind_name_and_parent(town, call):
    results = call(town.outsider).get("units").json()["results"]
    rows = {row["code"]: row for row in results}
    assert set(rows) == set(town.units)
    assert rows["home_care"] == {
        "code": "home_care",
        "kind": "unit",
        "name": "Home_Care",
        "parent": "care",
        "path": "Welfare / Care / Home_Care",
        "valid_from": None,
        "valid_to": None,
    }
    assert rows["welfare"]["parent"] is None


def test_closed_units_are_shown_when_asked_for(town, call):
    town.units["home_care"].people.update(unit=town.units["care"])
    yesterday = clock.today().replace(year=clock.today().year - 1)
    close_unit(town.units["home_care"], last_day=yesterday, successor=None, actor=None)
    caller = call(town.outsider)
    shown = {row["code"] for row in caller.get("units", closed="true").json()["results"]}
    assert shown - {row["code"] for row in caller.get("units").json()["results"]} == {"home_care"}


def test_units_are_filtered_by_kind(town, call):
    results = call(town.outsider).get("units", kind=["department", "staff"]).json()["results"]
    assert {row["code"] for row in results} == {"care", "health", "schools", "it_unit"}


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("author", {"draft", "with_it", "decided"}),
        ("owner", {"draft", "with_it", "decided"}),
        ("editor", {"draft", "with_it", "decided"}),
        ("colleague", {"with_it", "decided"}),
        ("it", {"with_it", "decided"}),
        ("auditor", {"with_it", "decided"}),
        ("outsider", {"decided"}),
    ],
)
def test_the_list_and_the_one_show_what_the_pages_show(town, call, person, seen):
    cases = {
        "draft": make_draft(town),
        "with_it": make_submitted(town, "assessment"),
        "decided": make_standing(town, ProposalState.APPROVED),
    }
    caller = call(town.people[person])
    listed = {row["id"] for row in caller.get("proposals").json()["results"]}
    assert listed == {cases[name].pk for name in seen}
    for name, proposal in cases.items():
        address = proposal.number or proposal.pk
        assert caller.get(f"proposals/{address}").status_code == (200 if name in seen else 404)


def test_a_restricted_decision_does_not_exist_for_others(town, call):
    decided = make_standing(town, ProposalState.APPROVED)
    Proposal.objects.filter(pk=decided.pk).update(restricted=True)
    caller = call(town.outsider)
    assert numbers(caller.get("proposals")) == []
    assert caller.get(f"proposals/{decided.number}").status_code == 404
    assert caller.get("proposals", q=decided.number).json()["count"] == 0


def test_one_proposal_has_its_amounts_as_strings_and_its_version(town, call):
    proposal = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    body = call(town.colleague).get(f"proposals/{proposal.number}").json()
    assert (body["id"], body["number"], body["state"], body["unit"], body["area"]) == (
        proposal.pk, proposal.number, "review", "care", "welfare",
    )  # fmt: skip
    assert (body["vendor_cost_dkk"], body["requested_dkk"]) == ("140000.00", "100000.00")
    version = body["version"]
    assert (version["ordinal"], version["staff_hours"], version["units_involved"]) == (1, "100.00", ["schools"])
    assert [goal["baseline"] for goal in version["goals"]] == ["22.00"]
    assert [group["who"] for group in version["involved_groups"]] == ["Natholdet"]


def test_a_case_being_corrected_shows_others_what_was_submitted(town, call):
    proposal = make_standing(town, ProposalState.REVISION)
    others = call(town.colleague).get(f"proposals/{proposal.number}").json()["version"]
    assert others["frozen_at"] is not None


def test_an_address_of_no_proposal_is_404(town, call, subtests):
    made = make_submitted(town, "routing").number
    caller = call(town.author)
    for address in (f"{made[:5]}999", f"{made[:5]}0001", "0", "999999999999999999", "2026-1", "x", "٢٠٢٦-001"):
        with subtests.test(address):
            response = caller.get(f"proposals/{address}")
            assert (response.status_code, response.json()["title"]) == (404, "Det findes ikke")


def test_proposals_are_filtered_as_on_the_page(town, call):
    routing, review = make_submitted(town, "routing"), make_submitted(town, "review")
    idea = make_standing(town, ProposalState.RECEIVED, ProposalKind.SUGGESTION)
    caller = call(town.author)
    assert numbers(caller.get("proposals")) == [idea.number, review.number, routing.number]
    assert numbers(caller.get("proposals", state=["routing", "review"])) == [review.number, routing.number]
    assert numbers(caller.get("proposals", kind="suggestion")) == [idea.number]
    assert numbers(caller.get("proposals", unit="welfare", q="nøgler")) == [review.number, routing.number]
    assert numbers(caller.get("proposals", unit="children")) == []
    assert numbers(caller.get("proposals", q=review.number)) == [review.number]
    assert numbers(caller.get("proposals", year=routing.year)) == [idea.number, review.number, routing.number]


UNUSABLE = [
    ({"kind": "x"}, "kind"),
    ({"state": ["routing", "nowhere"]}, "state"),
    ({"unit": "atlantis"}, "unit"),
    ({"year": "1901"}, "year"),
    ({"year": "æ"}, "year"),
    ({"q": "x" * 201}, "q"),
    ({"page": "0"}, "page"),
    ({"page": "-1"}, "page"),
    ({"page": "²"}, "page"),
    ({"page": "9" * 5000}, "page"),
    ({"page": ""}, "page"),
    ({"page_size": "201"}, "page_size"),
    ({"page_size": "0"}, "page_size"),
    ({"page_size": "ti"}, "page_size"),
]


def test_a_filter_that_cannot_be_used_is_400_with_its_name(town, call, subtests):
    caller = call(town.author)
    for query, path in UNUSABLE:
        with subtests.test(query=str(query)[:40]):
            response = caller.get("proposals", **query)
            assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
            body = response.json()
            assert (body["path"], body["detail"]) == (path, body["errors"][0]["detail"])


def test_a_nul_byte_in_the_address_is_400(town, call):
    caller = call(town.author)
    for query in ("q=%00", "unit=%00", "x=%00"):
        response = caller.get(f"proposals?{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert response.json()["detail"] == "Adressen rummer et tegn, der ikke kan bruges."


def test_lists_come_in_pages(town, call):
    made = [make_submitted(town, "routing").number for _ in range(3)][::-1]
    caller = call(town.author)
    first = caller.get("proposals", page_size=2).json()
    assert (first["count"], first["previous"], [row["number"] for row in first["results"]]) == (3, None, made[:2])
    assert first["next"] == "http://testserver/api/v1/proposals?page=2&page_size=2"
    second = caller.get("proposals", page_size=2, page=2).json()
    assert (second["next"], [row["number"] for row in second["results"]]) == (None, made[2:])
    beyond = caller.get("proposals", page_size=2, page=1_000_000_000).json()
    assert (beyond["count"], beyond["next"], beyond["results"]) == (3, None, [])
    assert beyond["previous"] == first["next"]


def test_principles_and_strategies_tell_which_are_in_force(town, call):
    load_strategy_documents(STRATEGIES, actor=None, profile="odder")
    caller = call(town.outsider)
    strategies = caller.get("strategies", active="true").json()["results"]
    assert {row["code"]: row["principles"] for row in strategies} == {
        "odder_digitaliseringsstrategi": 15,
        "odder_it_strategi_2006": 18,
    }
    assert caller.get("principles", active="true").json()["count"] == 33
    assert caller.get("principles", active="false").json()["count"] > 0
    five = caller.get("principles", strategy="odense_styringsprincipper_2020").json()
    assert (five["count"], {row["active"] for row in five["results"]}) == (5, {False})
    assert caller.get("principles", active="perhaps").json()["path"] == "active"


def test_bodies_tell_their_powers_and_seats(town, call):
    rows = {row["kind"]: row for row in call(town.outsider).get("bodies").json()["results"]}
    group = rows["strategy_group"]
    assert (group["recommends"], group["decides"]) == (True, False)
    assert {(seat["person"], seat["role"]) for seat in group["seats"]} == {
        ("Chair Test", "chair"), ("Secretary Test", "secretary"), ("Member Test", "member"),
    }  # fmt: skip


def test_the_queries_do_not_grow_with_the_rows(town, call, django_assert_num_queries):
    caller = call(town.colleague)
    caller.get("units")
    counts = {"units": 3, "proposals": 4, "bodies": 4}
    make_submitted(town, "routing")
    for path, count in counts.items():
        with django_assert_num_queries(count):
            caller.get(path)
    one = make_submitted(town, "review")
    make_submitted(town, "routing")
    create_unit(code="new", kind=UnitKind.UNIT, name="New", parent=town.units["health"], actor=None)
    for path, count in counts.items():
        with django_assert_num_queries(count):
            caller.get(path)
    with django_assert_num_queries(5):
        caller.get(f"proposals/{one.number}")
