"""What every test stands on."""

import os

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests import standing

# How fast the machine is says nothing of a property.
settings.register_profile("pejling", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pejling")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database where it is: the private server that it stands on goes with the run (`tests.servers`)."""
    return "PEJLING_TEST_DATABASE_URL" not in os.environ


@pytest.fixture(scope="session", autouse=True)
def _soon_emptied() -> None:
    """Let a test that commits empty the tables that have rows, instead of every table and the migrations' own rows."""
    TransactionTestCase._fixture_teardown = lambda _self: standing.clear()


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the factories know what the test patches."""
    standing.watch(monkeypatch)
