"""What sets the methods apart, in one Danish sentence made from the figures."""

import pytest
from django.utils import translation

from governance.allocation.allocate import allocate
from governance.allocation.candidate import Lock, Question
from governance.policy.messages import MessageKey
from governance.reason_texts import render_message, render_summary
from tests.unit.governance.allocation.questions import candidate, question

SAID = [
    (
        question(
            4_000_000,
            candidate("C", 3_100_000, 40, rank=1),
            candidate("F", "1400000.50", 20, rank=2),
            candidate("H", 1_500_000, 26, rank=3),
        ),
        MessageKey.BEST_SWAPS,
        (
            "Bedste værdi vælger F og H (2.900.000,50 kr.) i stedet for C (3.100.000 kr.) og når en værdi på 46 mod 40"
            " efter rækkefølge og 40 efter rækkefølge med overspring; 1.099.999,50 kr. bliver ikke brugt."
        ),
    ),
    (
        question(100, candidate("A", 60, 5, rank=1), candidate("B", 50, 2, rank=2), candidate("C", 40, "1.5", rank=3)),
        MessageKey.BEST_ADDS,
        (
            "Bedste værdi vælger også C (40 kr.) og når en værdi på 6,5 mod 5 efter rækkefølge og 6,5 efter rækkefølge"
            " med overspring; 0 kr. bliver ikke brugt."
        ),
    ),
    (
        question(100, candidate("A", 60, -5, rank=1)),
        MessageKey.BEST_DROPS,
        (
            "Bedste værdi udelader A (60 kr.) og når en værdi på 0 mod −5 efter rækkefølge og −5 efter rækkefølge med"
            " overspring; 100 kr. bliver ikke brugt."
        ),
    ),
    (
        question(100, candidate("A", 60, 9, rank=1), candidate("B", 50, 2, rank=2), candidate("C", 40, 0, rank=3)),
        MessageKey.BEST_KEEPS_RANK,
        (
            "Bedste værdi vælger de samme som rækkefølgen og når en værdi på 9; rækkefølgen med overspring tager flere"
            " med og når 9."
        ),
    ),
    (
        question(100, candidate("A", 60, 1000)),
        MessageKey.METHODS_AGREE,
        "Alle tre metoder vælger de samme for 60 kr. og når en værdi på 1.000; 40 kr. bliver ikke brugt.",
    ),
    (
        question(5, candidate("A", 60, 9)),
        MessageKey.NOTHING_FITS,
        "Ingen af de tre metoder vælger noget; 5 kr. bliver ikke brugt.",
    ),
]


@pytest.mark.parametrize(("asked", "key", "sentence"), SAID)
def test_the_difference_in_danish(asked: Question, key: MessageKey, sentence: str) -> None:
    difference = allocate(asked).difference
    assert [message.key for message in difference] == [key]
    with translation.override("da"):
        assert render_summary(difference) == sentence


def test_a_long_list_is_named_in_part() -> None:
    many = [candidate(f"P{place}", 1, 1, rank=2) for place in range(9)]
    with translation.override("da"):
        whole = render_summary(allocate(question(9, candidate("first", 10, 1), *many[:6])).difference)
        short = render_summary(allocate(question(9, candidate("first", 10, 1), *many)).difference)
    assert "vælger også P0, P1, P2, P3, P4 og P5 (6 kr.)" in whole
    assert "vælger også P0, P1, P2, P3, P4 og 4 andre (9 kr.)" in short


def alike(count: int, *, mandatory: bool) -> Question:
    """Many proposals of nearly the same size, none of which fills the budget: the hardest kind."""
    odd = [candidate(f"P{i}", 10**6 + i * i * 7919 % 99_991, 10**6 + i * i * 7907 % 99_989) for i in range(count)]
    if mandatory:
        odd = [candidate(one.id, one.amount, one.value, priority=1) for one in odd]
    return question(f"{count * 10**6 // 2}.01", *odd)


@pytest.mark.parametrize(("mandatory", "key"), [(False, MessageKey.NOT_PROVED_WITHIN), (True, MessageKey.NOT_PROVED)])
def test_what_is_not_proved_says_so(mandatory: bool, key: MessageKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.allocation.maximise.MOST_ROWS", 500)
    monkeypatch.setattr("governance.allocation.maximise.WORK", 0)
    allocation = allocate(alike(40, mandatory=mandatory))
    assert allocation.best_value.optimal is False
    assert [message.key for message in allocation.difference][1:] == [key]
    with translation.override("da"):
        said = render_message(allocation.difference[1])
    assert said.startswith("Ansøgningerne er for mange eller for ens til, at bedste værdi kan bevises")


LOCKED = [
    (
        question(1, candidate("A", 1, 1, requires=("B",), locked=Lock.IN), candidate("B", 1, 1, locked=Lock.OUT)),
        "“A” er låst som valgt, men kræver “B”, der er låst som fravalgt.",
    ),
    (
        question(9, candidate("A", 1, 1, excludes=("B",), locked=Lock.IN), candidate("B", 1, 1, locked=Lock.IN)),
        "“A” og “B” udelukker hinanden, men låsene kræver dem begge.",
    ),
    (
        question(9, candidate("A", "9.5", 1, locked=Lock.IN)),
        "Det, der er låst som valgt, koster 9,50 kr. sammen med det, det kræver, men budgettet er 9 kr.",
    ),
]


@pytest.mark.parametrize(("asked", "sentence"), LOCKED)
def test_why_locks_cannot_hold_in_danish(asked: Question, sentence: str) -> None:
    message = allocate(asked).infeasible
    assert message is not None
    with translation.override("da"):
        assert render_message(message) == sentence
