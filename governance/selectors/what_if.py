"""Triage of what is being typed: the same rules on a draft, stored nowhere."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.clock import today
from governance.domain.triage import ASSESSED_TYPES, question_of, unit_ref
from governance.policy.number import CEILING
from governance.policy.triage import TriageInput, TriageOutcome, triage
from governance.selectors.profile import active_profile
from portfolio.enums import ProposalKind

if TYPE_CHECKING:
    from governance.policy.profile import Profile
    from portfolio.models import Proposal, ProposalVersion


def draft_triage(proposal: "Proposal", version: "ProposalVersion", profile: "Profile") -> TriageOutcome:
    """Return what policy says of the draft as it is saved."""
    return triage(question_of(proposal, version, on_date=today()), profile)


def typed_triage(
    proposal: "Proposal", version: "ProposalVersion", typed: dict[str, Any]
) -> "tuple[TriageOutcome, Profile]":
    """Return what policy says of the figures in the open form; what cannot be read counts as not stated."""
    profile = active_profile()
    units = [version.unit, *typed["units_involved"]]
    question = TriageInput(
        vendor_cost=_usable(typed["vendor_cost"]),
        staff_hours=_usable(typed["staff_hours"]),
        units=tuple(dict.fromkeys(unit_ref(unit) for unit in units)),
        needs_cooperation=bool(typed["needs_cooperation"]),
        external_assistance=bool(typed["external_assistance"]),
        is_acquisition=typed["acquisition_type"] in ASSESSED_TYPES,
        asks_pool=proposal.kind == ProposalKind.APPLICATION,
        on_date=today(),
    )
    return triage(question, profile), profile


def _usable(value: Decimal | None) -> Decimal | None:
    return value if value is not None and value.is_finite() and 0 <= value < CEILING else None
