"""The strategy group recommends to management, defers a case or takes it up again (A8, B11, C4, D12-D16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from core.templatetags.danish import date_long, kroner
from governance.domain.agenda import next_meeting
from governance.domain.causes import secretary_of_group
from governance.domain.moves import act_of, needs_words, settle, take, tell_applicants
from governance.domain.stations import is_approved_by_it
from governance.enums import RecommendationOutcome
from governance.models import Recommendation, Triage
from governance.policy.eligibility import EligibilityOutcome
from governance.selectors.criteria_tried import tried_on_each, tried_record
from governance.selectors.eligibility import asked_of_pool, refusal_words, refusing, try_on_pool
from governance.selectors.financing import financing_of, financing_words
from governance.selectors.pool import open_years
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.profile import active_profile
from portfolio.domain.versions import submitted_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.models import User

_OERE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the group recommends. `amount` is DKK excluding VAT; `conditions` one a line.

    `years` is what each of the pool's years is to give of the amount; empty where it is not to be in instalments.
    """

    outcome: RecommendationOutcome
    amount: Decimal
    criterion: str
    reasons: str
    conditions: str = ""
    minority: str = ""
    years: Mapping[int, Decimal] = field(default_factory=dict)


@transaction.atomic
def recommend(proposal: Proposal, proposed: Proposed, *, actor: "User") -> Recommendation:
    """Record the group's recommendation: review -> recommended. It never moves money (A8).

    Refused without IT's approval where triage asks for it, with an amount that was not applied for, and to approve
    under a criterion that the case does not meet, or more than the pool may pay. Whether the pool has the money left is
    management's to weigh.
    """
    proposal = take("recommend", proposal, actor=actor)
    reasons = needs_words(proposed.reasons, "recommend", proposal)
    version = submitted_version(proposal)
    _require_it(proposal)
    _require_amount(proposal, version, proposed)
    outcome = _require_eligible(proposal, version, proposed)
    recommendation = Recommendation.objects.create(
        proposal=proposal,
        version=version,
        outcome=proposed.outcome,
        amount=proposed.amount,
        criterion=proposed.criterion,
        years={str(year): f"{amount:.2f}" for year, amount in sorted(proposed.years.items())},
        reasons=reasons,
        conditions=_lines(proposed.conditions),
        minority=proposed.minority.strip(),
        recorded_by=actor,
        recorded_by_name=", ".join(filter(None, [actor.name, actor.title])),
        recorded_at=clock.now(),
        eligibility=(eligibility_record(outcome) if outcome else {}) | _each_criterion(proposal, version),
        financing_record=financing_of(asked_of_pool(version), proposed.amount).as_record() if proposed.amount else {},
    )
    settle(
        "recommend",
        proposal,
        ProposalState.RECOMMENDED,
        actor=actor,
        reason=reasons,
        data={
            "recommendation": recommendation.pk,
            "outcome": proposed.outcome,
            "amount": proposed.amount,
            "criterion": proposed.criterion,
            "years": {str(year): amount for year, amount in sorted(proposed.years.items())},
        },
    )
    _tell(proposal, recommendation)
    return recommendation


