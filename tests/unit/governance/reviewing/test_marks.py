"""Best and worst among a few values."""

from decimal import Decimal

import pytest

from governance.reviewing.marks import Better, Mark, differs, mark_values

B, W = Mark.BEST, Mark.WORST


@pytest.mark.parametrize(
    ("values", "better", "marks"),
    [
        ((5, 3, 4), Better.HIGHER, (B, W, None)),
        ((5, 3, 4), Better.LOWER, (W, B, None)),
        ((5, 5, 3), Better.HIGHER, (B, B, W)),
        ((5, 5), Better.HIGHER, (None, None)),
        ((5, None), Better.HIGHER, (None, None)),
        ((None, None), Better.LOWER, (None, None)),
        ((-2, 0), Better.HIGHER, (W, B)),
    ],
)
def test_best_and_worst(values, better, marks):
    exact = [None if value is None else Decimal(value) for value in values]
    assert mark_values(exact, better) == marks


def test_values_differ_when_one_does():
    assert [differs(["a", "a"]), differs(["a", "b"]), differs(["", None])] == [False, True, True]
