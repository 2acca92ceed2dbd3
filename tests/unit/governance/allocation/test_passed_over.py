"""Why a proposal was not selected, and whom it would have outdone (C17)."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from governance.allocation.allocate import allocate
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.passed_over import Cause, PassedOver, tell_passed_over
from tests.unit.governance.allocation.questions import candidate, question, questions


def causes(asked: Question, *selected: str, by_rank: bool = False) -> dict[str, Cause]:
    return {one.id: one.cause for one in tell_passed_over(asked, selected, by_rank=by_rank)}


def test_each_cause_is_named() -> None:
    asked = question(
        100,
        candidate("in", 40, 5, excludes=("barred",)),
        candidate("out", 1, 9, locked=Lock.OUT),
        candidate("lonely", 1, 9, requires=("out",)),
        candidate("barred", 1, 9),
        candidate("dear", 70, 9),
        candidate("kept", 30, 9),
        candidate("school", 15, 9, unit="skole"),
        candidate("worthless", 1, 0),
        candidate("fine", 1, 1),
        unit_limits=(("skole", Decimal(10)),),
        other_limit=Decimal(60),
    )
    assert causes(asked, "in") == {
        "out": Cause.LOCKED_OUT,
        "lonely": Cause.REQUIRED_MISSING,
        "barred": Cause.EXCLUDED,
        "dear": Cause.RESERVED,
        "kept": Cause.RESERVED,
        "school": Cause.UNIT_LIMIT,
        "worthless": Cause.NO_GAIN,
        "fine": Cause.OTHERS_BETTER,
    }


def test_it_says_how_much_is_missing_and_who_stands_in_the_way() -> None:
    asked = question(100, candidate("a", 80, 5), candidate("b", 30, 7), candidate("c", 1, 1, requires=("b", "a")))
    assert tell_passed_over(asked, ["a"]) == (
        PassedOver("b", Cause.NO_ROOM, missing=Decimal(10), outdone=("a",)),
        PassedOver("c", Cause.REQUIRED_MISSING, others=("b",)),
    )


def test_by_rank_says_that_the_ranking_stopped_before_it() -> None:
    asked = question(100, candidate("first", 60, 1), candidate("dear", 60, 9), candidate("small", 40, 3))
    assert causes(asked, "first", by_rank=True) == {"dear": Cause.NO_ROOM, "small": Cause.STOPPED}


def test_mandatory_ones_and_those_locked_in_are_never_outdone() -> None:
    asked = question(
        100,
        candidate("law", 40, 0, priority=1),
        candidate("locked", 30, 1, locked=Lock.IN),
        candidate("chosen", 30, 2),
        candidate("left", 50, 3),
    )
    assert tell_passed_over(asked, ["law", "locked", "chosen"])[0].outdone == ("chosen",)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(questions(most=8))
def test_best_value_passes_over_nothing_that_it_could_have_had_for_its_value(asked: Question) -> None:
    allocation = allocate(asked)
    if allocation.infeasible is None:
        chosen = allocation.best_value.ids
        told = tell_passed_over(asked, chosen)
        assert {one.id for one in told} | set(chosen) == {one.id for one in asked.candidates}
        circles = {one.id for one in asked.candidates if one.requires or one.id in one.excludes}
        # One by itself that fits, breaks no rule and adds value would have been taken: only what pulls others along,
        # with values below 0, is left although it could be had.
        assert [one.id for one in told if one.cause == Cause.OTHERS_BETTER and one.id not in circles] == []


def test_where_each_year_has_its_limit_the_year_that_lacks_most_is_named() -> None:
    def over(name: str, first: int, second: int, priority: int = 2) -> Candidate:
        years = ((2026, Decimal(first)), (2027, Decimal(second)))
        return candidate(name, first + second, 9, priority, years=years)

    asked = question(
        100,
        over("in", 40, 30),
        over("later", 5, 50),
        over("now", 30, 40),
        over("kept", 0, 15),
        over("law", 0, 15, priority=1),
        year_limits=((2026, Decimal(50)), (2027, Decimal(50))),
        other_year_limits=((2026, Decimal(50)), (2027, Decimal(40))),
        other_limit=Decimal(90),
    )
    assert [(one.id, one.cause, one.year, one.missing) for one in tell_passed_over(asked, {"in"})] == [
        ("later", Cause.YEAR_RESERVED, 2027, Decimal(40)),
        ("now", Cause.YEAR_RESERVED, 2027, Decimal(30)),
        ("kept", Cause.YEAR_RESERVED, 2027, Decimal(5)),
        ("law", Cause.OTHERS_BETTER, None, Decimal(0)),
    ]
    plain = replace(asked, other_year_limits=(), other_limit=None)
    assert [(one.id, one.cause, one.year, one.missing) for one in tell_passed_over(plain, {"in"})][:2] == [
        ("later", Cause.YEAR_LIMIT, 2027, Decimal(30)),
        ("now", Cause.YEAR_LIMIT, 2026, Decimal(20)),
    ]
