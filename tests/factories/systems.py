"""Systems and contracts of the register."""

from typing import Any

from portfolio.domain.systems import keep_contract, keep_system
from portfolio.enums import SystemKind
from portfolio.models import Contract, System
from tests.factories.governance import Town, in_days


def make_system(town: Town, **fields: Any) -> System:
    """Let IT enter a system."""
    said = {"name": "Omsorgssystemet", "kind": SystemKind.LINE_OF_BUSINESS} | fields
    return keep_system(None, actor=town.it, fields=said)


def make_contract(town: Town, system: System, *, days: int, **fields: Any) -> Contract:
    """Let IT enter a contract that expires `days` from today."""
    said = {"title": "Drift og support", "ends_on": in_days(days), "notice_months": 1} | fields
    return keep_contract(system, None, actor=town.it, fields=said)
