"""Sharing cases among reviewers: a worked example, and what holds for every question."""

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.reviewing.balance import CaseToShare, Pick, Sharing, share_cases

MEMBERS = (1, 2, 3, 4)


def test_three_cases_two_reviewers_each() -> None:
    """Member 2 is barred from case 30, which therefore comes first; everybody ends with one or two."""
    cases = (CaseToShare(10), CaseToShare(20), CaseToShare(30, barred=frozenset({2})))
    assert share_cases(cases, MEMBERS, 2) == Sharing(
        picks=(
            Pick(10, 2, hinted=False), Pick(10, 4, hinted=False),
            Pick(20, 1, hinted=False), Pick(20, 2, hinted=False),
            Pick(30, 1, hinted=False), Pick(30, 3, hinted=False),
        ),
        loads=((1, 2), (2, 2), (3, 1), (4, 1)),
        lacking=(),
    )  # fmt: skip


def test_a_hinted_member_is_taken_only_where_nobody_else_is_left() -> None:
    others = CaseToShare(1, hinted=frozenset({1}))
    assert [pick.member for pick in share_cases([others], MEMBERS, 3).picks] == [2, 3, 4]
    assert share_cases([others], MEMBERS, 4).picks[0] == Pick(1, 1, hinted=True)


def test_what_nobody_can_take_is_told() -> None:
    alone = CaseToShare(7, barred=frozenset({1, 2, 3}))
    found = share_cases([alone], MEMBERS, 3)
    assert (found.picks, found.lacking) == ((Pick(7, 4, hinted=False),), ((7, 2),))


def test_a_case_with_enough_reviewers_gets_none() -> None:
    assert share_cases([CaseToShare(1, taken=frozenset({1, 2, 3}))], MEMBERS, 2).picks == ()


some = st.frozensets(st.sampled_from(MEMBERS))
questions = st.lists(st.tuples(some, some, some), max_size=9).map(
    lambda rows: [
        CaseToShare(place, taken - barred, barred, hinted) for place, (taken, barred, hinted) in enumerate(rows)
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(questions, st.integers(1, 5))
def test_every_sharing_is_lawful_whole_and_even(cases: list[CaseToShare], per_case: int) -> None:
    found = share_cases(cases, MEMBERS, per_case)
    loads, lacking = dict(found.loads), dict(found.lacking)
    assert found == share_cases(cases, MEMBERS, per_case)
    for case in cases:
        chosen = [pick.member for pick in found.picks if pick.case == case.id]
        able = set(MEMBERS) - case.barred - case.taken
        assert len(chosen) == len(set(chosen))
        assert set(chosen) <= able
        wanted = max(0, per_case - len(case.taken))
        assert len(chosen) == min(wanted, len(able))
        assert lacking.get(case.id, 0) == wanted - len(chosen)
        free = able - set(chosen)
        for member in chosen:
            better = {one for one in free if member in case.hinted or one not in case.hinted}
            assert all(loads[member] - loads[one] <= 1 for one in better)
            if member in case.hinted:
                assert free <= case.hinted
    for member, load in loads.items():
        held = sum(member in case.taken for case in cases) + sum(pick.member == member for pick in found.picks)
        assert load == held
