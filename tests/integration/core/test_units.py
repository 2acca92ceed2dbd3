from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.domain.refusal import Refused
from core.domain.units import change_unit, close_unit, create_unit
from core.enums import UnitKind
from core.models import AuditEntry, Unit
from core.selectors.units import branch_ids, found_units, organisation, unit_page
from tests.factories.core import make_administrator, make_person, make_unit, tree_of_units

pytestmark = pytest.mark.django_db


def placed() -> dict[str, tuple[str, str, str]]:
    """Every unit's path and the codes of its area and department."""
    rows = Unit.objects.select_related("area", "department")
    return {
        row.code: (row.path, row.area.code if row.area else "", row.department.code if row.department else "")
        for row in rows
    }


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True))


def test_a_new_unit_finds_its_path_area_and_department():
    tree_of_units()
    assert placed() == {
        "omsorg": ("omsorg", "omsorg", ""),
        "aeldre": ("omsorg / aeldre", "omsorg", "aeldre"),
        "nord": ("omsorg / aeldre / nord", "omsorg", "aeldre"),
        "nat": ("omsorg / aeldre / nord / nat", "omsorg", "aeldre"),
        "boern": ("boern", "boern", ""),
        "skole": ("boern / skole", "boern", "skole"),
        "stab": ("boern / stab", "boern", "stab"),
        "bibliotek": ("boern / bibliotek", "boern", "bibliotek"),
    }


def test_a_moved_unit_takes_all_below_it_along():
    units = tree_of_units()
    change_unit(units["aeldre"], name="senior", parent=units["boern"], actor=None)
    after = placed()
    assert after["aeldre"] == ("boern / senior", "boern", "aeldre")
    assert after["nord"] == ("boern / senior / nord", "boern", "aeldre")
    assert after["nat"] == ("boern / senior / nord / nat", "boern", "aeldre")


def test_a_unit_moved_out_of_a_department_leaves_it_all_the_way_down():
    units = tree_of_units()
    change_unit(units["nord"], name="nord", parent=units["boern"], actor=None)
    after = placed()
    assert after["nord"] == ("boern / nord", "boern", "")
    assert after["nat"] == ("boern / nord / nat", "boern", "")


def test_a_department_below_a_department_is_its_own():
    units = tree_of_units()
    make_unit("dag", UnitKind.DEPARTMENT, units["nord"])
    assert placed()["dag"] == ("omsorg / aeldre / nord / dag", "omsorg", "dag")


def test_a_unit_moved_to_the_top_keeps_what_it_is_itself():
    units = tree_of_units()
    change_unit(units["aeldre"], name="aeldre", parent=None, actor=None)
    after = placed()
    assert after["aeldre"] == ("aeldre", "", "aeldre")
    assert after["nat"] == ("aeldre / nord / nat", "", "aeldre")


def test_the_path_is_made_from_the_parent_as_it_is_now_not_as_it_was_read():
    units = tree_of_units()
    stale = Unit.objects.get(code="aeldre")
    change_unit(units["aeldre"], name="senior", parent=units["omsorg"], actor=None)
    create_unit(code="ny", kind=UnitKind.UNIT, name="ny", parent=stale, actor=None)
    change_unit(units["skole"], name="skole", parent=stale, actor=None)
    assert placed()["ny"] == ("omsorg / senior / ny", "omsorg", "aeldre")
    assert placed()["skole"] == ("omsorg / senior / skole", "omsorg", "skole")


@pytest.mark.parametrize("below", ["aeldre", "nord", "nat"])
def test_a_unit_cannot_come_to_lie_below_itself(below):
    units = tree_of_units()
    before, written = placed(), acts()
    with pytest.raises(Refused, match=r"itself|selv|egne"):
        change_unit(units["aeldre"], name="aeldre", parent=units[below], actor=None)
    assert placed() == before
    assert acts() == written


def test_a_code_is_taken_once():
    tree_of_units()
    before = Unit.objects.count()
    with pytest.raises(Refused, match="nord"):
        create_unit(code="nord", kind=UnitKind.UNIT, name="Et andet nord", parent=None, actor=None)
    assert Unit.objects.count() == before


