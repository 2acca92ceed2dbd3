"""The pool's workbench in the browser's eyes: who opens it, what it says, and what a conflict of interest hides."""

import re
from decimal import Decimal

import pytest

from core.models import Parameter
from governance.domain.conflicts import declare_conflict
from governance.domain.scenarios import CaseTerms, commit_scenario, settle_case
from governance.enums import ConflictGround
from governance.models import Scenario
from portfolio.models import Proposal
from tests.factories.governance import make_meeting, make_recommended, make_review, make_town
from tests.factories.pool import make_frame, this_year
from tests.factories.scenarios import make_asking, make_saved

BENCH = f"/puljen/{this_year()}/arbejdsbord/"


def read(client, person, url: str = BENCH) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def order(page: str) -> list[str]:
    """Return the titles of the ranked table from the top, with the waterline among them."""
    table = page.split('<table class="rows bench">')[1].split("</table>", maxsplit=1)[0]
    return [
        "---" if "bench__waterline" in row else re.findall(r'rows__title"[^>]*>([^<]*)<', row)[0]
        for row in table.split("<tr")[2:]
    ]


@pytest.fixture
def cases(town) -> list[Proposal]:
    make_frame(250_000)
    return [
        make_asking(town, 150_000, title="Elektroniske nøgler", gain=400_000),
        make_asking(town, 80_000, title="Sms før tiden"),
        make_asking(town, 100_000, title="Digital Post", pool_criterion="mandatory"),
    ]


@pytest.mark.parametrize("name", ["chair", "secretary", "member", "director", "auditor"])
def test_the_group_management_and_the_auditor_open_it(town, client, cases, name):
    page = read(client, town.people[name])
    assert "Tilbage i puljen" in page
    assert "250.000 kr." in page
    assert BENCH in read(client, town.people[name], "/puljen/")


@pytest.mark.parametrize("name", ["it", "network", "admin", "author", "owner", "head", "outsider"])
def test_for_others_it_is_not_there(town, client, cases, name):
    scenario = make_saved(town.chair)
    client.force_login(town.people[name])
    addresses = [BENCH, f"/puljen/{this_year()}/scenarier/", f"/puljen/{this_year()}/scenarier/nyt/",
                 f"/puljen/scenarier/{scenario.pk}/", f"/puljen/scenarier/{scenario.pk}/forslag/"]  # fmt: skip
    assert [client.get(url).status_code for url in addresses] == [404] * len(addresses)
    assert client.post(f"{BENCH}beregning/").status_code == 404


@pytest.mark.parametrize("year", [this_year() - 1, this_year() + 1, 99999])
def test_a_year_that_is_over_or_has_no_frame_is_not_there(town, client, cases, year):
    make_frame(year=this_year() - 1)
    client.force_login(town.chair)
    assert client.get(f"/puljen/{year}/arbejdsbord/").status_code == 404


def test_mandatory_ones_stand_first_and_the_waterline_where_the_pool_ends(town, client, cases):
    page = read(client, town.secretary)
    assert order(page) == ["Digital Post", "Elektroniske nøgler", "---", "Sms før tiden"]
    assert "Hertil rækker puljen. Der er 0 kr. tilbage." in page
    assert "Der mangler 80.000 kr. i puljen." in page
    assert "Alle tre metoder vælger de samme for 250.000 kr." in page
    assert "100.000 kr. mere i puljen ville give 165.957 kr. mere i værdi." in page


def test_the_other_methods_are_a_link_away(town, client, cases):
    make_asking(town, 140_000, title="Halv", gain=300_000)
    page = read(client, town.secretary, f"{BENCH}?metode=rank")
    assert re.search(r'bench-methods__current"> <th scope="row">Efter rang<', page)
    assert "Rangfølgen er stoppet ved en sag før den" in page or "Der mangler" in page
    assert read(client, town.secretary, f"{BENCH}?metode=hat&vaerdi=hat")


