import pytest
from django.test import RequestFactory

from core.models import User
from governance.domain.bodies import end_membership
from governance.enums import BodyKind, BodyRole
from governance.selectors.standing import Standing, reader_standing, standing_of
from tests.factories.bodies import days_ago, make_body, make_seat
from tests.factories.core import make_person, tree_of_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return tree_of_units()


def test_who_sits_nowhere_stands_in_the_department_alone(units):
    person = make_person("Anna", unit=units["nat"])
    assert standing_of(person) == Standing(department_id=units["aeldre"].pk, area_id=units["omsorg"].pk)


def test_who_has_no_unit_stands_nowhere():
    assert standing_of(make_person("Anna")) == Standing()


def test_every_seat_counts_and_every_office(units):
    person = make_person("Anna", unit=units["skole"])
    make_seat(make_body(BodyKind.STRATEGY_GROUP), person, BodyRole.CHAIR)
    make_seat(make_body(BodyKind.IT_NETWORK), person, BodyRole.SECRETARY)
    make_seat(make_body(BodyKind.DEPARTMENT_HEADS), person)
    make_seat(make_body(BodyKind.MANAGEMENT), make_person("En anden"), BodyRole.CHAIR)
    assert standing_of(person) == Standing(
        kinds=frozenset({BodyKind.STRATEGY_GROUP, BodyKind.IT_NETWORK, BodyKind.DEPARTMENT_HEADS}),
        chair_of=frozenset({BodyKind.STRATEGY_GROUP}),
        secretary_of=frozenset({BodyKind.IT_NETWORK}),
        department_id=units["skole"].pk,
        area_id=units["boern"].pk,
    )


def test_a_seat_counts_from_its_first_day_through_its_last(units):
    person = make_person("Anna")
    seat = make_seat(make_body(BodyKind.MANAGEMENT), person, since=10)
    end_membership(seat, last_day=days_ago(5), actor=None)
    counted = {days: standing_of(person, days_ago(days)).kinds for days in (11, 10, 5, 4, 0)}
    seated = frozenset({BodyKind.MANAGEMENT})
    assert counted == {11: frozenset(), 10: seated, 5: seated, 4: frozenset(), 0: frozenset()}


def test_a_deputy_has_no_seat(units):
    deputy = make_person("Bo")
    seat = make_seat(make_body(BodyKind.MANAGEMENT), make_person("Anna"))
    seat.deputy = deputy
    seat.save()
    assert standing_of(deputy) == Standing()


def test_a_closed_account_stands_nowhere(units):
    person = make_person("Anna", unit=units["skole"])
    make_seat(make_body(BodyKind.MANAGEMENT), person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert standing_of(person) == Standing()


def test_it_takes_one_query_and_a_request_asks_once(units, django_assert_num_queries):
    person = make_person("Anna", unit=units["skole"])
    for kind in (BodyKind.MANAGEMENT, BodyKind.STRATEGY_GROUP, BodyKind.AUDIT):
        make_seat(make_body(kind), person)
    request = RequestFactory().get("/")
    request.user = person
    with django_assert_num_queries(1):
        first = standing_of(person)
    with django_assert_num_queries(1):
        assert [reader_standing(request) for _time in range(3)] == [first] * 3
