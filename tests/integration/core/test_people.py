from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from core import clock
from core.domain.people import change_person, create_person, join_group, leave_group, send_password_link
from core.domain.refusal import Refused
from core.domain.units import close_unit
from core.models import AuditEntry, OutboxMessage, User
from core.selectors.history import history
from core.selectors.people import PeopleFilter, people, suggested_people
from tests.factories.core import make_administrator, make_person, make_unit, tree_of_units

pytestmark = pytest.mark.django_db


def facts(person: User) -> dict[str, object]:
    fields = ("email", "name", "title", "unit", "is_management", "is_active")
    return {name: getattr(person, name) for name in fields}


def test_a_person_is_created_with_a_lower_case_address_and_waits_for_a_password():
    unit = make_unit("plan")
    person = create_person(
        email=" Anna.Lund@Test.Invalid ",
        name="Anna Lund",
        title="planlægger",
        unit=unit,
        is_management=True,
        actor=None,
    )
    assert facts(User.objects.get()) == {
        "email": "anna.lund@test.invalid",
        "name": "Anna Lund",
        "title": "planlægger",
        "unit": unit,
        "is_management": True,
        "is_active": True,
    }
    assert not person.has_usable_password()


def test_an_address_belongs_to_one():
    make_person("Anna Lund")
    written = AuditEntry.objects.count()
    with pytest.raises(Refused):
        create_person(
            email="ANNA.LUND@test.invalid", name="En anden", title="", unit=None, is_management=False, actor=None
        )
    assert User.objects.count() == 1
    assert AuditEntry.objects.count() == written


def test_nobody_is_placed_in_a_closed_unit_but_may_stay_there():
    unit = make_unit("plan")
    admin = make_administrator()
    person = make_person("Anna Lund", unit=unit)
    close_unit(unit, last_day=clock.today() - timedelta(days=1), successor=None, actor=None)
    unit.refresh_from_db()
    with pytest.raises(Refused, match="plan"):
        create_person(email="b@test.invalid", name="Bo", title="", unit=unit, is_management=False, actor=None)
    changed = change_person(person, **facts(person) | {"title": "leder", "unit": unit}, actor=admin)
    assert (changed.title, changed.unit) == ("leder", unit)


def test_a_change_is_one_act_with_before_and_after():
    units = tree_of_units()
    admin = make_administrator()
    person = make_person("Anna Lund", unit=units["skole"])
    change_person(
        person,
        email="anna.holm@test.invalid",
        name="Anna Holm",
        title="chef",
        unit=units["stab"],
        is_management=True,
        is_active=True,
        actor=admin,
    )
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.act, entry.actor, entry.subject_id, entry.subject_name) == (
        "person.change",
        admin,
        person.pk,
        "Anna Holm",
    )
    assert entry.data == {
        "before": {
            "email": "anna.lund@test.invalid",
            "name": "Anna Lund",
            "title": "",
            "unit": "skole",
            "management": False,
            "active": True,
        },
        "after": {
            "email": "anna.holm@test.invalid",
            "name": "Anna Holm",
            "title": "chef",
            "unit": "stab",
            "management": True,
            "active": True,
        },
    }


def test_what_a_change_refuses():
    admin, other = make_administrator(), make_person("Bo Lind")
    with pytest.raises(Refused):
        change_person(admin, **facts(admin) | {"is_active": False}, actor=admin)
    with pytest.raises(Refused):
        change_person(other, **facts(other) | {"email": admin.email.upper()}, actor=admin)
    with pytest.raises(Refused):
        change_person(admin, **facts(admin) | {"name": "Andet"}, actor=other)
    assert sorted(User.objects.values_list("email", "name", "is_active")) == [
        (admin.email, "Admin Lund", True),
        (other.email, "Bo Lind", True),
    ]


def test_a_closed_account_holds_no_right_and_is_no_reader():
    admin = make_administrator()
    reader = make_person("Ida Sloth", "core.view_all_acts")
    assert list(User.objects.with_permission("core.view_all_acts")) == [reader]
    change_person(reader, **facts(reader) | {"is_active": False}, actor=admin)
    closed = User.objects.get(pk=reader.pk)
    assert not closed.has_perm("core.view_all_acts")
    assert list(User.objects.with_permission("core.view_all_acts")) == []


def test_rights_come_and_go_with_the_group():
    person, group = make_person("Bo Lind"), Group.objects.create(name="gruppe")
    join_group(person, group, role="Gruppen", actor=None)
    assert list(person.groups.all()) == [group]
    leave_group(person, group, role="Gruppen", actor=None)
    assert list(person.groups.all()) == []
    written = list(AuditEntry.objects.order_by("sequence").values_list("act", "data"))
    data = {"group": "gruppe", "role": "Gruppen"}
    assert written[1:] == [("person.join_group", data), ("person.leave_group", data)]
    assert [line.what for line in history(person)][:2] == ["Fratog en rolle: Gruppen", "Gav en rolle: Gruppen"]


def test_the_link_is_promised_once_a_second_and_recorded_without_its_secret():
    admin, person = make_administrator(), make_person("Bo Lind")
    with clock.standing_at(clock.now()):
        for _attempt in range(2):
            send_password_link(person, link="https://portal.invalid/x/", actor=admin)
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.body.count("https://portal.invalid/x/")) == (person, 1)
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.act, entry.actor, entry.subject_id, entry.data) == ("person.send_password_link", admin, person.pk, {})


def test_no_link_goes_to_a_closed_account_or_from_a_colleague():
    admin, person = make_administrator(), make_person("Bo Lind")
    with pytest.raises(Refused):
        send_password_link(person, link="x", actor=make_person("Signe Bjerre"))
    change_person(person, **facts(person) | {"is_active": False}, actor=admin)
    person.refresh_from_db()
    with pytest.raises(Refused):
        send_password_link(person, link="x", actor=admin)
    assert OutboxMessage.objects.count() == 0


def test_the_list_is_searched_by_every_word_and_narrowed_to_a_whole_branch():
    units = tree_of_units()
    anna = make_person("Anna Østergård", unit=units["nat"], title="sygeplejerske")
    bo = make_person("Bo Åkjær", unit=units["aeldre"], title="leder")
    make_person("Carl Holm", unit=units["skole"], title="leder")
    assert list(people(PeopleFilter(unit=units["omsorg"]))) == [anna, bo]
    assert list(people(PeopleFilter(text="leder åkjær"))) == [bo]
    assert list(people(PeopleFilter(text="østerg"))) == [anna]
    assert list(people(PeopleFilter(text="100%"))) == []


def test_people_stand_in_danish_order_and_closed_accounts_apart():
    for name in ("Åse", "Anna", "Ørn", "Ægir", "Zenia"):
        make_person(name)
    closed = make_person("Bent")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert [person.name for person in people(PeopleFilter())] == ["Anna", "Zenia", "Ægir", "Ørn", "Åse"]
    assert [person.name for person in people(PeopleFilter(closed=True))] == ["Bent"]
    assert [person.name for person in suggested_people()] == ["Anna", "Zenia", "Ægir", "Ørn", "Åse"]
