"""Writing the business case of a draft; what it comes to is calculated and stored with it (B6, D15 to D18)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.reference import realised_of
from businesscase.domain.results import calculate
from businesscase.domain.rows import Way, check_alternatives, check_lines, check_risks, settle_estimates
from businesscase.domain.terms import Terms, terms_in_force
from businesscase.models import (
    Alternative,
    AlternativeLine,
    BenefitLine,
    BusinessCaseVersion,
    CostLine,
    Result,
    RiskItem,
)
from core import clock
from core.children import Child, prefetch_together
from core.domain.refusal import Refused
from portfolio.domain.proposals import EditionConflict, lock_for_writing
from portfolio.domain.versions import current_version, open_draft
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from django.db.models import Model

    from core.models import User
    from portfolio.models import Proposal, ProposalVersion

# How far ahead a case looks until its writer says otherwise.
_YEARS = 5
# What a writer fills in; edition and version are the rule's own.
WRITTEN_FIELDS = frozenset(
    {
        "start_year", "years", "price_year", "price_basis", "spreading", "supplier_correlation", "seed",
        "hourly_rate", "hourly_rate_source", "follow_up_months", "rationale_economic", "rationale_service",
        "rationale_efficiency", "no_economic", "no_service", "no_efficiency", "is_trial", "learning_goals",
        "stop_criteria", "difference_reason", "staff_hours_override_reason", "no_benefits_reason",
    }
)  # fmt: skip

CASE = Child(
    "business_case",
    children=(
        Child("result"),
        Child("cost_lines"),
        Child("benefit_lines", follow=("owner", "unit")),
        Child("risks", follow=("owner",)),
        Child("alternatives", children=(Child("lines"),)),
        Child("milestones"),
    ),
)


@transaction.atomic
def save_case(
    proposal: "Proposal",
    *,
    actor: "User",
    edition: int,
    fields: Mapping[str, Any],
    costs: Sequence[CostLine],
    benefits: Sequence[BenefitLine],
    risks: Sequence[RiskItem] | None = None,
    alternatives: Sequence[Way] | None = None,
) -> BusinessCaseVersion:
    """Save the draft's case and its result, and return it with its new edition.

    `fields` are the case's own; the rest are unsaved rows in order, which replace those there were. An alternative
    comes with its lines and its own ordinal. Risks and alternatives that are None stay as they are, the alternatives
    with as many years as the case now has.
    `edition` is the one the writer saw, 0 before the first save: `EditionConflict` when somebody else has saved
    since. As with the draft itself, single saves leave no entry among the acts; the frozen version does.
    """
    proposal = lock_for_writing(proposal, actor=actor)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Refused(_("A suggestion has no business case."))
    terms = terms_in_force()
    draft = open_draft(proposal)
    case = begun_for(draft, edition)
    _write(case, fields, terms)
    lines: list[CostLine | BenefitLine] = [*costs, *benefits]
    risks = list(case.risks.all()) if risks is None and case.pk else risks or ()
    ways = _kept_ways(case) if alternatives is None else alternatives
    settle_estimates(lines)
    check_lines(case, lines)
    check_risks(case, risks)
    check_alternatives(case, ways)
    realised = realised_of(draft.acquisition_type)
    result = calculate(case, costs, benefits, terms, risks=risks, alternatives=ways, realised=realised)
    case.save()
    _write_rows(case, CostLine, costs)
    _write_rows(case, BenefitLine, benefits)
    _write_rows(case, RiskItem, risks)
    _write_ways(case, ways)
    Result.objects.filter(case=case).delete()
    if result is not None:
        result.save()
    return case


@transaction.atomic
def save_alternatives(
    proposal: "Proposal", *, actor: "User", edition: int, alternatives: Sequence[Way]
) -> BusinessCaseVersion:
    """Save the scenarios beside the proposed one, which stays as it is; the rest is as in `save_case`."""
    case = case_of(current_version(proposal))
    if case is None:
        raise Refused(_("Write the business case itself first; the other scenarios are measured against it."))
    require_edition(case, edition)
    costs, benefits = list(case.cost_lines.all()), list(case.benefit_lines.all())
    return save_case(
        proposal, actor=actor, edition=edition, fields={}, costs=costs, benefits=benefits, alternatives=alternatives
    )


def begun_case() -> BusinessCaseVersion:
    """Return an unsaved case with the usual frame."""
    year = clock.today().year
    return BusinessCaseVersion(start_year=year, price_year=year, years=_YEARS)


def require_edition(case: BusinessCaseVersion, edition: int) -> None:
    """Raise `EditionConflict` where the stored case is not the one that the writer saw."""
    if case.edition != edition:
        raise EditionConflict(
            _(
                "The business case has been saved elsewhere, perhaps in another tab, since you opened it. "
                "Yours is kept below."
            )
        )


def begun_for(draft: "ProposalVersion", edition: int) -> BusinessCaseVersion:
    """Return the draft's case, begun where there is none; `EditionConflict` where `edition` is not the stored one."""
    case = BusinessCaseVersion.objects.of_version(draft.pk).first() or BusinessCaseVersion(version=draft)
    if case.edition != edition:
        raise EditionConflict(
            _(
                "The business case has been saved elsewhere, perhaps in another tab, since you opened it. "
                "Yours is kept below."
            )
        )
    return case


