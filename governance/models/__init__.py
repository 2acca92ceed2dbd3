"""The nouns of governance."""

from governance.models.access_request import AccessRequest
from governance.models.advice import Advice
from governance.models.agenda_item import AgendaItem
from governance.models.architecture_assessment import ArchitectureAssessment
from governance.models.assistance_request import AssistanceRequest
from governance.models.attendance import Attendance
from governance.models.body import Body
from governance.models.condition import Condition
from governance.models.conditional_grant import ConditionalGrant
from governance.models.conflict_declaration import ConflictDeclaration
from governance.models.decision import Decision
from governance.models.decision_cause import DecisionCause
from governance.models.direction import Direction
from governance.models.hearing_message import HearingMessage
from governance.models.it_assessment import ITAssessment
from governance.models.ledger_entry import LedgerEntry
from governance.models.mandatory_need import MandatoryNeed
from governance.models.meeting import Meeting
from governance.models.meeting_pack import MeetingPack
from governance.models.membership import Membership
from governance.models.minutes import Minutes
from governance.models.policy_profile import PolicyProfile
from governance.models.pool import Pool
from governance.models.pool_calculation import PoolCalculation
from governance.models.pool_year import PoolYear
from governance.models.recommendation import Recommendation
from governance.models.report_definition import ReportDefinition
from governance.models.report_run import ReportRun
from governance.models.reported_case import ReportedCase
from governance.models.reserve_place import ReservePlace
from governance.models.resolution import Resolution
from governance.models.review import Review
from governance.models.review_assignment import ReviewAssignment
from governance.models.review_draft import ReviewDraft
from governance.models.review_round import ReviewRound
from governance.models.route_signature import RouteSignature
from governance.models.scenario import Scenario
from governance.models.scenario_case import ScenarioCase
from governance.models.scenario_link import ScenarioLink
from governance.models.score import Score
from governance.models.theme_point import ThemePoint
from governance.models.theme_subject import ThemeSubject
from governance.models.triage import Triage

__all__ = [
    "AccessRequest",
    "Advice",
    "AgendaItem",
    "ArchitectureAssessment",
    "AssistanceRequest",
    "Attendance",
    "Body",
    "Condition",
    "ConditionalGrant",
    "ConflictDeclaration",
    "Decision",
    "DecisionCause",
    "Direction",
    "HearingMessage",
    "ITAssessment",
    "LedgerEntry",
    "MandatoryNeed",
    "Meeting",
    "MeetingPack",
    "Membership",
    "Minutes",
    "PolicyProfile",
    "Pool",
    "PoolCalculation",
    "PoolYear",
    "Recommendation",
    "ReportDefinition",
    "ReportRun",
    "ReportedCase",
    "ReservePlace",
    "Resolution",
    "Review",
    "ReviewAssignment",
    "ReviewDraft",
    "ReviewRound",
    "RouteSignature",
    "Scenario",
    "ScenarioCase",
    "ScenarioLink",
    "Score",
    "ThemePoint",
    "ThemeSubject",
    "Triage",
]
