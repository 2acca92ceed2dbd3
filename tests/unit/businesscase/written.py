"""Unsaved rows of a business case, and the terms that it is calculated on, for tests without a database."""

from decimal import Decimal
from typing import Any

from businesscase.domain.terms import DatedRate, DatedRise, Terms
from businesscase.enums import BenefitType, CostCategory, LineSide
from businesscase.finance import Definition, Measure, RateBand
from businesscase.models import Alternative, AlternativeLine, BenefitLine, BusinessCaseVersion, CostLine, RiskItem
from core import clock


def terms(rate: str = "0", *, prices: dict[int, str] | None = None, wages: dict[int, str] | None = None) -> Terms:
    return Terms(
        rates=(DatedRate(RateBand(0, Decimal(rate)), clock.today(), "Finansministeriet"),),
        definition=Definition(Measure.NPV),
        definition_source="",
        hourly_rate=None,
        hourly_rate_source="",
        vendor_cost_limit=None,
        staff_hours_limit=None,
        price_rises=rises(prices or {}),
        wage_rises=rises(wages or {}),
    )


def rises(given: dict[int, str]) -> tuple[DatedRise, ...]:
    return tuple(DatedRise(year, Decimal(rise), clock.today(), "KL's skøn") for year, rise in given.items())


def case(years: int = 2, **fields: Any) -> BusinessCaseVersion:
    frame: dict[str, Any] = {"start_year": 2026, "price_year": 2026, "hourly_rate": Decimal(400), "seed": 7}
    return BusinessCaseVersion(years=years, **frame | fields)


def money(*written: int | str | None) -> list[Decimal | None]:
    return [None if one is None else Decimal(one) for one in written]


def cost(*written: int | str | None, low: Any = (), high: Any = (), **fields: Any) -> CostLine:
    return CostLine(
        **{"category": CostCategory.PURCHASE, "label": "Licens"} | fields,
        amounts=money(*written),
        low=money(*low),
        high=money(*high),
    )


def hours(*written: int | str | None, **fields: Any) -> CostLine:
    return CostLine(**{"category": CostCategory.STAFF_HOURS, "label": "Timer"} | fields, hours=money(*written))


def gain(*written: int | str | None, low: Any = (), high: Any = (), **fields: Any) -> BenefitLine:
    return BenefitLine(
        **{"type": BenefitType.ECONOMIC, "label": "Porto"} | fields,
        amounts=money(*written),
        low=money(*low),
        high=money(*high),
    )


def risk(probability: int | str | None, impact: int | str | None, year: int | None) -> RiskItem:
    given = [None if one is None else Decimal(one) for one in (probability, impact)]
    return RiskItem(title="Forsinket levering", probability=given[0], impact=given[1], year=year)


def way(
    ordinal: int, *lines: AlternativeLine, title: str = "Et andet system"
) -> tuple[Alternative, list[AlternativeLine]]:
    return Alternative(ordinal=ordinal, title=title), list(lines)


def spent(*written: int | str | None, category: str = CostCategory.OPERATION) -> AlternativeLine:
    return AlternativeLine(side=LineSide.COST, category=category, label="Drift", figures=money(*written))


def gained(*written: int | str | None) -> AlternativeLine:
    return AlternativeLine(side=LineSide.BENEFIT, category=BenefitType.ECONOMIC, label="Salg", figures=money(*written))
