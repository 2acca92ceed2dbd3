import threading
from contextlib import closing, suppress
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from core import clock
from core.domain.refusal import Refused
from core.enums import UnitKind
from core.models import AuditEntry, User
from governance.domain.bodies import (
    Powers,
    align_all_rights,
    align_rights,
    appoint,
    create_body,
    end_membership,
    may_manage_seats,
    name_deputy,
    seat_member,
)
from governance.domain.rights import RIGHTS, grant_rights
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership
from governance.selectors.bodies import body_lines, body_page, seats_of, uncovered_areas
from governance.tasks import align_rights as align_rights_job
from tests.factories.bodies import days_ago, make_body, make_seat
from tests.factories.core import make_administrator, make_person, make_unit, tree_of_units

pytestmark = pytest.mark.django_db
MEMBER, CHAIR, SECRETARY = BodyRole.MEMBER, BodyRole.CHAIR, BodyRole.SECRETARY
SEES = "portfolio.view_submitted_proposals"
REPORTS = "governance.open_reports"


@pytest.fixture
def group() -> Body:
    return make_body(BodyKind.STRATEGY_GROUP)


@pytest.fixture
def anna() -> User:
    return make_person("Anna Lund")


@pytest.fixture
def bo() -> User:
    return make_person("Bo Lind")


def register(body: Body) -> list[tuple[str, str, date, date | None]]:
    """Every seat there is or has been, oldest first."""
    rows = body.memberships.order_by("valid_from", "pk")
    return list(rows.values_list("person__name", "role", "valid_from", "valid_to"))


def fresh(person: User) -> User:
    """The person without the rights that were remembered."""
    return User.objects.get(pk=person.pk)


def acts() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.order_by("sequence").values_list("act", "actor_name")
    return [row for row in rows if not row[0].startswith(("person.create", "unit."))]


def later(days: int):
    """Let the clock stand that many days from now."""
    return clock.standing_at(clock.now() + timedelta(days=days))


def test_a_body_has_its_powers_its_group_and_the_rights_of_its_kind():
    body = make_body(BodyKind.IT_NETWORK, Powers(advises=True), source="[003]")
    assert (body.decides, body.recommends, body.advises, body.hears) == (False, False, True, False)
    assert body.source == "[003]"
    assert [one.codename for one in body.group.permissions.all()] == ["open_reports", "view_submitted_proposals"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.data) == (
        "body.create",
        None,
        {"kind": "it_network", "decides": False, "recommends": False, "advises": True, "hears": False},
    )


@pytest.mark.parametrize(
    ("kind", "rights"),
    [
        (BodyKind.COUNCIL, set()),
        (BodyKind.MANAGEMENT, {SEES, REPORTS}),
        (BodyKind.STRATEGY_GROUP, {SEES, REPORTS, "governance.take_part_in_reviews"}),
        (BodyKind.IT_DEPARTMENT, {SEES, REPORTS, "principles.answer_architecture", "portfolio.keep_systems"}),
        (BodyKind.IT_NETWORK, {SEES, REPORTS}),
        (BodyKind.DEPARTMENT_HEADS, set()),
        (BodyKind.AUDIT, {SEES, REPORTS, "core.view_all_acts"}),
        (BodyKind.ADMINISTRATION, {"core.manage_organisation", "portfolio.keep_systems", REPORTS}),
    ],
)
def test_a_seat_gives_these_rights_and_no_others(kind, rights, anna):
    make_seat(make_body(kind), anna)
    assert fresh(anna).get_all_permissions() == rights
    assert set(RIGHTS[kind]) == rights


def test_rights_that_were_not_there_are_given_later_and_strange_ones_taken(group):
    group.group.permissions.clear()
    group.group.permissions.add(*Group.objects.create(name="x").permissions.all())
    grant_rights(group)
    grant_rights(group)
    rights = {one.codename for one in group.group.permissions.all()}
    assert rights == {"view_submitted_proposals", "open_reports", "take_part_in_reviews"}


@pytest.mark.parametrize(("kind", "code"), [("strategy_group", "ny"), ("management", "strategy-group")])
def test_a_kind_and_a_code_are_taken_once(group, kind, code):
    with pytest.raises(Refused):
        create_body(kind=BodyKind(kind), code=code, name="To", powers=Powers(), actor=None)
    assert (Body.objects.count(), Group.objects.count()) == (1, 1)


def test_only_an_administrator_creates_a_body(anna):
    with pytest.raises(Refused):
        create_body(kind=BodyKind.AUDIT, code="r", name="R", powers=Powers(), actor=anna)
    assert (Body.objects.count(), Group.objects.count()) == (0, 0)


