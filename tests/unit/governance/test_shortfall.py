"""The place in line, the missing money and what would have changed it: worked by hand, then properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.cause_texts import change_sentences, fact_sentences
from governance.enums import Verdict
from governance.policy.shortfall import Asker, Outcome, Place, Shortfall, WhatIf, stand_in_line, what_would_change

# Fourteen ask; the pool holds the first seven, and the ninth asks for 1.500.000.
LINE = [Asker(number, Decimal(500_000), 2, Decimal(50 - number) / 10) for number in range(1, 15)]
LINE[8] = Asker(9, Decimal(1_500_000), 2, Decimal("4.1"))
LEFT = Decimal(3_800_000)


def test_the_ninth_of_fourteen() -> None:
    place = stand_in_line(9, LINE, LEFT)
    assert place == Place(9, 14, 7, Decimal(300_000), Decimal(1_200_000))
    facts = Shortfall(
        applied=Decimal(1_500_000),
        year=2027,
        left=LEFT,
        place=place,
        weakest="Effektivisering",
        weakest_mean=Decimal("2.40"),
    )
    assert fact_sentences(facts) == (
        "Nr. 9 af 14.",
        "Puljen for 2027 slap op efter nr. 7.",
        "Der mangler 1.200.000 kr. i puljen.",
        "Det laveste gennemsnit fik “Effektivisering”: 2,4 af 5 point.",
    )
    assert change_sentences(facts, Verdict.REJECTED, by_principle=False, name="Effektivisering") == (
        "En ansøgning på højst 300.000 kr., eller 1.200.000 kr. mere i puljen.",
        "En plads som nr. 7 eller bedre.",
    )


def test_what_is_mandatory_goes_first_and_what_nobody_scored_goes_last() -> None:
    line = [
        Asker(1, Decimal(1), 2, None),
        Asker(2, Decimal(1), 2, Decimal(1)),
        Asker(3, Decimal(1), 1, None),
        Asker(4, Decimal(1), 2, Decimal(1)),
    ]
    assert [stand_in_line(number, line, Decimal(4)).number for number in (3, 2, 4, 1)] == [1, 2, 3, 4]


def test_the_money_ends_at_the_first_that_it_does_not_hold() -> None:
    line = [Asker(1, Decimal(10), 1, None), Asker(2, Decimal(3), 2, None)]
    assert stand_in_line(2, line, Decimal(5)) == Place(2, 2, 0, Decimal(5), Decimal(0))
    assert stand_in_line(1, line, Decimal(-5)) == Place(1, 2, 0, Decimal(0), Decimal(10))


def test_what_is_kept_for_mandatory_solutions_holds_no_other_case() -> None:
    """The first is mandatory and draws on what is kept; the second may use 50.000, the pool's 400.000 less 350.000."""
    line = [Asker(1, Decimal(100_000), 1, None), Asker(2, Decimal(100_000), 2, None)]
    place = stand_in_line(2, line, Decimal(500_000), Decimal(450_000))
    assert place == Place(2, 2, 1, Decimal(50_000), Decimal(50_000), Decimal(350_000))
    facts = Shortfall(applied=Decimal(100_000), year=2027, left=Decimal(500_000), place=place)
    assert fact_sentences(facts) == (
        "Nr. 2 af 2.",
        "Puljen for 2027 slap op efter nr. 1.",
        "350.000 kr. er holdt tilbage til forventede obligatoriske løsninger.",
        "Der mangler 50.000 kr. i puljen.",
    )
    assert stand_in_line(1, line, Decimal(500_000), Decimal(450_000)).missing == 0
    assert Shortfall.from_record(facts.as_record()) == facts


def test_one_that_got_its_money_by_exception_does_not_end_the_line() -> None:
    line = [Asker(1, Decimal(60), 2, Decimal(5), paid=True), Asker(2, Decimal(30), 2, Decimal(4))]
    assert stand_in_line(2, line, Decimal(100), Decimal(50)) == Place(2, 2, 1, Decimal(0), Decimal(30), Decimal(40))


def test_facts_of_an_earlier_release_are_still_read() -> None:
    record = Shortfall(year=2027, place=Place(1, 1, 1, Decimal(5), Decimal(0))).as_record()
    del record["place"]["kept_dkk"]
    assert Shortfall.from_record(record).place == Place(1, 1, 1, Decimal(5), Decimal(0))


@pytest.mark.parametrize(
    ("facts", "outcome", "by_principle", "expected"),
    [
        (Shortfall(), Outcome.ENDED, False, (WhatIf.STRONGER,)),
        (Shortfall(), Outcome.ENDED, True, (WhatIf.PRINCIPLE_FOLLOWED,)),
        (Shortfall(), Outcome.WAITS, False, (WhatIf.AWAITED,)),
        (Shortfall(), Outcome.REVISED, True, (WhatIf.REVISED,)),
        (Shortfall(place=Place(1, 1, 0, Decimal(0), Decimal(5))), Outcome.WAITS, False,
         (WhatIf.MORE_MONEY, WhatIf.AWAITED)),
        (Shortfall(place=Place(2, 2, 2, Decimal(9), Decimal(0))), Outcome.IN_PART, False, (WhatIf.STRONGER,)),
    ],
)  # fmt: skip
def test_what_would_have_changed_it(facts: Shortfall, outcome: Outcome, *, by_principle: bool, expected: tuple) -> None:
    assert what_would_change(facts, outcome, by_principle=by_principle) == expected


amounts = st.integers(0, 1000).map(Decimal)
askers = st.lists(st.tuples(amounts, st.sampled_from([1, 2]), st.none() | amounts), min_size=1, max_size=12)


@given(askers, amounts, st.integers(0, 11))
def test_whoever_lies_within_reach_lacks_nothing_and_the_first_beyond_lacks_something(rows, left, chosen) -> None:
    line = [Asker(number, *row) for number, row in enumerate(rows)]
    asker = line[chosen % len(line)]
    place = stand_in_line(asker.id, line, left)
    assert 1 <= place.number <= place.of == len(line)
    if place.number <= place.reach:
        assert place.missing == 0
    elif place.number == place.reach + 1:
        assert place.missing > 0
    assert place.missing in (0, asker.amount - place.room)


def test_the_facts_are_kept_as_they_were() -> None:
    facts = Shortfall(
        applied=Decimal("1500000.50"), year=2027, left=LEFT, place=stand_in_line(9, LINE, LEFT), weakest_mean=Decimal(2)
    )
    assert Shortfall.from_record(facts.as_record()) == facts
