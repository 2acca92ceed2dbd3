"""Writing the business case of a draft; what it comes to is calculated and stored with it (B6, D15 to D18)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from businesscase.domain.results import calculate
from businesscase.domain.terms import Terms, terms_in_force
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result
from core import clock
from core.children import Child, prefetch_together
from core.domain.refusal import Refused
from portfolio.domain.proposals import EditionConflict, lock_for_writing
from portfolio.domain.versions import open_draft
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal, ProposalVersion

# How far ahead a case looks until its writer says otherwise.
_YEARS = 5
# What a writer fills in; edition and version are the rule's own.
WRITTEN_FIELDS = frozenset(
    {
        "start_year", "years", "price_year", "hourly_rate", "hourly_rate_source", "follow_up_months",
        "rationale_economic", "rationale_service", "rationale_efficiency", "no_economic", "no_service",
        "no_efficiency", "is_trial", "learning_goals", "stop_criteria", "difference_reason",
        "staff_hours_override_reason", "no_benefits_reason",
    }
)  # fmt: skip

_CASE = Child(
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
) -> BusinessCaseVersion:
    """Save the draft's case and its result, and return it with its new edition.

    `fields` are the case's own; `costs` and `benefits` are unsaved rows in order, which replace those there were.
    `edition` is the one the writer saw, 0 before the first save: `EditionConflict` when somebody else has saved
    since. As with the draft itself, single saves leave no entry among the acts; the frozen version does.
    """
    proposal = lock_for_writing(proposal, actor=actor)
    if proposal.kind == ProposalKind.SUGGESTION:
        raise Refused(_("A suggestion has no business case."))
    terms = terms_in_force()
    case = _begun(open_draft(proposal))
    if case.edition != edition:
        raise EditionConflict(_("Somebody else has saved the business case since you opened it. Yours is kept below."))
    _write(case, fields, terms)
    _require_whole_years(case, costs, benefits)
    result = calculate(case, costs, benefits, terms)
    case.save()
    _write_lines(case, CostLine, costs)
    _write_lines(case, BenefitLine, benefits)
    Result.objects.filter(case=case).delete()
    if result is not None:
        result.save()
    return case


def begun_case() -> BusinessCaseVersion:
    """Return an unsaved case with the usual frame."""
    year = clock.today().year
    return BusinessCaseVersion(start_year=year, price_year=year, years=_YEARS)


def case_of(version: "ProposalVersion") -> BusinessCaseVersion | None:
    """Return a version's case with its lines and result, or None; one query."""
    prefetch_together([version], _CASE)
    return getattr(version, "business_case", None)


def result_of(case: BusinessCaseVersion) -> Result | None:
    """Return the stored result, or None where there is nothing to calculate yet."""
    return getattr(case, "result", None)


def _begun(draft: "ProposalVersion") -> BusinessCaseVersion:
    return BusinessCaseVersion.objects.of_version(draft.pk).first() or BusinessCaseVersion(version=draft)


def _write(case: BusinessCaseVersion, fields: Mapping[str, Any], terms: Terms) -> None:
    unknown = set(fields) - WRITTEN_FIELDS
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    for name, value in fields.items():
        setattr(case, name, value)
    if terms.hourly_rate is not None:
        case.hourly_rate, case.hourly_rate_source = terms.hourly_rate, terms.hourly_rate_source
    case.edition += 1


def _require_whole_years(case: BusinessCaseVersion, costs: Sequence[CostLine], benefits: Sequence[BenefitLine]) -> None:
    lines: list[CostLine | BenefitLine] = [*costs, *benefits]
    if any(len(line.figures) != case.years for line in lines):
        raise Refused(_("Every line must have a box for each of the %(count)s years.") % {"count": case.years})


def _write_lines(
    case: BusinessCaseVersion, model: type[CostLine] | type[BenefitLine], lines: Sequence[CostLine | BenefitLine]
) -> None:
    model._default_manager.filter(case=case).delete()
    for position, line in enumerate(lines):
        line.pk, line.case, line.position = None, case, position
    model._default_manager.bulk_create(lines)  # type: ignore[arg-type]  # rows of the one model
