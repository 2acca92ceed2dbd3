"""The people and units of the benchmark's municipality."""

import random
from dataclasses import dataclass

from core.models import Unit, User


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what the rows point at."""

    people: tuple[User, ...]
    units: tuple[Unit, ...]
    members: tuple[User, ...]
    chance: random.Random

    def person(self) -> User:
        """Return somebody."""
        return self.chance.choice(self.people)