def test_a_higher_potential_that_is_passed_over_is_told_of_with_its_reason(town, client):
    make_frame(200_000)
    make_asking(town, 180_000, title="Dyr", gain=300_000)
    make_asking(town, 100_000, title="Billig", gain=250_000)
    make_asking(town, 100_000, title="Anden", gain=250_000)
    page = read(client, town.director)
    said = page.split('id="outdone"')[1].split("</section>")[0]
    assert ("Dyr" in said, "Der mangler 180.000 kr. i puljen." in said, "Billig" in said) == (True, True, False)


def test_without_a_frame_without_cases_and_without_money_it_says_what_is_the_case(town, client):
    client.force_login(town.chair)
    assert client.get(BENCH).status_code == 404
    make_frame(1)
    assert "Ingen sager søger puljen om penge" in read(client, town.chair)
    make_asking(town, 100_000)
    page = read(client, town.chair)
    assert "Der mangler 99.999 kr. i puljen." in page
    assert "Ingen af de tre metoder vælger noget" in page


def test_a_conflict_of_interest_takes_the_case_out_of_everything(town, client, cases):
    declare_conflict(cases[0], actor=town.member, ground=ConflictGround.FAMILY, explanation="Min søster")
    page = read(client, town.member)
    assert "Du er inhabil i én sag, der søger puljen." in page
    assert order(page) == ["Digital Post", "Sms før tiden", "---"]
    assert [word for word in (cases[0].number, cases[0].title, "570.881") if word in page] == []
    assert "Elektroniske nøgler" in read(client, town.chair)


def test_a_score_counts_once_everybody_has_been_heard(town, client, cases):
    make_review(cases[1], town.member, level=5)
    assert "5,00" not in read(client, town.chair)
    make_review(cases[1], town.chair, level=4)
    page = read(client, town.chair)
    assert "4,50" in page
    by_rank = read(client, town.chair, f"{BENCH}?metode=rank")
    assert order(by_rank) == ["Digital Post", "Sms før tiden", "---", "Elektroniske nøgler"]
    by_score = read(client, town.chair, f"{BENCH}?vaerdi=score")
    assert "4,50 point" in by_score


def test_who_has_a_part_in_a_case_reads_no_score_of_it(town, client, cases):
    Proposal.objects.filter(pk=cases[1].pk).update(owner=town.director)
    for reviewer in (town.member, town.chair):
        make_review(cases[1], reviewer, level=4)
    assert "4,00" in read(client, town.secretary)
    assert "4,00" not in read(client, town.director)


def test_the_yardstick_is_a_dated_parameter(town, client, cases):
    assert "Det er den målestok, der har været gældende siden 1. januar 2000" in read(client, town.chair)
    Parameter.objects.create(profile="odder", key="pool_value", value="review_score", unit="text",
                             valid_from="2020-01-01", source="Direktionen 4. marts")  # fmt: skip
    page = read(client, town.chair)
    assert "siden 1. januar 2020 (Direktionen 4. marts)" in page
    assert "gennemsnittet af gruppens point" in page


def test_a_case_that_cannot_get_money_stands_under_the_line_with_why(town, client, cases):
    make_recommended(town, cases[0], "reject")
    page = read(client, town.chair)
    assert order(page) == ["Digital Post", "Sms før tiden", "---", "Elektroniske nøgler"]
    assert "Strategigruppen indstiller sagen til afslag." in page