def test_a_seat_begins_and_the_rights_with_it(group, anna):
    admin = make_administrator()
    seat_member(group, anna, role=CHAIR, valid_from=days_ago(0), actor=admin)
    assert register(group) == [("Anna Lund", "chair", days_ago(0), None)]
    assert fresh(anna).has_perm(SEES)
    assert acts()[-2:] == [("body.seat", "Admin Lund"), ("person.join_group", "Admin Lund")]
    data = AuditEntry.objects.get(act="body.seat").data
    assert data == {
        "person": "Anna Lund",
        "role": "chair",
        "from": days_ago(0).isoformat(),
        "until": None,
        "deputy": "",
    }


def test_a_seat_to_come_gives_nothing_until_its_day(group, anna):
    make_seat(group, anna, since=-2)
    assert not fresh(anna).has_perm(SEES)
    with later(1):
        assert align_rights_job() == 0
    with later(2):
        assert align_rights_job() == 1
        assert align_rights_job() == 0
    assert fresh(anna).has_perm(SEES)


def test_a_seat_ends_and_the_rights_go_the_day_after(group, anna):
    seat = make_seat(group, anna)
    end_membership(seat, last_day=days_ago(0), actor=None)
    assert align_all_rights() == 0
    assert fresh(anna).has_perm(SEES)
    with later(1):
        assert align_all_rights() == 1
    assert not fresh(anna).has_perm(SEES)
    assert acts()[-1] == ("person.leave_group", "")


def test_a_seat_that_ended_yesterday_takes_its_rights_at_once(group, anna):
    end_membership(make_seat(group, anna), last_day=days_ago(1), actor=None)
    assert register(group) == [("Anna Lund", "member", days_ago(100), days_ago(1))]
    assert not fresh(anna).has_perm(SEES)


def test_someone_put_in_the_group_by_hand_is_taken_out(group, anna):
    anna.groups.add(group.group)
    assert align_rights(group) == 1
    assert not fresh(anna).has_perm(SEES)


def test_what_a_seat_refuses(group, anna, bo):
    closed = make_person("Carl Lukket")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    closed.refresh_from_db()
    make_seat(group, anna, CHAIR)
    before, written = register(group), acts()
    for refused in (
        {"person": closed},
        {"person": anna},
        {"person": bo, "role": CHAIR},
        {"person": bo, "deputy": bo},
        {"person": bo, "deputy": closed},
        {"person": bo, "actor": bo},
        {"person": bo, "actor": make_person("Dorte Dahl")},
    ):
        with pytest.raises(Refused):
            seat_member(group, **{"valid_from": days_ago(0), "actor": None} | refused)
    assert register(group) == before
    assert acts() == written


def test_an_administrator_cannot_seat_themself(group):
    admin = make_administrator()
    with pytest.raises(Refused):
        seat_member(group, admin, valid_from=days_ago(0), actor=admin)
    assert register(group) == []


def test_a_person_may_come_back_after_a_break(group, anna):
    end_membership(make_seat(group, anna), last_day=days_ago(50), actor=None)
    with pytest.raises(Refused):
        make_seat(group, anna, since=50)
    make_seat(group, anna, since=49)
    assert register(group) == [
        ("Anna Lund", "member", days_ago(100), days_ago(50)),
        ("Anna Lund", "member", days_ago(49), None),
    ]


def test_an_appointment_moves_the_office_from_today_and_keeps_the_register(group, anna, bo):
    make_seat(group, anna, CHAIR)
    appoint(make_seat(group, bo), role=CHAIR, actor=None)
    assert sorted(register(group)) == sorted(
        [
            ("Anna Lund", "chair", days_ago(100), days_ago(1)),
            ("Bo Lind", "member", days_ago(100), days_ago(1)),
            ("Anna Lund", "member", days_ago(0), None),
            ("Bo Lind", "chair", days_ago(0), None),
        ]
    )
    assert fresh(anna).has_perm(SEES)
    assert fresh(bo).has_perm(SEES)


def test_an_appointment_on_the_seats_first_day_corrects_it(group, anna, bo):
    make_seat(group, anna, SECRETARY, since=0)
    appoint(make_seat(group, bo, since=0), role=SECRETARY, actor=None)
    assert register(group) == [("Anna Lund", "member", days_ago(0), None), ("Bo Lind", "secretary", days_ago(0), None)]


def test_a_chair_steps_back_and_the_office_stands_empty(group, anna):
    appoint(make_seat(group, anna, CHAIR), role=MEMBER, actor=None)
    assert register(group) == [
        ("Anna Lund", "chair", days_ago(100), days_ago(1)),
        ("Anna Lund", "member", days_ago(0), None),
    ]


