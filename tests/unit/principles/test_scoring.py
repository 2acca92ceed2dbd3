import pytest
from hypothesis import given
from hypothesis import strategies as st

from principles.scoring import (
    VALUES,
    Given,
    Principle,
    Tally,
    Tension,
    coverage,
    is_settled,
    lacks_reason,
    tally,
    tensions,
    torn_by_tension,
)

OWN = Principle("own", "a", ("model",))
MODEL = Principle("model", "b", ("own",))
OTHER = Principle("other", "a")
TRIO = (OWN, MODEL, OTHER)


def test_counts_each_answer_and_what_is_unanswered() -> None:
    answers = {"own": Given("follows"), "other": Given("partly", "næsten")}
    assert tally(TRIO, answers) == Tally(
        follows=1, partly=1, deviates=0, not_relevant=0, unanswered=1, settled=2, total=3
    )


def test_an_answer_without_the_reason_it_demands_is_not_settled() -> None:
    counted = tally(TRIO, {"own": Given("not_relevant", "  "), "other": Given("follows")})
    assert (counted.unanswered, counted.settled, counted.missing, counted.complete) == (1, 1, 2, False)


def test_nothing_asked_is_complete() -> None:
    assert tally((), {}).complete is True


@pytest.mark.parametrize(
    ("value", "demands"), [("follows", False), ("partly", True), ("deviates", True), ("not_relevant", True)]
)
def test_every_answer_but_follows_demands_a_reason(value: str, *, demands: bool) -> None:
    assert lacks_reason(Given(value)) is demands
    assert lacks_reason(Given(value, "fordi")) is False


def test_a_confirmation_rests_on_the_reason_it_confirms() -> None:
    assert lacks_reason(Given("deviates", confirms=True)) is False


def test_follows_demands_a_reason_where_a_tension_is_in_play() -> None:
    answers = {"own": Given("deviates", "fordi"), "model": Given("follows")}
    assert torn_by_tension(TRIO, answers) == {"own", "model"}
    assert tally(TRIO, answers).settled == 1
    assert tally(TRIO, answers | {"model": Given("follows", "vi går forrest")}).settled == 2


@pytest.mark.parametrize(
    "pair", [("follows", "follows"), ("deviates", "deviates"), ("follows", "partly"), ("follows", "not_relevant")]
)
def test_a_tension_is_not_in_play_otherwise(pair: tuple[str, str]) -> None:
    answers = {"own": Given(pair[0], "x"), "model": Given(pair[1], "y")}
    assert tensions(TRIO, answers) == (Tension("own", "model", in_play=False),)


def test_a_tension_with_a_principle_that_is_not_answered_is_not_in_play() -> None:
    assert tensions((OWN,), {"own": Given("deviates", "x")}) == (Tension("own", "model", in_play=False),)


def test_coverage_counts_per_group_in_the_order_they_appear() -> None:
    found = coverage(TRIO, {"own": Given("follows"), "other": Given("follows")})
    assert [(group, one.settled, one.total) for group, one in found.items()] == [("a", 2, 2), ("b", 0, 1)]


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown answer 'maybe'"):
        Given("maybe")


def test_no_answer_is_not_settled() -> None:
    assert is_settled(None) is False


@given(st.lists(st.sampled_from([*VALUES, None]), max_size=30))
def test_the_counts_always_add_up(values: list[str | None]) -> None:
    principles = [Principle(str(index)) for index in range(len(values))]
    answers = {str(index): Given(value) for index, value in enumerate(values) if value}
    one = tally(principles, answers)
    assert one.follows + one.partly + one.deviates + one.not_relevant + one.unanswered == one.total == len(values)
    assert one.settled == one.follows
