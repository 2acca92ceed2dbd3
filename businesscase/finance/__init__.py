"""The arithmetic of business cases: the standard library alone, exact, and without a database."""

from businesscase.finance.case_error import CaseError
from businesscase.finance.cashflow import Case, YearRow, annual
from businesscase.finance.digest import input_digest
from businesscase.finance.discount import RateBand, Timing, factors, half_years
from businesscase.finance.irr import InternalRate, Note, internal_rate
from businesscase.finance.line import Kind, Line
from businesscase.finance.money import to_money
from businesscase.finance.npv import net_present_value
from businesscase.finance.payback import Payback, payback_time
from businesscase.finance.positive import Definition, Measure, Verdict, judge
from businesscase.finance.results import Results, evaluate

__all__ = [
    "Case",
    "CaseError",
    "Definition",
    "InternalRate",
    "Kind",
    "Line",
    "Measure",
    "Note",
    "Payback",
    "RateBand",
    "Results",
    "Timing",
    "Verdict",
    "YearRow",
    "annual",
    "evaluate",
    "factors",
    "half_years",
    "input_digest",
    "internal_rate",
    "judge",
    "net_present_value",
    "payback_time",
    "to_money",
]
