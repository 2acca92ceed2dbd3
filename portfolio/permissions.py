"""Who begins a case, and who writes on it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.domain.refusal import ALLOWED, Answer
from core.permissions import holders

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal


# Only the audit reads every act, and whoever audits the cases has none of their own.
AUDITS = "core.view_all_acts"


def may_begin(person: "User") -> Answer:
    """Answer whether `person` may begin a case: every employee (A22) but the auditor, who changes nothing."""
    if AUDITS in person.rights:
        return Answer(allowed=False, reason=_("The audit reads every case, but begins none itself."))
    return ALLOWED


def editor_ids(proposal: "Proposal") -> frozenset[int]:
    """Return the co-editors' ids; a row read `with_editors` knows them, any other asks."""
    known = proposal.__dict__.get("editors_read")
    if known is None:
        known = holders("edit_proposal", proposal).values_list("pk", flat=True)
    return frozenset(known)


def writes_on(proposal: "Proposal", person: "User") -> bool:
    """Whether `person` is the author or a co-editor."""
    return person.pk == proposal.author_id or person.pk in editor_ids(proposal)


def speaks_for(proposal: "Proposal", person: "User") -> bool:
    """Whether `person` wrote the case, writes on it or owns it, and so cannot judge it."""
    return person.pk == proposal.owner_id or writes_on(proposal, person)