def test_an_appointment_keeps_the_last_day_and_the_deputy(group, anna, bo):
    seat = make_seat(group, anna)
    name_deputy(seat, deputy=bo, actor=None)
    end_membership(seat, last_day=days_ago(-30), actor=None)
    turned = appoint(seat, role=CHAIR, actor=None)
    assert (turned.valid_to, turned.deputy, turned.role) == (days_ago(-30), bo, "chair")


def test_what_an_appointment_refuses(group, anna, bo):
    admin = make_administrator()
    seat, to_come, own = make_seat(group, anna), make_seat(group, bo, CHAIR, since=-5), make_seat(group, admin)
    before, written = register(group), acts()
    for refused in (
        {"seat": seat, "role": CHAIR, "actor": None},
        {"seat": to_come, "role": SECRETARY, "actor": None},
        {"seat": seat, "role": SECRETARY, "actor": make_person("Dorte Dahl")},
        {"seat": own, "role": SECRETARY, "actor": admin},
    ):
        with pytest.raises(Refused):
            appoint(**refused)
    assert register(group) == before
    assert acts() == written


def test_the_same_role_again_changes_nothing(group, anna):
    seat = make_seat(group, anna, CHAIR)
    written = acts()
    assert appoint(seat, role=CHAIR, actor=None) == seat
    assert acts() == written


def test_what_an_ending_refuses(group, anna, bo):
    seat = make_seat(group, anna)
    with pytest.raises(Refused):
        end_membership(seat, last_day=days_ago(101), actor=None)
    with pytest.raises(Refused):
        end_membership(seat, last_day=days_ago(0), actor=bo)
    assert register(group) == [("Anna Lund", "member", days_ago(100), None)]
    end_membership(seat, last_day=days_ago(1), actor=None)
    with pytest.raises(Refused):
        end_membership(seat, last_day=days_ago(0), actor=None)
    with pytest.raises(Refused):
        name_deputy(seat, deputy=bo, actor=None)
    assert register(group) == [("Anna Lund", "member", days_ago(100), days_ago(1))]


def test_a_last_day_to_come_may_be_moved_but_not_into_the_next_seat(group, anna, bo):
    seat = make_seat(group, anna, CHAIR)
    end_membership(seat, last_day=days_ago(-10), actor=None)
    make_seat(group, bo, CHAIR, since=-20)
    end_membership(seat, last_day=days_ago(-19), actor=None)
    with pytest.raises(Refused):
        end_membership(seat, last_day=days_ago(-20), actor=None)
    assert register(group) == [
        ("Anna Lund", "chair", days_ago(100), days_ago(-19)),
        ("Bo Lind", "chair", days_ago(-20), None),
    ]


def test_the_last_administrator_stays(anna, bo):
    body = make_body(BodyKind.ADMINISTRATION)
    first = make_seat(body, anna)
    with pytest.raises(Refused):
        end_membership(first, last_day=days_ago(0), actor=None)
    make_seat(body, bo)
    end_membership(first, last_day=days_ago(0), actor=None)
    assert register(body) == [
        ("Anna Lund", "member", days_ago(100), days_ago(0)),
        ("Bo Lind", "member", days_ago(100), None),
    ]


def test_who_manages_the_seats(group, anna, bo):
    admin, plain, other = make_administrator(), make_person("Dorte Dahl"), make_person("Erik Elm")
    roles = {anna: CHAIR, bo: SECRETARY, plain: MEMBER}
    seats = {person: make_seat(group, person, role) for person, role in roles.items()}
    make_seat(make_body(BodyKind.MANAGEMENT), other, CHAIR)
    answers = {person.name: bool(may_manage_seats(group, person)) for person in (admin, anna, bo, plain, other)}
    assert answers == {"Admin Lund": True, "Anna Lund": True, "Bo Lind": True, "Dorte Dahl": False, "Erik Elm": False}
    assert may_manage_seats(group, None)
    end_membership(seats[anna], last_day=days_ago(1), actor=None)
    assert str(Refused(may_manage_seats(group, anna).reason, who=may_manage_seats(group, anna).who)).endswith(
        "Det kan gøres af en administrator, formanden og sekretæren."
    )
    User.objects.filter(pk=bo.pk).update(is_active=False)
    assert not may_manage_seats(group, fresh(bo))


def test_the_secretary_seats_others(group, anna, bo):
    make_seat(group, bo, SECRETARY)
    seat_member(group, anna, valid_from=days_ago(0), actor=bo)
    assert fresh(anna).has_perm(SEES)
    assert acts()[-2:] == [("body.seat", "Bo Lind"), ("person.join_group", "Bo Lind")]


