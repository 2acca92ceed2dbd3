"""Sets of small whole numbers, held as the bits of one: a union of ten thousand is one operation."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt


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


def marks_of(mask: int, count: int) -> npt.NDArray[np.bool_]:
    """Return whether each number below `count` is in the set."""
    octets = np.frombuffer(mask.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=count, bitorder="little").astype(np.bool_)
