"""Habilitet: a conflict of interest is declared at once, and only somebody else lifts it (Forvaltningsloven §§ 3-6)."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import ALLOWED, Answer, Refused, require
from governance.domain.stand_ins import call_in_deputies
from governance.enums import BodyKind, ConflictGround
from governance.models import ConflictDeclaration, Review
from governance.permissions import Part, part_in
from governance.selectors.standing import standing_of
from portfolio.domain.states import lock_proposal
from portfolio.enums import CLOSED_STATES
from portfolio.models import Bar, Proposal

if TYPE_CHECKING:
    from core.models import User
    from governance.selectors.standing import Standing

# Those who meet a case in a body that reviews, assesses, advises or decides.
_BODIES = frozenset(
    {BodyKind.STRATEGY_GROUP, BodyKind.IT_DEPARTMENT, BodyKind.MANAGEMENT, BodyKind.IT_NETWORK},
)


def may_declare(proposal: Proposal, part: Part, standing: "Standing") -> Answer:
    """Answer whether a person meets the case in a body, and so can have a conflict of interest in it."""
    if proposal.submitted_at is None or proposal.state in CLOSED_STATES:
        return Answer(allowed=False, reason=_("Nobody is judging the case now."))
    if part.has_a_part:
        return Answer(allowed=False, reason=_("You speak for this case yourself, so you judge nothing in it anyway."))
    heads_it = BodyKind.DEPARTMENT_HEADS in standing.kinds and part.own_department
    if not (standing.kinds & _BODIES or heads_it or part.steps_in_for or part.decides_for):
        return Answer(allowed=False, reason=_("You judge nothing in this case."))
    if part.barred:
        return Answer(allowed=False, reason=_("You have already declared a conflict of interest in this case."))
    return ALLOWED


@transaction.atomic
def declare_conflict(
    proposal: Proposal, *, actor: "User", ground: ConflictGround, explanation: str, doubt: bool = False
) -> ConflictDeclaration:
    """Bar `actor` from the case; what they have said of it before is withdrawn and kept.

    In `doubt` they are barred until the body has decided (`governance.domain.conflict_doubts`).
    Raises `Refused` for one who does not meet the case in a body, and without an explanation.
    """
    proposal = lock_proposal(proposal)
    standing = standing_of(actor)
    part = part_in(proposal, actor, standing)
    require(may_declare(proposal, part, standing), act="proposal.declare_conflict", subject=proposal)
    explanation = explanation.strip()
    if not explanation:
        raise Refused(_("Say in a sentence what the conflict is."))
    if doubt and not (standing.is_group_member or part.steps_in_for):
        raise Refused(_("Only a member of the strategy group can let the group decide."))
    declaration = ConflictDeclaration(
        proposal=proposal, person=actor, ground=ground, explanation=explanation, declared_at=clock.now(), doubt=doubt
    )
    count = keep_out(declaration)
    # The explanation may be of a private nature: it stands in the declaration, not among the acts.
    record(
        "proposal.declare_conflict",
        actor=actor,
        subject=proposal,
        data={"ground": int(ground), "reviews_withdrawn": count, **({"doubt": True} if doubt else {})},
    )
    call_in_deputies(proposal)
    return declaration


def keep_out(declaration: ConflictDeclaration) -> int:
    """Save a new declaration, bar the person from the case and withdraw what they have said of it; return how much."""
    declaration.save()
    Bar.objects.create(proposal=declaration.proposal, person=declaration.person)
    withdrawn = Review.objects.filter(
        proposal=declaration.proposal, reviewer=declaration.person, withdrawn_at__isnull=True
    )
    # The declaration's own instant: it tells which reviews a decision on a doubt gives back.
    return withdrawn.update(withdrawn_at=declaration.declared_at)


def may_lift(declaration: ConflictDeclaration, part: Part, standing: "Standing", person: "User") -> Answer:
    """Answer whether `person` may lift it: the chair, never one's own; the chair's own by management."""
    chair = standing.offices.chair
    is_chair = chair is not None and chair.person_id == declaration.person_id
    who = _who_lifts(is_chair=is_chair)
    if declaration.lifted_at is not None:
        return Answer(allowed=False, reason=_("The conflict of interest has already been lifted."))
    if declaration.person_id == person.pk:
        return Answer(allowed=False, reason=_("Nobody lifts their own conflict of interest."), who=who)
    if part.has_a_part or part.barred:
        return Answer(allowed=False, reason=_("You cannot judge in this case yourself."), who=who)
    if is_chair:
        holds = BodyKind.MANAGEMENT in standing.kinds
    else:
        holds = part.stands_in or BodyKind.STRATEGY_GROUP in standing.chair_of
    return ALLOWED if holds else Answer(allowed=False, reason=_("You do not have the role that this takes."), who=who)


@transaction.atomic
def lift_conflict(declaration: ConflictDeclaration, *, actor: "User", reason: str) -> ConflictDeclaration:
    """Let the person back to the case. Withdrawn reviews stay withdrawn: they may give a new one."""
    proposal = lock_proposal(declaration.proposal)
    declaration = ConflictDeclaration.objects.select_related("person").get(pk=declaration.pk)
    if declaration.is_open_doubt:
        raise Refused(_("The group is to decide the doubt."), act="proposal.lift_conflict", subject=proposal)
    standing = standing_of(actor)
    answer = may_lift(declaration, part_in(proposal, actor, standing), standing, actor)
    require(answer, act="proposal.lift_conflict", subject=proposal)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write the reason."), act="proposal.lift_conflict", subject=proposal)
    declaration.lifted_at, declaration.lifted_by, declaration.lift_reason = clock.now(), actor, reason
    declaration.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    Bar.objects.filter(proposal=proposal, person=declaration.person_id).delete()
    record(
        "proposal.lift_conflict",
        actor=actor,
        subject=proposal,
        reason=reason,
        data={"person": declaration.person.name, "ground": declaration.ground},
    )
    call_in_deputies(proposal)
    return declaration


def _who_lifts(*, is_chair: bool) -> str:
    if is_chair:
        return _("a member of management")
    return _("the chair of the strategy group, or the deputy where the chair is barred too")
