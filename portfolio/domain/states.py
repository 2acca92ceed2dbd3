"""A proposal's state, and whether it is confidential: changed here only, by the moves of `governance.domain`."""

from core import clock
from portfolio.enums import ProposalState
from portfolio.models import Project, Proposal


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


def restrict(proposal: Proposal, *, restricted: bool) -> None:
    """Keep the case and the project it has become to those who work with it, or open both; the caller has the lock."""
    proposal.restricted = restricted
    proposal.save(update_fields=["restricted"])
    Project.objects.filter(proposal=proposal).update(restricted=restricted)
