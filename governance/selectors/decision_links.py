"""The ways from a case to the chain of its decision and to what policy judges it by, for the rooms below."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.ui import Action
from governance.policy.positive_case import KEY
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal

# Where a case stands here, it has been decided at least once.
_DECIDED = (ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.RESERVE)


def decision_links(proposal: Proposal) -> list[Action]:
    """Return the way to the chain of a case that has been decided."""
    if proposal.kind == ProposalKind.SUGGESTION or proposal.state not in _DECIDED:
        return []
    return [Action(_("See the chain of the decision"), reverse("governance:decision_chain", args=[proposal.pk]))]


def definition_place() -> list[str]:
    """Return the address of what policy calls a positive business case; everyone may read it."""
    return [reverse("governance:policy_value_detail", args=[KEY])]
