"""The person for whom a kept query reads, told when it is asked (`core.kept_query`)."""

from typing import TYPE_CHECKING, Self

from core.statement import Given

if TYPE_CHECKING:
    from core.models import User

NAME = "person"


class GivenPerson(Given):
    """A person in office as a rule of visibility looks at one: only the rights are known beforehand.

    So the one rule of who sees what serves the kept queries as well. People of the same rights share a query, which
    takes the key of the one it is for as `person`.
    """

    is_active = True

    def __init__(self, rights: frozenset[str] | None) -> None:
        """Take the rights on all rows; None for somebody who has every right."""
        super().__init__(NAME)
        self._rights = rights

    @classmethod
    def like(cls, person: "User") -> Self:
        """Return one with the rights of `person`."""
        return cls(rights_of(person))

    @property
    def pk(self) -> Self:
        """The key, told later as well."""
        return self

    def has_perm(self, perm: str) -> bool:
        """Answer for all rows."""
        return self._rights is None or perm in self._rights


def rights_of(person: "User") -> frozenset[str] | None:
    """Return what tells one kept query from another."""
    return None if person.is_superuser else person.rights
