"""A case that needs its money in instalments draws on each year's frame, from the application to the ledger."""

import re
from decimal import Decimal

import pytest

from core.domain.refusal import Refused
from core.models import OutboxMessage
from governance.domain.decisions import decide, lay_before
from governance.domain.ruling import Ruling
from governance.domain.scenarios import CaseTerms, commit_scenario, settle_case
from governance.enums import Verdict
from governance.models import ScenarioCase
from governance.selectors.decision_desk import decision_desk
from governance.selectors.profile import active_profile
from portfolio.domain.completeness import gaps
from portfolio.domain.versions import current_version
from portfolio.models import Proposal
from tests.factories.governance import Town, make_draft, make_recommended
from tests.factories.pool import balance, make_frame, make_need, this_year
from tests.factories.scenarios import make_asking, make_saved

YEAR = this_year()
BENCH = f"/puljen/{YEAR}/arbejdsbord/"


def read(client, person, url: str = BENCH) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def row_of(page: str, title: str) -> str:
    table = page.split('<table class="rows bench">')[1].split("</table>", maxsplit=1)[0]
    return next(re.sub(r"<[^>]*>", " ", row) for row in table.split("<tr") if title in row)


@pytest.fixture
def cases(town: Town) -> list[Proposal]:
    """200.000 kr. this year and 120.000 kr. the next; the two that need the next year are too much for it together."""
    make_frame(200_000)
    make_frame(120_000, year=YEAR + 1)
    return [
        make_asking(town, 150_000, title="Nøgler", gain=400_000, requested_second_year=Decimal(80_000)),
        make_asking(town, 110_000, title="Sms", gain=200_000, requested_second_year=Decimal(60_000)),
        make_asking(town, 60_000, title="Kort", gain=120_000),
    ]


def test_each_year_has_its_own_balance_waterline_and_reason(town, client, cases):
    page = read(client, town.secretary)
    assert f"Tilbage i puljen {YEAR}–{YEAR + 1}" in page
    assert "320.000 kr." in page
    assert re.findall(r"[\d.]+ kr\.", row_of(page, "Nøgler"))[:3] == ["150.000 kr.", "70.000 kr.", "80.000 kr."]
    assert re.findall(r"[\d.]+ kr\.", row_of(page, "Nøgler"))[-2:] == ["130.000 kr.", "40.000 kr."]
    assert re.findall(r"[\d.]+ kr\.", row_of(page, "Kort"))[-2:] == ["70.000 kr.", "40.000 kr."]
    assert f"Hertil rækker puljen. Tilbage: {YEAR}: 70.000 kr., {YEAR + 1}: 40.000 kr." in page
    # There is money enough this year, and in both together; it is the next that lacks.
    assert f"Der mangler 20.000 kr. i puljen i {YEAR + 1}." in row_of(page, "Sms")
    years = page.split('class="rows bench-by-year"')[1].split("</table>")[0]
    assert re.search(rf"{YEAR + 1}</th>.*{cases[1].number}", years)
    assert f"{YEAR}: 100.000 kr. mere i puljen ville ikke give mere værdi." in page
    assert re.search(rf"{YEAR + 1}: 100.000 kr. mere i puljen ville give [\d.]+ kr. mere i værdi", page)


def test_what_a_year_keeps_for_mandatory_solutions_is_kept_in_that_year(town, client, cases):
    make_need(60_000, year=YEAR + 1)
    page = read(client, town.secretary)
    assert f"Der mangler 80.000 kr. i {YEAR + 1}: Resten af det år er holdt tilbage" in row_of(page, "Nøgler")
    assert row_of(page, "Sms").count("●") == 2


def test_a_year_that_the_council_has_given_no_frame_is_said(town, client, cases):
    make_asking(town, 90_000, title="Tre år", requested_third_year=Decimal(30_000))
    page = read(client, town.secretary)
    assert f"Puljen har endnu ingen ramme for {YEAR + 2}, og sagen skal bruge 30.000 kr. det år." in page
    assert f"Tilbage i puljen {YEAR}–{YEAR + 1}" in page


def test_without_instalments_the_page_has_one_year(town, client):
    make_frame(200_000)
    make_frame(120_000, year=YEAR + 1)
    make_asking(town, 60_000)
    page = read(client, town.secretary)
    assert "Tilbage herefter" in page
    assert "bench-by-year" not in page
    assert f"Tilbage i {YEAR + 1}" not in page


def test_a_smaller_amount_is_spread_in_the_same_proportion(town, client, cases):
    scenario = make_saved(town.secretary)
    settle_case(scenario, cases[0], CaseTerms(amount=Decimal(75_000)), actor=town.secretary)
    row = row_of(read(client, town.secretary, f"/puljen/scenarier/{scenario.pk}/"), "Nøgler")
    assert re.findall(r"[\d.]+ kr\.", row)[:4] == ["75.000 kr.", "150.000 kr.", "35.000 kr.", "40.000 kr."]


