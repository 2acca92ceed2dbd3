"""Which kind of business case applies: the short one, the full one, or that of a trial (AM25, B6, C22)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from businesscase.enums import CaseVariant
from portfolio.domain.proportion import RULE, Ground, grounds_against, small_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from businesscase.models import BusinessCaseVersion
    from core.selectors.parameters import Dated
    from portfolio.domain.proportion import Small
    from portfolio.models import Proposal, ProposalVersion

TRIAL_RULE = "C22"


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """The kind of case with the rule that gives it.

    `grounds` are what keeps it from being the short one, empty for a small case and for a trial; `small` is why it is
    small.
    """

    variant: CaseVariant
    rule: str
    grounds: tuple[Ground, ...] = ()
    small: "Small | None" = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What policy asks of a proposal: why it is small, or else the grounds against its being so."""

    small: "Small | None"
    grounds: tuple[Ground, ...]


def ask_of(proposal: "Proposal", version: "ProposalVersion", parameters: "Mapping[str, Dated] | None" = None) -> Ask:
    """Return what policy asks of a version; `parameters` where the page has read them."""
    small = small_case(proposal, version)
    return Ask(small, () if small is not None else grounds_against(proposal, version, parameters))


def choose_variant(*, is_trial: bool, ask: Ask) -> VariantChoice:
    """Return the kind of case: a trial says so itself, a small case writes the short one, everything else the full."""
    if is_trial:
        return VariantChoice(CaseVariant.INNOVATIVE, TRIAL_RULE)
    if ask.small is not None:
        return VariantChoice(CaseVariant.MINI, RULE, small=ask.small)
    return VariantChoice(CaseVariant.FULL, ask.grounds[0].rule, ask.grounds)


def variant_of(proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion | None") -> VariantChoice:
    """Return which kind of case this version is asked for, and why."""
    return choose_variant(is_trial=case is not None and case.is_trial, ask=ask_of(proposal, version))


def asks_in_full(proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion | None") -> bool:
    """Tell whether the chapters are asked for; what policy says is only asked where the case itself does not tell."""
    return not (case is not None and case.is_trial) and small_case(proposal, version) is None
