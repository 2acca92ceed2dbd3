"""A kept query answers what the same query answers when it is put together anew, with the values of each time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import ProgrammingError, connection
from django.db.models import Count
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from core.kept_query import KeptQuery
from core.models import Unit, User
from core.statement import Among, Given
from tests.factories.core import make_person, make_unit


@pytest.fixture
def units(db: None) -> list[Unit]:
    area = make_unit("skole", name="Skole")
    return [area, make_unit("dag", parent=area, name="Dagtilbud"), make_unit("aeldre", name="Ældre")]


def state(row: Any) -> dict[str, Any]:
    """Everything a row holds, with what is joined to it."""
    joined = row._state.fields_cache
    return {key: value for key, value in vars(row).items() if key != "_state"} | {
        name: one and state(one) for name, one in joined.items()
    }


def test_whole_rows_come_with_what_is_joined_and_added(units: list[Unit]) -> None:
    def query() -> Any:
        return Unit.objects.select_related("parent").annotate(small=Lower("name"), below=Count("children"))

    with CaptureQueriesContext(connection) as seen:
        mine = KeptQuery(query).rows()
    assert len(seen) == 1
    assert [state(row) for row in mine] == [state(row) for row in query()]
    assert [(row.small, row.parent) for row in mine if row.parent] == [("dagtilbud", units[0])]


def test_a_value_is_told_each_time(units: list[Unit]) -> None:
    kept: KeptQuery[Any] = KeptQuery(lambda: Unit.objects.filter(parent=Given("parent")).values_list("name", "pk"))
    area, below, other = units
    assert [kept.rows(parent=area.pk), kept.rows(parent=other.pk)] == [[("Dagtilbud", below.pk)], []]


def test_a_list_of_values_is_told_each_time(units: list[Unit]) -> None:
    kept = KeptQuery(lambda: Unit.objects.filter(Among("name", "names")).order_by("pk"))
    found = [kept.rows(names=names) for names in (["Skole", "Ældre"], ["Dagtilbud"], [])]
    assert found == [[units[0], units[2]], [units[1]], []]


def test_what_is_told_is_a_value_and_never_a_part_of_the_statement(units: list[Unit]) -> None:
    kept = KeptQuery(lambda: Unit.objects.filter(name=Given("name")))
    assert kept.rows(name="' OR true --") == []
    assert kept.rows(name="Skole") == [units[0]]


def test_a_value_that_is_not_told_is_an_error(units: list[Unit]) -> None:
    kept = KeptQuery(lambda: Unit.objects.filter(name=Given("name")))
    with pytest.raises(ProgrammingError, match="name"):
        kept.rows()


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_all_get_the_rows() -> None:
    people = {make_person(f"Person {number}").pk for number in range(4)}
    kept = KeptQuery(lambda: User.objects.filter(pk=Given("person")))

    def ask(pk: int) -> int:
        try:
            return kept.rows(person=pk)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert set(pool.map(ask, people)) == people
