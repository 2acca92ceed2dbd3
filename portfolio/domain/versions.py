"""Versions: one draft at a time; submission freezes it, later work begins on a copy."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import clock
from core.children import Child, prefetch_together
from core.providers import collect
from portfolio.models import CoFinancing, Goal, InvolvedGroup, Proposal, ProposalVersion, UnitInvolved

if TYPE_CHECKING:
    from core.models import User

_CHILDREN = (Goal, InvolvedGroup, CoFinancing, UnitInvolved)
_AT_HAND = (
    Child("units_involved", follow=("department", "area")),
    Child("goals"),
    Child("involved_groups"),
    Child("co_financing"),
)


def current_version(proposal: Proposal) -> ProposalVersion:
    """Return the newest version: the draft while one is being written, else the newest frozen one."""
    return proposal.versions.select_related("unit").order_by("-ordinal")[0]


def whole_version(proposal: Proposal) -> ProposalVersion:
    """Return the newest version with its units, goals and groups at hand, and lay it beside the row for the page."""
    version = proposal.versions.select_related("unit__department", "unit__area").order_by("-ordinal")[0]
    prefetch_together([version], *_AT_HAND)
    proposal.__dict__["version_read"] = version
    return version


def version_at_hand(proposal: Proposal) -> ProposalVersion:
    """Return the version that the page has read already, for its panels."""
    known: ProposalVersion | None = proposal.__dict__.get("version_read")
    return known or whole_version(proposal)


def frozen_version(proposal: Proposal) -> ProposalVersion | None:
    """Return the newest submitted version, or None before the first submission; a page's row knows its versions."""
    known: tuple[ProposalVersion, ...] | None = proposal.__dict__.get("versions_read")
    if known is not None:
        return next((one for one in known if one.frozen_at), None)
    return proposal.versions.filter(frozen_at__isnull=False).select_related("unit").order_by("-ordinal").first()


def submitted_version(proposal: Proposal) -> ProposalVersion:
    """Return the newest submitted version of a proposal that has been submitted; a page's row keeps it."""
    known = frozen_version(proposal) if "versions_read" in proposal.__dict__ else None
    if known is not None:
        return known
    return proposal.versions.filter(frozen_at__isnull=False).select_related("unit").order_by("-ordinal")[0]


def open_draft(proposal: Proposal) -> ProposalVersion:
    """Return the draft; begin one as a copy of the newest frozen version where there is none.

    The caller holds the proposal's row lock.
    """
    newest = current_version(proposal)
    return newest if newest.frozen_at is None else _copy(newest)


@transaction.atomic
def freeze_version(proposal: Proposal, *, actor: "User", change_reason: str = "") -> ProposalVersion:
    """Freeze the draft: from here on the database refuses to change it. The caller holds the row lock."""
    draft = open_draft(proposal)
    draft.change_reason = change_reason
    draft.frozen_at, draft.frozen_by = clock.now(), actor
    draft.save()
    let_row_follow(proposal, draft)
    return draft


def let_row_follow(proposal: Proposal, version: ProposalVersion) -> None:
    """Let the row carry what lists and visibility need of `version`.

    It follows the draft only until the first submission: while a submitted case is being corrected,
    other readers still see the title, unit and amounts that were submitted.
    """
    proposal.title, proposal.unit, proposal.area = version.title, version.unit, version.unit.area
    proposal.vendor_cost, proposal.requested_amount = version.vendor_cost, version.requested_amount
    proposal.acquisition_type = version.acquisition_type
    proposal.save(update_fields=["title", "unit", "area", "vendor_cost", "requested_amount", "acquisition_type"])


def _copy(frozen: ProposalVersion) -> ProposalVersion:
    source = frozen.pk
    draft = ProposalVersion.objects.get(pk=source)
    # The edition runs on: a form opened before the copy was made can still be saved.
    draft.pk, draft.ordinal = None, frozen.ordinal + 1
    draft.frozen_at, draft.frozen_by, draft.change_reason = None, None, ""
    draft._state.adding = True
    draft.save()
    model: Any
    for model in _CHILDREN:
        rows = list(model._default_manager.filter(version_id=source))
        for row in rows:
            row.pk, row.version = None, draft
        model._default_manager.bulk_create(rows)
    # What other apps have hung on the version follows along.
    collect("version_copied", source, draft)
    return draft
