"""What the pool's rules say of an application, in figures and in words (D9-D16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from core import clock
from governance.policy.eligibility import EligibilityOutcome, assess_eligibility
from governance.policy.messages import MessageKey
from governance.policy.reason import Reason
from governance.reason_texts import render_reason
from governance.selectors.direction import direction_of
from governance.selectors.pool_case import CaseFigures, case_figures
from governance.selectors.profile import active_profile

if TYPE_CHECKING:
    from governance.policy.profile import Profile
    from portfolio.models import Proposal, ProposalVersion

_HOURS_OUT = frozenset({MessageKey.STAFF_HOURS_LEFT_OUT, MessageKey.STAFF_HOURS_OVERRIDE_REFUSED})


@dataclass(frozen=True, slots=True)
class EligibilityView:
    """The rules in words: what stands in the way, what to know, and what is met."""

    blocking: tuple[str, ...]
    warnings: tuple[str, ...]
    met: tuple[str, ...]
    fundable: Decimal


def asked_of_pool(version: "ProposalVersion") -> CaseFigures:
    """Return the figures of `version` as they stand today."""
    return case_figures(version, clock.today())


def try_on_pool(
    proposal: "Proposal",
    figures: CaseFigures,
    *,
    requested: Decimal,
    criterion: str,
    profile: "Profile | None" = None,
) -> EligibilityOutcome:
    """Hold the case against a criterion that the profile knows and against what the pool pays for.

    `profile` is the active one where the page has read it.
    """
    case = figures.as_case(requested=requested, criterion=criterion, decision_reference=direction_of(proposal))
    return assess_eligibility(case, profile or active_profile())


def standing_in_the_way(outcome: EligibilityOutcome) -> tuple[Reason, ...]:
    """Return the reasons that keep the group from recommending an approval."""
    return tuple(reason for reason in outcome.reasons if reason.blocks)


def refusing(outcome: EligibilityOutcome) -> tuple[Reason, ...]:
    """Return what a refusal tells: what blocks, and what has been left out where more is asked for than is paid."""
    blocking = standing_in_the_way(outcome)
    if MessageKey.ABOVE_FUNDABLE not in {reason.message for reason in blocking}:
        return blocking
    return (*blocking, *(reason for reason in outcome.reasons if reason.message in _HOURS_OUT))


def refusal_words(blocking: Iterable[Reason]) -> str:
    """Return why the case cannot be recommended; each reason with its figure, its limit and the distance (D12, D13)."""
    return " ".join(map(render_reason, blocking))


def eligibility_view(outcome: EligibilityOutcome) -> EligibilityView:
    """Return the outcome as the chair reads it before recording."""
    blocking = standing_in_the_way(outcome)
    left_out = [reason for reason in outcome.reasons if reason.fired and not reason.blocks]
    return EligibilityView(
        blocking=tuple(map(render_reason, blocking)),
        warnings=tuple(map(render_reason, [*left_out, *outcome.warnings])),
        met=tuple(render_reason(reason) for reason in outcome.reasons if not reason.fired),
        fundable=outcome.fundable,
    )
