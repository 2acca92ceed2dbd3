"""A version's business case as named texts, for the page that holds two versions against each other."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of
from businesscase.domain.chapters import CHAPTER_FIELDS
from businesscase.models import RiskItem
from businesscase.selectors.case_view import LineView, label_of, reading
from businesscase.selectors.chapter_view import Way, stones, ways
from businesscase.selectors.milestone_text import milestones_text
from businesscase.selectors.words import follow_up_text

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion


def version_facts(version: "ProposalVersion") -> Iterator[tuple[str, str]]:
    """Yield name and text of everything that a case says in words; nothing for a version without one.

    Its figures are `version_figures`.
    """
    case = case_of(version)
    if case is None:
        return
    read = reading(version.proposal, version, case)
    years = {"first": read.years[0], "last": read.years[-1], "year": case.price_year}
    yield _named(_("Years and prices")), _("%(first)s–%(last)s in %(year)s prices") % years
    yield _named(label_of(case, "price_basis")), str(case.get_price_basis_display())
    for name in CHAPTER_FIELDS:
        yield _named(label_of(case, name)), getattr(case, name)
    yield _named(_("Costs")), _lines(read.costs)
    yield _named(_("Gains")), _lines(read.benefits)
    for label, text, gains in read.headings:
        yield _named(label), text if gains else " ".join(filter(None, (_("No gain."), text)))
    for label, text in read.explanations:
        yield _named(label), text
    yield _named(_("Other solutions")), "\n".join(map(_way, ways(case)))
    yield _named(_("Risks")), "\n".join(_risk(risk) for risk in case.risks.all())
    yield _named(_("Milestones")), milestones_text((stone.label, stone.due_on) for stone in stones(case))
    if case.follow_up_months:
        yield _named(_("Follow-up")), follow_up_text(case.follow_up_months)
    if read.result is not None:
        yield _named(_("Discount rate")), "\n".join(read.result.rates)
        yield _named(_("When it is positive")), read.result.definition
        yield _named(_("Result")), read.result.state


def _named(label: str) -> str:
    return _("Business case: %(field)s") % {"field": label}


def _lines(lines: Iterable[LineView]) -> str:
    """Return one line a cost or gain: what it is and who answers for it."""
    return "\n".join(" · ".join(part for part in (f"{line.kind}: {line.label}", line.note) if part) for line in lines)


def _way(way: Way) -> str:
    return " · ".join(part for part in (way.name, way.title, way.description, way.why_not) if part)


def _risk(risk: RiskItem) -> str:
    owner = risk.owner.name if risk.owner else ""
    return " · ".join(part for part in (str(risk), risk.mitigation, owner) if part)