def test_a_path_that_is_too_long_is_refused_whole():
    parent = None
    for number in range(3):
        parent = make_unit(f"u{number}", parent=parent, name=f"{number}" * 150)
    before = placed()
    with pytest.raises(Refused, match="600"):
        create_unit(code="dyb", kind=UnitKind.UNIT, name="x" * 150, parent=parent, actor=None)
    assert placed() == before


def test_a_renaming_that_makes_a_path_below_too_long_changes_nothing():
    top = make_unit("top", name="t")
    parent = top
    for number in range(4):
        parent = make_unit(f"u{number}", parent=parent, name=f"{number}" * 140)
    before = placed()
    with pytest.raises(Refused, match="600"):
        change_unit(top, name="t" * 150, parent=None, actor=None)
    assert placed() == before


def test_closing_keeps_the_unit_with_its_last_day_and_successor():
    units = tree_of_units()
    close_unit(units["skole"], last_day=date(2026, 12, 31), successor=units["stab"], actor=None)
    closed = Unit.objects.get(code="skole")
    assert (closed.valid_to, closed.successor, closed.path) == (date(2026, 12, 31), units["stab"], "boern / skole")
    assert [unit.code for unit in Unit.objects.valid_on(date(2026, 12, 31)).filter(code="skole")] == ["skole"]
    assert list(Unit.objects.valid_on(date(2027, 1, 1)).filter(code="skole")) == []


def test_what_cannot_be_closed():
    units = tree_of_units()
    day = clock.today()
    with pytest.raises(Refused, match="nord"):
        close_unit(units["aeldre"], last_day=day, successor=None, actor=None)
    with pytest.raises(Refused):
        close_unit(units["nat"], last_day=day, successor=units["nat"], actor=None)
    close_unit(units["nat"], last_day=day, successor=None, actor=None)
    with pytest.raises(Refused):
        close_unit(units["nat"], last_day=day, successor=None, actor=None)
    with pytest.raises(Refused, match="nat"):
        close_unit(units["nord"], last_day=day, successor=units["nat"], actor=None)
    young = create_unit(code="ung", kind=UnitKind.UNIT, name="ung", parent=None, valid_from=day, actor=None)
    with pytest.raises(Refused):
        close_unit(young, last_day=day - timedelta(days=1), successor=None, actor=None)
    assert [unit.code for unit in Unit.objects.filter(valid_to__isnull=False)] == ["nat"]


def test_units_below_that_close_no_later_are_no_hindrance():
    units = tree_of_units()
    day = clock.today()
    close_unit(units["nat"], last_day=day, successor=None, actor=None)
    with pytest.raises(Refused, match="nat"):
        close_unit(units["nord"], last_day=day - timedelta(days=1), successor=None, actor=None)
    close_unit(units["nord"], last_day=day, successor=None, actor=None)
    assert Unit.objects.get(code="nord").valid_to == day


def test_a_unit_keeps_its_other_names_until_somebody_changes_them():
    units = tree_of_units()
    change_unit(units["stab"], name="stab", parent=units["boern"], aliases=["CC IT", "KC IT"], actor=None)
    change_unit(units["stab"], name="staben", parent=units["boern"], actor=None)
    assert Unit.objects.get(code="stab").aliases == ["CC IT", "KC IT"]
    change_unit(units["stab"], name="staben", parent=units["boern"], aliases=[], actor=None)
    assert Unit.objects.get(code="stab").aliases == []


