"""The nouns of the portfolio."""

from portfolio.models.bar import Bar
from portfolio.models.co_financing import CoFinancing
from portfolio.models.contract import Contract
from portfolio.models.goal import Goal
from portfolio.models.import_mapping import ImportMapping
from portfolio.models.involved_group import InvolvedGroup
from portfolio.models.lesson import Lesson
from portfolio.models.milestone import Milestone
from portfolio.models.project import Project
from portfolio.models.project_import import ProjectImport
from portfolio.models.proposal import Proposal
from portfolio.models.proposal_version import ProposalVersion
from portfolio.models.risk import Risk
from portfolio.models.stand_in import StandIn
from portfolio.models.status_update import StatusUpdate
from portfolio.models.system import System
from portfolio.models.unit_involved import UnitInvolved

__all__ = [
    "Bar",
    "CoFinancing",
    "Contract",
    "Goal",
    "ImportMapping",
    "InvolvedGroup",
    "Lesson",
    "Milestone",
    "Project",
    "ProjectImport",
    "Proposal",
    "ProposalVersion",
    "Risk",
    "StandIn",
    "StatusUpdate",
    "System",
    "UnitInvolved",
]