def test_a_scenario_is_made_locked_compared_and_put_forward_from_the_pages(town, client, cases):
    client.force_login(town.secretary)
    made = client.post(
        f"/puljen/{this_year()}/scenarier/nyt/",
        {"name": "Sms først", "method": "best", "basis": "npv", "area_limit": ""},
        follow=True,
    )
    scenario = Scenario.objects.get()
    page = made.content.decode()
    assert "Scenariet er oprettet." in page
    refused = client.post(f"/puljen/scenarier/{scenario.pk}/sager/{cases[1].pk}/", {"lock": "in", "amount": ""})
    assert "Vælg, hvorfor sagen er låst." in refused.content.decode()
    lock = {"lock": "in", "ground": "contract", "reason": "Aftalen udløber", "amount": ""}
    page = client.post(f"/puljen/scenarier/{scenario.pk}/sager/{cases[1].pk}/", lock, follow=True).content.decode()
    page = re.sub(r"\s+", " ", page)
    assert order(page)[0] == "Sms før tiden"
    assert "Kontrakt: Aftalen udløber" in page
    make_saved(town.chair, "Uden lås")
    compared = read(client, town.secretary, f"/puljen/{this_year()}/scenarier/")
    assert ("2 af 2" in compared, "1 af 2" in compared) == (True, True)
    before = read(client, town.secretary, f"/puljen/scenarier/{scenario.pk}/forslag/")
    assert "2 sager foreslås 180.000 kr. i alt." in before
    after = client.post(f"/puljen/scenarier/{scenario.pk}/forslag/", follow=True).content.decode()
    assert "Stillet som forslag" in after
    assert Scenario.objects.get(pk=scenario.pk).is_committed
    assert client.get(f"/puljen/scenarier/{scenario.pk}/aendring/", follow=True).status_code == 200


def test_each_director_area_has_its_limit_and_what_it_keeps_out_on_the_page(town, client, cases):
    client.force_login(town.chair)
    welfare, children = town.units["welfare"], town.units["children"]
    Proposal.objects.filter(pk=cases[1].pk).update(area=children)
    said = {"name": "Grænser", "method": "best", "basis": "npv", "area_limit": "200.000",
            f"area_{welfare.pk}": "160.000", f"area_{children.pk}": ""}  # fmt: skip
    made = client.post(f"/puljen/{this_year()}/scenarier/nyt/", said, follow=True).content.decode()
    scenario = Scenario.objects.get()
    assert scenario.area_limits == {str(welfare.pk): "160000.00"}
    table = made.split("bench-by-area")[1].split("</table>")[0]
    rows = [re.findall(r">([^<>]*[^<>\s])\s*<", row)[:4] for row in table.split("<tr>")[2:]]
    assert rows == [
        ["Children", "200.000 kr.", "80.000 kr.", "120.000 kr."],
        ["Welfare", "160.000 kr.", "100.000 kr.", "60.000 kr."],
    ]
    assert "Der mangler 90.000 kr. inden for direktørområdets grænse." in re.sub(r"\s+", " ", made)
    change = client.get(f"/puljen/scenarier/{scenario.pk}/aendring/").content.decode()
    assert 'value="160.000"' in change.split(f'name="area_{welfare.pk}"')[1].split(">")[0]
    assert '<details class="area-limits" open>' in change
    copy = client.get(f"/puljen/{this_year()}/scenarier/nyt/?fra={scenario.pk}").content.decode()
    assert 'value="160.000"' in copy.split(f'name="area_{welfare.pk}"')[1].split(">")[0]
    wrong = client.post(f"/puljen/scenarier/{scenario.pk}/aendring/", said | {f"area_{welfare.pk}": "-1"})
    assert "Beløbet kan ikke være negativt." in wrong.content.decode()
    client.post(f"/puljen/scenarier/{scenario.pk}/forslag/")
    assert "Welfare: 160.000 kr." in read(client, town.chair, f"/puljen/scenarier/{scenario.pk}/")


def test_links_are_added_and_removed_from_the_page(town, client, cases):
    scenario = make_saved(town.chair)
    client.force_login(town.chair)
    url = f"/puljen/scenarier/{scenario.pk}/sammenhaenge/"
    data = {"proposal": cases[2].pk, "kind": "requires", "other": cases[1].pk}
    assert "Digital Post" in client.post(url, data, follow=True).content.decode()
    page = read(client, town.chair, f"/puljen/scenarier/{scenario.pk}/")
    assert order(page)[:2] == ["Digital Post", "Sms før tiden"]
    circle = client.post(url, {"proposal": cases[1].pk, "kind": "requires", "other": cases[2].pk})
    assert "i ring" in circle.content.decode()
    client.post(f"{url}{scenario.links.get().pk}/fjernelse/")
    assert scenario.links.count() == 0
    assert client.post(url, {"proposal": "999", "kind": "requires", "other": "x"}).status_code == 200


