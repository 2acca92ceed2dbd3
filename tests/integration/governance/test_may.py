"""Every state x move x role, held against the table by an oracle of its own."""

import pytest

from governance.enums import Verdict
from governance.permissions import may, part_in
from governance.selectors.standing import standing_of
from governance.workflow import BY_NAME, MOVES
from portfolio.enums import ProposalKind, ProposalState
from tests.factories.governance import make_standing
from tests.factories.pool import make_decided

# Who makes which move on a case of the care department, written out by hand.
MAKERS = {
    "submit": {"author", "editor"},
    "give": {"author", "editor"},
    "answer": {"secretary", "head"},
    "carry_on": {"author", "editor", "head"},
    "take_back": {"author", "editor", "owner"},
    "withdraw": {"author", "owner"},
    "approve_acquisition": {"it"},
    "refuse_acquisition": {"it"},
    "ask_in_hearing": {"it"},
    # Only once IT has asked (test_hearing.py).
    "answer_in_hearing": set(),
    "sign_route_for_it": {"it"},
    "sign_route_for_owner": {"owner"},
    # Only once IT and the project owner disagree (test_routing.py).
    "settle_route": set(),
    "review": {"member", "chair"},
    "recommend": {"chair"},
    "defer_review": {"chair"},
    "resume_review": {"chair", "secretary"},
    "approve_locally": {"head", "director"},
    "reject_locally": {"head", "director"},
    "direct": {"director", "other_director"},
    "approve": {"director", "other_director"},
    "approve_with_changes": {"director", "other_director"},
    "reject": {"director", "other_director"},
    "defer_decision": {"director", "other_director"},
    "send_back": {"director", "other_director"},
    "resume_decision": {"director", "other_director"},
    "put_on_reserve": {"director", "other_director"},
    # Of a case with a grant on conditions only, which has a test of its own.
    "meet_condition": set(),
    "lapse_grant": set(),
}
PEOPLE = (
    "author", "editor", "owner", "it", "chair", "secretary", "member", "head", "other_head", "director",
    "other_director", "network", "auditor", "admin", "colleague", "outsider",
)  # fmt: skip
STANDING = [
    *((ProposalKind.APPLICATION, ProposalState(state)) for state in ("assessment", "review", "recommended", "reserve")),
    *((ProposalKind.NOTIFICATION, ProposalState(state)) for state in (
        "draft", "assessment", "not_approved", "routing", "local_decision", "review", "recommended", "deferred",
        "revision", "approved", "rejected", "withdrawn",
    )),
    *((ProposalKind.SUGGESTION, ProposalState(state)) for state in ("draft", "received", "answered", "converted")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state"), STANDING, ids=[f"{kind}-{state}" for kind, state in STANDING])
def test_the_answer_is_the_tables(town, kind, state):
    proposal = make_standing(town, state, kind)
    assert proposal.state == state
    for name in PEOPLE:
        standing = standing_of(town.people[name])
        part = part_in(proposal, town.people[name], standing)
        for move in MOVES:
            answer = may(move.name, proposal, part, standing)
            expected = kind in move.kinds and state in move.sources and name in MAKERS[move.name]
            # The case in "deferred" waits with the group, so management does not take it up.
            expected = expected and (move.name != "resume_decision" or state == ProposalState.RESERVE)
            assert (name, move.name, answer.allowed) == (name, move.name, expected)
            assert (answer.reason == "") == answer.allowed


def test_what_management_has_deferred_is_managements_to_take_up(town):
    proposal = make_standing(town, ProposalState.RECOMMENDED)
    make_decided(town, proposal, Verdict.DEFERRED)
    proposal.refresh_from_db()
    allowed = set()
    for name in PEOPLE:
        standing = standing_of(town.people[name])
        part = part_in(proposal, town.people[name], standing)
        allowed |= {(name, move.name) for move in MOVES if may(move.name, proposal, part, standing)}
    assert allowed == {("director", "resume_decision"), ("other_director", "resume_decision")}


def test_the_oracle_names_every_move():
    assert set(MAKERS) == {move.name for move in MOVES}


@pytest.mark.parametrize(
    ("name", "move", "state"),
    [
        ("it", "approve_acquisition", "assessment"),
        ("it", "ask_in_hearing", "assessment"),
        ("it", "sign_route_for_it", "routing"),
        ("head", "approve_locally", "local_decision"),
        ("director", "reject_locally", "local_decision"),
        ("member", "review", "review"),
        ("chair", "recommend", "review"),
        ("chair", "defer_review", "review"),
        ("director", "approve", "recommended"),
        ("director", "approve_with_changes", "recommended"),
        ("director", "reject", "recommended"),
        ("director", "defer_decision", "recommended"),
        ("director", "send_back", "recommended"),
        ("director", "put_on_reserve", "recommended"),
    ],
)
def test_nobody_judges_a_case_they_own(town, name, move, state):
    kind = ProposalKind.NOTIFICATION if ProposalKind.NOTIFICATION in BY_NAME[move].kinds else ProposalKind.APPLICATION
    proposal = make_standing(town, ProposalState(state), kind)
    proposal.owner = town.people[name]
    proposal.save()
    standing = standing_of(town.people[name])
    answer = may(move, proposal, part_in(proposal, town.people[name], standing), standing)
    assert answer.allowed is False
    assert answer.reason == "Du taler selv for sagen, så en anden skal bedømme den."
