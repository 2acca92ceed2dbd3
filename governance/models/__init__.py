"""The nouns of governance."""

from governance.models.body import Body
from governance.models.condition import Condition
from governance.models.decision import Decision
from governance.models.it_assessment import ITAssessment
from governance.models.membership import Membership
from governance.models.policy_profile import PolicyProfile
from governance.models.route_signature import RouteSignature
from governance.models.triage import Triage

__all__ = [
    "Body",
    "Condition",
    "Decision",
    "ITAssessment",
    "Membership",
    "PolicyProfile",
    "RouteSignature",
    "Triage",
]
