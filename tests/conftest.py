"""What every test stands on."""

import os

import pytest


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database where it is: the private server that it stands on goes with the run (`tests.servers`)."""
    return "PEJLING_TEST_DATABASE_URL" not in os.environ
