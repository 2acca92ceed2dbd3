"""The nouns of the business case."""

from businesscase.models.benefit_line import BenefitLine
from businesscase.models.business_case_version import BusinessCaseVersion
from businesscase.models.cost_line import CostLine
from businesscase.models.result import Result

__all__ = ["BenefitLine", "BusinessCaseVersion", "CostLine", "Result"]
