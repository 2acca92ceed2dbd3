import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from governance.reports.snapshot import (
    Attention,
    BenefitYear,
    Ended,
    Figure,
    MonthOfLights,
    Needed,
    PoolLine,
    PortfolioStatus,
    ProjectRow,
    Reason,
    Taken,
    digest,
    from_json,
    to_json,
    worst,
)

ROW = ProjectRow(
    case=7,
    number="2027-007",
    title="Elektroniske nøgler i hjemmeplejen",
    unit="Ældre og sundhed",
    phase="Gennemførelse",
    time="red",
    economy="green",
    benefits="green",
    quality="",
    granted=Decimal("100000.00"),
    planned=Decimal("1250000.50"),
    forecast=None,
    gain=Decimal(2_000_000),
    milestone="Pilot i drift",
    milestone_on=date(2027, 3, 14),
    milestone_late=True,
    status_month=date(2027, 2, 1),
)
STATUS = PortfolioStatus(
    name="Status til ledelsen",
    audience="Direktionen",
    advisory=False,
    joint_only=False,
    status_on=date(2027, 3, 20),
    since=date(2027, 2, 20),
    made_at=datetime(2027, 3, 20, 7, 4, tzinfo=UTC),
    headline="Det eneste projekt i gang kræver opmærksomhed, og det er rødt.",
    figures=(Figure("Projekter i gang", "1", "0 begyndt"),),
    attention=(
        Attention(7, "2027-007", ROW.title, ROW.unit, "red", (Reason("red", "Tidsplanen er rød: Forsinket."),)),
    ),
    needed=(
        Needed(8, "2027-008", "Fælles kort", "Strategigruppen indstiller: Godkend", Decimal(75), date(2027, 3, 1)),
    ),
    taken=(Taken(9, "2027-009", "Lønkontrol", "Ledelsen", "Godkendt", Decimal("0.00"), date(2027, 3, 2)),),
    pool=(PoolLine("Puljen", 2027, Decimal(400), Decimal(100), Decimal(250), Decimal(30)),),
    months=(MonthOfLights(date(2027, 2, 1), 3, 1, 1, 2),),
    projects=(ROW,),
    stopped=(Ended(None, "P4", "Chatbot", "It", date(2027, 3, 3), "Borgerne ringer hellere.", ("Spørg først",)),),
    closed=(Ended(11, "2026-011", "Ny telefoni", "It", None, "", ()),),
    chain_sequence=42,
    chain_hash="ab" * 32,
    benefits_finding="De målte gevinster gav 75.000 kr., og 90.000 kr. var lovet.",
    benefits_missing="2 af 3 gevinster er ikke målt.",
    benefits=(
        BenefitYear(2026, Decimal(120_000), Decimal(90_000), Decimal(75_000)),
        BenefitYear(2027, Decimal(120_000), None, None),
    ),
)


def test_a_snapshot_comes_back_from_its_json_as_it_was():
    stored = json.loads(json.dumps(to_json(STATUS)))
    assert from_json(PortfolioStatus, stored) == STATUS
    assert (stored["projects"][0]["planned"], stored["status_on"]) == ("1250000.50", "2027-03-20")


def test_a_report_from_before_benefits_were_told_reads_on():
    stored = {name: value for name, value in to_json(STATUS).items() if not name.startswith("benefits")}
    found = from_json(PortfolioStatus, stored)
    assert (found.benefits, found.benefits_finding, found.projects) == ((), "", STATUS.projects)


def test_the_digest_does_not_depend_on_the_order_of_the_keys():
    stored = to_json(STATUS)
    turned = dict(reversed(stored.items()))
    assert (list(turned) == list(stored), digest(turned) == digest(stored)) == (False, True)


def test_one_other_letter_gives_another_digest():
    other = replace(STATUS, headline=f"{STATUS.headline}!")
    assert digest(to_json(other)) != digest(to_json(STATUS))


def test_every_case_in_any_part_is_named_and_imported_projects_name_none():
    assert STATUS.cases == {7, 8, 9, 11}


@pytest.mark.parametrize(
    ("lights", "found"),
    [
        (("green", "red", "yellow", ""), "red"),
        (("green", "yellow", "", ""), "yellow"),
        (("green", "", "", ""), "green"),
        (("", ""), ""),
    ],
)
def test_the_worst_light_counts_and_silence_is_not_green(lights, found):
    assert worst(lights) == found


def test_what_is_left_of_a_pool_is_its_frame_less_all_that_is_spoken_for():
    line = STATUS.pool[0]
    assert (line.committed, line.rest) == (Decimal(350), Decimal(50))
