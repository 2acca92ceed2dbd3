"""A version's business case as named texts, for the page that holds two versions against each other."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.cases import case_of
from businesscase.selectors.case_view import LineView, reading
from core.templatetags.danish import kroner

if TYPE_CHECKING:
    from portfolio.models import ProposalVersion


def version_facts(version: "ProposalVersion") -> Iterator[tuple[str, str]]:
    """Yield name and text of everything that a case says; nothing for a version without one."""
    case = case_of(version)
    if case is None:
        return
    read = reading(version.proposal, version, case)
    years = {"first": read.years[0], "last": read.years[-1], "year": case.price_year}
    yield _named(_("Years and prices")), _("%(first)s–%(last)s in %(year)s prices") % years
    yield _named(_("Costs")), _lines(read.costs)
    yield _named(_("Gains")), _lines(read.benefits)
    for label, text, gains in read.headings:
        yield _named(label), text if gains else " ".join(filter(None, (_("No gain."), text)))
    for label, text in read.explanations:
        yield _named(label), text
    for figure in (*read.result.figures, *read.result.further) if read.result else ():
        yield _named(figure.label), figure.value


def _named(label: str) -> str:
    return _("Business case: %(field)s") % {"field": label}


def _lines(lines: Iterable[LineView]) -> str:
    """Return one line a cost or gain: what it is, who answers for it, and every year that states an amount."""
    return "\n".join(
        " · ".join(
            part
            for part in (
                f"{line.kind}: {line.label}",
                line.note,
                *(f"{year}: {kroner(amount)}" for year, amount in line.amounts if amount is not None),
            )
            if part
        )
        for line in lines
    )