def test_locks_that_cannot_hold_are_told_of_in_one_sentence(town, client, cases):
    scenario = make_saved(town.chair)
    for case in cases:
        settle_case(scenario, case, CaseTerms(lock="in", ground="law"), actor=town.chair)
    page = read(client, town.chair, f"/puljen/scenarier/{scenario.pk}/")
    assert "Det, der er låst som valgt, koster 330.000 kr." in page
    assert "Hvor sikkert er valget?" not in page


def test_a_hidden_scenario_is_not_there(town, client, cases):
    scenario = make_saved(town.chair)
    settle_case(scenario, cases[0], CaseTerms(lock="out", ground="capacity"), actor=town.chair)
    declare_conflict(cases[0], actor=town.member, ground=ConflictGround.FAMILY, explanation="Min søster")
    client.force_login(town.member)
    paths = ("", "aendring/", "sammenhaenge/", "forslag/", "sletning/", f"sager/{cases[1].pk}/")
    assert [client.get(f"/puljen/scenarier/{scenario.pk}/{path}").status_code for path in paths] == [404] * len(paths)
    assert "Mest værdi" not in read(client, town.member)


def test_a_committed_scenario_shows_what_stood_then(town, client, cases):
    scenario = make_saved(town.chair)
    settle_case(scenario, cases[1], CaseTerms(amount=Decimal(70_000)), actor=town.chair)
    commit_scenario(scenario, actor=town.secretary)
    make_recommended(town, cases[0], "reject")
    page = read(client, town.auditor, f"/puljen/scenarier/{scenario.pk}/")
    assert "2 sager foreslås 250.000 kr. i alt." in page
    assert "Strategigruppen indstiller" not in page
    assert "Mest værdi" not in read(client, town.auditor)


def test_the_auditor_reads_and_changes_nothing(town, client, cases):
    page = read(client, town.auditor)
    assert "Du kan læse arbejdsbordet, men ikke oprette scenarier." in page
    for url in (f"/puljen/{this_year()}/scenarier/nyt/", f"{BENCH}beregning/"):
        client.post(url, {"name": "X", "method": "best", "basis": "npv"})
    assert Scenario.objects.count() == 0


def test_where_policy_has_no_pool_there_is_no_workbench(db, client):
    odense = make_town("odense")
    client.force_login(odense.director)
    assert client.get(BENCH).status_code == 404


def test_what_is_put_forward_is_shown_on_the_case_in_the_form_and_on_the_agenda(town, client):
    meeting = make_meeting(town)
    make_frame(250_000)
    case = make_asking(town, 150_000)
    scenario = make_saved(town.chair)
    settle_case(scenario, case, CaseTerms(amount=Decimal(120_000)), actor=town.chair)
    commit_scenario(scenario, actor=town.chair)
    page = read(client, town.director, f"/sager/{case.pk}/")
    assert "<strong>120.000 kr.</strong>" in page
    assert f"Scenariet “Mest værdi” for {this_year()}" in page
    assert "Mest værdi" not in read(client, town.owner, f"/sager/{case.pk}/")
    assert "Mest værdi" not in read(client, town.it, f"/sager/{case.pk}/")
    assert 'value="120.000"' in read(client, town.chair, f"/sager/{case.pk}/indstilling/")
    agenda = f"/moeder/{meeting.pk}/"
    assert "Puljens arbejdsbord foreslår 120.000 kr." in read(client, town.secretary, agenda)
    assert "Puljens arbejdsbord foreslår" not in read(client, town.network, agenda)