def test_what_is_put_forward_goes_by_year_to_the_recommendation_the_decision_and_the_ledger(town, client, cases):
    scenario = make_saved(town.secretary)
    commit_scenario(scenario, actor=town.chair)
    kept = ScenarioCase.objects.get(scenario=scenario, proposal=cases[0])
    assert kept.shares == {YEAR: Decimal(70_000), YEAR + 1: Decimal(80_000)}
    assert ScenarioCase.objects.get(scenario=scenario, proposal=cases[1]).shares == {}
    frozen = read(client, town.director, f"/puljen/scenarier/{scenario.pk}/")
    assert f"Hertil rækker puljen. Tilbage: {YEAR}: 70.000 kr., {YEAR + 1}: 40.000 kr." in frozen
    assert f"{YEAR + 1}: 80.000 kr." in frozen
    number = cases[0].pk
    form = read(client, town.chair, f"/sager/{number}/indstilling/")
    assert re.findall(r'name="share_\d+" value="([^"]*)"', form) == ["70.000", "80.000"]
    said = {"outcome": "approve", "amount": "150.000", f"share_{YEAR}": "70.000", f"share_{YEAR + 1}": "70.000",
            "criterion": "efficiency", "reasons": "Derfor"}  # fmt: skip
    wrong = client.post(f"/sager/{number}/indstilling/", said).content.decode()
    assert "Raterne giver tilsammen 140.000 kr., men det indstillede beløb er 150.000 kr." in wrong
    client.post(f"/sager/{number}/indstilling/", {**said, f"share_{YEAR + 1}": "80.000"})
    made = Proposal.objects.get(pk=number).recommendations.get()
    assert made.shares == {YEAR: Decimal(70_000), YEAR + 1: Decimal(80_000)}
    desk = read(client, town.director, f"/sager/{number}/beslutning/")
    assert re.findall(r'name="share_\d+" value="([^"]*)"', desk) == ["70.000", "80.000"]
    decide(cases[0], Ruling(Verdict.APPROVED, made.shares, "efficiency"), actor=town.director)
    assert [balance(year).committed for year in (YEAR, YEAR + 1)] == [Decimal(70_000), Decimal(80_000)]
    letters = OutboxMessage.objects.filter(recipient=town.author).order_by("pk")
    assert f"{YEAR + 1}: 80.000 kr." in letters.get(key__startswith="recommend:").body
    assert f"{YEAR + 1}: 80.000 kr." in letters.get(key__startswith="decision:").body


def test_other_years_than_recommended_are_a_change(town, cases):
    shares = {YEAR: Decimal(70_000), YEAR + 1: Decimal(80_000)}
    make_recommended(town, cases[0], years=shares)
    with pytest.raises(Refused, match="ikke det, der er indstillet"):
        decide(cases[0], Ruling(Verdict.APPROVED, {YEAR: Decimal(150_000)}, "efficiency"), actor=town.director)
    decide(
        cases[0],
        Ruling(Verdict.CHANGED, {YEAR: Decimal(150_000)}, "efficiency", reasons="Året rækker", cause=""),
        actor=town.director,
    )
    assert [balance(year).committed for year in (YEAR, YEAR + 1)] == [Decimal(150_000), Decimal(0)]


def test_management_is_offered_the_instalments_from_a_year_that_holds_them(town, cases):
    make_frame(200_000, year=YEAR + 2)
    make_recommended(town, cases[2])
    decide(cases[2], Ruling(Verdict.APPROVED, {YEAR: Decimal(60_000)}, "efficiency"), actor=town.director)
    make_recommended(town, cases[1])
    desk = decision_desk(lay_before("approve", Proposal.objects.get(pk=cases[1].pk)), active_profile())
    assert desk.usual_shares() == {YEAR: Decimal(50_000), YEAR + 1: Decimal(60_000)}
    assert desk.shares_from({YEAR: Decimal(10), YEAR + 1: Decimal(60_000), YEAR + 2: Decimal(60_000)}) == {
        YEAR + 1: Decimal(50_000),
        YEAR + 2: Decimal(60_000),
    }


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ({YEAR: 100_000, YEAR + 1: 49_999}, "Raterne giver tilsammen 149.999 kr."),
        ({YEAR: 150_000, YEAR + 1: 0}, "Skriv hver rate"),
        ({YEAR: 100_000, YEAR + 9: 50_000}, f"ingen ramme for {YEAR + 9}"),
    ],
)
def test_instalments_that_do_not_add_up_are_refused(town, cases, years, sentence):
    with pytest.raises(Refused, match=sentence):
        make_recommended(town, cases[0], years={year: Decimal(part) for year, part in years.items()})


def test_more_in_the_later_years_than_applied_for_is_sent_back_in_the_draft(town):
    draft = make_draft(town, kind="application", requested_second_year=Decimal(90_000), requested_third_year=20_000)
    found = [gap.text for gap in gaps(draft, current_version(draft)) if gap.field == "requested_second_year"]
    assert found == ["Raterne i de senere år er større end det ansøgte beløb. Ret en af dem."]
