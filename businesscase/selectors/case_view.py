"""A business case as it is read: lines, words, what the pool can pay, and the result."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from businesscase.domain.cases import result_of
from businesscase.domain.funding import funding_of
from businesscase.domain.written import written_of
from businesscase.enums import HEADINGS
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine
from businesscase.selectors.result_view import ResultView, result_view
from businesscase.selectors.words import follow_up_text
from core.templatetags.danish import hours, kroner
from portfolio.enums import ProposalKind
from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its amounts in DKK; `total` is None where nothing is stated. `note` holds hours or the owner.

    `amounts` are pairs of year and amount; `low` and `high` are the sums of a three-point estimate, None where the line
    is certain.
    """

    label: str
    kind: str
    note: str
    amounts: tuple[tuple[int, Decimal | None], ...]
    total: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a reader sees of a case. `headings` are name, text and whether there is a gain at all."""

    case: BusinessCaseVersion
    version: ProposalVersion
    years: range
    costs: tuple[LineView, ...]
    benefits: tuple[LineView, ...]
    headings: tuple[tuple[str, str, bool], ...]
    money: tuple[tuple[str, str], ...]
    explanations: tuple[tuple[str, str], ...]
    result: ResultView | None


def reading(proposal: Proposal, version: ProposalVersion, case: BusinessCaseVersion) -> Reading:
    """Return a case that was read with `case_of`; asks the database for nothing more."""
    return Reading(
        case=case,
        version=version,
        years=case.calendar,
        costs=tuple(_cost(case, line) for line in case.cost_lines.all()),
        benefits=tuple(_benefit(case, line) for line in case.benefit_lines.all()),
        headings=tuple(_heading(case, kind) for kind in HEADINGS),
        money=_money(proposal, version, case),
        explanations=_explanations(case),
        result=result_view(
            case,
            result_of(case),
            written_of(case),
            again=reverse("businesscase:case_draws", args=[proposal.pk, version.ordinal]),
        ),
    )


def _cost(case: BusinessCaseVersion, line: CostLine) -> LineView:
    amounts = line.priced(case.hourly_rate)
    worked = _sum(line.hours)
    note = hours(worked) if worked is not None else ""
    return LineView(
        label=str(line),
        kind=line.get_category_display(),
        note=note,
        amounts=_by_year(case, amounts),
        total=_sum(amounts),
        low=_sum(line.priced_as(line.low, case.hourly_rate)),
        high=_sum(line.priced_as(line.high, case.hourly_rate)),
    )


def _benefit(case: BusinessCaseVersion, line: BenefitLine) -> LineView:
    owner = line.owner.name if line.owner else _("no owner yet")
    cash = _("releases money in a budget") if line.cash_releasing else ""
    parts = (
        owner,
        line.unit.name if line.unit else "",
        cash,
        line.get_harvest_mode_display() if line.harvest_mode else "",
        _("follows indirectly") if line.indirect else "",
    )
    return LineView(
        label=str(line),
        kind=line.get_type_display(),
        note=" · ".join(part for part in parts if part),
        amounts=_by_year(case, line.amounts),
        total=_sum(line.amounts),
        low=_sum(line.low),
        high=_sum(line.high),
    )


def _by_year(case: BusinessCaseVersion, amounts: Iterable[Decimal | None]) -> tuple[tuple[int, Decimal | None], ...]:
    return tuple(zip(case.calendar, amounts, strict=True))


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    stated = [figure for figure in figures if figure is not None]
    return sum(stated, Decimal(0)) if stated else None


def _heading(case: BusinessCaseVersion, kind: str) -> tuple[str, str, bool]:
    return label_of(case, f"rationale_{kind}"), getattr(case, f"rationale_{kind}"), not getattr(case, f"no_{kind}")


def label_of(case: BusinessCaseVersion, field: str) -> str:
    """Return what a field of the case is called."""
    return str(case._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # a field of its own


def _money(proposal: Proposal, version: ProposalVersion, case: BusinessCaseVersion) -> tuple[tuple[str, str], ...]:
    costs = list(case.cost_lines.all())
    funding = funding_of(case, costs)
    cash = [amount for line in case.benefit_lines.all() if line.cash_releasing for amount in line.amounts]
    pairs = [
        (_("Supplier cost"), kroner(version.vendor_cost)),
        (_("Purchase and implementation"), kroner(funding.fundable)),
        (_("Own staff hours"), _staff_hours(case, funding.staff_hours)),
        (_("Gains that release money in a budget"), kroner(_sum(cash))),
    ]
    if proposal.kind == ProposalKind.APPLICATION:
        pairs[2:2] = [
            (_("The pool can pay"), kroner(funding.fundable)),
            (_("Applied for"), kroner(version.requested_amount)),
        ]
    if case.follow_up_months:
        pairs.append((_("Follow-up"), follow_up_text(case.follow_up_months)))
    return tuple(pairs)


def _staff_hours(case: BusinessCaseVersion, amount: Decimal | None) -> str:
    if not amount:
        return pgettext("staff hours", "None")
    rate = {"amount": kroner(amount), "rate": kroner(case.hourly_rate), "source": case.hourly_rate_source}
    return _("%(amount)s at %(rate)s an hour (%(source)s)") % rate if case.hourly_rate_source else kroner(amount)


def _explanations(case: BusinessCaseVersion) -> tuple[tuple[str, str], ...]:
    asked = _texts(case, ("difference_reason", "staff_hours_override_reason", "no_benefits_reason"))
    return (*trial_texts(case), *asked)


def trial_texts(case: BusinessCaseVersion) -> tuple[tuple[str, str], ...]:
    """Return what a trial has instead of a full calculation; nothing where the case is none."""
    return _texts(case, ("trial_reason", "learning_goals", "stop_criteria")) if case.is_trial else ()


def _texts(case: BusinessCaseVersion, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label_of(case, name), getattr(case, name)) for name in names if getattr(case, name).strip())
