"""The table of moves says the same as the enums, and leaves no state without a way on."""

from governance.workflow import BY_ITSELF, BY_NAME, MOVES
from portfolio.enums import CLOSED_STATES, EDITABLE_STATES, ProposalKind, ProposalState

# Later steps of the road lead on from here; their moves are not built yet.
AWAITS_LATER_STEPS = {ProposalState.REVIEW, ProposalState.RECOMMENDED, ProposalState.DEFERRED, ProposalState.APPROVED}


def test_every_name_of_the_table_is_a_state_or_a_kind():
    named = {state for move in MOVES for state in move.sources | move.targets}
    assert named <= set(ProposalState.values)
    assert {kind for move in MOVES for kind in move.kinds} == set(ProposalKind.values)


def test_names_are_given_once():
    assert len(BY_NAME) == len(MOVES) + len(BY_ITSELF)


def test_every_move_leads_on_and_is_made_by_somebody():
    assert [move.name for move in MOVES if not move.who or not move.sources or not move.targets] == []


def test_nothing_leads_out_of_a_closed_case():
    assert {state for move in MOVES for state in move.sources} & set(CLOSED_STATES) == set()


def test_every_open_state_has_a_way_on():
    sources = {state for move in MOVES for state in move.sources}
    assert set(ProposalState.values) - sources - set(CLOSED_STATES) <= AWAITS_LATER_STEPS


def test_whoever_writes_may_submit():
    assert BY_NAME["submit"].sources == set(EDITABLE_STATES)
