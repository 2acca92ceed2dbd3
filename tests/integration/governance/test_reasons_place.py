"""A case that has stopped leads from its head to the reasons; one that goes on leads nowhere."""

import pytest

from governance.domain.decisions import decide
from governance.enums import Verdict
from portfolio.enums import ProposalState
from portfolio.models import Proposal
from tests.factories.governance import make_recommended, make_standing
from tests.factories.pool import make_application, make_frame, ruling

S = ProposalState


def place_of(client, town, case: Proposal) -> str:
    client.force_login(town.author)
    head = client.get(f"/sager/{case.pk}/").context["page"].head
    return head.next_step.reasons if head.next_step else ""


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (S.DRAFT, ""), (S.ASSESSMENT, ""), (S.ROUTING, ""), (S.REVIEW, ""), (S.RECOMMENDED, ""), (S.APPROVED, ""),
        (S.NOT_APPROVED, "#vejen"), (S.REJECTED, "#vejen"), (S.RESERVE, "#beslutningen"), (S.DEFERRED, "#history"),
        (S.REVISION, "#history"), (S.WITHDRAWN, "#history"),
    ],
)  # fmt: skip
def test_what_has_stopped_says_where_the_reasons_stand(client, town, state, place):
    case = make_standing(town, state)
    assert place_of(client, town, case) == place
    page = client.get(f"/sager/{case.pk}/").content.decode()
    assert ("Læs begrundelsen" in page) == bool(place)
    assert not place or f'id="{place[1:]}"' in page


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.DEFERRED, Verdict.SENT_BACK])
def test_the_reasons_of_management_stand_in_its_decision(client, town, verdict):
    make_frame()
    case = make_application(town)
    decide(case, ruling(verdict), actor=town.director)
    assert place_of(client, town, case) == "#beslutningen"


def test_a_case_that_was_sent_back_goes_on_once_it_is_recommended_anew(client, town):
    case = make_application(town)
    decide(case, ruling(Verdict.SENT_BACK), actor=town.director)
    make_recommended(town, Proposal.objects.get(pk=case.pk))
    assert place_of(client, town, case) == ""
