"""Conflicts of interest on a case, as each reader may know of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.ui import Action
from governance.domain.conflict_doubts import may_decide_doubt
from governance.domain.conflicts import may_lift
from governance.domain.stand_ins import deputy_for
from governance.enums import BodyKind, BodyRole
from governance.models import ConflictDeclaration, Review
from governance.permissions import Part
from governance.selectors.offices import Offices
from governance.selectors.review_members import kept_out_of
from portfolio.enums import ProposalState

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal

# Who meets a case in a body reads who is barred from it; the applicant's side does not.
_READERS = frozenset(
    {
        BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT, BodyKind.IT_DEPARTMENT, BodyKind.IT_NETWORK, BodyKind.AUDIT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One declaration; `explanation` is empty for those whom it does not concern."""

    declaration: ConflictDeclaration
    explanation: str
    lift: Action | None


def conflict_lines(proposal: "Proposal", reader: "User", part: Part, standing: "Standing") -> tuple[ConflictLine, ...]:
    """Return the declarations on a case for those who meet it in a body, the standing ones first."""
    if not standing.kinds & _READERS or part.has_a_part:
        return ()
    lines = [_line(row, reader, part, standing) for row in proposal.conflicts.all()]
    return tuple(sorted(lines, key=lambda line: line.declaration.lifted_at is not None))


def consequences(proposal: "Proposal", person: "User", offices: Offices) -> tuple[str, ...]:
    """Return what happens when `person` declares a conflict in the case, each in a sentence."""
    sentences = [
        _("The case disappears for you: page, documents, lists, search and history."),
        _("On the agenda you see its number and title, and the group sees that you leave the room."),
        _("You can do nothing in the case, and others judge it."),
    ]
    if deputy := _deputy(proposal, person, offices):
        sentences.append(_("%(name)s steps in for you as your deputy.") % {"name": deputy.name})
    if Review.objects.filter(proposal=proposal, reviewer=person, withdrawn_at__isnull=True).exists():
        sentences.append(_("The review that you have given is withdrawn. It is kept, but no longer counts."))
    sentences.append(_("You cannot undo it yourself. Somebody else can lift it, with a reason."))
    return tuple(sentences)


def _deputy(proposal: "Proposal", person: "User", offices: Offices) -> "User | None":
    """Return who would step in for `person` while the case is with the group."""
    if proposal.state != ProposalState.REVIEW:
        return None
    seats = (seat for seat in offices.seats if seat.person_id == person.pk and seat.role != BodyRole.SECRETARY)
    seat = next(seats, None)
    return deputy_for(seat, offices.seats, kept_out_of(proposal)) if seat else None


def _line(row: ConflictDeclaration, reader: "User", part: Part, standing: "Standing") -> ConflictLine:
    reads_why = standing.runs_meetings or part.stands_in or standing.kinds & {BodyKind.MANAGEMENT, BodyKind.AUDIT}
    lift = None
    if may_decide_doubt(row, part, standing, reader):
        url = reverse("governance:doubt_decision", args=[row.proposal_id, row.pk])
        lift = Action(_("Record the group's decision"), url)
    elif row.lifted_at is None and not row.is_open_doubt and may_lift(row, part, standing, reader):
        url = reverse("governance:conflict_lift", args=[row.proposal_id, row.pk])
        lift = Action(_("Lift the conflict of interest"), url)
    return ConflictLine(row, row.explanation if reads_why or row.raised_by_id == reader.pk else "", lift)
