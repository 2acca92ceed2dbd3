"""A proposal's state: changed here only, by the moves of `governance.domain`, which know the table."""

from core import clock
from portfolio.enums import ProposalState
from portfolio.models import Proposal


def lock_proposal(proposal: Proposal) -> Proposal:
    """Return the row as it stands in the database now, locked until the transaction ends."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("author", "owner", "area", "unit__department", "unit__area")
        .get(pk=proposal.pk)
    )


def enter_state(proposal: Proposal, state: ProposalState) -> None:
    """Let the proposal enter `state` now; the caller holds its lock and has asked whether it may."""
    proposal.state, proposal.state_since = state, clock.now()
    proposal.save(update_fields=["state", "state_since"])
