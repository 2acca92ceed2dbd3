"""Two to four cases side by side, field by field in a fixed order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from businesscase.models import BusinessCaseVersion, Result
from businesscase.selectors import words
from core.templatetags.danish import hours, kroner
from governance.enums import Position
from governance.models import Review
from governance.reviewing.marks import Better, Mark, differs, mark_values
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

FEWEST, MOST = 2, 4
# Cases that somebody is still to judge.
COMPARED = (ProposalState.REVIEW, ProposalState.DEFERRED, ProposalState.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one case says of a field; `mark` where it is the best or the worst."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A field; `differs` where the cases do not say the same."""

    label: str
    cells: tuple[Cell, ...]
    differs: bool
    number: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under a heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cases; `premises` are what their figures rest on, and `same` tells whether that is the same for all."""

    cases: tuple[Proposal, ...]
    premises: tuple[Row, ...]
    same: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    proposal: Proposal
    version: ProposalVersion
    business: BusinessCaseVersion | None
    result: Result | None
    own: str


def comparable_cases(reader: "User") -> "QuerySet[Proposal]":
    """Return the cases that `reader` may see and that can be compared, by number."""
    rows = Proposal.objects.visible_to(reader).standing(*COMPARED).exclude(kind=ProposalKind.SUGGESTION)
    return rows.select_related("unit").order_by("year", "serial")


def comparison(chosen: Iterable[Proposal], reader: "User", names: dict[str, str]) -> Comparison:
    """Compare the cases; three queries, however many. `names` are the pool's criteria by code."""
    proposals = list(chosen)
    cases = _read(proposals, reader)
    premises = tuple(_words(label, [said(case) for case in cases]) for label, said in _PREMISES.items())
    same = not any(row.differs for row in premises)
    return Comparison(
        cases=tuple(case.proposal for case in cases),
        premises=premises,
        same=same,
        groups=(
            Group(str(_("The case")), _case_rows(cases, names)),
            Group(str(_("Business case")), _business_rows(cases, marked=same)),
            Group(str(_("Your review")), (_words(str(_("Your position")), [case.own for case in cases]),)),
        ),
    )


def _read(proposals: Sequence[Proposal], reader: "User") -> list[_Case]:
    frozen = ProposalVersion.objects.filter(frozen_at__isnull=False).order_by()
    later = frozen.filter(proposal=OuterRef("proposal"), ordinal__gt=OuterRef("ordinal"))
    rows = frozen.filter(~Exists(later), proposal__in=proposals).select_related("business_case__result")
    versions = {row.proposal_id: row for row in rows}
    own = Review.objects.filter(version__in=versions.values(), reviewer=reader, withdrawn_at__isnull=True)
    given = {row.proposal_id: str(Position(row.position).label) for row in own}
    return [
        _Case(one, versions[one.pk], business, getattr(business, "result", None), given.get(one.pk, ""))
        for one in proposals
        if one.pk in versions
        for business in [getattr(versions[one.pk], "business_case", None)]
    ]


def _case_rows(cases: Sequence[_Case], names: dict[str, str]) -> tuple[Row, ...]:
    versions = [case.version for case in cases]
    return (
        _words(str(_("Kind")), [case.proposal.get_kind_display() for case in cases]),
        _words(str(_("Unit")), [version.unit_path for version in versions]),
        _words(
            str(_("Pool criterion")),
            [names.get(version.pool_criterion, version.pool_criterion) for version in versions],
        ),
        _figures(str(_("Applied for")), [version.requested_amount for version in versions], kroner, Better.LOWER),
        _figures(str(_("Supplier cost")), [version.vendor_cost for version in versions], kroner, Better.LOWER),
        _figures(str(_("Staff hours")), [version.staff_hours for version in versions], hours, Better.LOWER),
        _words(str(_("Supplier")), [version.supplier for version in versions]),
        _words(str(_("Joint obligation")), [version.get_obligation_level_display() for version in versions]),
        _words(str(_("Personal data")), [version.get_personal_data_display() for version in versions]),
        _words(str(_("Uses AI")), [_yes_no(version.uses_ai) for version in versions]),
        _words(str(_("Used by citizens or companies")), [_yes_no(version.citizen_facing) for version in versions]),
    )


def _business_rows(cases: Sequence[_Case], *, marked: bool) -> tuple[Row, ...]:
    results = [case.result for case in cases]

    def row(label: str, name: str, better: Better) -> Row:
        return _figures(label, [getattr(one, name, None) for one in results], kroner, better, marked=marked)

    return (
        _words(str(_("Verdict")), [words.verdict(one) if one else "" for one in results]),
        row(str(_("Net present value")), "npv", Better.HIGHER),
        row(str(_("Risk-adjusted")), "risk_adjusted_npv", Better.HIGHER),
        row(str(_("Net gain")), "net_gain", Better.HIGHER),
        _figures(
            str(_("Payback")), [one.payback if one else None for one in results], words.duration, Better.LOWER,
            marked=marked,
        ),
    )  # fmt: skip


def _rates(case: _Case) -> str:
    return ", ".join(words.rates(case.result, case.business.years)) if case.result and case.business else ""


# What the figures rest on, in the order that it is printed on top.
_PREMISES: dict[str, Callable[[_Case], str]] = {
    "rate": _rates,
    "horizon": lambda case: str(case.business.years) if case.business else "",
    "price_year": lambda case: str(case.business.price_year) if case.business else "",
    "price_basis": lambda case: str(case.business.get_price_basis_display()) if case.business else "",
}
_LABELS: dict[str, Callable[[], str]] = {
    "rate": lambda: _("Discount rate"),
    "horizon": lambda: _("Number of years"),
    "price_year": lambda: _("Price year"),
    "price_basis": lambda: _("The amounts are in"),
}


def _words(label: str, said: Sequence[Any]) -> Row:
    texts = [str(one) for one in said]
    label = _LABELS[label]() if label in _LABELS else label
    return Row(label, tuple(Cell(text) for text in texts), differs(texts))


def _figures(
    label: str, values: Sequence[Decimal | None], say: Callable[[Decimal], str], better: Better, *, marked: bool = True
) -> Row:
    marks = mark_values(values, better) if marked else (None,) * len(values)
    cells = (Cell(say(value) if value is not None else "", mark) for value, mark in zip(values, marks, strict=True))
    return Row(label, tuple(cells), differs(list(values)), number=True)


def _yes_no(answer: bool | None) -> str:  # noqa: FBT001 - the answer itself
    return "" if answer is None else _("Yes") if answer else _("No")
