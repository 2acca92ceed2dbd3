from datetime import date

import pytest

from core.domain.audit import record
from core.domain.people import change_person
from core.domain.redaction import redact_act
from core.domain.units import change_unit, close_unit, create_unit
from core.enums import UnitKind
from core.models import AuditEntry, Unit
from core.selectors.changes import changes_of
from core.selectors.history import history
from tests.factories.core import make_administrator, make_person
from tests.factories.history import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    unit = create_unit(code="plan", kind=UnitKind.UNIT, name="Plan", parent=None, actor=None)
    change_unit(unit, name="Plan og By", parent=None, actor=None)
    close_unit(unit, last_day=date(2027, 1, 31), successor=None, actor=None)
    seal()
    return unit


def test_each_act_shows_what_it_changed_in_words(unit):
    assert [line.changes for line in history(unit)] == [
        (("Gælder til", "", "31. januar 2027"),),
        (("Navn", "Plan", "Plan og By"),),
        (),
    ]


def test_yes_and_no_and_several_fields_are_told_in_danish(unit):
    administrator, anna = make_administrator(), make_person("Anna Lund")
    seal()
    said = {"email": anna.email, "name": "Anna Holm", "title": "", "unit": None, "is_active": True}
    change_person(anna, **said, is_management=True, actor=administrator)
    seal()
    assert history(anna)[0].changes == (("Navn", "Anna Lund", "Anna Holm"), ("Ledelsesrepræsentant", "Nej", "Ja"))


def test_a_list_of_words_is_told_with_commas(unit):
    change_unit(unit, name="Plan og By", parent=None, aliases=["CC IT", "KC IT"], actor=None)
    seal()
    assert history(unit)[0].changes == (("Andre navne", "", "CC IT, KC IT"),)


def test_two_changes_of_a_field_by_one_act_are_told_as_one():
    unit = create_unit(code="plan", kind=UnitKind.UNIT, name="Plan", parent=None, actor=None)
    for name in ("A", "B"):
        Unit.objects.filter(pk=unit.pk).update(name=name)
    act = record("unit.change", actor=None, subject=unit)
    for name in ("C", "D", "C"):
        Unit.objects.filter(pk=unit.pk).update(name=name)
    there_and_back = record("unit.change", actor=None, subject=unit)
    for name in ("D", "C"):
        Unit.objects.filter(pk=unit.pk).update(name=name)
    seal()
    told = changes_of([act.sequence, there_and_back.sequence], unit)
    assert told[act.sequence] == (("Navn", "Plan", "B"),)
    # What follows the last act in its transaction is the last act's too.
    assert told[there_and_back.sequence] == (("Navn", "B", "C"),)


def test_what_another_of_its_kind_changed_in_the_same_breath_is_not_told(unit):
    other = create_unit(code="vej", kind=UnitKind.UNIT, name="Vej", parent=None, actor=None)
    act = record("unit.change", actor=None, subject=unit)
    for one in (unit, other):
        Unit.objects.filter(pk=one.pk).update(name=f"{one.code} og By")
    seal()
    assert changes_of([act.sequence], unit)[act.sequence] == (("Navn", "Plan og By", "plan og By"),)


def test_what_is_not_shown_and_what_has_been_removed_stay_out(unit):
    Unit.objects.filter(pk=unit.pk).update(path="Et andet sted")
    hidden = record("unit.change", actor=None, subject=unit)
    seal()
    assert changes_of([hidden.sequence], unit).get(hidden.sequence, ()) == ()
    renamed = AuditEntry.objects.filter(act="unit.change").earliest("sequence")
    redact_act(renamed, actor=make_administrator(), reason="Fejl")
    assert changes_of([renamed.sequence], unit).get(renamed.sequence, ()) == ()


def test_the_history_takes_two_queries_however_long_it_is(unit, django_assert_num_queries):
    with django_assert_num_queries(2):
        history(unit)
    for number in range(5):
        change_unit(unit, name=f"Navn {number}", parent=None, actor=None)
    seal()
    with django_assert_num_queries(2):
        assert len(history(unit)) == 8
