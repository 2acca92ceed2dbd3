"""In doubt the body decides whether a person is partial, and the person takes no part (Forvaltningsloven § 6)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.case_address import with_the_way
from governance.domain.conflicts import keep_out, may_lift
from governance.domain.stand_ins import call_in_deputies
from governance.enums import BodyKind, ConflictGround
from governance.models import ConflictDeclaration, Review
from governance.permissions import Part, part_in
from governance.selectors.offices import Offices
from governance.selectors.review_members import reviewers_of
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.enums import CLOSED_STATES
from portfolio.models import Bar, Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

ACT, RAISE = "proposal.decide_doubt", "proposal.raise_doubt"


def may_raise_doubt(proposal: Proposal, part: Part, standing: "Standing") -> Answer:
    """Answer whether a person can raise doubt about another's habilitet: the group's people, who meet them there."""
    if proposal.submitted_at is None or proposal.state in CLOSED_STATES:
        return Answer(allowed=False, reason=_("Nobody is judging the case now."))
    if part.has_a_part or part.barred:
        return Answer(allowed=False, reason=_("You cannot judge in this case yourself."))
    if BodyKind.STRATEGY_GROUP not in standing.kinds and part.steps_in_for is None:
        return Answer(
            allowed=False,
            reason=_("You do not judge the case together with others."),
            who=_("the members, the chair and the secretary of the strategy group"),
        )
    return ALLOWED


def doubtable(proposal: Proposal, actor: "User", offices: Offices | None = None) -> tuple["User", ...]:
    """Return those whose habilitet `actor` can raise doubt about: who else judges the case with the group."""
    return tuple(one for one in reviewers_of(proposal, offices) if one.pk != actor.pk)


@transaction.atomic
def raise_doubt(
    proposal: Proposal, *, person: int, ground: ConflictGround, explanation: str, actor: "User"
) -> ConflictDeclaration:
    """Raise doubt about another's habilitet: the case is hidden from them until the body has decided (§ 6, stk. 2).

    They are told who has raised it and why. Raises `Refused` for somebody who does not judge the case with the group,
    and without an explanation.
    """
    proposal, standing = lock_proposal(proposal), standing_of(actor)
    require(may_raise_doubt(proposal, part_in(proposal, actor, standing), standing), act=RAISE, subject=proposal)
    found = next((one for one in doubtable(proposal, actor) if one.pk == person), None)
    if found is None:
        raise Refused(_("That person does not judge the case with the group."), act=RAISE, subject=proposal)
    explanation = explanation.strip()
    if not explanation:
        raise Refused(_("Say in a sentence what the doubt is about."), act=RAISE, subject=proposal)
    declaration = ConflictDeclaration(
        proposal=proposal, person=found, ground=ground, explanation=explanation, declared_at=clock.now(), doubt=True,
        raised_by=actor,
    )  # fmt: skip
    count = keep_out(declaration)
    data = {"person": found.name, "ground": int(ground), "reviews_withdrawn": count}
    record(RAISE, actor=actor, subject=proposal, data=data)
    _tell_of_doubt(proposal, declaration)
    call_in_deputies(proposal)
    return declaration


def _tell_of_doubt(proposal: Proposal, row: ConflictDeclaration) -> None:
    """Promise the person a mail that names the case by its number only."""
    assert row.raised_by is not None  # noqa: S101 - of a doubt that somebody else has raised
    subject = _("Doubt has been raised about your partiality in %(number)s") % {"number": proposal.number}
    body = _(
        "%(name)s has raised doubt about whether you have a conflict of interest: %(why)s\n\n"
        "The case is hidden from you until the group has decided. You take no part in that, but you may write to the"
        " chair or the secretary. You get a mail when it has been decided."
    )
    said = body % {"name": row.raised_by.name, "why": row.explanation}
    promise(row.person, subject=subject, body=said, key=f"{RAISE}:{row.pk}")


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
        body = with_the_way(body, proposal)
    promise(row.person, subject=subject, body=body, key=f"{ACT}:{row.pk}")
