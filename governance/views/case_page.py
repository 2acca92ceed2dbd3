"""The case behind a page of governance: what the reader may not see is 404."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


def readable_case(pk: int, reader: "User") -> Proposal:
    """Return a proposal that `reader` may see with what the rules ask about, or raise Http404."""
    rows = Proposal.objects.visible_to(reader).select_related(
        "author", "owner", "area", "unit__department", "unit__area"
    )
    return get_object_or_404(rows, pk=pk)
