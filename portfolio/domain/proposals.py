"""A proposal's beginning and its draft: created, written step by step, shared with co-editors."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import attribute_changes, record
from core.domain.documents import remove_document
from core.domain.refusal import ALLOWED, Answer, Refused, require
from core.permissions import grant, holders, revoke
from core.selectors.documents import documents_of
from portfolio.domain.versions import let_row_follow, open_draft
from portfolio.enums import EDITABLE_STATES, ProposalKind
from portfolio.models import CoFinancing, Goal, InvolvedGroup, Proposal, ProposalVersion
from portfolio.permissions import may_begin, writes_on

if TYPE_CHECKING:
    from core.models import Unit, User


class EditionConflict(Refused):
    """Somebody else has saved the draft since the writer opened it."""


# The rows that hang on a draft are written as a whole: what a step holds is what there is.
_ROWS: dict[str, type[Goal] | type[InvolvedGroup] | type[CoFinancing]] = {
    "goals": Goal,
    "involved_groups": InvolvedGroup,
    "co_financing": CoFinancing,
}


@transaction.atomic
def create_proposal(
    *, kind: ProposalKind, title: str, unit: "Unit", actor: "User", origin_suggestion: Proposal | None = None
) -> Proposal:
    """Begin a proposal: a draft that only its author and co-editors see."""
    require(may_begin(actor))
    now = clock.now()
    proposal = Proposal.objects.create(
        kind=kind,
        title=title,
        unit=unit,
        area=unit.area,
        author=actor,
        origin_suggestion=origin_suggestion,
        created_at=now,
        state_since=now,
    )
    ProposalVersion.objects.create(proposal=proposal, ordinal=1, title=title, unit=unit, unit_path=unit.path)
    record("proposal.create", actor=actor, subject=proposal, data={"kind": kind})
    return proposal


@transaction.atomic
def change_draft(
    proposal: Proposal, *, actor: "User", edition: int, fields: Mapping[str, Any], owner: "User | None" = None
) -> ProposalVersion:
    """Save one step of the draft and return it with its new edition.

    `fields` holds fields of the version, and where the step has them: `owner` (the project owner or None),
    `units_involved` (units), `goals`, `involved_groups` and `co_financing` (unsaved rows, which replace those there
    were).
    `owner` as an argument names the project owner without a step. `edition` is the one the writer saw;
    `EditionConflict` when somebody else has saved since, so that nothing is silently overwritten. A draft
    is not a public act: single saves leave no entry among the acts, the frozen version does.
    """
    proposal = lock_for_writing(proposal, actor=actor)
    draft = open_draft(proposal)
    if draft.edition != edition:
        raise EditionConflict(_("Somebody else has saved this draft since you opened it. Your text is kept below."))
    answers = dict(fields)
    rows = {name: answers.pop(name) for name in _ROWS if name in answers}
    units = answers.pop("units_involved", None)
    named = answers.pop("owner", proposal.owner)
    proposal.owner = owner or named
    for name, value in answers.items():
        setattr(draft, name, value)
    draft.unit_path = draft.unit.path
    draft.edition += 1
    draft.save()
    if units is not None:
        draft.units_involved.set(units)
    for name, written in rows.items():
        _write_rows(draft, name, written)
    proposal.save(update_fields=["owner"])
    if proposal.submitted_at is None:
        let_row_follow(proposal, draft)
    return draft


@transaction.atomic
def share_draft(proposal: Proposal, *, person: "User", actor: "User") -> None:
    """Let `person` write on the proposal together with its author."""
    proposal = lock_for_writing(proposal, actor=actor)
    if not person.is_active:
        raise Refused(_("%(name)s has no open account.") % {"name": person.name})
    if person in (proposal.author, *holders("edit_proposal", proposal)):
        raise Refused(_("%(name)s already writes on this proposal.") % {"name": person.name})
    grant(person, "edit_proposal", proposal)
    record("proposal.share", actor=actor, subject=proposal, data={"person": person.name})


@transaction.atomic
def unshare_draft(proposal: Proposal, *, person: "User", actor: "User") -> None:
    """Take the pen from a co-editor."""
    proposal = lock_for_writing(proposal, actor=actor)
    if person not in holders("edit_proposal", proposal):
        raise Refused(_("%(name)s does not write on this proposal.") % {"name": person.name})
    revoke(person, "edit_proposal", proposal)
    record("proposal.unshare", actor=actor, subject=proposal, data={"person": person.name})


@transaction.atomic
def delete_draft(proposal: Proposal, *, actor: "User") -> None:
    """Delete a draft that was never submitted, with its attachments; from submission on nothing is deleted."""
    proposal = lock_for_writing(proposal, actor=actor)
    if proposal.submitted_at is not None:
        raise Refused(_("A submitted proposal cannot be deleted. You can withdraw it."))
    if proposal.author != actor:
        raise Refused(_("Only the author deletes a draft."), who=proposal.author.name)
    for document in documents_of(proposal):
        remove_document(document, actor=actor)
    for person in holders("edit_proposal", proposal):
        revoke(person, "edit_proposal", proposal)
    record("proposal.delete_draft", actor=actor, subject=proposal)
    proposal.delete()


def lock_for_writing(proposal: Proposal, *, actor: "User") -> Proposal:
    """Lock the row, check that the applicant's side holds the pen and `actor` belongs to it, and note who writes."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("author", "owner").get(pk=proposal.pk)
    require(may_write(proposal, actor))
    attribute_changes(actor)
    return proposal


def may_write(proposal: Proposal, actor: "User") -> Answer:
    """Answer whether `actor` holds the pen now."""
    if not writes_on(proposal, actor):
        reason = _("Only the author and the co-editors write on the proposal.")
        return Answer(allowed=False, reason=reason, who=proposal.author.name)
    if proposal.state not in EDITABLE_STATES:
        return Answer(allowed=False, reason=_("The proposal has been submitted. Its content stands still."))
    return ALLOWED


def _write_rows(draft: ProposalVersion, name: str, rows: list[Any]) -> None:
    getattr(draft, name).all().delete()
    for row in rows:
        row.pk, row.version = None, draft
    _ROWS[name]._default_manager.bulk_create(rows)