def test_a_unit_goes_by_no_name_that_another_has():
    """AM27: a file that names a unit by one of its names must mean that one."""
    units = tree_of_units()
    change_unit(units["stab"], name="stab", parent=units["boern"], aliases=["CC IT"], actor=None)
    for taken in ("cc  it", "Nord", "SKOLE"):
        with pytest.raises(Refused, match=f"går allerede under navnet {taken}"):
            change_unit(units["nat"], name="nat", parent=units["nord"], aliases=["Nattevagten", taken], actor=None)
        with pytest.raises(Refused):
            create_unit(code="ny", kind=UnitKind.UNIT, name="Ny", parent=None, aliases=[taken], actor=None)
    # Its own name, and that of a unit that is closed down, are in nobody's way.
    close_unit(units["stab"], last_day=clock.today() - timedelta(days=1), successor=None, actor=None)
    change_unit(units["nat"], name="nat", parent=units["nord"], aliases=["Nat", "CC IT"], actor=None)
    assert Unit.objects.get(code="nat").aliases == ["Nat", "CC IT"]
    assert not Unit.objects.filter(code="ny").exists()


def test_a_unit_is_not_given_a_name_or_a_code_that_another_goes_by():
    units = tree_of_units()
    change_unit(units["stab"], name="stab", parent=units["boern"], aliases=["CC IT", "cc-it"], actor=None)
    with pytest.raises(Refused, match="stab går allerede under navnet cc  it"):
        change_unit(units["nat"], name="cc  it", parent=units["nord"], actor=None)
    for code, name in (("ny", "Cc it"), ("cc-it", "Ny")):
        with pytest.raises(Refused, match="stab går allerede under navnet"):
            create_unit(code=code, kind=UnitKind.UNIT, name=name, parent=None, actor=None)
    # Its own other name can become its name, and two units can have one name.
    change_unit(units["stab"], name="CC IT", parent=units["boern"], aliases=["cc-it"], actor=None)
    change_unit(units["nat"], name="CC IT", parent=units["nord"], actor=None)
    assert Unit.objects.filter(name="CC IT").count() == 2


@pytest.mark.parametrize(
    ("text", "codes"),
    [("cc it", ["stab"]), ("C  IT", ["stab"]), ("STAB", ["stab"]), ("sko", ["skole"]), ("o", ["bibliotek", "skole"])],
)
def test_a_unit_is_found_by_any_of_its_names(text, codes, django_assert_num_queries):
    units = tree_of_units()
    change_unit(units["stab"], name="Service", parent=units["boern"], aliases=["CC IT", "KC IT"], actor=None)
    with django_assert_num_queries(1):
        found = found_units(text)
    assert [unit.code for unit in found if unit.parent == units["boern"]] == codes
    close_unit(units["stab"], last_day=clock.today() - timedelta(days=1), successor=None, actor=None)
    assert found_units("cc it") == ()


def test_nothing_is_put_below_a_closed_unit():
    units = tree_of_units()
    yesterday = clock.today() - timedelta(days=1)
    close_unit(units["nat"], last_day=yesterday, successor=None, actor=None)
    with pytest.raises(Refused, match="nat"):
        create_unit(code="ny", kind=UnitKind.UNIT, name="ny", parent=units["nat"], actor=None)
    with pytest.raises(Refused, match="nat"):
        change_unit(units["skole"], name="skole", parent=units["nat"], actor=None)
    renamed = change_unit(units["nat"], name="nattevagten", parent=units["nord"], actor=None)
    assert renamed.path == "omsorg / aeldre / nord / nattevagten"


def test_every_move_leaves_one_act_by_the_one_who_made_it():
    units = tree_of_units()
    admin = make_administrator()
    before = AuditEntry.objects.count()
    create_unit(code="ny", kind=UnitKind.UNIT, name="ny", parent=units["skole"], actor=admin)
    change_unit(units["stab"], name="staben", parent=units["omsorg"], actor=admin)
    close_unit(units["bibliotek"], last_day=date(2026, 12, 31), successor=None, actor=admin)
    written = AuditEntry.objects.filter(sequence__gt=before).order_by("sequence")
    assert [(entry.act, entry.actor, entry.subject_name) for entry in written] == [
        ("unit.create", admin, "ny"),
        ("unit.change", admin, "staben"),
        ("unit.close", admin, "bibliotek"),
    ]
    assert written[1].data == {
        "before": {"name": "stab", "path": "boern / stab"},
        "name": "staben",
        "path": "omsorg / staben",
    }


