"""The pool's years as the rules read them (B13, D9, D10)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core import clock
from governance.models import Pool, PoolYear
from governance.policy.pool_case import PoolState

if TYPE_CHECKING:
    from django.db.models import QuerySet


def the_pool() -> Pool | None:
    """Return the installation's pool, or None before its first frame."""
    return Pool.objects.first()


def open_years() -> "QuerySet[PoolYear]":
    """Return the years that can be allocated from, this one and those to come, in the order of their locks."""
    return PoolYear.objects.filter(pool__in=Pool.objects.all()[:1], year__gte=clock.today().year).order_by("year")


def lock_years(years: Iterable[int]) -> dict[int, PoolYear]:
    """Return the open ones of `years`, locked until the transaction ends; always in the same order."""
    rows = open_years().filter(year__in=list(years)).select_for_update(of=("self",))
    return {row.year: row for row in rows}


def state_of(year: PoolYear) -> PoolState:
    """Return a year as the rules hold a case against it."""
    return PoolState(
        frame=year.available,
        committed_mandatory=year.spoken_for_mandatory,
        committed_other=year.spoken_for_other,
        expected_mandatory=year.still_expected,
    )
