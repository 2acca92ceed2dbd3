"""No page asks the database more than fifteen times, whoever reads it and whatever hangs on what it shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portfolio.enums import ProposalKind, ProposalState
from tests.factories.governance import (
    Town,
    make_meeting,
    make_standing,
    make_town,
)

CEILING = 15
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = (
    "author", "editor", "owner", "head", "it", "chair", "secretary", "member", "director", "network", "auditor",
    "admin", "outsider",
)  # fmt: skip
STANDINGS = [
    *((ProposalKind.APPLICATION, state) for state in (
        ProposalState.DRAFT, ProposalState.ASSESSMENT, ProposalState.NOT_APPROVED, ProposalState.ROUTING,
        ProposalState.REVIEW, ProposalState.RECOMMENDED, ProposalState.REVISION, ProposalState.DEFERRED,
        ProposalState.WITHDRAWN,
    )),
    *((ProposalKind.NOTIFICATION, state) for state in (
        ProposalState.LOCAL_DECISION, ProposalState.APPROVED, ProposalState.REJECTED,
    )),
    *((ProposalKind.SUGGESTION, state) for state in (ProposalState.RECEIVED, ProposalState.CONVERTED)),
]  # fmt: skip


@pytest.fixture
def town(db: None) -> Town:
    town = make_town()
    make_meeting(town)
    return town


def queries(town: Town, role: str, address: str) -> int:
    """How many queries `role` costs at `address`; 0 where the page is not there for them."""
    client = Client()
    client.force_login(town.people[role], backend=BACKEND)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    return len(seen) if response.status_code == 200 else 0


@pytest.mark.parametrize(("kind", "state"), STANDINGS)
def test_a_case_in_any_state_for_any_role(town: Town, kind: ProposalKind, state: ProposalState) -> None:
    proposal = make_standing(town, state, kind)
    counts = {role: queries(town, role, f"/sager/{proposal.pk}/") for role in ROLES}
    assert {role: count for role, count in counts.items() if count > CEILING} == {}
    assert counts["author"] > 0
