"""Management's moves, and the read side of the pool: as the pages, no more and no less."""

from decimal import Decimal

import pytest
from django.test import Client

from core.enums import TokenScope
from core.models import AuditEntry
from governance.domain.conflicts import declare_conflict
from governance.domain.decisions import decide
from governance.enums import ConflictGround, Verdict
from governance.models import Decision, LedgerEntry
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import in_days, make_standing, make_town
from tests.factories.pool import balance, make_application, make_decided, make_frame, ruling, this_year

WRITE = TokenScope.WRITE
LISTS = ("pools", "ledger-entries", "recommendations", "decisions")


@pytest.fixture
def application(town) -> Proposal:
    make_frame(500_000)
    return make_application(town)


def address(proposal: Proposal, move: str) -> str:
    return f"proposals/{proposal.number}/moves/{move}"


def money(amount: object, **said: object) -> dict[str, object]:
    return {"shares": [{"year": this_year(), "amount_dkk": amount}], "criterion": "mandatory"} | said


def test_an_approval_allocates(town, call, application):
    response = call(town.director, WRITE).post(address(application, "approve"), money("100000.00"))
    assert (response.status_code, response.json()["state"]) == (200, "approved")
    assert balance().committed_mandatory == Decimal(100_000)


def test_a_refusal_has_the_amounts(town, call, application):
    make_frame(100_000)
    make_decided(town, application, Verdict.CHANGED, shares={this_year(): Decimal(40_000)})
    other = make_application(town)
    response = call(town.director, WRITE).post(address(other, "approve"), money("100000.00"))
    assert (response.status_code, response.json()["reason"]) == (
        409, "Puljen rækker ikke: der er 60.000 kr. tilbage, og sagen søger 100.000 kr.",
    )  # fmt: skip
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("move", "said", "after"),
    [
        ("approve_with_changes", money("60000", reason="Nord først"), "approved"),
        ("reject", {"reason": "Nej"}, "rejected"),
        ("put_on_reserve", {"reason": "Næste år"}, "reserve"),
        ("defer_decision", {"reason": "Vent"}, "deferred"),
        ("send_back", {"reason": "Hvad med Syd?"}, "review"),
    ],
)
def test_the_other_outcomes(town, call, application, move, said, after):
    response = call(town.other_director, WRITE).post(address(application, move), said)
    assert (response.status_code, response.json()["state"]) == (200, after)


def test_what_management_deferred_is_taken_up_again(town, call, application):
    make_decided(town, application, Verdict.DEFERRED)
    response = call(town.director, WRITE).post(address(application, "resume_decision"), {})
    assert (response.status_code, response.json()["state"]) == (200, "recommended")


def test_a_case_is_directed(town, call):
    case = make_standing(town, "review", ProposalKind.APPLICATION)
    said = {"reference": "Sag 12, punkt 4", "reason": "Fraværet skal ned"}
    response = call(town.director, WRITE).post(address(case, "direct"), said)
    assert (response.status_code, response.json()["state"]) == (200, "review")


UNFIT = [
    ("approve", money("1e5"), "shares.0.amount_dkk"),
    *(("approve", money(amount), "shares.0.amount_dkk") for amount in (float("nan"), float("inf"), "9" * 40)),
    ("approve", {"shares": [{"year": float("nan"), "amount_dkk": "1"}]}, "shares.0.year"),
    ("approve", {"shares": [{"year": 1999, "amount_dkk": "1"}]}, "shares.0.year"),
    ("approve", {"shares": [{"year": "2026.5", "amount_dkk": "1"}]}, "shares.0.year"),
    ("approve", {"shares": [{"year": 2026, "amount_dkk": "1"}] * 2}, "shares"),
    ("approve", {"shares": {"2026": "1"}}, "shares"),
    ("reject", {}, "reason"),
    ("reject", money("1", reason="Nej"), "shares"),
    ("reject", {"reason": "Nej", "ineligible": "ja"}, "ineligible"),
    ("reject", {"reason": "Nej", "cause": 3}, "cause"),
    ("put_on_reserve", {"reason": "Nej", "ineligible": True}, "ineligible"),
    ("send_back", {"reason": " "}, "reason"),
    ("direct", {"reason": "Ja"}, "reference"),
]


def test_a_body_that_does_not_fit_is_400(town, call, application, subtests):
    caller = call(town.director, WRITE)
    for move, said, path in UNFIT:
        with subtests.test(move=move, path=path):
            response = caller.post(address(application, move), said)
            assert (response.status_code, response.json()["path"]) == (400, path)
    assert Decision.objects.count() == 0


