"""Sets of small whole numbers, held as the bits of one: a union of ten thousand is one operation."""

from collections.abc import Iterable, Iterator


def bits_of(numbers: Iterable[int]) -> int:
    """Return the set of `numbers`."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def iterate_bits(mask: int) -> Iterator[int]:
    """Yield the numbers in the set, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