def test_the_database_itself_keeps_seats_and_offices_apart(group, anna, bo):
    def put(person, role, first, last):
        with transaction.atomic():
            Membership.objects.create(body=group, person=person, role=role, valid_from=first, valid_to=last)

    put(anna, "chair", date(2026, 1, 1), date(2026, 6, 30))
    put(bo, "chair", date(2026, 7, 1), None)
    put(anna, "member", date(2026, 7, 1), None)
    with pytest.raises(IntegrityError, match="membership_one_seat"):
        put(anna, "member", date(2026, 6, 30), date(2026, 6, 30))
    with pytest.raises(IntegrityError, match="membership_one_holder_of_an_office"):
        put(make_person("C"), "chair", date(2026, 6, 30), date(2026, 6, 30))
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"):
        put(make_person("D"), "member", date(2026, 2, 1), date(2026, 1, 1))
    assert len(register(group)) == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_seat_the_same_person_at_once_seat_them_once():
    group, anna = make_body(BodyKind.STRATEGY_GROUP), make_person("Anna Lund")
    barrier, refused = threading.Barrier(2), []

    def seat() -> None:
        with closing(connection):
            barrier.wait()
            try:
                make_seat(group, anna)
            except Refused as refusal:
                refused.append(refusal.reason)

    hands = [threading.Thread(target=seat) for _hand in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert (Membership.objects.count(), len(refused)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_leave_one_chair():
    group = make_body(BodyKind.STRATEGY_GROUP)
    seats = [make_seat(group, make_person(f"Person {number}")) for number in range(2)]
    barrier = threading.Barrier(2)

    def rise(seat: Membership) -> None:
        with closing(connection), suppress(Refused):
            barrier.wait()
            appoint(seat, role=CHAIR, actor=None)

    hands = [threading.Thread(target=rise, args=[seat]) for seat in seats]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert group.memberships.filter(role="chair", valid_to__isnull=True).count() == 1


def test_an_area_is_covered_by_a_member_or_chair_that_comes_from_it(group):
    units = tree_of_units()
    third = make_unit("teknik", UnitKind.DIRECTOR_AREA)
    carers, schools, roads = (
        make_person(name, unit=unit) for name, unit in (("A", units["nat"]), ("B", units["skole"]), ("C", third))
    )
    assert [unit.code for unit in uncovered_areas()] == ["boern", "omsorg", "teknik"]
    make_seat(group, carers, CHAIR)
    make_seat(group, roads, SECRETARY)
    ended = make_seat(group, schools)
    assert [unit.code for unit in uncovered_areas()] == ["teknik"]
    end_membership(ended, last_day=days_ago(1), actor=None)
    assert [unit.code for unit in uncovered_areas()] == ["boern", "teknik"]
    assert [unit.code for unit in uncovered_areas(days_ago(1))] == ["teknik"]
    User.objects.filter(pk=carers.pk).update(is_active=False)
    assert [unit.code for unit in uncovered_areas()] == ["boern", "omsorg", "teknik"]


def test_a_seat_elsewhere_or_to_come_covers_nothing(group):
    units = tree_of_units()
    make_seat(make_body(BodyKind.MANAGEMENT), make_person("A", unit=units["nat"]))
    make_seat(group, make_person("B", unit=units["skole"]), since=-1)
    make_seat(group, make_person("C"))
    assert [unit.code for unit in uncovered_areas()] == ["boern", "omsorg"]


def test_a_closed_area_needs_nobody(group):
    units = tree_of_units()
    units["boern"].valid_to = days_ago(1)
    units["boern"].save()
    assert [unit.code for unit in uncovered_areas()] == ["omsorg"]


def test_the_page_has_officers_first_then_names_and_former_seats_apart(group, anna, bo):
    for name in ("Ørn", "Åse", "Carl"):
        make_seat(group, make_person(name))
    make_seat(group, bo, SECRETARY)
    make_seat(group, anna, CHAIR)
    end_membership(group.memberships.get(person__name="Carl"), last_day=days_ago(1), actor=None)
    page = body_page(group.code, anna)
    assert [seat.person.name for seat in page.seats] == ["Anna Lund", "Bo Lind", "Ørn", "Åse"]
    assert [seat.person.name for seat in page.former] == ["Carl"]
    assert page.manages
    line = body_lines()[0]
    assert (line.chair, line.seats) == (anna, 4)
    assert [seat.membership.body for seat in seats_of(anna)] == [group]


@pytest.mark.parametrize("more", [1, 12])
def test_the_pages_cost_the_same_whatever_they_list(group, more, django_assert_num_queries):
    units = tree_of_units()
    for number in range(more):
        make_seat(group, make_person(f"P{number}", unit=units["nat"]))
    admin = make_administrator()
    admin.has_perm(SEES)
    with django_assert_num_queries(2):
        body_lines()
    with django_assert_num_queries(4):
        body_page(group.code, admin)
