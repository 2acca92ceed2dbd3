"""The table of a project's moves says the same as the enums, and leaves no running phase without a way on."""

import pytest

from governance.acts import ACTS
from governance.project_workflow import BY_NAME, MOVES
from portfolio.enums import ENDED_PHASES, ProjectPhase


def test_every_name_of_the_table_is_a_phase():
    named = {phase for move in MOVES for step in move.steps for phase in step}
    assert named == set(ProjectPhase.values)


def test_names_are_given_once_and_every_move_is_made_by_somebody():
    assert len(BY_NAME) == len(MOVES)
    assert [move.name for move in MOVES if not move.who or not move.steps] == []


def test_from_a_phase_a_move_leads_to_one_phase():
    assert [move.name for move in MOVES if len(move.sources) != len(move.steps)] == []


def test_nothing_leads_out_of_an_end():
    out = {(source, target) for move in MOVES for source, target in move.steps if source != target}
    assert {source for source, _target in out} == set(ProjectPhase.values) - set(ENDED_PHASES)


def test_every_move_stands_among_the_acts():
    assert [move.name for move in MOVES if f"project.{move.name}" not in ACTS] == []


def test_a_phase_outside_the_table_is_a_fault():
    with pytest.raises(KeyError):
        BY_NAME["close"].target("analysis")
