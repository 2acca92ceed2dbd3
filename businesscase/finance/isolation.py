"""All real roots of a polynomial between 0 and 1, each in an interval of its own.

Descartes' rule of signs with bisection (Collins and Akritas, "Polynomial real root isolation using Descartes'
rule of signs", 1976). All in whole numbers, so no root is lost or invented by rounding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from businesscase.finance.polynomial import halved, shifted, sign_changes, value_at
from businesscase.finance.sturm import count_roots, sturm_chain

# 2^-50 of the whole interval: what is still together there is together to fourteen decimals.
FINEST = 50
ACCURATE_BITS = 64


class Piece(NamedTuple):
    """The interval from start / 2^bits to (start + 1) / 2^bits, and the polynomial stretched to (0, 1) on it."""

    start: int
    bits: int
    local: list[int]

    def middle(self) -> Fraction:
        """Return the middle of the interval."""
        return Fraction(2 * self.start + 1, 2 << self.bits)


def roots_between_0_and_1(poly: list[int]) -> list[Fraction]:
    """Return the different real roots in the open interval (0, 1), ascending, to 64 bits.

    A multiple root is given once. Different roots closer than 2^-50 are given as often as there are, at one place.

    Parameters
    ----------
    poly : whole coefficients, lowest power first
        Neither the first nor the last may be 0.

    """
    found, knots, pieces = [], [], [Piece(0, 0, poly)]
    while pieces:
        piece = pieces.pop()
        changes = sign_changes(shifted(piece.local[::-1]))
        if changes == 1:
            found.append(_refined(poly, piece))
        elif changes and piece.bits == FINEST:
            knots.append(piece)
        elif changes:
            left, right = _split(piece)
            pieces += [left, right]
            if len(right.local) < len(left.local):
                found.append(Fraction(right.start, 1 << right.bits))
    return sorted([*found, *_untied(poly, knots)])


def _split(piece: Piece) -> tuple[Piece, Piece]:
    left = halved(piece.local)
    right = shifted(left)
    # A root in the very middle shows as zeros in front; the right half is rid of it.
    while not right[0]:
        right = right[1:]
    bits = piece.bits + 1
    return Piece(2 * piece.start, bits, left), Piece(2 * piece.start + 1, bits, right)


def _refined(poly: list[int], piece: Piece) -> Fraction:
    """Bisect an interval that holds one root until its place is known to 64 bits, absolute and relative."""
    start, bits, rising_from = piece.start, piece.bits, piece.local[0] < 0
    while bits < ACCURATE_BITS or start.bit_length() < ACCURATE_BITS:
        start, bits = 2 * start, bits + 1
        middle = value_at(poly, start + 1, bits)
        if not middle:
            return Fraction(start + 1, 1 << bits)
        if (middle < 0) == rising_from:
            start += 1
    return Piece(start, bits, []).middle()


def _untied(poly: list[int], knots: list[Piece]) -> list[Fraction]:
    """Settle intervals that the rule of signs cannot: a multiple root, very close roots, or none at all."""
    if not knots:
        return []
    chain = sturm_chain(poly)
    return [piece.middle() for piece in knots for _ in range(count_roots(chain, piece.start, piece.bits))]
