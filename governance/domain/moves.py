"""What every move begins and ends with: lock and ask, then change state, write the act, tell people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import Refused, require
from governance.domain.agenda import follow_agenda
from governance.domain.case_address import with_the_way
from governance.domain.stand_ins import call_in_deputies
from governance.permissions import may, part_in
from governance.selectors.standing import standing_of
from governance.workflow import BY_NAME
from portfolio.domain.states import enter_state, lock_proposal
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from core.models import User


def take(name: str, proposal: Proposal, *, actor: "User") -> Proposal:
    """Lock the case and require that `actor` may make the move `name`; return the locked row.

    Raises `Refused`. The caller runs in a transaction.
    """
    proposal = lock_proposal(proposal)
    standing = standing_of(actor)
    require(may(name, proposal, part_in(proposal, actor, standing), standing), act=act_of(name), subject=proposal)
    return proposal


def settle(
    name: str,
    proposal: Proposal,
    target: ProposalState,
    *,
    actor: "User | None",
    reason: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Enter `target` and write the act. A target outside the table is a fault of the code, not of the user.

    `actor` is None for what the portal does by itself.
    """
    if target not in BY_NAME[name].targets:
        message = f"{name} cannot lead to {target}"
        raise ValueError(message)
    before = proposal.state
    # A move that leaves the case where it is does not set its clock back.
    if target != before:
        enter_state(proposal, target)
        follow_agenda(proposal, before)
    record(
        act_of(name), actor=actor, subject=proposal, reason=reason, data={"from": before, "to": target, **(data or {})}
    )
    if target != before:
        call_in_deputies(proposal)


def needs_words(text: str, name: str, proposal: Proposal) -> str:
    """Return the stripped reason; refuse an empty one, since a judgement without reasons is none."""
    text = text.strip()
    if not text:
        raise Refused(_("Write the reason."), act=act_of(name), subject=proposal)
    return text


def tell_applicants(proposal: Proposal, *, subject: str, body: str, key: str, besides: "User | None" = None) -> None:
    """Promise a mail to the author and the project owner, once each, with the way to the case.

    Not to `besides`, who has made the move and knows of it.
    """
    body = with_the_way(body, proposal)
    people = {person.pk: person for person in (proposal.author, proposal.owner) if person not in (None, besides)}
    for person in people.values():
        promise(person, subject=f"{proposal.number} {subject}", body=body, key=f"{key}:{proposal.pk}:{person.pk}")


def act_of(name: str) -> str:
    """Return the name under which a move stands among the acts."""
    return f"proposal.{name}"
