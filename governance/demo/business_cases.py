"""The demo's business cases, as the applicants wrote them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from businesscase.domain.cases import case_of, save_case
from businesscase.domain.chapters import CHAPTER_FIELDS, save_chapters
from businesscase.domain.rows import Way
from businesscase.enums import HEADINGS, BenefitType, CostCategory, LineSide
from businesscase.models import Alternative, AlternativeLine, BenefitLine, CostLine, PlannedMilestone, RiskItem
from core import clock
from core.models import Unit, User
from portfolio.domain.versions import current_version
from portfolio.enums import ProposalKind
from portfolio.models import Proposal

HOURLY_RATE_SOURCE = "Kommunens gennemsnitlige timeløn med pension og feriepenge"


def write_business_case(proposal: Proposal, row: dict[str, Any], author: User) -> None:
    """Write the file's business case on the draft; a suggestion and a file without one have none."""
    content = row.get("business_case")
    if proposal.kind == ProposalKind.SUGGESTION or content is None:
        return
    fields = _fields(row, content)
    case = save_case(
        proposal,
        actor=author,
        edition=0,
        fields=fields,
        costs=[_cost(line) for line in content.get("cost_lines", ())],
        benefits=_benefits(content.get("benefit_lines", ())),
        risks=_risks(content.get("risks", ()), fields["start_year"]),
        alternatives=[_way(one) for one in content.get("alternatives", ())],
    )
    words = {name: content[name] for name in CHAPTER_FIELDS if name in content}
    save_chapters(proposal, actor=author, edition=case.edition, fields=words, milestones=_milestones(row))


def correct_business_case(proposal: Proposal, row: dict[str, Any], author: User) -> None:
    """Write the file's amounts on a draft that carries an earlier version; risks, scenarios and words stay."""
    content, case = row["business_case"], case_of(current_version(proposal))
    if case is None:
        return
    save_case(
        proposal,
        actor=author,
        edition=case.edition,
        fields={},
        costs=[_cost(line) for line in content["cost_lines"]],
        benefits=_benefits(content["benefit_lines"]),
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


def _milestones(row: dict[str, Any]) -> list[PlannedMilestone]:
    """Return what the case plans: its own milestones, or those of the project that it became."""
    planned = row["business_case"].get("milestones") or row.get("project", {}).get("milestones", ())
    # The file counts from the day of the demo, and the case is written that many days before.
    demo_day = clock.today() + timedelta(days=row["days_ago"]["drafted"])
    return [
        PlannedMilestone(label=one["label"], due_on=demo_day + timedelta(days=one["planned_days"])) for one in planned
    ]


def _cost(line: dict[str, Any]) -> CostLine:
    figures = "hours" if line["category"] == CostCategory.STAFF_HOURS else "amounts"
    return CostLine(
        category=line["category"],
        label=line["label"],
        supplier=line.get("supplier", ""),
        **{figures: _figures(line[figures])},
        **_estimate(line),
    )


def _benefits(lines: Sequence[dict[str, Any]]) -> list[BenefitLine]:
    people = _people(lines)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[line.get("unit", "") for line in lines])}
    return [
        BenefitLine(
            type=line["type"],
            label=line["label"],
            cash_releasing=line["cash_releasing"],
            owner=people[line["owner"]],
            unit=units.get(line.get("unit", "")),
            harvest_mode=line.get("harvest_mode", ""),
            indirect=line.get("indirect", False),
            amounts=_figures(line["amounts"]),
            **_estimate(line),
        )
        for line in lines
    ]


def _risks(rows: Sequence[dict[str, Any]], start_year: int) -> list[RiskItem]:
    people = _people(rows)
    return [
        RiskItem(
            title=row["title"],
            probability=Decimal(row["probability"]),
            impact=Decimal(row["impact_dkk"]),
            year=start_year + row["year_offset"],
            mitigation=row["mitigation"],
            owner=people[row["owner"]],
        )
        for row in rows
    ]


def _way(row: dict[str, Any]) -> Way:
    lines = [
        AlternativeLine(
            side=LineSide(line["side"]),
            category=line["category"],
            label=line["label"],
            cash_releasing=line["side"] == LineSide.BENEFIT and line["category"] == BenefitType.ECONOMIC,
            figures=_figures(line["amounts"]),
        )
        for line in row.get("lines", ())
    ]
    words = {name: row.get(name, "") for name in ("title", "description", "why_not")}
    return Alternative(ordinal=row["ordinal"], **words), lines


def _people(rows: Sequence[dict[str, Any]]) -> dict[str, User]:
    return {person.email: person for person in User.objects.filter(email__in=[row["owner"] for row in rows])}


def _estimate(line: dict[str, Any]) -> dict[str, list[Decimal | None]]:
    """Return the lowest and the highest of a line that is an estimate."""
    return {name: _figures(line[name]) for name in ("low", "high") if name in line}


def _figures(written: Sequence[int]) -> list[Decimal | None]:
    """Return one figure a year; the file's 0 is a year in which nothing is written."""
    return [Decimal(str(figure)) if figure else None for figure in written]
