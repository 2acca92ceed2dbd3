"""Proposals as drafts and as submitted cases, for tests that need no body to judge them."""

from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from core.models import Unit, User
from portfolio.domain.numbers import give_number
from portfolio.domain.proposals import change_draft, create_proposal
from portfolio.domain.states import enter_state
from portfolio.domain.versions import current_version, freeze_version
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Goal, InvolvedGroup, Proposal, ProposalVersion

COMPLETE: dict[str, Any] = {
    "core_task": "Hjælp i hjemmet",
    "need": "Nøgler bliver væk",
    "aspect_organisation": "Hver gruppe har en ansvarlig",
    "aspect_management": "Lederen følger op",
    "aspect_processes": "Nøgleskabet falder bort",
    "aspect_technology": "Telefonen åbner døren",
    "acquisition_type": "acquisition",
    "vendor_cost": Decimal(140_000),
    "staff_hours": Decimal(100),
    "needs_cooperation": False,
    "external_assistance": False,
    "supplier": "Låse ApS",
    "citizen_facing": False,
    "work_process_changes": "Turen omkring kontoret falder bort",
    "training_plan": "To timer i hver gruppe",
    "reuse_internal": "Vi har telefonerne",
    "reuse_external": "Nabokommunen",
    "personal_data": "none",
    "security_text": "Ingen data forlader telefonen",
    "uses_ai": False,
}


def make_draft(
    author: User, unit: Unit, *, kind: ProposalKind = ProposalKind.APPLICATION, title: str = "Elektroniske nøgler",
    **fields: Any,
) -> Proposal:  # fmt: skip
    """Make a draft; `fields` are what `change_draft` takes."""
    proposal = create_proposal(kind=kind, title=title, unit=unit, actor=author)
    if fields:
        change_draft(proposal, actor=author, edition=0, fields=fields)
    return Proposal.objects.get(pk=proposal.pk)


def make_goal(**fields: Any) -> Goal:
    """Make an unsaved goal with everything it needs."""
    whole: dict[str, Any] = {
        "indicator": "Ture efter nøgler",
        "measure": "antal pr. uge",
        "baseline": Decimal(60),
        "target": Decimal(5),
        "target_date": date(2028, 3, 14),
        "method": "Udtræk fra køreplanen",
    }
    return Goal(**whole | fields)


def make_group(**fields: Any) -> InvolvedGroup:
    """Make an unsaved involved group."""
    return InvolvedGroup(**{"kind": "employees", "who": "Hjemmeplejen", "how": "Otte prøver den"} | fields)


def complete_draft(author: User, unit: Unit, owner: User, **fields: Any) -> Proposal:
    """Make a draft of an application that lacks nothing the portfolio asks for."""
    pool = {"requested_amount": Decimal(140_000), "pool_criterion": "efficiency"}
    rows = {"goals": [make_goal()], "involved_groups": [make_group()]}
    return make_draft(author, unit, **COMPLETE | pool | rows | {"owner": owner} | fields)


def submit(proposal: Proposal, actor: User, state: ProposalState = ProposalState.REVIEW) -> Proposal:
    """Freeze, number and move the proposal, as the rules above the portfolio do."""
    if proposal.submitted_at is None:
        give_number(proposal)
        proposal.submitted_at = clock.now()
        proposal.save(update_fields=["year", "serial", "submitted_at"])
    freeze_version(proposal, actor=actor)
    enter_state(proposal, state)
    return proposal


def reopen(proposal: Proposal) -> Proposal:
    """Give the pen back to the applicant."""
    enter_state(proposal, ProposalState.REVISION)
    return proposal


def draft_of(proposal: Proposal) -> ProposalVersion:
    """Return the newest version as the database has it."""
    return current_version(Proposal.objects.get(pk=proposal.pk))
