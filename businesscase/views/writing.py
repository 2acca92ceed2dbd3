"""What the pages of a case's writer share: whose they are, and how they answer."""

from typing import TYPE_CHECKING

from django.http import Http404

from core.domain.refusal import require
from portfolio.domain.proposals import may_write
from portfolio.enums import ProposalKind
from portfolio.selectors.proposal_page import readable_proposal

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal

GOOD, WRONG, CONFLICT = 200, 422, 409


def written_proposal(pk: int, writer: "User") -> "Proposal":
    """Return the proposal whose case `writer` may write now; 404 for who may not see it, refused for other readers."""
    proposal = readable_proposal(pk, writer)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Http404
    require(may_write(proposal, writer))
    return proposal
