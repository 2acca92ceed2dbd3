"""Rises of prices and wages: entered by administrators, never edited, and the page that shows what holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry, Parameter
from core.selectors.parameters import parameters_in_force
from governance.domain.price_development import Rise, enter_rise
from governance.enums import PriceSeries
from governance.models import PolicyProfile
from governance.selectors.price_development import price_page
from tests.factories.governance import Town, make_town

LIST, FORM = reverse("governance:price_development"), reverse("governance:price_rise_create")


@pytest.fixture
def town(db) -> Town:
    return make_town()


def rise(percent="2.4", year=2027, days=0, series=PriceSeries.PRICE, source="Årets skrivelse"):
    return Rise(series, year, Decimal(percent), clock.today() + timedelta(days=days), source)


def posted(**changed):
    written = {"series": "wage", "year": "2027", "percent": "3,1", "valid_from": "01.01.2026", "source": "Skrivelsen"}
    return written | changed


def test_a_rise_becomes_a_dated_parameter_with_an_act(town):
    row = enter_rise(rise(), actor=town.admin)
    assert (row.profile, row.key, row.value, row.unit, row.source, row.created_by) == (
        "odder", "price_rise_2027", "2.4", "pct.", "Årets skrivelse", town.admin,
    )  # fmt: skip
    assert parameters_in_force(clock.today())["price_rise_2027"] == row
    act = AuditEntry.objects.get(act="parameter.enter_rise")
    assert (act.actor, act.data["key"], act.data["value"]) == (town.admin, "price_rise_2027", "2.4")


def test_a_later_figure_takes_over_and_the_first_stands(town):
    first = enter_rise(rise("2.4", days=-10), actor=town.admin)
    second = enter_rise(rise("2.0", days=-1), actor=town.admin)
    coming = enter_rise(rise("1.8", days=5), actor=town.admin)
    assert parameters_in_force(clock.today())["price_rise_2027"] == second
    assert parameters_in_force(clock.today() - timedelta(days=5))["price_rise_2027"] == first
    page = price_page()
    words = [(row.percent, row.standing.split()[0]) for row in page.entered]
    assert words == [("1,8 %", "fra"), ("2 %", "gælder"), ("2,4 %", "afløst")]
    assert [(line.year, line.price, line.wage) for line in page.years] == [(2027, "2 %", "")]
    assert coming.valid_from > clock.today()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"percent": "50.01"}, "En stigning ligger mellem -20 og 50 procent. Se efter kommaet."),
        ({"percent": "-20.01"}, "En stigning ligger mellem -20 og 50 procent. Se efter kommaet."),
        ({"percent": "NaN"}, "En stigning ligger mellem -20 og 50 procent. Se efter kommaet."),
        ({"year": 1999}, "Året skal ligge mellem 2000 og 2150."),
        ({"source": " "}, "Skriv, hvor tallet kommer fra."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(town, changed, sentence):
    with pytest.raises(Refused) as refused:
        enter_rise(rise(**changed), actor=town.admin)
    assert refused.value.reason == sentence
    assert not Parameter.objects.filter(key__startswith="price_rise").exists()


@pytest.mark.parametrize("percent", ["-20", "0", "50"])
def test_the_outermost_figures_are_taken(town, percent):
    assert Decimal(enter_rise(rise(percent), actor=town.admin).value) == Decimal(percent)


def test_the_same_day_has_one_figure(town):
    enter_rise(rise("2.4"), actor=town.admin)
    with pytest.raises(Refused):
        enter_rise(rise("2.5"), actor=town.admin)
    assert Parameter.objects.get(key="price_rise_2027").value == "2.4"
    enter_rise(rise("2.5", series=PriceSeries.WAGE), actor=town.admin)


def test_only_administrators_enter_and_the_attempt_is_recorded(town):
    for person in (town.author, town.director, town.auditor):
        with pytest.raises(Refused):
            enter_rise(rise(), actor=person)
    assert not Parameter.objects.filter(key__startswith="price_rise").exists()


def test_without_a_policy_in_force_nothing_is_entered(town):
    PolicyProfile.objects.update(is_active=False)
    with pytest.raises(Refused):
        enter_rise(rise(), actor=town.admin)


@pytest.mark.parametrize("who", ["author", "director", "auditor", "secretary"])
def test_the_pages_are_not_there_for_others(client, town, who):
    client.force_login(town.people[who])
    assert (client.get(LIST).status_code, client.get(FORM).status_code) == (404, 404)
    assert client.post(FORM, posted()).status_code == 404
    assert not Parameter.objects.filter(key__startswith="wage_rise").exists()


def test_an_administrator_enters_one_and_sees_it(client, town):
    client.force_login(town.admin)
    assert "Der er ikke indtastet nogen stigning endnu" in client.get(LIST).content.decode()
    answer = client.post(FORM, posted(), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(LIST, 302)]
    for words in ("3,1 %", "Skrivelsen", town.admin.name, "1. januar 2026"):
        assert words in text
    assert Parameter.objects.get(key="wage_rise_2027").value == "3.1"


@pytest.mark.parametrize(
    "changed",
    [{"percent": "mange"}, {"percent": ""}, {"percent": "1.000,00"}, {"year": "snart"}, {"valid_from": "31.02.2026"},
     {"source": ""}, {"series": "rents"}, {"year": "99999"}, {"percent": "60"}],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_nothing_is_entered(client, town, changed):
    client.force_login(town.admin)
    answer = client.post(FORM, posted(**changed))
    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)
    assert not Parameter.objects.filter(key__startswith="wage_rise").exists()


def test_the_rates_in_force_stand_with_their_source(town):
    values = {line.label: line.value for line in price_page().rates}
    assert values["Diskonteringsrente fra år 0 af business casen"] == "3,5 %"
    assert values["Diskonteringsrente fra år 36 af business casen"] == "2,5 %"
    assert values["Hvornår den er positiv"] == "Nettonutidsværdien er over nul"
    assert date(2021, 1, 7).year == 2021
    notes = [line.note for line in price_page().rates]
    assert all(notes[:3])


def test_the_page_asks_the_database_the_same_whatever_has_been_entered(client, town):
    client.force_login(town.admin)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    enter_rise(rise(year=2025), actor=town.admin)
    asked()
    one = asked()
    for year in (2026, 2027, 2028):
        enter_rise(rise(year=year), actor=town.admin)
    assert (asked(), one <= 15) == (one, True)
