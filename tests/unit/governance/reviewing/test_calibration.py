"""Calibration: figures worked by hand, and what holds for every round."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.reviewing.calibration import Disagreement, Leaning, Placed, Scored, calibrate

THIRD = Fraction(1, 3)


def marks(*rows: tuple[int, int, int], criterion: str = "a") -> list[Scored]:
    return [Scored(case, criterion, member, level) for case, member, level in rows]


def test_two_members_one_point_apart_on_both_cases() -> None:
    """Member 1 gives 4 and 2, member 2 gives 3 and 1. With s the leaning of 1 and -s that of 2 the sum is
    4(1/2 - s)² + 2s², least where 12s = 4: 1 leans 1/3 up and 2 as much down. Both judge both, so nothing moves."""
    found = calibrate(marks((10, 1, 4), (10, 2, 3), (20, 1, 2), (20, 2, 1)), {})
    assert found.leanings == (Leaning(1, THIRD, 2), Leaning(2, -THIRD, 2))
    assert found.places == (
        Placed(10, Fraction(7, 2), Fraction(7, 2), 1, 1),
        Placed(20, Fraction(3, 2), Fraction(3, 2), 2, 2),
    )


def test_a_case_that_only_the_strict_one_has_judged_moves_up() -> None:
    """As above, and 2 alone gives case 30 a 3 while 1 alone gives case 40 a 3: without the leanings 3 1/3 and 2 2/3."""
    found = calibrate(marks((10, 1, 4), (10, 2, 3), (20, 1, 2), (20, 2, 1), (30, 2, 3), (40, 1, 3)), {})
    assert {one.case: (one.raw, one.adjusted, one.raw_place, one.place) for one in found.places} == {
        10: (Fraction(7, 2), Fraction(7, 2), 1, 1),
        30: (Fraction(3), Fraction(10, 3), 2, 2),
        40: (Fraction(3), Fraction(8, 3), 2, 3),
        20: (Fraction(3, 2), Fraction(3, 2), 4, 4),
    }


def test_weights_count_between_criteria() -> None:
    said = marks((1, 1, 5)) + marks((1, 1, 1), criterion="b")
    assert [calibrate(said, weights).places[0].raw for weights in ({}, {"a": 3})] == [Fraction(3), Fraction(4)]


def test_the_largest_disagreement_comes_first_and_one_voice_is_none() -> None:
    found = calibrate(marks((1, 1, 0), (1, 2, 5), (2, 1, 3), (2, 2, 4), (2, 3, 3), (3, 1, 5)), {}).disagreements
    assert found == (Disagreement(1, "a", (0, 5)), Disagreement(2, "a", (3, 3, 4)))
    assert [one.distance for one in found] == [5, 1]


def test_whoever_stands_alone_is_not_corrected() -> None:
    assert calibrate(marks((1, 1, 5), (2, 2, 0)), {}).leanings == (
        Leaning(1, Fraction(0), 0),
        Leaning(2, Fraction(0), 0),
    )


def test_nothing_scored_is_nothing_read() -> None:
    found = calibrate([], {})
    assert (found.disagreements, found.leanings, found.places) == ((), (), ())


rounds = st.dictionaries(
    st.tuples(st.integers(1, 5), st.sampled_from("ab"), st.integers(1, 4)), st.integers(0, 5), max_size=24
).map(lambda said: [Scored(*key, level) for key, level in said.items()])


def loss(said: list[Scored], leanings: dict[int, Fraction]) -> Fraction:
    """The sum that the leanings make least, straight from the docstring."""
    items: dict[tuple[int, str], list[Fraction]] = {}
    for row in said:
        items.setdefault((row.case, row.criterion), []).append(row.level - leanings[row.member])
    apart = (sum((value - Fraction(sum(found), len(found))) ** 2 for value in found) for found in items.values())
    return sum(apart, Fraction(0)) + sum((by**2 for by in leanings.values()), Fraction(0))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(rounds)
def test_no_other_leanings_make_the_sum_less(said: list[Scored]) -> None:
    found = {one.member: one.by for one in calibrate(said, {}).leanings}
    assert sum(found.values(), Fraction(0)) == 0
    least = loss(said, found)
    for member, by in found.items():
        for step in (Fraction(1, 50), Fraction(-1, 50)):
            assert loss(said, found | {member: by + step}) > least


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(rounds)
def test_full_agreement_corrects_nothing_and_places_are_those_of_the_scores(said: list[Scored]) -> None:
    alike = [Scored(row.case, row.criterion, row.member, row.case % 6) for row in said]
    found = calibrate(alike, {})
    assert all(one.by == 0 for one in found.leanings)
    assert all(one.distance == 0 for one in found.disagreements)
    assert all((one.raw, one.raw_place) == (one.adjusted, one.place) for one in found.places)
    assert {one.case for one in found.places} == {row.case for row in said}
