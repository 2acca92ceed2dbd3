"""Values of the policy in the demo: one that took over last year, and one that is to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from core import clock
from core.models import User
from governance.domain.policy_values import NewValue, set_value

WARNING = (
    "it_warning_days",
    Decimal(2),
    "Direktionens møde, punkt 7",
    "IT når at svare på to dage, når sagen er klar.",
)
DECISION = (
    "decision_days",
    Decimal(8),
    "Direktionens møde, punkt 11",
    "Direktionen mødes hver uge, så sagerne kan besluttes hurtigere.",
)


def value_road(administrator: User, start: datetime) -> Iterator[datetime]:
    """Yield when a value is set; what follows is that it is."""
    today = start.astimezone(clock.COPENHAGEN).date()
    for said, decided, begins in ((WARNING, 300, -270), (DECISION, 12, 30)):
        yield start - timedelta(days=decided)
        key, value, source, note = said
        set_value(NewValue(key, value, today + timedelta(days=begins), source, note), actor=administrator)
