"""The arithmetic of business cases: the standard library alone, exact, and without a database.

`simulation`, with `distribution` and `mover`, needs numpy and is therefore not loaded from here.
"""

from businesscase.finance.case_error import CaseError
from businesscase.finance.cashflow import Case, YearRow, annual
from businesscase.finance.digest import input_digest, uncertain_digest
from businesscase.finance.discount import RateBand, Timing, factors, half_years
from businesscase.finance.funding import PeakFunding
from businesscase.finance.irr import InternalRate, Note, internal_rate
from businesscase.finance.key_figures import KeyFigures, key_figures
from businesscase.finance.line import Kind, Line
from businesscase.finance.money import to_money
from businesscase.finance.npv import net_present_value
from businesscase.finance.payback import Payback, payback_time, years_and_months
from businesscase.finance.positive import Definition, Measure, Verdict, judge, read_definition
from businesscase.finance.prices import PriceSeries, real_rate, to_current_prices, to_fixed_prices
from businesscase.finance.reference_class import ReferenceClass, adjusted_value, reference_class_of
from businesscase.finance.results import Results, evaluate
from businesscase.finance.risk import Risk, expected_losses, risk_adjusted_value
from businesscase.finance.sensitivity import LineSensitivity, sensitivities, tornado
from businesscase.finance.spread import Spread
from businesscase.finance.uncertain_case import UncertainCase

__all__ = [
    "Case",
    "CaseError",
    "Definition",
    "InternalRate",
    "KeyFigures",
    "Kind",
    "Line",
    "LineSensitivity",
    "Measure",
    "Note",
    "Payback",
    "PeakFunding",
    "PriceSeries",
    "RateBand",
    "ReferenceClass",
    "Results",
    "Risk",
    "Spread",
    "Timing",
    "UncertainCase",
    "Verdict",
    "YearRow",
    "adjusted_value",
    "annual",
    "evaluate",
    "expected_losses",
    "factors",
    "half_years",
    "input_digest",
    "internal_rate",
    "judge",
    "key_figures",
    "net_present_value",
    "payback_time",
    "read_definition",
    "real_rate",
    "reference_class_of",
    "risk_adjusted_value",
    "sensitivities",
    "to_current_prices",
    "to_fixed_prices",
    "to_money",
    "tornado",
    "uncertain_digest",
    "years_and_months",
]
