"""A reason survives being stored with its case."""

import json
from datetime import date
from decimal import Decimal

import pytest

from governance.policy.messages import MessageKey
from governance.policy.profile import Modality, Rule
from governance.policy.reason import Compared, Reason

RULE = Rule("D2", Modality.SKAL, active=True, clause="over kr. 150.000", source="Strategi, afsnit 1")
FULL = Reason.of(
    RULE,
    MessageKey.VENDOR_COST_OVER,
    {
        "value_dkk": Decimal("150000.10"),
        "left_exact_dkk": Decimal("-1E+3"),
        "limit_hours": Decimal(300),
        "places_count": 2,
        "asked_on": date(2026, 11, 21),
        "places": ("Skole", "Dagtilbud"),
        "body": "Direktionen",
    },
    fired=True,
    blocks=True,
    compared=Compared(Decimal("150000.10"), Decimal(150000)),
    parameter_valid_from=date(2000, 1, 1),
)
BARE = Reason.of(RULE, MessageKey.NOT_AN_ACQUISITION, fired=False)


@pytest.mark.parametrize("reason", [FULL, BARE])
def test_what_is_stored_is_what_is_read(reason: Reason) -> None:
    assert Reason.from_record(json.loads(json.dumps(reason.as_record()))) == reason


def test_the_record_is_plain() -> None:
    assert FULL.as_record() == {
        "rule": "D2",
        "fired": True,
        "modality": "SKAL",
        "clause": "over kr. 150.000",
        "source": "Strategi, afsnit 1",
        "message": "vendor_cost_over",
        "figures": {
            "value_dkk": "150000.10",
            "left_exact_dkk": "-1000",
            "limit_hours": "300",
            "places_count": 2,
            "asked_on": "2026-11-21",
            "places": ["Skole", "Dagtilbud"],
            "body": "Direktionen",
        },
        "compared": {"value": "150000.10", "limit": "150000"},
        "parameter_valid_from": "2000-01-01",
        "blocks": True,
    }
    assert (BARE.as_record()["compared"], BARE.as_record()["parameter_valid_from"]) == (None, None)
