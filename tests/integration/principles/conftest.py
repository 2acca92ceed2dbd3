import pytest

from tests.factories.principles import Cast, load_sets, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    load_sets()
    return make_cast()
