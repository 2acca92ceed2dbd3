"""What a decision under way would take of the money that is kept for mandatory solutions."""

from decimal import Decimal

import pytest

from governance.selectors.pool_lines import PoolLine


@pytest.mark.parametrize(
    ("share", "expected", "eats"),
    [(0, 450, 0), (50, 450, 0), (51, 450, 1), (100, 450, 50), (500, 450, 450), (501, 450, 0), (100, 0, 0)],
)
def test_what_is_kept_is_eaten_into_from_the_krone_beyond(share: int, expected: int, eats: int) -> None:
    """Of 500; a share that the pool does not hold at all is told of in another way."""
    line = PoolLine(2027, Decimal(500), Decimal(0), Decimal(0), Decimal(expected), Decimal(share))
    assert line.eats_into_kept == eats
