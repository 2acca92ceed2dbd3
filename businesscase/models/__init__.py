"""The nouns of the business case."""

from businesscase.models.alternative import Alternative
from businesscase.models.alternative_line import AlternativeLine
from businesscase.models.baseline_measurement import BaselineMeasurement
from businesscase.models.benefit import Benefit
from businesscase.models.benefit_line import BenefitLine
from businesscase.models.business_case_version import BusinessCaseVersion
from businesscase.models.cost_line import CostLine
from businesscase.models.effect_evaluation import EffectEvaluation
from businesscase.models.measurement import Measurement
from businesscase.models.need_fulfilment import NeedFulfilment
from businesscase.models.planned_milestone import PlannedMilestone
from businesscase.models.result import Result
from businesscase.models.risk_item import RiskItem
from businesscase.models.sheet_mapping import SheetMapping

__all__ = [
    "Alternative",
    "AlternativeLine",
    "BaselineMeasurement",
    "Benefit",
    "BenefitLine",
    "BusinessCaseVersion",
    "CostLine",
    "EffectEvaluation",
    "Measurement",
    "NeedFulfilment",
    "PlannedMilestone",
    "Result",
    "RiskItem",
    "SheetMapping",
]
