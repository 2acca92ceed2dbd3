"""Business cases in bulk: two sizes of case, calculated once each by the portal's own arithmetic."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from businesscase.domain.results import calculate
from businesscase.domain.terms import terms_in_force
from businesscase.enums import BenefitType, CostCategory
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result

if TYPE_CHECKING:
    from bench.town import Town
    from portfolio.models import ProposalVersion

YEARS = 5
FRAME: dict[str, Any] = {
    "start_year": 2026,
    "years": YEARS,
    "price_year": 2026,
    "hourly_rate": Decimal(400),
    "hourly_rate_source": "Økonomiafdelingens priskatalog",
    "rationale_economic": "Porto og print falder bort.",
    "rationale_service": "Svaret kommer samme dag.",
    "no_efficiency": True,
    "follow_up_months": 12,
    "seed": 1,
}


def add_business_cases(versions: "list[ProposalVersion]", town: "Town") -> None:
    """Give every version a case with three costs, two gains and the stored result."""
    cases = BusinessCaseVersion.objects.bulk_create([BusinessCaseVersion(version=one, **FRAME) for one in versions])
    owner = town.people[0].pk
    CostLine.objects.bulk_create([line for case in cases for line in _costs(case)], batch_size=1_000)
    BenefitLine.objects.bulk_create([line for case in cases for line in _benefits(case, owner)], batch_size=1_000)
    known = [_result(size) for size in (0, 1)]
    Result.objects.bulk_create([Result(**known[_size(case)] | {"case": case}) for case in cases], batch_size=1_000)


def _size(case: BusinessCaseVersion) -> int:
    return int(case.version_id or 0) % 2


def _costs(case: BusinessCaseVersion, size: int | None = None) -> list[CostLine]:
    price = Decimal(150_000) * (1 + (_size(case) if size is None else size))
    return [
        CostLine(case=case, position=0, category=CostCategory.PURCHASE, label="Licens", amounts=_years(price, None)),
        CostLine(
            case=case, position=1, category=CostCategory.OPERATION, label="Drift", amounts=_years(None, price / 10)
        ),
        CostLine(
            case=case,
            position=2,
            category=CostCategory.STAFF_HOURS,
            label="Projektleder",
            hours=_years(Decimal(80), None),
        ),
    ]


def _benefits(case: BusinessCaseVersion, owner: int) -> list[BenefitLine]:
    kinds = (
        (BenefitType.ECONOMIC, "Mindre porto", _years(None, Decimal(90_000))),
        (BenefitType.SERVICE, "Svar", _years(None, None)),
    )
    return [
        BenefitLine(
            case=case, position=place, type=kind, label=label, cash_releasing=True, owner_id=owner, amounts=amounts
        )
        for place, (kind, label, amounts) in enumerate(kinds)
    ]


def _years(first: Decimal | None, later: Decimal | None) -> list[Decimal | None]:
    return [first, *[later] * (YEARS - 1)]


def _result(size: int) -> dict[str, Any]:
    case = BusinessCaseVersion(**FRAME)
    result = calculate(case, _costs(case, size), _benefits(case, 0), terms_in_force())
    if result is None:
        message = "The benchmark's business case has nothing to calculate."
        raise RuntimeError(message)
    return {
        field.attname: getattr(result, field.attname)
        for field in Result._meta.fields
        if field.name not in ("id", "case")
    }
