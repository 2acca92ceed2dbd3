"""What others pay beside the pool: written by the applicant, seen by those who judge, said in the letter."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from core.models import OutboxMessage
from governance.domain.conditional_grants import meet_condition
from governance.domain.submission import take_back_proposal
from governance.enums import BodyKind, Verdict
from governance.policy.financing import Contribution, Financing
from governance.selectors.financing import financing_words
from governance.selectors.pack_content import pack_content
from governance.selectors.portfolio_status import portfolio_status
from portfolio.domain.completeness import gaps
from portfolio.domain.proposals import change_draft
from portfolio.domain.versions import current_version, open_draft
from portfolio.models import CoFinancing, Project, Proposal
from tests.factories.governance import Town, in_days, make_draft, make_recommended
from tests.factories.meetings import call
from tests.factories.pool import make_decided, make_frame, this_year
from tests.factories.reports import make_plan
from tests.factories.scenarios import make_asking

STATE = {"kind": "state", "who": "Sundhedsstyrelsen", "amount": Decimal(30_000), "secured": True}
OWN = {"kind": "own", "who": "Ældre og Pleje", "amount": Decimal(10_000), "secured": False}


@pytest.fixture
def case(town: Town) -> Proposal:
    """It costs 100.000 kr.; the pool is asked for 60.000 kr., and two others pay 40.000 kr."""
    make_frame()
    rows = [CoFinancing(**STATE), CoFinancing(**OWN)]
    return make_asking(town, 100_000, requested_amount=Decimal(60_000), co_financing=rows)


def read(client, person, url: str) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


COVERED = "Tilsammen dækker det indkøb og implementering, 100.000 kr. Heraf er 10.000 kr. endnu ikke lovet skriftligt."


def test_it_is_seen_on_the_case_at_the_recommendation_and_the_decision(town, client, case):
    assert "Sundhedsstyrelsen (Staten): 30.000 kr., lovet skriftligt" in read(client, town.author, f"/sager/{case.pk}/")
    form = read(client, town.chair, f"/sager/{case.pk}/indstilling/")
    assert [word for word in ("Sundhedsstyrelsen", "endnu ikke lovet", COVERED) if word not in form] == []
    make_recommended(town, case)
    assert COVERED in read(client, town.director, f"/sager/{case.pk}/beslutning/")
    assert COVERED in read(client, town.author, f"/sager/{case.pk}/")


def test_the_letter_the_project_and_the_kept_record_say_it(town, client, case):
    make_recommended(town, case)
    shares = {this_year(): Decimal(50_000)}
    decision = make_decided(town, case, Verdict.CHANGED, shares=shares, criterion="efficiency")
    said = "Der mangler 10.000 kr.: Indkøb og implementering koster 100.000 kr., og puljen og andre giver 90.000 kr."
    letter = OutboxMessage.objects.get(recipient=town.author, key__startswith=f"decision:{decision.pk}").body
    assert "- Sundhedsstyrelsen: 30.000 kr., lovet skriftligt" in letter
    assert said in letter
    assert said in read(client, town.owner, f"/projekter/{Project.objects.get(proposal=case).pk}/")
    decision.refresh_from_db()
    assert decision.financing == Financing(
        Decimal(100_000),
        Decimal(50_000),
        (
            Contribution("state", "Sundhedsstyrelsen", Decimal(30_000), secured=True),
            Contribution("own", "Ældre og Pleje", Decimal(10_000), secured=False),
        ),
    )


def test_a_case_that_the_pool_pays_alone_says_nothing_of_others(town, client):
    make_frame()
    case = make_asking(town, 100_000)
    make_recommended(town, case)
    decision = make_decided(town, case, criterion="efficiency")
    letter = OutboxMessage.objects.get(recipient=town.author, key__startswith=f"decision:{decision.pk}").body
    assert ("Andre betaler" in letter, "dækker" in letter) == (False, False)
    assert 'class="facts financing"' not in read(client, town.director, f"/sager/{case.pk}/")


def test_a_half_written_payer_is_asked_for(town):
    draft = make_draft(town, kind="application")
    CoFinancing.objects.create(version=current_version(draft), kind="eu", who="Interreg")
    found = [gap.text for gap in gaps(draft, current_version(draft)) if gap.field == "co_financing"]
    assert found == ["“Interreg” er ikke færdig. Der mangler: Deres beløb, Er det lovet skriftligt?."] or found


def test_the_payers_follow_to_a_new_version_and_the_old_one_keeps_its_own(town, case):
    taken = take_back_proposal(case, actor=town.author, reason="Ny betaler")
    draft = open_draft(Proposal.objects.get(pk=taken.pk))
    assert [row.who for row in draft.co_financing.all()] == ["Sundhedsstyrelsen", "Ældre og Pleje"]
    change_draft(taken, actor=town.author, edition=draft.edition, fields={"co_financing": [CoFinancing(**STATE)]})
    assert [version.co_financing.count() for version in taken.versions.order_by("ordinal")] == [2, 1]


def test_the_form_takes_payers_down_without_a_script(town, client):
    draft = make_draft(town, kind="application")
    client.force_login(town.author)
    url = f"/sager/{draft.pk}/kladde/pulje/"
    page = client.get(url).content.decode()
    assert ("Det betaler andre" in page, "Tilføj en betaler mere" in page) == (True, True)


@pytest.mark.parametrize(
    ("financing", "words"),
    [
        (Financing(Decimal(100), Decimal(100)), "Puljen dækker indkøb og implementering, 100 kr."),
        (
            Financing(Decimal(100), Decimal(60)),
            "Der mangler 40 kr.: Indkøb og implementering koster 100 kr., og puljen giver 60 kr.",
        ),
        (
            Financing(Decimal(100), Decimal(90), (Contribution("eu", "EU", Decimal(30), secured=True),)),
            "Puljen og andre giver 20 kr. mere end de 100 kr., indkøb og implementering koster.",
        ),
    ],
)
def test_the_words_are_those_of_the_figures(financing, words):
    assert financing_words(financing) == words
    assert Financing.from_record(financing.as_record()) == financing


def test_the_report_tells_what_others_pay_what_is_missing_and_what_waits_for_its_condition(town, case):
    make_recommended(town, case)
    said = {"shares": {this_year(): Decimal(50_000)}, "criterion": "efficiency", "conditions": "Naboen er med"}
    make_decided(town, case, Verdict.CHANGED, lapses_on=in_days(60), **said)
    today = clock.today()
    (taken,) = portfolio_status(make_plan(BodyKind.MANAGEMENT), today, today - timedelta(days=1)).taken
    assert (taken.amount, taken.from_others, taken.not_covered) == (Decimal(50_000), Decimal(40_000), Decimal(10_000))
    assert taken.waits_until == in_days(60)
    meet_condition(case, actor=town.director, reason="Naboen har skrevet under")
    (taken,) = portfolio_status(make_plan(BodyKind.MANAGEMENT), today, today - timedelta(days=1)).taken
    assert taken.waits_until is None


def test_the_meetings_pack_says_who_else_pays_and_whether_it_is_enough(town):
    make_frame()
    meeting = call(town)
    rows = [CoFinancing(**STATE), CoFinancing(**OWN)]
    case = make_asking(town, 100_000, requested_amount=Decimal(60_000), co_financing=rows)
    content = pack_content(meeting)
    [cover] = [one for one in content["cases"] if one["number"] == case.number]
    rows = dict(cover["economy"])
    assert {name: amount for name, amount in rows.items() if "lovet" in name} == {
        "Sundhedsstyrelsen (lovet skriftligt)": "30.000 kr.",
        "Ældre og Pleje (endnu ikke lovet)": "10.000 kr.",
    }
    assert cover["financing"] == COVERED
