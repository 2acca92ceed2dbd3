"""The demo's register of systems and contracts, as the IT department has entered it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.models import Unit, User
from portfolio.domain.systems import keep_contract, keep_system
from portfolio.enums import SystemKind, SystemState

_TEXTS = ("name", "reference", "purpose", "supplier", "operation", "security_standard")


def enter_systems(content: dict[str, Any], people: dict[str, User], today: date) -> None:
    """Enter the file's systems; in a municipality without the unit or the person they stand without."""
    units, keeper = {unit.code: unit for unit in Unit.objects.all()}, people["architect@demo.invalid"]
    for row in content["systems"]:
        fields = {name: row.get(name, "") for name in _TEXTS}
        fields |= {
            "kind": SystemKind(row["kind"]),
            "state": SystemState(row.get("state", SystemState.IN_USE)),
            "delivers_data": row.get("delivers_data"),
            "unit": units.get(row["unit"]),
            "owner": people.get(row.get("owner", "")),
        }
        system = keep_system(None, actor=keeper, fields=fields)
        for one in row.get("contracts", ()):
            contract = {
                "title": one["title"],
                "supplier": row.get("supplier", ""),
                "case_number": one.get("case_number", ""),
                "starts_on": today + timedelta(days=one["started_days"]),
                "ends_on": today + timedelta(days=one["ends_days"]) if "ends_days" in one else None,
                "notice_months": one.get("notice_months"),
                "yearly_cost": Decimal(one["yearly_cost"]),
            }
            keep_contract(system, None, actor=keeper, fields=contract)
