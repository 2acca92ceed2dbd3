"""An application against each of the pool's criteria, kept with the recommendation; and when that stands no more."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.clock import today
from core.domain.refusal import Refused
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import RecommendationOutcome, Verdict
from governance.models import Recommendation
from governance.selectors.criteria_tried import hours_left_out, kept_lines
from governance.selectors.decisions import money_lines
from governance.selectors.portfolio_status import portfolio_status
from portfolio.domain.proposals import change_draft
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import make_recommended, make_standing, make_submitted
from tests.factories.pool import make_application, make_decided, make_frame, this_year
from tests.factories.reports import make_plan
from tests.integration.governance.test_decisions import make_case

WITHDRAWN = "Indstillingen ligger ikke længere hos ledelsen."


def read(client, person, url: str) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("outcome", [RecommendationOutcome.APPROVE, RecommendationOutcome.REJECT])
def test_a_recommendation_carries_the_case_against_every_criterion(town, outcome):
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    kept = kept_lines(make_recommended(town, case, outcome))
    assert [(line.met, line.chosen) for line in kept] == [
        (True, True), (False, False), (True, False), (True, False), (False, False),
    ]  # fmt: skip
    assert kept[0].text == "Forpligtelsen er angivet: Lov om Digital Post."
    assert {bool(line.text and line.name) for line in kept} == {True}


def test_a_notification_is_held_against_none(town):
    case = make_standing(town, "recommended", ProposalKind.NOTIFICATION)
    assert Recommendation.objects.get(proposal=case).eligibility == {}


def test_the_chair_and_management_read_every_criterion(town, client):
    make_frame()
    case = make_submitted(town, "review", kind=ProposalKind.APPLICATION)
    page = read(client, town.chair, reverse("governance:proposal_recommendation", args=[case.pk]))
    assert (page.count("Opfyldt:"), page.count("Ikke opfyldt:"), "Søgt under dette" in page) == (3, 2, True)
    make_recommended(town, case)
    for person, url in (
        (town.director, reverse("governance:proposal_decision", args=[case.pk])),
        (town.author, f"/sager/{case.pk}/"),
    ):
        assert "Hvert af puljens kriterier" in read(client, person, url)


def test_staff_hours_are_marked_on_the_recommendation_and_in_the_report(town, client):
    make_frame()
    case = make_case(town, gain="200000", hours=100, requested_amount=Decimal(140_000))
    with pytest.raises(Refused) as refusal:
        make_recommended(town, case)
    assert "personaletimer (40.000 kr.)" in refusal.value.reason
    recommendation = make_recommended(town, case, amount=Decimal(100_000))
    assert hours_left_out(recommendation) == 40_000
    assert "Personaletimer holdt ude" in read(client, town.author, f"/sager/{case.pk}/")
    shares = {this_year(): Decimal(140_000)}
    make_decided(town, case, Verdict.CHANGED, shares=shares, staff_hours_reason="De kender vagtplanerne")
    (taken,) = portfolio_status(make_plan(), today(), today().replace(day=1)).taken
    assert (taken.amount, taken.staff_hours) == (140_000, 40_000)


def test_a_change_of_criterion_or_figures_withdraws_the_recommendation(town, client):
    make_frame()
    case = make_application(town)
    page = f"/sager/{case.pk}/"
    assert WITHDRAWN not in read(client, town.author, page)
    make_decided(town, case, Verdict.SENT_BACK)
    assert WITHDRAWN in read(client, town.author, page)
    case = Proposal.objects.get(pk=case.pk)
    assert [line.label for line in money_lines(case)] == []


def test_a_new_version_needs_a_recommendation_of_its_own(town, client):
    make_frame()
    case = make_application(town)
    make_decided(town, case, Verdict.SENT_BACK)
    case = take_back_proposal(case, actor=town.author, reason="Et andet kriterium")
    draft = current_version(case)
    fields = {"pool_criterion": "efficiency", "requested_amount": Decimal(90_000)}
    change_draft(case, actor=town.author, edition=draft.edition, fields=fields)
    case = submit_proposal(case, actor=town.author, change_reason="Et andet kriterium")
    assert (case.state, WITHDRAWN in read(client, town.author, f"/sager/{case.pk}/")) == ("review", True)
    with pytest.raises(Refused):
        make_decided(town, case, shares={this_year(): Decimal(90_000)}, criterion="efficiency")
    make_recommended(town, case)
    assert WITHDRAWN not in read(client, town.author, f"/sager/{case.pk}/")
    make_decided(town, case, shares={this_year(): Decimal(90_000)}, criterion="efficiency")


def test_what_is_recommended_stands_once_it_is_decided(town, client):
    make_frame()
    case = make_application(town)
    make_decided(town, case)
    assert WITHDRAWN not in read(client, town.author, f"/sager/{case.pk}/")
