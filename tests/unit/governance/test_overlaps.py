"""What falls in the same period, at the edges of the periods and of what a unit may have at once (A7)."""

from datetime import date, timedelta
from itertools import count
from random import Random

import pytest

from governance.policy.overlaps import About, Kind, Undertaking, overlaps

DAY = date(2027, 3, 1)
numbers = count(1)


def made(begins=None, ends=None, *, unit=None, systems=(), kind=Kind.PROJECT) -> Undertaking:
    days = (None if one is None else DAY + timedelta(days=one) for one in (begins, ends))
    return Undertaking(kind, next(numbers), *days, unit, frozenset(systems))


def test_two_that_share_a_single_day_about_one_system_overlap():
    first, second = made(0, 10, systems=[7, 8]), made(10, 20, systems=[7], kind=Kind.CASE)
    (group,) = overlaps([second, first], None)
    assert (group.about, group.key, group.members, group.most) == (About.SYSTEM, 7, (first, second), 2)
    assert (group.since, group.until) == (DAY + timedelta(days=10),) * 2
    assert (group.others(first), group.others(second)) == (1, 1)


def test_the_day_after_is_no_overlap():
    assert overlaps([made(0, 10, systems=[7]), made(11, 20, systems=[7])], None) == ()


def test_neither_do_those_about_different_systems_or_about_none():
    assert overlaps([made(0, 10, systems=[7]), made(0, 10, systems=[8]), made(0, 10), made(0, 10)], None) == ()


@pytest.mark.parametrize(("limit", "found"), [(2, 1), (3, 0), (None, 0)])
def test_a_unit_may_have_as_many_as_the_limit_says(limit, found):
    groups = overlaps([made(0, 10, unit=1) for _ in range(3)] + [made(0, 10, unit=2)], limit)
    assert [(group.about, group.key, group.most) for group in groups] == [(About.UNIT, 1, 3)] * found


def test_more_than_the_limit_in_turn_is_not_more_at_once():
    assert overlaps([made(place * 10, place * 10 + 9, unit=1) for place in range(5)], 1) == ()


def test_only_those_of_the_crowded_days_are_members():
    early, long, short = made(0, 5, unit=1), made(4, 40, unit=1), made(20, 30, unit=1)
    late, apart = made(25, 50, unit=1), made(60, 70, unit=1)
    (group,) = overlaps([apart, late, short, long, early], 2)
    assert (group.members, group.most) == ((long, short, late), 3)
    assert (group.since, group.until) == (DAY + timedelta(days=25), DAY + timedelta(days=30))


def test_what_is_not_stated_has_begun_and_goes_on():
    open_ended, last = made(systems=[7]), made(9_000, 9_001, systems=[7])
    (group,) = overlaps([open_ended, last], None)
    assert (group.members, group.until) == ((open_ended, last), last.ends)
    (group,) = overlaps([made(systems=[7]), made(systems=[7])], None)
    assert (group.since, group.until) == (None, None)


def test_others_are_those_that_share_a_day_with_the_one():
    first, bridge, second = made(0, 10, systems=[7]), made(5, 25, systems=[7]), made(20, 30, systems=[7])
    (group,) = overlaps([first, bridge, second], None)
    assert [group.others(one) for one in group.members] == [1, 2, 1]
    assert group.most == 2


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_walking_along_finds_the_same_as_looking_at_every_day(limit):
    chance = Random(limit)  # noqa: S311 - the same rows each time
    for _round in range(200):
        rows = [made(start := chance.randrange(30), start + chance.randrange(12), unit=1) for _ in range(8)]
        days = [[one for one in rows if one.first <= DAY + timedelta(days=day) <= one.last] for day in range(45)]
        crowd = {one for day in days if len(day) > limit for one in day}
        groups = overlaps(rows, limit)
        assert {one for group in groups for one in group.members} == crowd
        assert [group.most for group in groups] == ([max(map(len, days))] if crowd else [])
