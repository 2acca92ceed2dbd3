"""The case behind a page of governance: what the reader may not see is 404."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from governance.selectors.case import read_ahead
from portfolio.models import Proposal
from portfolio.selectors.proposal_page import readable_versions

if TYPE_CHECKING:
    from core.models import User


def readable_case(pk: int, reader: "User") -> Proposal:
    """Return a proposal that `reader` may see with all that the rules and the page ask about, or raise Http404."""
    return whole_case(get_object_or_404(Proposal.objects.visible_to(reader).with_editors(), pk=pk), reader)


def whole_case(proposal: Proposal, reader: "User") -> Proposal:
    """Return the same for a row that `reader` has been found to see, and that knows its editors."""
    readable_versions(proposal, reader, writes=False)
    read_ahead(proposal)
    return proposal
