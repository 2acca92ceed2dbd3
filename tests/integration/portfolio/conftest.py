"""Who takes part in the tests of proposals."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from core import panels, providers
from core.models import Unit, User
from core.selectors import parameters
from portfolio.domain.completeness import gaps
from portfolio.steps import own_steps
from tests.factories.core import make_person, tree_of_units

CRITERIA = [("efficiency", "Væsentlig effektivisering", "Altid med positiv business case"), ("directed", "Anvist", "")]


@dataclass(frozen=True)
class Cast:
    """`neighbour` belongs to the author's area, `stranger` to another; `reviewer` sees every submitted case."""

    units: dict[str, Unit]
    author: User
    editor: User
    owner: User
    neighbour: User
    stranger: User
    reviewer: User


@pytest.fixture(autouse=True)
def _portfolio_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave the slots of the apps above empty: these tests are about the portfolio, whoever builds on it.

    What the process has kept of those slots is forgotten before and after, so that no other test meets it.
    """
    monkeypatch.setattr(panels, "_panels", defaultdict(list))
    monkeypatch.setattr(providers, "_providers", defaultdict(list))
    providers.register("wizard_steps", own_steps)
    providers.register("proposal_gaps", gaps)
    providers.register("pool_criteria", lambda *_request: CRITERIA)
    parameters._queries.cache_clear()
    yield
    parameters._queries.cache_clear()


@pytest.fixture
def cast(db: None) -> Cast:
    units = tree_of_units()
    return Cast(
        units=units,
        author=make_person("Anna Holm", unit=units["aeldre"]),
        editor=make_person("Emil Kjær", unit=units["skole"]),
        owner=make_person("Ole Ørsted", unit=units["skole"]),
        neighbour=make_person("Nina Dam", unit=units["nord"]),
        stranger=make_person("Sara Lund", unit=units["skole"]),
        reviewer=make_person("Rikke Bak", "portfolio.view_submitted_proposals", unit=units["skole"]),
    )


@pytest.fixture
def browse() -> Callable[[User], Client]:
    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return browser
