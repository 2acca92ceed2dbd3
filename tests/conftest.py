"""What every test stands on."""

import os

import pytest
from hypothesis import HealthCheck, settings

# How fast the machine is says nothing of a property.
settings.register_profile("pejling", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pejling")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database where it is: the private server that it stands on goes with the run (`tests.servers`)."""
    return "PEJLING_TEST_DATABASE_URL" not in os.environ
