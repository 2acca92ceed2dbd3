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
    rows = Proposal.objects.visible_to(reader).with_editors()
    proposal = get_object_or_404(
        rows.select_related("author", "owner", "area", "unit__department", "unit__area"), pk=pk
    )
    read_ahead(proposal)
    readable_versions(proposal, reader, writes=False)
    return proposal
