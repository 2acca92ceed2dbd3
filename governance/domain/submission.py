"""Submission: the draft is frozen and numbered, policy is asked, and the case sets out on its road."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.domain.refusal import Refused
from core.providers import collect
from governance.domain.agenda import place_for_information
from governance.domain.it_assessment import ask_for_assessment
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.domain.stations import next_station
from governance.domain.triage import run_triage
from governance.models import Triage
from portfolio.domain.numbers import give_number
from portfolio.domain.versions import current_version, freeze_version, open_draft
from portfolio.enums import ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.models import User
    from portfolio.domain.completeness import Gap


@transaction.atomic
def submit_proposal(proposal: Proposal, *, actor: "User", change_reason: str = "") -> Proposal:
    """Submit an application or a notification.

    draft, revision or not_approved -> assessment | routing | local_decision | review | recommended.
    A proposal with gaps is refused; a later version needs the reason for its change.
    """
    proposal = take("submit", proposal, actor=actor)
    version = _freeze(proposal, actor, change_reason, "submit")
    before = Triage.objects.filter(proposal=proposal).first()
    triage = run_triage(proposal, version, actor=actor)
    target = next_station(triage)
    settle(
        "submit",
        proposal,
        target,
        actor=actor,
        reason=version.change_reason,
        data={"version": version.ordinal, "number": proposal.number},
    )
    if target == ProposalState.ASSESSMENT:
        ask_for_assessment(triage)
    place_for_information(triage)
    _tell_of_change(proposal, before, triage)
    return proposal


@transaction.atomic
def give_suggestion(proposal: Proposal, *, actor: "User") -> Proposal:
    """Give a suggestion: draft -> received (A22, AM30)."""
    proposal = take("give", proposal, actor=actor)
    _freeze(proposal, actor, "", "give")
    settle("give", proposal, ProposalState.RECEIVED, actor=actor, data={"number": proposal.number})
    return proposal


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Take a submitted case back to correct it: the applicant holds the pen again, the case keeps its number.

    The author is told where the owner or an editor does it, and the owner where the author does.
    """
    proposal = take("take_back", proposal, actor=actor)
    reason = needs_words(reason, "take_back", proposal)
    settle("take_back", proposal, ProposalState.REVISION, actor=actor, reason=reason)
    said = _("%(name)s has taken the case back to correct it.") % {"name": actor.name}
    tell_applicants(
        proposal,
        subject=_("The case has been taken back"),
        body=f"{proposal}\n\n{said}\n\n{reason}",
        key=f"take_back:{proposal.state_since.isoformat()}",
        besides=actor,
    )
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Withdraw a submitted case for good; it stays readable with its history, and the other of the two is told."""
    proposal = take("withdraw", proposal, actor=actor)
    reason = needs_words(reason, "withdraw", proposal)
    settle("withdraw", proposal, ProposalState.WITHDRAWN, actor=actor, reason=reason)
    said = _("%(name)s has withdrawn the case.") % {"name": actor.name}
    tell_applicants(
        proposal,
        subject=_("The case has been withdrawn"),
        body=f"{proposal}\n\n{said}\n\n{reason}",
        key="withdraw",
        besides=actor,
    )
    return proposal


def submission_gaps(proposal: Proposal, version: ProposalVersion) -> tuple["Gap", ...]:
    """Return everything that every room still asks for before the version can be submitted."""
    return tuple(collect("proposal_gaps", proposal, version))


def _tell_of_change(proposal: Proposal, before: Triage | None, triage: Triage) -> None:
    """Tell author and owner when figures that have changed lead elsewhere; what was signed before stays in the history.

    A route that was signed is signed anew: nothing of it is carried over to the new figures.
    """
    if before is None or (before.policy_route, before.is_project) == (triage.policy_route, triage.is_project):
        return
    project = {True: _("It is a project."), False: _("It is not a project.")}[triage.is_project]
    tell_applicants(
        proposal,
        subject=_("The triage has changed"),
        body=_(
            "%(case)s\n\nThe case was triaged anew because it has been corrected. %(project)s\n"
            "Before: %(before)s.\nNow: %(now)s."
        )
        % {
            "case": proposal,
            "project": project,
            "before": before.get_policy_route_display(),
            "now": triage.get_policy_route_display(),
        },
        key=f"triage_changed:{triage.pk}",
    )


def _freeze(proposal: Proposal, actor: "User", change_reason: str, name: str) -> ProposalVersion:
    draft = current_version(proposal)
    missing = submission_gaps(proposal, draft)
    if missing:
        raise Refused(
            ngettext(
                "One thing is missing before you can submit: %(first)s",
                "%(count)s things are missing before you can submit. The first: %(first)s",
                len(missing),
            )
            % {"count": len(missing), "first": missing[0].text},
            act=act_of(name),
            subject=proposal,
        )
    if proposal.submitted_at is not None:
        change_reason = needs_words(change_reason, name, proposal)
    open_draft(proposal)
    if proposal.serial is None:
        give_number(proposal)
        proposal.submitted_at = clock.now()
        proposal.save(update_fields=["year", "serial", "submitted_at"])
    return freeze_version(proposal, actor=actor, change_reason=change_reason)