def case_of(version: "ProposalVersion") -> BusinessCaseVersion | None:
    """Return a version's case with its lines and result, or None; one query."""
    prefetch_together([version], CASE)
    return case_at_hand(version)


def case_at_hand(version: "ProposalVersion") -> BusinessCaseVersion | None:
    """Return the case that has been laid beside its version, or None."""
    return getattr(version, "business_case", None)


def result_of(case: BusinessCaseVersion) -> Result | None:
    """Return the stored result, or None where there is nothing to calculate yet."""
    return getattr(case, "result", None)


def _write(case: BusinessCaseVersion, fields: Mapping[str, Any], terms: Terms) -> None:
    unknown = set(fields) - WRITTEN_FIELDS
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    for name, value in fields.items():
        setattr(case, name, value)
    if terms.hourly_rate is not None:
        case.hourly_rate, case.hourly_rate_source = terms.hourly_rate, terms.hourly_rate_source
    case.edition += 1


def _kept_ways(case: BusinessCaseVersion) -> list[Way]:
    """Return the stored alternatives with a figure for each year of the case; refuse to drop one that is written."""
    ways: list[Way] = []
    for way in case.alternatives.prefetch_related("lines") if case.pk else ():
        lines = list(way.lines.all())
        for line in lines:
            if any(figure is not None for figure in line.figures[case.years :]):
                text = _(
                    "“%(scenario)s” has figures after %(year)s. Empty them first, or let the case cover more years."
                )
                raise Refused(text % {"scenario": way, "year": case.calendar[-1]})
            line.figures = [*line.figures, *[None] * case.years][: case.years]
        ways.append((way, lines))
    return ways


def _write_rows(
    case: BusinessCaseVersion, model: type[CostLine | BenefitLine | RiskItem], rows: "Sequence[Model]"
) -> None:
    model._default_manager.filter(case=case).delete()
    for position, row in enumerate(rows):
        row.pk, row.case, row.position = None, case, position  # type: ignore[attr-defined]  # rows of the one model
    model._default_manager.bulk_create(rows)  # type: ignore[arg-type]  # rows of the one model


def _write_ways(case: BusinessCaseVersion, ways: Sequence[Way]) -> None:
    Alternative.objects.filter(case=case).delete()
    for way, _lines in ways:
        way.pk, way.case = None, case
    Alternative.objects.bulk_create([way for way, _lines in ways])
    for way, lines in ways:
        for position, line in enumerate(lines):
            line.pk, line.alternative, line.position = None, way, position
    AlternativeLine.objects.bulk_create([line for _way, lines in ways for line in lines])
