"""The demo's rises of prices and wages, entered by its administrator."""

from decimal import Decimal
from typing import Any

from core import clock
from core.models import User
from governance.domain.price_development import Rise, enter_rise
from governance.enums import PriceSeries


def enter_rises(content: dict[str, Any], administrator: User) -> None:
    """Enter the file's rises, year by year."""
    today = clock.today()
    first = today.year + content["first_year_offset"]
    for series in PriceSeries:
        for year, percent in enumerate(content[series], start=first):
            rise = Rise(series, year, Decimal(percent), today, content["source"])
            enter_rise(rise, actor=administrator)
