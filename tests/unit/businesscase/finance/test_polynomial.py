from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from businesscase.finance.isolation import roots_between_0_and_1
from businesscase.finance.polynomial import (
    derivative,
    halved,
    primitive,
    quotient,
    remainder,
    shifted,
    sign_changes,
    stretched,
    value_at,
)
from businesscase.finance.sturm import count_roots, sturm_chain

POLY = st.lists(st.integers(-50, 50), min_size=1, max_size=8).filter(lambda poly: poly[-1] != 0)


def value(poly: list[int], at: Fraction | int) -> Fraction:
    return sum((Fraction(at) ** power * each for power, each in enumerate(poly)), Fraction(0))


def product(*polys: list[int]) -> list[int]:
    found = [1]
    for poly in polys:
        longer = [0] * (len(found) + len(poly) - 1)
        for i, a in enumerate(found):
            for j, b in enumerate(poly):
                longer[i + j] += a * b
        found = longer
    return found


@pytest.mark.parametrize(
    ("values", "changes"), [([], 0), ([1, 2], 0), ([-1, 0, 2], 1), ([1, -1, 0, 0, -1, 1], 2), ([0, 0], 0)]
)
def test_sign_changes_pass_over_zeros(values: list[int], changes: int) -> None:
    assert sign_changes(values) == changes


@given(poly=POLY, at=st.fractions(-3, 3, max_denominator=9))
def test_moved_polynomials_take_the_values_they_should(poly: list[int], at: Fraction) -> None:
    degree = len(poly) - 1

    assert value(shifted(poly), at) == value(poly, at + 1)
    assert value(halved(poly), at) == 2**degree * value(poly, at / 2)
    assert value(stretched(poly, 10, 3), at) == 3**degree * value(poly, at * 10 / 3)


@given(poly=POLY, numerator=st.integers(-99, 99), bits=st.integers(0, 9))
def test_value_at_is_exact(poly: list[int], numerator: int, bits: int) -> None:
    at = Fraction(numerator, 2**bits)

    assert value_at(poly, numerator, bits) == value(poly, at) * 2 ** (bits * (len(poly) - 1))


def test_derivative_and_primitive() -> None:
    assert derivative([5, 4, 3, 2]) == [4, 6, 6]
    assert primitive([-4, 6, 0, 10]) == [-2, 3, 0, 5]


@given(divisor=POLY, factor=POLY, rest=POLY)
def test_division(divisor: list[int], factor: list[int], rest: list[int]) -> None:
    assume(len(rest) < len(divisor))
    whole = product(primitive(divisor), factor)
    with_rest = [a + b for a, b in zip(whole, rest + [0] * len(whole), strict=False)]
    left = remainder(with_rest, primitive(divisor))

    assert quotient(whole, primitive(divisor)) == factor
    assert remainder(whole, primitive(divisor)) == []
    # The remainder is the rest times a positive number.
    assert len(left) == len(rest)
    assert left[-1] * rest[-1] > 0
    assert [each * rest[-1] for each in left] == [each * left[-1] for each in rest]


@settings(deadline=None)
@given(
    roots=st.lists(st.fractions(Fraction(1, 40), Fraction(39, 40), max_denominator=40), min_size=1, max_size=4),
    start=st.integers(0, 7),
)
def test_sturm_counts_each_root_once_and_the_ends_not(roots: list[Fraction], start: int) -> None:
    poly = product([3, 0, 1], *([-root.numerator, root.denominator] for root in roots))
    inside = {root for root in roots if Fraction(start, 8) < root < Fraction(start + 1, 8)}

    assert count_roots(sturm_chain(poly), start, 3) == len(inside)


def test_sturm_leaves_out_roots_at_either_end() -> None:
    chain = sturm_chain(product([-1, 4], [-1, 2], [-1, 2]))

    assert [count_roots(chain, start, 2) for start in range(4)] == [0, 0, 0, 0]
    assert [count_roots(chain, start, 1) for start in range(2)] == [1, 0]


@settings(deadline=None)
@given(roots=st.lists(st.fractions(Fraction(1, 64), 2, max_denominator=64), min_size=1, max_size=6))
def test_isolation_finds_the_roots_inside(roots: list[Fraction]) -> None:
    poly = product(*([-root.numerator, root.denominator] for root in roots))
    found = roots_between_0_and_1(poly)
    inside = sorted({root for root in roots if 0 < root < 1})

    assert len(found) == len(inside)
    assert all(abs(one - other) < Fraction(1, 2**50) for one, other in zip(found, inside, strict=True))


def test_close_roots_are_told_apart_and_counted_where_they_cannot() -> None:
    apart, together = 2**40, 2**60
    two = roots_between_0_and_1(product([-apart, 2 * apart - 2], [-apart, 2 * apart]))
    knot = roots_between_0_and_1(product([-together, 3 * together - 2], [-together, 3 * together]))
    none = roots_between_0_and_1([together**2 // 9 + 1, -2 * together**2 // 3, together**2])

    assert [len(set(two)), len(two)] == [2, 2]
    assert [len(set(knot)), len(knot)] == [1, 2]
    assert none == []
