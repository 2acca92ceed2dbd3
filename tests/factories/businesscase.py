"""Business cases on drafts: a whole one that lacks nothing, and the posted form of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from businesscase.domain.cases import case_of, save_case
from businesscase.enums import BenefitType, CostCategory, HarvestMode, LineSide
from businesscase.models import (
    Alternative,
    AlternativeLine,
    BenefitLine,
    BusinessCaseVersion,
    CostLine,
    PlannedMilestone,
    RiskItem,
)
from core.models import User
from portfolio.domain.versions import current_version
from portfolio.models import Proposal

WORDS: dict[str, Any] = {
    "start_year": 2026,
    "years": 3,
    "price_year": 2026,
    "hourly_rate": Decimal(400),
    "hourly_rate_source": "Økonomiafdelingens priskatalog",
    "rationale_economic": "Porto og print falder bort.",
    "rationale_service": "Svaret kommer samme dag.",
    "rationale_efficiency": "Ingen. Tiden bruges på andre breve.",
    "no_efficiency": True,
    "follow_up_months": 12,
}
# What a full case says in words.
CHAPTERS: dict[str, str] = {
    "summary": "Brevene sendes digitalt. Det koster 140.000 kr. og er tjent hjem på to år.",
    "business_scope": "Alle breve fra hjemmeplejen, ikke fra plejecentrene.",
    "trial_reason": "Ingen har prøvet det før.",
    "strategy": "Én gruppe ad gangen, begyndende med den, der har ønsket det.",
    "no_alternatives_reason": "Vi har kun ét omsorgssystem at sende fra.",
}


def figures(*written: int | str | None) -> list[Decimal | None]:
    """Return figures as a line holds them."""
    return [None if one is None else Decimal(one) for one in written]


def cost(category: str = CostCategory.PURCHASE, *written: int | str | None, label: str = "Licens") -> CostLine:
    """Make an unsaved cost; staff hours are given in hours."""
    if category == CostCategory.STAFF_HOURS:
        return CostLine(category=category, label=label, hours=figures(*written))
    return CostLine(category=category, label=label, amounts=figures(*written))


def benefit(
    kind: str = BenefitType.ECONOMIC, *written: int | str | None, owner: User | None, label: str = "Mindre porto"
) -> BenefitLine:
    """Make an unsaved gain in the owner's unit; the budget is cut when it has come."""
    return BenefitLine(
        type=kind,
        label=label,
        owner=owner,
        unit=owner.unit if owner else None,
        cash_releasing=True,
        harvest_mode=HarvestMode.AFTERWARDS,
        amounts=figures(*written),
    )


def whole_costs(purchase: int | str = 140_000) -> list[CostLine]:
    """Return costs whose purchase is `purchase`, with operation and hours."""
    return [
        cost(CostCategory.PURCHASE, purchase, None, None),
        cost(CostCategory.OPERATION, None, 10_000, 10_000, label="Drift"),
        cost(CostCategory.STAFF_HOURS, 50, None, None, label="Projektleder"),
    ]


def whole_benefits(owner: User) -> list[BenefitLine]:
    """Return one priced gain and one that is not."""
    return [
        benefit(BenefitType.ECONOMIC, 20_000, 100_000, 100_000, owner=owner),
        benefit(BenefitType.SERVICE, None, None, None, owner=owner, label="Svar samme dag"),
    ]


def write_case(
    proposal: Proposal, actor: User, *, purchase: int | str | None = None, **fields: Any
) -> BusinessCaseVersion:
    """Write a case that lacks nothing on the draft: purchase is the draft's supplier cost where none is given.

    The chapters are written as well, without counting as a save.
    """
    version = current_version(proposal)
    case = case_of(version)
    price = purchase if purchase is not None else str(version.vendor_cost or 0)
    saved = save_case(
        proposal,
        actor=actor,
        edition=case.edition if case else 0,
        fields=WORDS | fields,
        costs=whole_costs(price),
        benefits=whole_benefits(actor),
    )
    BusinessCaseVersion.objects.filter(pk=saved.pk).update(**CHAPTERS)
    if not saved.milestones.all():
        PlannedMilestone.objects.create(case=saved, position=0, label="Prøvedrift begynder", due_on=date(2027, 3, 1))
    return saved


def posted(**changed: Any) -> dict[str, Any]:
    """Return the form of a whole case as a browser posts it; `changed` replaces boxes, None takes one away."""
    data: dict[str, Any] = {
        "edition": "0",
        "start_year": "2026",
        "years": "3",
        "price_year": "2026",
        "hourly_rate": "400",
        "hourly_rate_source": "Økonomiafdelingens priskatalog",
        "follow_up_months": "12",
        "rationale_economic": "Porto og print falder bort.",
        "rationale_service": "Svaret kommer samme dag.",
        "rationale_efficiency": "Ingen. Tiden bruges på andre breve.",
        "no_efficiency": "on",
        "cost-TOTAL_FORMS": "2",
        "cost-INITIAL_FORMS": "0",
        "cost-0-category": "purchase",
        "cost-0-label": "Licens",
        "cost-0-y0": "140.000",
        "cost-0-y1": "",
        "cost-0-y2": "",
        "cost-1-category": "operation",
        "cost-1-label": "Drift",
        "cost-1-y0": "",
        "cost-1-y1": "10.000",
        "cost-1-y2": "10.000,50",
        "hours-TOTAL_FORMS": "1",
        "hours-INITIAL_FORMS": "0",
        "hours-0-label": "Projektleder",
        "hours-0-y0": "37,5",
        "hours-0-y1": "",
        "hours-0-y2": "",
        "risk-TOTAL_FORMS": "0",
        "risk-INITIAL_FORMS": "0",
        "benefit-TOTAL_FORMS": "2",
        "benefit-INITIAL_FORMS": "0",
        "benefit-0-type": "economic",
        "benefit-0-label": "Mindre porto",
        "benefit-0-owner": "author@test.invalid",
        "benefit-0-cash_releasing": "on",
        "benefit-0-y0": "20.000",
        "benefit-0-y1": "100.000",
        "benefit-0-y2": "100.000",
        "benefit-1-type": "service",
        "benefit-1-label": "Svar samme dag",
        "benefit-1-owner": "author@test.invalid",
    }
    data |= {name.replace("__", "-"): value for name, value in changed.items()}
    return {name: value for name, value in data.items() if value is not None}


def risk(title: str = "Leverandøren bliver forsinket", probability: int | None = 20, **given: Any) -> RiskItem:
    """Make an unsaved risk of 50,000 in the second year."""
    return RiskItem(title=title, probability=probability, **({"impact": Decimal(50_000), "year": 2027} | given))


def way(ordinal: int, *lines: AlternativeLine, **given: Any) -> tuple[Alternative, list[AlternativeLine]]:
    """Make an unsaved scenario that lacks nothing, with its lines."""
    texts = {"title": f"Vej {ordinal}", "description": "Vi gør noget andet.", "why_not": "Den er dyrere."}
    return Alternative(ordinal=ordinal, **(texts | given)), list(lines)


def way_cost(*written: int | str | None, label: str = "Drift i dag") -> AlternativeLine:
    """Make an unsaved cost of a scenario."""
    return AlternativeLine(side=LineSide.COST, category=CostCategory.OPERATION, label=label, figures=figures(*written))


def way_benefit(*written: int | str | None, label: str = "Mindre porto") -> AlternativeLine:
    """Make an unsaved gain of a scenario."""
    return AlternativeLine(side=LineSide.BENEFIT, category=BenefitType.ECONOMIC, label=label, figures=figures(*written))
