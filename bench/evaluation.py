"""A large business case calculated in a process of its own: `python -m bench.evaluation N` prints its cost as JSON."""

import json
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, RiskItem

NAME = "evaluation"
# The least that is drawn on every save, and the most that the interface takes.
DRAWS = (10_000, 100_000)
YEARS, LINES, RISKS, ROUNDS = 15, 60, 12, 5
_FIRST_YEAR = 2026


def measure_evaluations() -> list[dict[str, Any]]:
    """Calculate a case with so many draws in a process of its own each."""
    costs = []
    for draws in DRAWS:
        command = [sys.executable, "-m", "bench.evaluation", str(draws)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very module
        costs.append(json.loads(done.stdout))
    return costs


def line(cost: dict[str, Any]) -> str:
    """Return a measure as people read it."""
    return (
        f"{NAME}, {cost['lines']} lines x {cost['years']} years, {cost['draws']} draws: "
        f"{cost['wall_s']:.2f} s wall, {cost['draws_s']:.2f} s of them the draws"
    )


def rows() -> "tuple[BusinessCaseVersion, list[CostLine], list[BenefitLine], list[RiskItem]]":
    """Return a case whose lines are all estimates, half of them costs of a few suppliers, with every risk stated."""
    from businesscase.enums import BenefitType, CostCategory
    from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, RiskItem

    case = BusinessCaseVersion(
        start_year=_FIRST_YEAR, years=YEARS, price_year=_FIRST_YEAR, seed=1, supplier_correlation=Decimal("0.5")
    )
    costs = [
        CostLine(
            category=CostCategory.OPERATION,
            label=f"Udgift {number}",
            supplier=f"Leverandør {number % 5}",
            **_estimate(10_000 + 100 * number),
        )
        for number in range(LINES // 2)
    ]
    benefits = [
        BenefitLine(type=BenefitType.ECONOMIC, label=f"Gevinst {number}", **_estimate(11_000 + 100 * number))
        for number in range(LINES // 2)
    ]
    risks = [
        RiskItem(title="Risiko", probability=Decimal(20), impact=Decimal(50_000), year=_FIRST_YEAR + number)
        for number in range(RISKS)
    ]
    return case, costs, benefits, risks


def _estimate(amount: int) -> dict[str, list[Decimal]]:
    likely = [Decimal(amount + year) for year in range(YEARS)]
    return {
        "amounts": likely,
        "low": [one * Decimal("0.8") for one in likely],
        "high": [one * Decimal("1.4") for one in likely],
    }


def main() -> None:
    """Calculate one case and tell what it cost, the quickest of a few times."""
    import os

    # No database is asked: the case and its terms are at hand.
    nowhere = {"SECRET_KEY": "bench", "DATABASE_URL": "postgres://nowhere", "REDIS_URL": "redis://nowhere"}
    for name, value in (nowhere | {"DJANGO_SETTINGS_MODULE": "bench.settings"}).items():
        os.environ.setdefault(name, value)
    import django

    django.setup()
    draws = int(sys.argv[1])
    with_draws, without = _quickest(draws), _quickest(0)
    cost = {
        "lines": LINES,
        "years": YEARS,
        "draws": draws,
        "wall_s": round(with_draws, 3),
        "draws_s": round(with_draws - without, 3),
    }
    sys.stdout.write(json.dumps(cost) + "\n")


def _quickest(draws: int) -> float:
    from businesscase.domain.results import calculate
    from businesscase.domain.terms import DatedRate, Terms
    from businesscase.finance import Definition, Measure, RateBand
    from core import clock

    case, costs, benefits, risks = rows()
    terms = Terms(
        rates=(DatedRate(RateBand(0, Decimal("0.035")), clock.today(), ""),),
        definition=Definition(Measure.NPV),
        definition_source="",
        hourly_rate=None,
        hourly_rate_source="",
        vendor_cost_limit=None,
        staff_hours_limit=None,
    )
    found = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        calculate(case, costs, benefits, terms, risks=risks, draws=draws)
        found.append(time.perf_counter() - begun)
    return min(found)


if __name__ == "__main__":
    main()
