"""Polynomials with whole coefficients, lowest power first; [] is zero, and the last one is never 0."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import gcd


def sign_changes(values: list[int]) -> int:
    """Count how often consecutive values change sign; zeros are passed over."""
    signs = [value > 0 for value in values if value]
    return sum(before != after for before, after in pairwise(signs))


def shifted(poly: list[int]) -> list[int]:
    """Return p(x + 1), by repeated division by x - 1."""
    rest, found = poly[::-1], []
    while rest:
        rest = list(accumulate(rest))
        found.append(rest.pop())
    return found


def halved(poly: list[int]) -> list[int]:
    """Return 2^n p(x / 2), n the degree: what happens on (0, 1/2), stretched to (0, 1)."""
    degree = len(poly) - 1
    return [value << (degree - power) for power, value in enumerate(poly)]


def stretched(poly: list[int], numerator: int, denominator: int) -> list[int]:
    """Return d^n p(x n/d): what happens on (0, n/d), on (0, 1)."""
    degree = len(poly) - 1
    return [value * numerator**power * denominator ** (degree - power) for power, value in enumerate(poly)]


def value_at(poly: list[int], numerator: int, bits: int) -> int:
    """Return p(numerator / 2^bits) times 2^(bits n): the value's sign, in whole numbers."""
    found, weight = 0, 0
    for value in reversed(poly):
        found = found * numerator + (value << weight)
        weight += bits
    return found


def derivative(poly: list[int]) -> list[int]:
    """Return p'(x)."""
    return [power * value for power, value in enumerate(poly)][1:]


def primitive(poly: list[int]) -> list[int]:
    """Divide by the greatest common divisor of the coefficients; signs stay."""
    common = gcd(*poly)
    return [value // common for value in poly]


def remainder(dividend: list[int], divisor: list[int]) -> list[int]:
    """Return the remainder of a division, times a positive number that keeps it whole."""
    lead, rest = divisor[-1], list(dividend)
    while len(rest) >= len(divisor):
        top = rest.pop() if lead > 0 else -rest.pop()
        rest = [value * abs(lead) for value in rest]
        offset = len(rest) - len(divisor) + 1
        for index, value in enumerate(divisor[:-1], start=offset):
            rest[index] -= top * value
    while rest and not rest[-1]:
        rest.pop()
    return rest


def quotient(dividend: list[int], divisor: list[int]) -> list[int]:
    """Divide by a primitive polynomial that goes up in the dividend."""
    rest, found = list(dividend), []
    while len(rest) >= len(divisor):
        factor = rest[-1] // divisor[-1]
        found.append(factor)
        for index, value in enumerate(divisor, start=len(rest) - len(divisor)):
            rest[index] -= factor * value
        rest.pop()
    return found[::-1]