@transaction.atomic
def defer_review(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Let the case wait with the group: review -> deferred."""
    proposal = take("defer_review", proposal, actor=actor)
    reason = needs_words(reason, "defer_review", proposal)
    settle("defer_review", proposal, ProposalState.DEFERRED, actor=actor, reason=reason)
    tell_applicants(
        proposal,
        subject=_("The strategy group has deferred the case"),
        body="\n".join([str(proposal), "", reason, "", *_what_comes()]),
        key=f"defer_review:{proposal.state_since.isoformat()}",
    )
    return proposal


@transaction.atomic
def resume_review(proposal: Proposal, *, actor: "User", reason: str) -> Proposal:
    """Take a case up again that the group has deferred: deferred -> review, on the agenda of the next meeting."""
    proposal = take("resume_review", proposal, actor=actor)
    settle("resume_review", proposal, ProposalState.REVIEW, actor=actor, reason=reason.strip())
    tell_applicants(
        proposal,
        subject=_("The strategy group has taken the case up again"),
        body="\n\n".join(filter(None, [str(proposal), reason.strip(), _next_meeting()])),
        key=f"resume_review:{proposal.state_since.isoformat()}",
        besides=actor,
    )
    return proposal


def eligibility_record(outcome: EligibilityOutcome) -> dict[str, Any]:
    """Return the rules that were tried, in JSON's types."""
    return {
        "eligible": outcome.eligible,
        "priority": outcome.priority,
        "fundable_dkk": f"{outcome.fundable:f}",
        "reasons": [reason.as_record() for reason in outcome.reasons],
        "warnings": [reason.as_record() for reason in outcome.warnings],
        "profile": outcome.profile,
        "profile_version": outcome.profile_version,
    }


def _what_comes() -> list[str]:
    """Return what the applicant of a deferred case asks next: who takes it up, when the group meets, whom to ask."""
    contact = secretary_of_group()
    talk = [_("Talk to: %(contact)s") % {"contact": contact}] if contact else []
    return [_("The chair or the secretary takes the case up again."), _next_meeting(), *talk]


def _next_meeting() -> str:
    meeting = next_meeting()
    if meeting is None:
        return _("No meeting has been called yet.")
    return _("The strategy group meets next on %(date)s.") % {"date": date_long(meeting.day)}


def _require_it(proposal: Proposal) -> None:
    triage = Triage.objects.filter(proposal=proposal)[0]
    if triage.it_assessment_required and not is_approved_by_it(triage):
        _refuse(proposal, _("IT must approve the acquisition before it can be recommended."))


def _require_amount(proposal: Proposal, version: ProposalVersion, proposed: Proposed) -> None:
    if proposal.kind != ProposalKind.APPLICATION:
        if proposed.amount or proposed.criterion or proposed.years:
            _refuse(proposal, _("The case asks the pool for nothing, so the recommendation has no amount."))
        return
    if proposed.criterion not in {criterion.code for criterion in criteria_in_force()}:
        _refuse(proposal, _("Choose one of the pool's criteria."))
    if proposed.outcome == RecommendationOutcome.REJECT:
        if proposed.amount or proposed.years:
            _refuse(proposal, _("A recommendation to reject has no amount."))
        return
    applied = version.requested_amount or Decimal(0)
    if proposed.amount <= 0:
        _refuse(proposal, _("Write the amount that you recommend. It must be above DKK 0."))
    if proposed.amount != proposed.amount.quantize(_OERE):
        _refuse(proposal, _("Write the amount with at most two decimals."))
    if proposed.amount > applied:
        sentence = _("You cannot recommend more than the %(applied)s that was applied for.")
        _refuse(proposal, sentence % {"applied": kroner(applied)})
    _require_years(proposal, proposed)


def _require_years(proposal: Proposal, proposed: Proposed) -> None:
    """Hold the instalments against the amount, and against the years that the pool has."""
    amounts = proposed.years.values()
    if not amounts:
        return
    if any(not amount.is_finite() or amount <= 0 or amount != amount.quantize(_OERE) for amount in amounts):
        _refuse(proposal, _("Write each instalment as an amount above DKK 0 with at most two decimals."))
    total = sum(amounts, Decimal(0))
    if total != proposed.amount:
        sentence = _("The instalments come to %(total)s, but the amount recommended is %(amount)s.")
        _refuse(proposal, sentence % {"total": kroner(total), "amount": kroner(proposed.amount)})
    for year in sorted(set(proposed.years) - {row.year for row in open_years()}):
        _refuse(proposal, _("The pool has no frame for %(year)s that can be allocated from.") % {"year": year})


def _require_eligible(proposal: Proposal, version: ProposalVersion, proposed: Proposed) -> EligibilityOutcome | None:
    if proposal.kind != ProposalKind.APPLICATION or proposed.outcome == RecommendationOutcome.REJECT:
        return None
    figures = asked_of_pool(version)
    outcome = try_on_pool(proposal, figures, requested=proposed.amount, criterion=proposed.criterion)
    blocking = refusing(outcome)
    if blocking:
        _refuse(proposal, refusal_words(blocking))
    return outcome


def _each_criterion(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    """Return how the application stands with every criterion, which the recommendation carries (C4)."""
    if proposal.kind != ProposalKind.APPLICATION or not criteria_in_force():
        return {}
    return {"criteria": tried_record(tried_on_each(proposal, asked_of_pool(version), active_profile()))}


def _refuse(proposal: Proposal, sentence: str) -> None:
    raise Refused(sentence, act=act_of("recommend"), subject=proposal)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _tell(proposal: Proposal, recommendation: Recommendation) -> None:
    lines = [str(proposal), "", _("Recommendation: %(outcome)s") % {"outcome": recommendation.get_outcome_display()}]
    if recommendation.amount:
        lines.append(_("Amount: %(amount)s") % {"amount": kroner(recommendation.amount)})
        lines += [f"{year}: {kroner(part)}" for year, part in recommendation.shares.items()]
    if recommendation.financing and recommendation.financing.others:
        lines.append(financing_words(recommendation.financing))
    lines += ["", recommendation.reasons]
    if recommendation.conditions:
        lines += ["", _("Conditions:"), *(f"- {line}" for line in recommendation.condition_lines)]
    lines += ["", _("Management decides. You will be told.")]
    tell_applicants(
        proposal,
        subject=_("The strategy group has recommended: %(outcome)s")
        % {"outcome": recommendation.get_outcome_display()},
        body="\n".join(lines),
        key=f"recommend:{recommendation.pk}",
    )
