"""Theme points of the leadership meetings, made by the moves themselves."""

from datetime import time, timedelta
from typing import Any

from core import clock
from core.models import User
from governance.domain.theme_points import FollowUp, Theme, plan_theme, record_theme
from governance.models import ThemePoint
from tests.factories.governance import Town, in_days

SAID = {"title": "Færre opkald", "text": "Hvad skal først?", "begins": time(9), "place": "Rådhuset"}


def make_theme(town: Town, actor: User | None = None, *, days: int = 7, **given: Any) -> ThemePoint:
    """Let IT, or somebody else, plan a point for the area of `director`, with `it` as the participant."""
    said = {**SAID, "area": town.units["welfare"], "day": in_days(days), "participant": town.it, **given}
    return plan_theme(Theme(**said), actor=actor or town.it)


def make_held(town: Town, **given: Any) -> ThemePoint:
    """Make a point of a meeting that was held two days ago; nobody has said what came of it."""
    with clock.standing_at(clock.now() - timedelta(days=9)):
        return make_theme(town, **given)


def make_followed(town: Town, *, due: int = 5, **given: Any) -> ThemePoint:
    """Make a point that `head` follows up on within five days."""
    row = make_held(town, **given)
    follow_up = FollowUp("Lav en plan", town.head, in_days(due))
    return record_theme(row, outcome="Vi begynder med tider", follow_up=follow_up, actor=town.it)
