"""Where on the page of a case the reasons stand for its having stopped, so that nobody looks for them."""

from typing import TYPE_CHECKING

from governance.domain.stations import deferred_by_group
from governance.enums import BodyKind, Verdict
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from governance.models import Decision
    from portfolio.models import Proposal

S = ProposalState
_ROAD, _DECISION, _HISTORY = "#vejen", "#beslutningen", "#history"


def reasons_place(proposal: "Proposal") -> str:
    """Return the anchor of the reasons, of a case that has been read ahead; "" where it goes on as it should."""
    newest: Decision | None = next(iter(proposal.decisions.all()), None)
    if proposal.state == S.NOT_APPROVED:
        return _ROAD
    if newest is not None and _rests_on(proposal, newest):
        return _ROAD if newest.body_kind == BodyKind.DEPARTMENT_HEADS else _DECISION
    # A move without a section of its own: what was said of it stands among the acts.
    return _HISTORY if proposal.state in (S.DEFERRED, S.REVISION, S.REJECTED, S.WITHDRAWN) else ""


def _rests_on(proposal: "Proposal", newest: "Decision") -> bool:
    if proposal.state in (S.REVIEW, S.REVISION):
        return newest.verdict == Verdict.SENT_BACK and not _recommended_since(proposal, newest)
    if proposal.state == S.DEFERRED:
        return not deferred_by_group(proposal)
    # A place on the reserve list that has ended is no decision.
    ended = proposal.state == S.REJECTED and newest.verdict != Verdict.NOT_FUNDED
    return ended or proposal.state == S.RESERVE


def _recommended_since(proposal: "Proposal", decision: "Decision") -> bool:
    return any(row.recorded_at > decision.decided_at for row in proposal.recommendations.all())
