"""How many different roots lie in an interval, by Sturm's theorem.

Exact whatever the roots' multiplicity and however close they lie, but dear at high degrees: it is asked only
where the rule of signs has no answer (see `isolation`).
"""

from __future__ import annotations

from businesscase.finance.polynomial import derivative, primitive, quotient, remainder, sign_changes, value_at


def sturm_chain(poly: list[int]) -> list[list[int]]:
    """Return Sturm's chain of a polynomial of degree 1 or more, rid of its multiple roots.

    p, p', then each time the negative remainder of the last two. The last one divides all of them;
    without it the chain is that of the polynomial with each root once.
    """
    chain = [primitive(poly), primitive(derivative(poly))]
    while rest := remainder(chain[-2], chain[-1]):
        chain.append(primitive([-value for value in rest]))
    return [quotient(link, chain[-1]) for link in chain]


def count_roots(chain: list[list[int]], start: int, bits: int) -> int:
    """Count the different roots strictly between start / 2^bits and (start + 1) / 2^bits."""
    below = [value_at(link, start, bits) for link in chain]
    above = [value_at(link, start + 1, bits) for link in chain]
    return sign_changes(below) - sign_changes(above) - (above[0] == 0)
