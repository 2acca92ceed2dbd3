"""People as their pages show them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from core.models import Unit, User
from core.selectors.units import branch_ids

if TYPE_CHECKING:
    from django.db.models import QuerySet

SUGGESTED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list of people is narrowed to; `unit` stands for its whole branch."""

    text: str = ""
    unit: Unit | None = None
    closed: bool = False


def people(wanted: PeopleFilter) -> "QuerySet[User]":
    """Return the people that fit, in Danish order, with their units."""
    found = User.objects.select_related("unit").filter(is_active=not wanted.closed)
    for word in wanted.text.split():
        found = found.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(email__icontains=word))
    return found.filter(unit__in=branch_ids(wanted.unit)) if wanted.unit else found


def suggested_people() -> tuple[User, ...]:
    """Return the people to suggest while a name is typed; none where they are too many to send along."""
    found = tuple(User.objects.active()[: SUGGESTED_AT_MOST + 1])
    return found if len(found) <= SUGGESTED_AT_MOST else ()
