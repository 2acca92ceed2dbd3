"""In doubt the body decides whether a person is partial, and the person takes no part (Forvaltningsloven § 6)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.conflicts import may_lift
from governance.domain.stand_ins import call_in_deputies
from governance.models import ConflictDeclaration, Review
from governance.permissions import Part, part_in
from governance.selectors.review_members import reviewers_of
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.models import Bar, Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

ACT = "proposal.decide_doubt"


def may_decide_doubt(declaration: ConflictDeclaration, part: Part, standing: "Standing", person: "User") -> Answer:
    """Answer whether `person` records what the body decides: whoever lifts it, and for the chair's own the deputy."""
    if not declaration.is_open_doubt:
        return Answer(allowed=False, reason=_("There is no doubt left to decide."))
    answer = may_lift(declaration, part, standing, person)
    chair = standing.offices.chair
    of_chair = chair is not None and chair.person_id == declaration.person_id
    # The deputy leads the body where the chair is the one it is about.
    return ALLOWED if of_chair and part.stands_in and not part.barred and not part.has_a_part else answer


def deciders(proposal: Proposal, declaration: ConflictDeclaration) -> tuple["User", ...]:
    """Return the members who can take part in the decision: never the person, nor anybody else who is barred.

    Nor a deputy who steps in on the case: that seat's own holder is kept out, and the question is not the case itself.
    """
    deputies = {row.person_id for row in proposal.stand_ins.all()}
    return tuple(one for one in reviewers_of(proposal) if one.pk not in deputies | {declaration.person_id})


@transaction.atomic
def decide_doubt(
    declaration: ConflictDeclaration, *, partial: bool, reason: str, took_part: Collection[int], actor: "User"
) -> ConflictDeclaration:
    """Record that the body finds the person partial, or not; then the case and what they had said of it come back.

    Raises `Refused` unless more than half of those who can judge the case took part.
    """
    proposal = lock_proposal(declaration.proposal)
    row = ConflictDeclaration.objects.select_related("person").get(pk=declaration.pk)
    standing = standing_of(actor)
    require(may_decide_doubt(row, part_in(proposal, actor, standing), standing, actor), act=ACT, subject=proposal)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write the reason."), act=ACT, subject=proposal)
    able = {one.pk: one for one in deciders(proposal, row)}
    if not set(took_part) <= able.keys():
        raise Refused(_("Somebody who took part cannot judge the case."), act=ACT, subject=proposal)
    if len(set(took_part)) * 2 <= len(able):
        raise Refused(_("More than half of those who can judge the case must take part."), act=ACT, subject=proposal)
    row.took_part = [person.name for pk, person in able.items() if pk in set(took_part)]
    now = clock.now()
    if partial:
        row.confirmed_at, row.confirmed_by, row.confirm_reason = now, actor, reason
    else:
        row.lifted_at, row.lifted_by, row.lift_reason = now, actor, reason
        _let_back(proposal, row)
    row.save()
    data = {"person": row.person.name, "partial": partial, "took_part": len(row.took_part)}
    record(ACT, actor=actor, subject=proposal, reason=reason, data=data)
    _tell(proposal, row, partial=partial)
    call_in_deputies(proposal)
    return row


def _let_back(proposal: Proposal, row: ConflictDeclaration) -> None:
    """Lift the bar, and let what the doubt withdrew count again unless a newer review stands."""
    Bar.objects.filter(proposal=proposal, person=row.person_id).delete()
    withdrawn = Review.objects.filter(proposal=proposal, reviewer=row.person_id, withdrawn_at=row.declared_at)
    for review in withdrawn:
        review.withdrawn_at = None
        review.save(update_fields=["withdrawn_at"])


def _tell(proposal: Proposal, row: ConflictDeclaration, *, partial: bool) -> None:
    """Promise the person a mail that names the case by its number only."""
    subject = _("The doubt about your partiality in %(number)s has been decided") % {"number": proposal.number}
    if partial:
        body = _("The group finds that you have a conflict of interest. The case stays hidden from you.")
    else:
        body = _("The group finds that you have no conflict of interest. You can see the case and take part again.")
    promise(row.person, subject=subject, body=body, key=f"{ACT}:{row.pk}")
