"""How we govern: the page says what is in force, and follows when it changes."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from core.models import Parameter
from governance.domain.bodies import name_deputy
from governance.enums import BodyKind, BodyRole
from governance.how_texts import MOVE_WORDS, WHO_WORDS
from governance.models import Membership
from governance.policy.profile_file import parse_profile
from governance.selectors.how_we_govern import how_we_govern
from governance.selectors.profile import active_profile
from governance.workflow import MOVES, Who
from portfolio.enums import ProposalState
from tests.factories.core import make_person
from tests.factories.governance import POLICIES

PAGE = "/saadan-styrer-vi/"


def read(client, person) -> str:
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_employee_reads_the_bodies_the_rules_and_their_sources(client, town):
    page = read(client, town.outsider)
    for body in ("Direktionen", "Digitaliseringsstrategigruppen"):
        assert body in page
    for rule in active_profile().rules:
        assert rule.source in page or rule.source.replace("'", "&#x27;") in page
    assert "150.000 kr." in page
    assert "300 timer" in page
    assert "3,5 %" in page


def test_the_body_whose_chair_decides_a_tie_says_so(client, town):
    sentence = "Formandens stemme er afgørende ved stemmelighed."
    assert read(client, town.outsider).count(sentence) == 1
    Parameter.objects.filter(key="meeting_casting_vote").update(value="strategy_group management")
    assert read(client, town.outsider).count(sentence) == 2
    Parameter.objects.filter(key="meeting_casting_vote").update(value="none")
    assert read(client, town.outsider).count(sentence) == 0


def test_the_chairs_row_names_the_deputy_chair(client, town):
    assert "Næstformand" not in read(client, town.outsider)
    seat = Membership.objects.get(body__kind=BodyKind.STRATEGY_GROUP, role=BodyRole.CHAIR)
    name_deputy(seat, deputy=town.member, actor=None)
    assert f"Næstformand: {town.member.name}" in read(client, town.outsider)


def test_every_move_of_the_table_stands_on_the_page_once_at_each_of_its_places(town):
    page = how_we_govern(active_profile())
    told = {(station.name, turn.act) for station in page.stations for turn in station.turns}
    always = {turn.act for turn in page.always}
    for move in MOVES:
        if "application" not in move.kinds:
            continue
        act = str(MOVE_WORDS[move.name])
        places = {(str(state.label), act) for state in ProposalState if state in move.sources}
        assert (act in always) != (places <= told)
        assert (act in always) == (len(move.sources) >= 4)
    assert page.stations[0].name == str(ProposalState.DRAFT.label)


def test_a_municipality_without_the_group_tells_of_no_station_or_move_of_its(odense):
    page = how_we_govern(active_profile())
    names = {station.name for station in page.stations}
    assert names.isdisjoint({"Hos strategigruppen", "Afventer valg af vej"})
    turns = [turn for station in page.stations for turn in station.turns]
    assert {state for turn in turns for state in turn.leads_to}.isdisjoint(
        {"Hos strategigruppen", "Afventer valg af vej"}
    )
    assert not [turn.act for turn in turns if "trategigruppe" in turn.who or "puljen" in turn.act]
    assert "Til beslutning hos ledelsen" in names
    figures = [figure.name for figure in page.figures]
    assert "Strategigruppen behandler sagen inden for" not in figures
    assert "Sagen afgøres inden for" in figures


def test_every_move_and_everyone_who_makes_one_has_a_name():
    assert set(MOVE_WORDS) == {move.name for move in MOVES}
    assert set(WHO_WORDS) == set(Who)


@pytest.mark.parametrize("policy", ["odder", "odense"])
def test_every_shipped_figure_has_a_name_and_a_value_or_a_note(db, policy):
    profile = parse_profile(Path(POLICIES / f"{policy}.toml").read_text())
    page = how_we_govern(profile, date(2026, 11, 26))
    assert page.figures
    for figure in page.figures:
        assert "_" not in figure.name
        assert figure.value or figure.note


def test_a_new_value_is_told_from_the_day_it_holds(client, town):
    Parameter.objects.create(
        profile="odder",
        key="staff_hours_limit",
        value="400",
        unit="hours",
        valid_from=date(2020, 1, 1),
        source="Byrådet",
    )
    page = read(client, town.author)
    assert "400 timer" in page
    assert "300 timer" not in page.split('id="vaerdier"')[1]


def test_yearly_figures_are_told_by_their_year(town):
    Parameter.objects.create(
        profile="odder", key="price_rise_2027", value="3.1", unit="pct.", valid_from=date(2020, 1, 1), source="KL"
    )
    names = {figure.name: figure.value for figure in how_we_govern(active_profile()).figures}
    assert names["Prisstigning i 2027"] == "3,1 %"


def test_an_installation_without_a_policy_says_so(client, db):
    client.force_login(make_person("Anna Holm"), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert "Intet regelsæt gælder endnu" in client.get(PAGE).content.decode()


def test_the_address_stands_among_the_tabs_of_the_organisation(client, town):
    client.force_login(town.author, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("governance:how_we_govern")
    assert address == PAGE
    assert address in client.get(reverse("governance:body_list")).content.decode()
