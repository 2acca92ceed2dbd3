"""Suggestions: answered by the secretary or a head of department, or carried on as a proposal (A8, A22, AM30)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from governance.domain.moves import needs_words, settle, take, tell_applicants
from portfolio.domain.proposals import create_proposal
from portfolio.domain.versions import frozen_version, open_draft
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


@transaction.atomic
def answer_suggestion(proposal: Proposal, *, actor: "User", answer: str) -> Proposal:
    """Answer a suggestion that is not carried on: received -> answered. The giver gets the words by mail."""
    proposal = take("answer", proposal, actor=actor)
    answer = needs_words(answer, "answer", proposal)
    settle("answer", proposal, ProposalState.ANSWERED, actor=actor, reason=answer)
    tell_applicants(
        proposal, subject=_("Your suggestion has been answered"), body=f"{proposal}\n\n{answer}", key="answer"
    )
    return proposal


@transaction.atomic
def carry_on_suggestion(proposal: Proposal, *, actor: "User", kind: ProposalKind) -> Proposal:
    """Carry a suggestion on as an application or a notification: received -> converted.

    Returns the new draft, which `actor` writes on; what the suggestion says goes along.
    """
    proposal = take("carry_on", proposal, actor=actor)
    suggestion = frozen_version(proposal)
    successor = create_proposal(
        kind=kind, title=proposal.title, unit=proposal.unit, actor=actor, origin_suggestion=proposal
    )
    if suggestion is not None:
        draft = open_draft(successor)
        draft.need, draft.idea, draft.gain = suggestion.need, suggestion.idea, suggestion.gain
        draft.save(update_fields=["need", "idea", "gain"])
    settle("carry_on", proposal, ProposalState.CONVERTED, actor=actor, data={"successor": successor.pk, "kind": kind})
    tell_applicants(
        proposal,
        subject=_("Your suggestion is being carried on"),
        body=_("%(name)s carries your suggestion on as a proposal.") % {"name": actor.name},
        key="carry_on",
    )
    return successor
