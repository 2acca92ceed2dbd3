"""POST /api/v1/proposals/{number}/moves/{move}: the page's rules, answered with the new state or who may."""

import pytest

from core.enums import TokenScope
from core.models import AuditEntry
from governance.api.moves import MOVES
from governance.workflow import MOVES as TABLE
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from tests.factories.governance import Town, make_draft, make_standing, make_submitted

WRITE = TokenScope.WRITE
SUGGESTION = ProposalKind.SUGGESTION
BECAUSE = {"reason": "Derfor"}
BY_ROUTE = {**BECAUSE, "route": "strategy_group"}


def stand(town: Town, state: str, kind: ProposalKind = ProposalKind.NOTIFICATION) -> Proposal:
    return make_standing(town, ProposalState(state), kind)


def address(proposal: Proposal, move: str) -> str:
    return f"proposals/{proposal.number or proposal.pk}/moves/{move}"


def test_every_move_of_the_table_can_be_made():
    assert set(MOVES) == {move.name for move in TABLE}


@pytest.mark.parametrize(
    ("move", "kind", "before", "person", "said", "after"),
    [
        ("submit", "notification", "draft", "author", {}, "local_decision"),
        ("submit", "notification", "revision", "editor", BECAUSE, "routing"),
        ("give", "suggestion", "draft", "author", {}, "received"),
        ("take_back", "notification", "routing", "owner", BECAUSE, "revision"),
        ("withdraw", "notification", "review", "author", BECAUSE, "withdrawn"),
        ("approve_acquisition", "notification", "assessment", "it", BECAUSE, "local_decision"),
        ("refuse_acquisition", "notification", "assessment", "it", BECAUSE, "not_approved"),
        ("sign_route_for_it", "notification", "routing", "it", BY_ROUTE, "routing"),
        ("sign_route_for_owner", "notification", "routing", "owner", BY_ROUTE, "routing"),
        ("approve_locally", "notification", "local_decision", "head", BECAUSE, "approved"),
        ("reject_locally", "notification", "local_decision", "director", BECAUSE, "rejected"),
        ("answer", "suggestion", "received", "secretary", BECAUSE, "answered"),
        ("carry_on", "suggestion", "received", "author", {"kind": "notification"}, "converted"),
    ],
)
def test_a_move_answers_the_new_state(town, call, move, kind, before, person, said, after):
    proposal = stand(town, before, ProposalKind(kind))
    response = call(town.people[person], WRITE).post(address(proposal, move), said)
    body = response.json()
    proposal.refresh_from_db()
    assert (response.status_code, body["state"], proposal.state) == (200, after, after)
    assert (body["id"], body["number"]) == (proposal.pk, proposal.number)
    assert AuditEntry.objects.filter(act=f"proposal.{move}", outcome="done", actor=town.people[person]).count() == 1


def test_the_chair_settles_what_it_and_the_owner_disagree_on(town, call):
    proposal = stand(town, "routing")
    call(town.it, WRITE).post(address(proposal, "sign_route_for_it"), BY_ROUTE)
    disagreed = {**BECAUSE, "route": "it_and_unit"}
    call(town.owner, WRITE).post(address(proposal, "sign_route_for_owner"), disagreed)
    settled = call(town.chair, WRITE).post(address(proposal, "settle_route"), BY_ROUTE)
    assert (settled.status_code, settled.json()["state"]) == (200, "review")


def test_conditions_follow_an_approval(town, call):
    proposal = stand(town, "assessment")
    said = {**BECAUSE, "conditions": ["Data ligger i EU", "Aftalen kan opsiges"]}
    call(town.it, WRITE).post(address(proposal, "approve_acquisition"), said)
    assessment = proposal.it_assessments.get()
    assert [row.text for row in assessment.conditions.all()] == said["conditions"]


def test_carrying_on_answers_the_draft_that_it_made(town, call):
    idea = stand(town, "received", SUGGESTION)
    caller = call(town.author, WRITE)
    body = caller.post(address(idea, "carry_on"), {"kind": "application"}).json()
    draft = caller.get(f"proposals/{body['successor']}").json()
    assert (draft["number"], draft["kind"], draft["state"]) == ("", "application", "draft")


