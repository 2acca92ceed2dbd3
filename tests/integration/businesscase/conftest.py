from decimal import Decimal

import pytest

from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import write_case
from tests.factories.governance import Town, make_draft, make_town


@pytest.fixture
def town(db) -> Town:
    return make_town()


@pytest.fixture
def draft(town) -> Proposal:
    """An application that lacks nothing: 140,000 to the supplier, all of it sought from the pool."""
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    write_case(proposal, town.author)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def empty(town) -> Proposal:
    """The same application, as it was before any business case was written."""
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    current = proposal.versions.get()
    if hasattr(current, "business_case"):
        current.business_case.delete()
    return proposal
