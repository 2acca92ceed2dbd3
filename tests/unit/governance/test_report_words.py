from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from governance.reports.snapshot import Attention, PoolLine, Reason
from governance.reports.words import dear_reason, headline, key_figures, late_reason, light_reason, silent_reason
from tests.unit.governance.test_report_snapshot import ROW


def needing(*lights: str) -> tuple[Attention, ...]:
    return tuple(Attention(None, "1", "x", "", light, (Reason(light, "y"),)) for light in lights)


@pytest.mark.parametrize(
    ("projects", "lights", "needed", "said"),
    [
        (0, (), 0, "Ingen projekter er i gang."),
        (0, (), 1, "Ingen projekter er i gang. Én beslutning venter på ledelsen."),
        (1, (), 0, "Det eneste projekt i gang går efter planen."),
        (12, (), 2, "Alle 12 projekter i gang går efter planen. 2 beslutninger venter på ledelsen."),
        (1, ("yellow",), 0, "Det eneste projekt i gang kræver opmærksomhed, men det er ikke rødt."),
        (1, ("red",), 0, "Det eneste projekt i gang kræver opmærksomhed, og det er rødt."),
        (2, (), 0, "Begge projekter i gang går efter planen."),
        (2, ("yellow", ""), 0, "Begge projekter i gang kræver opmærksomhed, men ingen af dem er røde."),
        (2, ("red", "red"), 0, "Begge projekter i gang kræver opmærksomhed, og begge er røde."),
        (3, ("red", "", "red"), 0, "Alle 3 projekter i gang kræver opmærksomhed, og 2 af dem er røde."),
        (12, ("red",), 0, "1 af 12 projekter kræver opmærksomhed, og det er rødt."),
        (12, ("yellow",), 0, "1 af 12 projekter kræver opmærksomhed, men det er ikke rødt."),
        (12, ("red", "yellow", ""), 0, "3 af 12 projekter kræver opmærksomhed, og 1 af dem er rødt."),
        (12, ("red", "red"), 0, "2 af 12 projekter kræver opmærksomhed, og begge er røde."),
        (12, ("red",) * 3, 0, "3 af 12 projekter kræver opmærksomhed, og de er alle røde."),
    ],
)
def test_the_headline_says_the_finding(projects, lights, needed, said):
    assert headline(projects, needing(*lights), needed) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (light_reason("time", "red", "Forsinket."), Reason("red", "Tidsplanen er rød: Forsinket.")),
        (light_reason("economy", "yellow", "Dyrt."), Reason("yellow", "Økonomien er gul: Dyrt.")),
        (light_reason("benefits", "red", "Sent."), Reason("red", "Gevinsterne er røde: Sent.")),
        (light_reason("quality", "yellow", "Fejl."), Reason("yellow", "Kvaliteten er gul: Fejl.")),
        (
            late_reason("Pilot", date(2027, 3, 1), date(2027, 3, 2)),
            Reason("yellow", "Milepælen “Pilot” skulle have været nået den 1. marts 2027, for 1 dag siden."),
        ),
        (
            late_reason("Pilot", date(2027, 3, 1), date(2027, 3, 22)),
            Reason("yellow", "Milepælen “Pilot” skulle have været nået den 1. marts 2027, for 21 dage siden."),
        ),
        (
            dear_reason(Decimal(1_250_000), Decimal(1_000_000)),
            Reason("yellow", "Den forventede udgift er 1.250.000 kr., 25 % over de planlagte 1.000.000 kr."),
        ),
        (
            dear_reason(Decimal(5), Decimal(0)),
            Reason("yellow", "Den forventede udgift er 5 kr.; der var ikke planlagt nogen."),
        ),
        (silent_reason(None), Reason("", "Projektet har aldrig meldt status.")),
        (silent_reason(date(2027, 1, 1)), Reason("", "Den seneste status er fra januar 2027.")),
    ],
)
def test_each_reason_is_one_sentence_with_its_light(reason, said):
    assert reason == said


def test_the_five_key_figures_say_what_they_are_held_against():
    rows = (ROW, replace(ROW, forecast=Decimal(1_500_000)))
    pool = (PoolLine("Puljen", 2027, Decimal(4_000_000), Decimal(500_000), Decimal(250_000), Decimal(0)),)
    figures = key_figures(rows, needing("red", "yellow"), 3, pool, (1, 2))
    assert [(one.label, one.value, one.note) for one in figures] == [
        ("Projekter i gang", "2", "1 begyndt, 2 afsluttet siden sidste rapport"),
        ("Kræver opmærksomhed", "2", "heraf 1 rødt"),
        ("Venter på beslutning", "3", "sager og spørgsmål fra projekter"),
        ("Tilbage i puljen 2027", "3,2 mio.", "kr. af 4 mio. kr."),
        ("Forventet udgift", "1,5 mio.", "kr. mod planlagt 1,3 mio. kr.; 1 projekt har ikke oplyst den"),
    ]


def test_without_the_pool_and_without_figures_the_report_says_so():
    figures = key_figures((ROW,), (), 0, (), (0, 0))
    assert [(one.label, one.value, one.note) for one in figures[3:]] == [
        ("Udmøntet fra puljen", "100.000", "kr. til projekter i gang"),
        ("Forventet udgift", "–", "ingen projekter har oplyst den"),
    ]


@pytest.mark.parametrize(
    ("gain", "value", "note"),
    [(Decimal(250_000), "250.000", "kr. i projekter i gang"), (None, "–", "ingen projekter har oplyst den")],
)
def test_where_no_pool_grants_the_report_says_what_is_to_be_gained(gain, value, note):
    figure = key_figures((replace(ROW, granted=Decimal(0), gain=gain),), (), 0, (), (0, 0))[3]
    assert (figure.label, figure.value, figure.note) == ("Planlagt gevinst", value, note)
