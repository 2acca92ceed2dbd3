"""What the business case answers in its two steps of the guided form, for the page that reads everything through."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain import chapters, gaps
from businesscase.domain.cases import case_at_hand, result_of
from businesscase.enums import HEADINGS
from businesscase.selectors import words
from businesscase.selectors.case_view import label_of
from businesscase.selectors.milestone_text import milestones_text
from core.templatetags.danish import kroner

if TYPE_CHECKING:
    from businesscase.models import BusinessCaseVersion, Result
    from portfolio.models import Proposal, ProposalVersion


def step_answers(_proposal: "Proposal", version: "ProposalVersion") -> Iterator[tuple[str, str, str]]:
    """Yield step, name and text of what has been written and what it comes to; nothing without a case.

    What the page's gaps have read is not read again.
    """
    case = case_at_hand(version)
    if case is None:
        return
    result = result_of(case)
    if result is not None:
        yield from ((gaps.STEP, name, text) for name, text in _comes_to(case, result))
    for kind in HEADINGS:
        said = _("No gain.") if getattr(case, f"no_{kind}") else ""
        text = " ".join(filter(None, (said, getattr(case, f"rationale_{kind}"))))
        yield gaps.STEP, label_of(case, f"rationale_{kind}"), text
    for name in chapters.CHAPTER_FIELDS:
        if text := getattr(case, name).strip():
            yield chapters.STEP, label_of(case, name), text
    if stones := list(case.milestones.all()):
        yield chapters.STEP, _("Milestones"), milestones_text((stone.label, stone.due_on) for stone in stones)


def _comes_to(case: "BusinessCaseVersion", result: "Result") -> Iterator[tuple[str, str]]:
    cost, gain = (sum((Decimal(row[name]) for row in result.rows), Decimal(0)) for name in ("cost", "benefit"))
    yield _("Result"), words.verdict(result)
    yield _("Net present value"), kroner(result.npv)
    yield _("Costs"), kroner(cost)
    yield _("Gains"), kroner(gain)
    yield _("Paid back after"), words.payback(result.payback, case.calendar[-1])
    yield _("Discount rate"), "\n".join(words.rates(result, case.years))