def test_the_pool_and_its_ledger_are_read_as_on_the_page(town, call, application):
    make_decided(town, application)
    caller = call(town.auditor)
    (pool,) = caller.get("pools").json()["results"]
    assert (pool["code"], pool["years"]) == (
        "digitaliseringspuljen",
        [{
            "year": this_year(), "price_year": this_year(), "budget_reference": f"Budget {this_year()}, konto 06.45",
            "frame_dkk": "500000.00", "transferred_dkk": "0.00", "reserved_dkk": "0.00",
            "committed_mandatory_dkk": "100000.00", "committed_other_dkk": "0.00",
            "expected_mandatory_dkk": "0.00", "returned_dkk": "0.00", "spent_dkk": "0.00", "left_dkk": "400000.00",
        }],
    )  # fmt: skip
    entries = caller.get("ledger-entries").json()["results"]
    assert [(row["kind"], row["amount_dkk"], row["proposal"]) for row in entries] == [
        ("commitment", "100000.00", application.number), ("frame", "500000.00", None),
    ]  # fmt: skip
    (decision,) = caller.get("decisions").json()["results"]
    assert (decision["proposal"], decision["verdict"], decision["departs"], decision["amount_dkk"]) == (
        application.number, "approved", False, "100000.00",
    )  # fmt: skip
    (recommendation,) = caller.get("recommendations").json()["results"]
    assert (recommendation["outcome"], recommendation["amount_dkk"]) == ("approve", "100000.00")


@pytest.mark.parametrize("name", ["author", "head", "outsider"])
def test_who_does_not_see_the_pool_finds_none(town, call, application, name):
    caller = call(town.people[name])
    assert [caller.get(path).status_code for path in LISTS[:2]] == [404, 404]


def test_where_policy_has_no_pool_there_is_none(db, call):
    caller = call(make_town("odense").director)
    assert [caller.get(path).status_code for path in LISTS[:2]] == [404, 404]


@pytest.mark.parametrize("name", ["member", "director", "it"])
def test_a_barred_person_finds_no_case_in_any_list(town, call, application, name):
    person = town.people[name]
    declare_conflict(application, actor=person, ground=ConflictGround.FAMILY, explanation="Min bror")
    decide(application, ruling(), actor=town.other_director)
    caller = call(person, WRITE)
    before = AuditEntry.objects.count()
    for path in LISTS:
        assert application.number not in caller.get(path).content.decode()
    assert caller.get("decisions").json()["count"] == caller.get("recommendations").json()["count"] == 0
    assert caller.get("ledger-entries").json()["count"] == 2
    for move in ("approve", "approve_with_changes", "reject", "defer_decision", "send_back", "resume_decision"):
        assert caller.post(address(application, move), {"reason": "Ja"}).status_code == 404
    assert AuditEntry.objects.count() == before


def test_the_queries_do_not_grow_with_the_rows(town, call, application, django_assert_num_queries):
    make_decided(town, application)
    caller = call(town.auditor)
    caller.get("pools")
    counts = {"pools": 6, "ledger-entries": 6, "recommendations": 4, "decisions": 4}
    for path, count in counts.items():
        with django_assert_num_queries(count):
            caller.get(path)
    for _ in range(2):
        make_decided(town, make_application(town))
    make_frame(year=this_year() + 1)
    for path, count in counts.items():
        with django_assert_num_queries(count):
            caller.get(path)


def test_others_are_refused_with_who_can(town, call, application):
    response = call(town.chair, WRITE).post(address(application, "approve"), money("100000.00"))
    assert (response.status_code, response.json()["who"]) == (409, "Direktionen")
    assert LedgerEntry.objects.filter(kind="commitment").count() == 0


def keyed(caller, proposal: Proposal, move: str, said: dict[str, object], key: str):
    return Client().post(
        f"/api/v1/{address(proposal, move)}",
        said,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {caller.key}",
        HTTP_IDEMPOTENCY_KEY=key,
    )


def test_a_move_sent_again_under_its_key_is_answered_as_before(town, call, application):
    caller = call(town.director, WRITE)
    first, again = (keyed(caller, application, "approve", money("100000"), "a-1") for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
    assert (Decision.objects.count(), balance().committed) == (1, Decimal(100_000))
    other = keyed(caller, application, "reject", {"reason": "Nej"}, "a-1")
    assert (other.status_code, other.json()["reason"]) == (
        409, "Det er sendt før med et andet indhold. Åbn siden igen, og skriv det forfra.",
    )  # fmt: skip


def test_a_refused_move_leaves_its_key_free(town, call, application):
    caller = call(town.director, WRITE)
    assert keyed(caller, application, "approve", money("900000"), "a-2").status_code == 409
    assert keyed(caller, application, "approve", money("100000"), "a-2").status_code == 200
    assert keyed(caller, application, "approve", money("100000"), "k" * 97).status_code == 400


def test_a_grant_on_conditions_and_its_end(town, call, application):
    caller = call(town.director, WRITE)
    said = money("100000", reason="Vent", conditions=["Naboen er med"], lapses_on=in_days(30).isoformat())
    assert caller.post(address(application, "approve_with_changes"), said).status_code == 200
    assert balance().reserved == Decimal(100_000)
    assert caller.post(address(application, "lapse_grant"), {}).json()["path"] == "reason"
    answer = caller.post(address(application, "meet_condition"), {"reason": "Underskrevet"})
    assert (answer.status_code, answer.json()["state"], balance().committed) == (200, "approved", Decimal(100_000))
    other = make_application(town)
    said["lapses_on"] = "snart"
    assert caller.post(address(other, "approve_with_changes"), said).json()["path"] == "lapses_on"
