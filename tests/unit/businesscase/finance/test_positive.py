from __future__ import annotations

from decimal import Decimal

import pytest

from businesscase.finance import CaseError, Definition, Measure, Payback, Verdict, judge

NPV = Definition(Measure.NPV)
NET_GAIN = Definition(Measure.NET_GAIN)
WITHIN_THREE = Definition(Measure.PAYBACK, Decimal(3))


def verdict(definition: Definition, *, npv: str = "0", net_gain: str = "0", years: str | None = None) -> Verdict:
    payback = Payback(None if years is None else Decimal(years), lost_again=False)
    return judge(definition, npv=Decimal(npv), net_gain=Decimal(net_gain), payback=payback)


@pytest.mark.parametrize(
    ("npv", "positive", "distance"),
    [("0.01", True, "0"), ("250.00", True, "0"), ("0.00", False, "0.01"), ("-100.00", False, "100.01")],
)
def test_npv_must_be_above_zero(npv: str, *, positive: bool, distance: str) -> None:
    assert verdict(NPV, npv=npv, net_gain="5") == Verdict(positive, "npv > 0", Decimal(npv), Decimal(distance))


def test_net_gain_is_judged_alone() -> None:
    good = verdict(NET_GAIN, npv="-1", net_gain="0.01")
    bad = verdict(NET_GAIN, npv="1", net_gain="0.00")

    assert good == Verdict(is_positive=True, definition="net gain > 0", figure=Decimal("0.01"), distance=Decimal(0))
    assert bad == Verdict(is_positive=False, definition="net gain > 0", figure=Decimal(0), distance=Decimal("0.01"))


@pytest.mark.parametrize(
    ("years", "positive", "distance"),
    [("0", True, "0"), ("3.000000", True, "0"), ("3.000001", False, "0.000001"), ("7.25", False, "4.25")],
)
def test_payback_within_the_years(years: str, *, positive: bool, distance: str) -> None:
    assert verdict(WITHIN_THREE, years=years) == Verdict(
        positive, "payback <= 3 years", Decimal(years), Decimal(distance)
    )


def test_never_paid_back_is_at_no_distance() -> None:
    assert verdict(WITHIN_THREE, npv="5", net_gain="5") == Verdict(
        is_positive=False, definition="payback <= 3 years", figure=None, distance=None
    )


@pytest.mark.parametrize("years", [None, Decimal(-1), Decimal("NaN")])
def test_payback_needs_a_limit(years: Decimal | None) -> None:
    with pytest.raises(CaseError, match="Say within how many years the case must be paid back") as refused:
        Definition(Measure.PAYBACK, years)

    assert refused.value.field == "definition.years"


def test_any_number_of_years_from_0_up_is_a_limit() -> None:
    assert str(Definition(Measure.PAYBACK, Decimal("2.5"))) == "payback <= 2.5 years"
    assert verdict(Definition(Measure.PAYBACK, Decimal(0)), years="0").is_positive


def test_a_limit_of_years_belongs_to_payback() -> None:
    with pytest.raises(CaseError, match="Only payback is judged by a number of years") as refused:
        Definition(Measure.NPV, Decimal(3))

    assert refused.value.field == "definition.years"