@pytest.mark.parametrize(
    ("move", "state", "person", "who"),
    [
        ("withdraw", "routing", "colleague", "Author Test eller Owner Test"),
        ("approve_acquisition", "assessment", "chair", "IT-afdelingen"),
        ("approve_locally", "local_decision", "auditor", "lederen af Care eller direktøren for Welfare"),
        ("reject_locally", "local_decision", "author", "lederen af Care eller direktøren for Welfare"),
    ],
)
def test_a_refusal_says_who_may_changes_nothing_and_is_recorded(town, call, move, state, person, who):
    proposal = stand(town, state)
    before = list(AuditEntry.objects.values_list("pk", flat=True))
    caller = call(town.people[person], WRITE)
    response = caller.post(address(proposal, move), BECAUSE)
    body = response.json()
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert (body["reason"], body["who"]) == ("Du har ikke den rolle, det kræver.", who)
    assert body["detail"] == f"{body['reason']} Det kan gøres af {who}."
    proposal.refresh_from_db()
    assert proposal.state == state
    written = AuditEntry.objects.exclude(pk__in=before).exclude(act="token.create")
    assert [(row.act, row.outcome, row.actor, row.subject_id, row.reason) for row in written] == [
        (f"proposal.{move}", "refused", town.people[person], proposal.pk, body["reason"])
    ]


def test_a_move_from_the_wrong_state_says_where_the_case_stands(town, call):
    proposal = stand(town, "approved")
    response = call(town.author, WRITE).post(address(proposal, "withdraw"), BECAUSE)
    assert (response.status_code, response.json()["reason"], response.json()["who"]) == (
        409, "Det kan ikke gøres, mens sagen er “Godkendt”.", "",
    )  # fmt: skip


UNFIT = [
    ("withdraw", {}, "reason"),
    ("withdraw", {"reason": ""}, "reason"),
    ("withdraw", {"reason": "  "}, "reason"),
    ("withdraw", {"reason": None}, "reason"),
    ("withdraw", {"reason": ["Derfor"]}, "reason"),
    ("withdraw", {"reason": "x" * 10_001}, "reason"),
    ("withdraw", {**BECAUSE, "route": "unit"}, "route"),
    ("sign_route_for_owner", BECAUSE, "route"),
    ("sign_route_for_owner", {**BECAUSE, "route": "management"}, "route"),
    ("approve_acquisition", {**BECAUSE, "conditions": "En"}, "conditions"),
    ("approve_acquisition", {**BECAUSE, "conditions": [""]}, "conditions.0"),
    ("approve_acquisition", {**BECAUSE, "conditions": ["x"] * 51}, "conditions"),
    ("carry_on", {}, "kind"),
    ("carry_on", {"kind": "suggestion"}, "kind"),
    ("give", BECAUSE, "reason"),
    ("submit", {"reason": 7}, "reason"),
]


def test_a_body_that_does_not_fit_the_move_is_400(town, call, subtests):
    proposal = stand(town, "routing")
    caller = call(town.author, WRITE)
    for move, said, path in UNFIT:
        with subtests.test(move=move, path=path):
            response = caller.post(address(proposal, move), said)
            assert (response.status_code, response.json()["path"]) == (400, path)
    proposal.refresh_from_db()
    assert proposal.state == "routing"


def test_a_missing_reason_is_a_slip_at_its_field_and_no_line_in_the_history(town, call):
    proposal = stand(town, "revision")
    acts = AuditEntry.objects.filter(act="proposal.submit")
    before = acts.count()
    for body in ({}, {"reason": " "}):
        response = call(town.author, WRITE).post(address(proposal, "submit"), body)
        assert (response.status_code, "Skriv begrundelsen." in response.content.decode()) == (400, True)
    assert acts.count() == before
    # Whoever may not write is refused as before, and that is told.
    assert call(town.colleague, WRITE).post(address(proposal, "submit"), {}).status_code == 409
    assert acts.count() == before + 1


def test_what_may_not_be_seen_cannot_be_moved(town, call):
    draft, other = make_draft(town), make_submitted(town, "assessment")
    caller = call(town.outsider, WRITE)
    before = AuditEntry.objects.count()
    for move in MOVES:
        assert caller.post(address(draft, move), BECAUSE).status_code == 404
        assert caller.post(address(other, move), BECAUSE).status_code == 404
    assert AuditEntry.objects.count() == before


def test_a_move_that_does_not_exist_is_404(town, call):
    proposal = stand(town, "routing")
    caller = call(town.author, WRITE)
    for move in ("fly", "SUBMIT", "submit/", "take-back", "__class__"):
        assert caller.post(address(proposal, move), BECAUSE).status_code == 404


def test_a_draft_with_gaps_is_refused_with_the_first(town, call):
    draft = make_draft(town, core_task="")
    response = call(town.author, WRITE).post(address(draft, "submit"), {})
    assert response.status_code == 409
    assert response.json()["reason"].startswith("Der mangler")
    draft.refresh_from_db()
    assert draft.state == "draft"
