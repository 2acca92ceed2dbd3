"""The demo's business cases, as the applicants wrote them."""

from decimal import Decimal
from typing import Any

from businesscase.domain.cases import save_case
from businesscase.enums import HEADINGS, CostCategory
from businesscase.models import BenefitLine, CostLine
from core import clock
from core.models import User
from portfolio.enums import ProposalKind
from portfolio.models import Proposal

HOURLY_RATE_SOURCE = "Kommunens gennemsnitlige timeløn med pension og feriepenge"


def write_business_case(proposal: Proposal, row: dict[str, Any], author: User) -> None:
    """Write the file's business case on the draft; a suggestion and a file without one have none."""
    content = row.get("business_case")
    if proposal.kind == ProposalKind.SUGGESTION or content is None:
        return
    save_case(
        proposal,
        actor=author,
        edition=0,
        fields=_fields(row, content),
        costs=[_cost(line) for line in content.get("cost_lines", ())],
        benefits=_benefits(content.get("benefit_lines", ())),
    )


def _fields(row: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    year = clock.today().year
    fields: dict[str, Any] = {
        "start_year": year + content["start_year_offset"],
        "years": content["years"],
        "price_year": year,
        "hourly_rate": Decimal(content["hourly_rate_dkk"]),
        "hourly_rate_source": HOURLY_RATE_SOURCE,
        "follow_up_months": content["follow_up_months"],
        "staff_hours_override_reason": row.get("staff_hours_override_reason", ""),
        "learning_goals": content.get("learning_goals", ""),
        "stop_criteria": content.get("stop_criteria", ""),
        "is_trial": "learning_goals" in content,
    }
    # Where no line shows a gain of the kind, the file's sentence says why there is none.
    gained = {line["type"] for line in content.get("benefit_lines", ())}
    for kind in HEADINGS:
        fields |= {f"rationale_{kind}": content[f"rationale_{kind}"], f"no_{kind}": kind.value not in gained}
    return fields


def _cost(line: dict[str, Any]) -> CostLine:
    if line["category"] == CostCategory.STAFF_HOURS:
        return CostLine(category=line["category"], label=line["label"], hours=_figures(line["hours"]))
    return CostLine(category=line["category"], label=line["label"], amounts=_figures(line["amounts"]))


def _benefits(lines: list[dict[str, Any]]) -> list[BenefitLine]:
    people = {person.email: person for person in User.objects.filter(email__in=[line["owner"] for line in lines])}
    return [
        BenefitLine(
            type=line["type"],
            label=line["label"],
            cash_releasing=line["cash_releasing"],
            owner=people[line["owner"]],
            amounts=_figures(line["amounts"]),
        )
        for line in lines
    ]


def _figures(written: list[int]) -> list[Decimal | None]:
    """Return one figure a year; the file's 0 is a year in which nothing is written."""
    return [Decimal(str(figure)) if figure else None for figure in written]
