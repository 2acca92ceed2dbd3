"""The nouns of the portfolio."""

from portfolio.models.bar import Bar
from portfolio.models.goal import Goal
from portfolio.models.involved_group import InvolvedGroup
from portfolio.models.proposal import Proposal
from portfolio.models.proposal_version import ProposalVersion
from portfolio.models.unit_involved import UnitInvolved

__all__ = ["Bar", "Goal", "InvolvedGroup", "Proposal", "ProposalVersion", "UnitInvolved"]
