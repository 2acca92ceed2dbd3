"""What keeps a proposal from being submitted: unsettled principles, and own strategy without a mark."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.completeness import Gap
from portfolio.enums import ProposalKind
from principles import scoring
from principles.domain.answers import applicant_answers, principle_of
from principles.enums import SetRole
from principles.models import StrategyNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.models import Proposal, ProposalVersion
    from principles.models import Answer

STEP = "principles"
# The pool's criterion (a), whose code is the interface's (D11).
OWN_STRATEGY = "own_strategy"


def principle_gaps(proposal: "Proposal", version: "ProposalVersion") -> tuple[Gap, ...]:
    """Return the gaps of the principles' step; empty for a suggestion."""
    if proposal.kind == ProposalKind.SUGGESTION:
        return ()
    return (*_unsettled(version), *_unaligned(version))


def count(asked: "Iterable[StrategyNode]", answers: "Iterable[Answer]") -> scoring.Tally:
    """Count the answers to the principles asked about."""
    return scoring.tally(map(principle_of, asked), given(answers))


def given(answers: "Iterable[Answer]") -> Mapping[str, scoring.Given]:
    """Return answers as the counting needs them, by the principle's code."""
    return {one.principle.code: scoring.Given(one.value, one.reason, confirms=one.confirms) for one in answers}


def applicant_tally(version: "ProposalVersion") -> scoring.Tally:
    """Count the applicant's answers on a version; asked for once a version that was read."""
    known: scoring.Tally | None = version.__dict__.get("applicant_tally")
    if known is None:
        known = count(StrategyNode.objects.active(SetRole.STRATEGY).principles(), applicant_answers(version))
        version.__dict__["applicant_tally"] = known
    return known


def _unsettled(version: "ProposalVersion") -> Iterator[Gap]:
    tally = applicant_tally(version)
    if tally.missing:
        text = ngettext(
            "Answer %(missing)d principle more: %(settled)d of %(total)d are done.",
            "Answer %(missing)d principles more: %(settled)d of %(total)d are done.",
            tally.missing,
        )
        numbers = {"missing": tally.missing, "settled": tally.settled, "total": tally.total}
        yield Gap(text % numbers, STEP, "principles", "C24")


def _unaligned(version: "ProposalVersion") -> Iterator[Gap]:
    if version.pool_criterion == OWN_STRATEGY and not version.alignments.exists():
        text = _("Choose the guiding mark or principle that the project carries out. The pool criterion demands it.")
        yield Gap(text, STEP, "carries_out", "D11")
