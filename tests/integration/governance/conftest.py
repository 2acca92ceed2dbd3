import pytest

from tests.factories.governance import Town, make_town


@pytest.fixture
def town(db) -> Town:
    return make_town()


@pytest.fixture
def odense(db) -> Town:
    return make_town("odense")
