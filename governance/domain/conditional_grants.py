"""Conditional grants: the money waits in reserve until the condition is met, or the grant lapses by itself (B13).

A decision that names a day reserves instead of committing, and starts no project. When management confirms that the
condition is met, the reservation becomes a commitment and the project starts; when the day has passed, the money is
free again and the case waits with management, who can take it up again.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.domain.outbox import promise
from core.domain.refusal import Refused
from core.templatetags.danish import date_long, kroner
from governance.domain.ledger import post_commitment, release_reservation
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.domain.projects import start_project
from governance.enums import GrantOutcome
from governance.models import ConditionalGrant, Decision, LedgerEntry
from portfolio.domain.states import lock_proposal
from portfolio.enums import ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from datetime import date

    from core.models import User

# So many days before the grant lapses the owner is reminded.
REMIND_DAYS = (30, 7)


def promise_money(decision: Decision, lapses_on: "date") -> ConditionalGrant:
    """Make the grant of a decision conditional. Part of the decision, which reserves the money."""
    return ConditionalGrant.objects.create(decision=decision, lapses_on=lapses_on)


@transaction.atomic
def meet_condition(proposal: Proposal, *, actor: "User", reason: str) -> Decision:
    """Confirm that the condition of a grant is met: what was reserved is allocated, and the project starts."""
    proposal = take("meet_condition", proposal, actor=actor)
    reason = needs_words(reason, "meet_condition", proposal)
    grant = _lock(proposal)
    if grant.lapses_on < clock.today():
        raise Refused(
            _("The day of the grant has passed, so it lapses."), act=act_of("meet_condition"), subject=proposal
        )
    decision = grant.decision
    text = _("The condition has been met: %(reason)s") % {"reason": reason}
    for entry in release_reservation(decision, text=text, actor=actor):
        _commit(entry, decision, actor)
    _settle(grant, GrantOutcome.MET, reason, actor)
    settle("meet_condition", proposal, ProposalState.APPROVED, actor=actor, reason=reason, data=_facts(decision))
    start_project(proposal, decision=decision, actor=actor)
    _tell(proposal, grant, _("The condition of the grant has been met"), reason)
    return decision


@transaction.atomic
def lapse_grant(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Let a grant lapse before its day, when its condition cannot be met any more."""
    proposal = take("lapse_grant", proposal, actor=actor)
    reason = needs_words(reason, "lapse_grant", proposal)
    _lapse(proposal, _lock(proposal), reason, actor)
    return proposal


def lapse_grants() -> int:
    """Let the grants lapse whose day has passed, and remind of those that soon will; return how many lapsed.

    Idempotent: what has been settled is left alone, and each reminder is sent once.
    """
    lapsed = 0
    waiting = ConditionalGrant.objects.filter(outcome="").select_related("decision__proposal").order_by("pk")
    for grant in waiting.filter(lapses_on__lt=clock.today()):
        lapsed += _lapse_by_itself(grant)
    for grant in waiting.filter(lapses_on__gte=clock.today()):
        _remind(grant)
    return lapsed


@transaction.atomic
def _lapse_by_itself(grant: ConditionalGrant) -> bool:
    proposal = lock_proposal(grant.decision.proposal)
    locked = ConditionalGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if not locked.is_open:
        return False
    reason = _("The condition was not met by %(day)s.") % {"day": date_long(locked.lapses_on)}
    _lapse(proposal, locked, reason, None)
    return True


def _lapse(proposal: Proposal, grant: ConditionalGrant, reason: str, actor: "User | None") -> None:
    decision = grant.decision
    text = _("The grant has lapsed: %(reason)s") % {"reason": reason}
    release_reservation(decision, text=text, actor=actor)
    _settle(grant, GrantOutcome.LAPSED, reason, actor)
    settle("lapse_grant", proposal, ProposalState.DEFERRED, actor=actor, reason=reason, data=_facts(decision))
    _tell(proposal, grant, _("The grant has lapsed"), reason)


@transaction.atomic
def _remind(grant: ConditionalGrant) -> None:
    """Promise the latest reminder that is due; a pause does not make up for those before it."""
    left = (grant.lapses_on - clock.today()).days
    due = [days for days in REMIND_DAYS if left <= days]
    if not due:
        return
    decision = grant.decision
    proposal = decision.proposal
    body = _(
        "%(case)s\n\n%(amount)s stands reserved in the pool. The grant lapses after %(day)s"
        " if management has not confirmed by then that the condition is met.\n\n%(conditions)s\n\n%(address)s"
    ) % {
        "case": proposal,
        "amount": kroner(decision.amount),
        "day": date_long(grant.lapses_on),
        "conditions": "\n".join(f"- {line}" for line in decision.condition_lines),
        "address": f"{settings.SITE_ADDRESS}{reverse('portfolio:proposal_detail', args=[proposal.pk])}",
    }
    subject = _("The grant lapses on %(day)s") % {"day": date_long(grant.lapses_on)}
    for person in _reminded(decision):
        promise(
            person,
            subject=f"{proposal.number} {subject}",
            body=body,
            key=f"grant:{grant.pk}:{min(due)}:{person.pk}",
        )


def _reminded(decision: Decision) -> "list[User]":
    """Return who is reminded: those who speak for the case and whoever granted, if they may see it."""
    proposal = decision.proposal
    people = {one.pk: one for one in (proposal.author, proposal.owner, decision.decided_by) if one}
    return [one for one in people.values() if Proposal.objects.visible_to(one).filter(pk=proposal.pk).exists()]


def _lock(proposal: Proposal) -> ConditionalGrant:
    """Lock the open grant of a case that `may` has found to have one."""
    rows = ConditionalGrant.objects.select_for_update(of=("self",)).select_related("decision")
    return rows.filter(decision__proposal=proposal, outcome="").latest("pk")


def _commit(entry: LedgerEntry, decision: Decision, actor: "User") -> None:
    post_commitment(entry.pool_year, decision, entry.amount, priority=entry.priority or 1, actor=actor)


def _settle(grant: ConditionalGrant, outcome: GrantOutcome, reason: str, actor: "User | None") -> None:
    grant.outcome, grant.reason, grant.settled_at, grant.settled_by = outcome, reason, clock.now(), actor
    grant.settled_by_name = ", ".join(filter(None, [actor.name, actor.title])) if actor else ""
    grant.save()


def _facts(decision: Decision) -> dict[str, object]:
    return {"decision": decision.pk, "amount": decision.amount}


def _tell(proposal: Proposal, grant: ConditionalGrant, subject: str, reason: str) -> None:
    lines = [str(proposal), "", f"{subject}.", _("Amount: %(amount)s") % {"amount": kroner(grant.decision.amount)}]
    tell_applicants(proposal, subject=subject, body="\n".join([*lines, "", reason]), key=f"grant:{grant.pk}")
