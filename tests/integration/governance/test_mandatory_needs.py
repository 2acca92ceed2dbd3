"""The register of obligations is the forecast: money is kept for what is binding, and for that alone (D9, D10, D43)."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.mandatory_needs import Need, change_need, record_need, withdraw_need
from governance.models import MandatoryNeed, PoolYear
from tests.factories.governance import make_town
from tests.factories.pool import balance, make_frame, make_need, this_year

NEXT = this_year() + 1
KEEPERS = ("it", "secretary", "director", "admin")


def need(**said: Any) -> Need:
    whole: dict[str, Any] = {
        "title": "Digital Post for virksomheder",
        "year": this_year(),
        "amount": Decimal(250_000),
        "level": "binding",
        "legal_basis": "Lov om Digital Post § 4",
    }
    return Need(**(whole | said))


@pytest.mark.parametrize("name", KEEPERS)
def test_those_who_follow_the_joint_strategies_keep_the_register(town, name):
    make_frame()
    row = record_need(need(), actor=town.people[name])
    assert (row.recorded_by_name, balance().expected_mandatory) == (f"{name.title()} Test", 250_000)
    change_need(row, need(amount=Decimal(300_000)), actor=town.people[name])
    assert balance().expected_mandatory == 300_000
    withdraw_need(row, reason="Loven er udskudt", actor=town.people[name])
    assert balance().expected_mandatory == 0
    acts = AuditEntry.objects.about(row).order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["need.record", "need.change", "need.withdraw"]


@pytest.mark.parametrize("name", ["author", "owner", "chair", "member", "head", "auditor", "network", "outsider"])
def test_others_are_told_who_does(town, name):
    row, actor = make_need(10), town.people[name]
    for call in (
        lambda: record_need(need(), actor=actor),
        lambda: change_need(row, need(), actor=actor),
        lambda: withdraw_need(row, reason="x", actor=actor),
    ):
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.who == "IT-afdelingen, strategigruppens sekretær, ledelsen eller en administrator"
    assert MandatoryNeed.objects.get().amount == 10


def test_the_forecast_is_the_sum_of_the_binding_ones_whenever_they_were_entered(town):
    make_need(100, title="Før rammen")
    make_frame()
    make_need(20)
    make_need(3, level="guiding")
    make_need(4_000, year=NEXT)
    assert balance().expected_mandatory == 120
    make_frame(year=NEXT)
    assert balance(NEXT).expected_mandatory == 4_000


def test_a_need_that_moves_leaves_one_year_and_comes_to_another(town):
    make_frame()
    make_frame(year=NEXT)
    row = make_need(100)
    change_need(row, need(year=NEXT, amount=Decimal(70)), actor=town.it)
    assert (balance().expected_mandatory, balance(NEXT).expected_mandatory) == (0, 70)
    change_need(row, need(year=NEXT, amount=Decimal(70), level="guiding"), actor=town.it)
    assert balance(NEXT).expected_mandatory == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": " "}, "Skriv, hvilken forpligtelse det er."),
        ({"legal_basis": " "}, "Skriv den lov, aftale eller udmelding, som forpligtelsen følger af."),
        ({"level": "none"}, "Vælg, hvor forpligtende den er."),
        ({"level": "x"}, "Vælg, hvor forpligtende den er."),
        ({"year": 1999}, "Skriv et årstal mellem 2000 og 2100."),
        ({"amount": Decimal(0)}, "Skriv et beløb over 0 kr. med højst to decimaler."),
        ({"amount": Decimal("NaN")}, "Skriv et beløb over 0 kr. med højst to decimaler."),
    ],
)
def test_what_a_need_demands(town, said, sentence):
    with pytest.raises(Refused) as refusal:
        record_need(need(**said), actor=town.it)
    assert (refusal.value.reason, MandatoryNeed.objects.count()) == (sentence, 0)


def test_what_is_withdrawn_stays_and_changes_no_more(town):
    row = make_need(100)
    with pytest.raises(Refused, match="Skriv begrundelsen"):
        withdraw_need(row, reason=" ", actor=town.it)
    withdraw_need(row, reason="Udskudt", actor=town.it)
    for call in (
        lambda: withdraw_need(row, reason="Igen", actor=town.it),
        lambda: change_need(row, need(), actor=town.it),
    ):
        with pytest.raises(Refused, match="Forpligtelsen forventes ikke længere"):
            call()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        row.delete()


def test_the_database_keeps_the_forecast_whatever_is_written(town):
    make_frame()
    make_need(100)
    PoolYear.objects.update(expected_mandatory=Decimal(5))
    assert balance().expected_mandatory == 100
    MandatoryNeed.objects.update(amount=Decimal(60))
    assert balance().expected_mandatory == 60
    for wrong in ({"amount": 0}, {"binding_level": "none"}, {"title": ""}, {"withdrawal_reason": "uden dag"}):
        with pytest.raises(IntegrityError, match="need_"), transaction.atomic():
            MandatoryNeed.objects.update(**wrong)


def test_where_policy_has_no_pool_there_is_no_register(db):
    odense = make_town("odense")
    with pytest.raises(Refused, match="Det gældende regelsæt har ingen pulje"):
        record_need(need(), actor=odense.it)