def test_only_an_administrator_makes_a_move():
    units = tree_of_units()
    somebody = make_person("Signe Bjerre")
    before, written = placed(), acts()
    for move in (
        lambda: create_unit(code="ny", kind=UnitKind.UNIT, name="ny", parent=None, actor=somebody),
        lambda: change_unit(units["stab"], name="x", parent=None, actor=somebody),
        lambda: close_unit(units["stab"], last_day=clock.today(), successor=None, actor=somebody),
    ):
        with pytest.raises(Refused):
            move()
    assert placed() == before
    assert acts() == written


def test_the_database_refuses_a_unit_that_ends_before_it_begins():
    with pytest.raises(IntegrityError, match="unit_ends_after_it_begins"), transaction.atomic():
        Unit.objects.create(code="x", kind="unit", name="x", valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))


def test_the_tree_stands_in_danish_order_with_the_people_of_each_branch():
    units = tree_of_units()
    make_unit("aa", UnitKind.DIRECTOR_AREA, name="Ældre")
    make_unit("oe", UnitKind.DIRECTOR_AREA, name="Økonomi")
    make_unit("aelv", UnitKind.DIRECTOR_AREA, name="Åbenhed")
    make_person("Anna", unit=units["nat"])
    make_person("Bo", unit=units["aeldre"])
    closed = make_person("Carl", unit=units["aeldre"])
    closed.is_active = False
    closed.save()
    tree = organisation(with_closed=False)
    assert [branch.unit.name for branch in tree.branches] == ["boern", "omsorg", "Ældre", "Økonomi", "Åbenhed"]
    care = tree.branches[1]
    assert (care.people, care.people_below) == (0, 2)
    assert (care.children[0].people, care.children[0].people_below) == (1, 2)
    assert (tree.open, tree.closed, tree.people) == (11, 0, 2)


def test_a_unit_with_a_sign_in_its_name_does_not_slip_between_another_and_its_children():
    units = tree_of_units()
    make_unit("skoleit", UnitKind.DEPARTMENT, units["boern"], name="skole & it")
    make_unit("klasse", parent=units["skole"])
    children = organisation(with_closed=False).branches[0].children
    assert [branch.unit.code for branch in children] == ["bibliotek", "skole", "skoleit", "stab"]
    assert [branch.unit.code for branch in children[1].children] == ["klasse"]


def test_closed_units_are_counted_and_shown_on_demand():
    units = tree_of_units()
    close_unit(units["skole"], last_day=clock.today() - timedelta(days=1), successor=None, actor=None)
    hidden, shown = organisation(with_closed=False), organisation(with_closed=True)
    assert (hidden.open, hidden.closed) == (shown.open, shown.closed) == (7, 1)
    assert [branch.unit.code for branch in hidden.branches[0].children] == ["bibliotek", "stab"]
    assert [branch.unit.code for branch in shown.branches[0].children] == ["bibliotek", "skole", "stab"]


def test_the_units_page_knows_what_is_above_below_and_who_leads():
    units = tree_of_units()
    head = make_person("Henrik", unit=units["aeldre"], management=True)
    staff = make_person("Signe", unit=units["aeldre"])
    make_person("Ida", unit=units["nat"])
    page = unit_page("aeldre")
    assert [unit.code for unit in page.above] == ["omsorg"]
    assert [branch.unit.code for branch in page.children] == ["nord"]
    assert (page.heads, page.people, page.people_below) == ((head,), (staff,), 3)
    assert branch_ids(units["aeldre"]) == {units[code].pk for code in ("aeldre", "nord", "nat")}


@pytest.mark.parametrize("more", [0, 20])
def test_the_tree_costs_the_same_whatever_its_size(django_assert_num_queries, more):
    units = tree_of_units()
    for number in range(more):
        make_unit(f"u{number}", parent=units["nord"])
    with django_assert_num_queries(2):
        organisation(with_closed=True)
    with django_assert_num_queries(3):
        unit_page("nord")
