"""What the meeting settles, item by item; nothing of it takes effect before the meeting is closed.

Each outcome is tried at once, after those recorded before it: the moves are made and rolled back. What the closing
would refuse is therefore refused at the table, while the body can still do something about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.domain.audit import record
from core.domain.refusal import Refused, require
from core.selectors.parameters import parameters_in_force
from governance.domain.agenda import SETTLES, UNSETTLED, may_arrange
from governance.domain.meeting_rules import meeting_rules
from governance.domain.meeting_session import Quorum, lock_meeting, require_open, require_quorum
from governance.domain.moves import act_of
from governance.domain.outcomes import Said, content_of, make_move, move_of, outcome_of
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.models import AgendaItem, Meeting, Resolution
from governance.permissions import cannot_judge, may, part_in
from governance.selectors.standing import standing_of
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User
    from core.selectors.parameters import Dated


@dataclass(frozen=True, slots=True)
class Vote:
    """How the body came to its outcome: agreed, or by counted votes; `dissent` is for the minutes.

    `casting`: the votes are equal, and the chair's decides for the outcome.
    """

    agreed: bool = True
    votes_for: int = 0
    votes_against: int = 0
    votes_blank: int = 0
    dissent: str = ""
    casting: bool = False


@transaction.atomic
def resolve_item(item: AgendaItem, said: Said, vote: Vote, *, actor: "User") -> Resolution:
    """Record what the meeting settles on an item, in place of what was recorded before.

    Raises `Refused` for one who may not make the move, without a quorum, for votes that do not add up, and for
    whatever the move itself would refuse at the closing.
    """
    meeting, item = _locked(item)
    proposal = item.proposal
    standing = standing_of(actor)
    name = move_of(said)
    require(may(name, proposal, part_in(proposal, actor, standing), standing), act=act_of(name), subject=proposal)
    quorum = require_quorum(meeting, proposal)
    _require_votes(vote, quorum, casts=chair_casts(meeting, quorum, actor))
    Resolution.objects.filter(item=item).delete()
    resolution = _write(meeting, item, said, vote, actor=actor)
    rehearse(meeting)
    record(
        "meeting.resolve",
        actor=actor,
        subject=meeting,
        data={"item": str(proposal), "outcome": resolution.outcome, "agreed": vote.agreed, **_cast(vote)},
    )
    return resolution


@transaction.atomic
def take_back_resolution(item: AgendaItem, *, actor: "User") -> None:
    """Take back what was recorded on an item; the body deals with it again."""
    meeting, item = _locked(item)
    standing, proposal = standing_of(actor), item.proposal
    found = Resolution.objects.filter(item=item).first()
    if found is None:
        raise Refused(_("Nothing has been recorded on the case."))
    name = move_of_kind(item)
    require(may(name, proposal, part_in(proposal, actor, standing), standing), act=act_of(name), subject=proposal)
    found.delete()
    record("meeting.take_back", actor=actor, subject=meeting, data={"item": str(proposal)})


@transaction.atomic
def put_together(item: AgendaItem, *, together: bool, actor: "User") -> None:
    """Put a case among those that are taken together, or take it out again: the one who arranges the agenda."""
    meeting, item = _locked(item, also=MeetingPhase.CALLED)
    require(may_arrange(standing_of(actor), meeting.body.kind))
    _require_settled_here(meeting, item)
    if together and item.pulled_by_id is not None:
        raise Refused(_("A member has pulled the case out. It is dealt with on its own."))
    item.by_consent = together
    item.save(update_fields=["by_consent"])
    record("meeting.put_together", actor=actor, subject=meeting, data={"item": str(item.proposal), "in": together})


@transaction.atomic
def pull_item(item: AgendaItem, *, actor: "User") -> None:
    """Pull a case out of those that are taken together: any member of the body, without a reason."""
    meeting, item = _locked(item, also=MeetingPhase.CALLED)
    standing, kind = standing_of(actor), BodyKind(meeting.body.kind)
    if kind not in standing.kinds or kind in standing.secretary_of:
        raise Refused(_("Only a member of the body pulls a case out."))
    if cannot_judge(item.proposal, actor):
        raise Refused(_("You take no part in this case."))
    if not item.by_consent:
        raise Refused(_("The case is dealt with on its own already."))
    Resolution.objects.filter(item=item, by_consent=True).delete()
    item.by_consent, item.pulled_by = False, actor
    item.save(update_fields=["by_consent", "pulled_by"])
    record("meeting.pull", actor=actor, subject=meeting, data={"item": str(item.proposal)})


@transaction.atomic
def resolve_together(meeting: Meeting, said: "dict[int, Said]", *, actor: "User") -> int:
    """Record the outcomes of the cases that are taken together, by their items; all or none. Return how many."""
    meeting = lock_meeting(meeting)
    require_open(meeting)
    standing = standing_of(actor)
    rows = meeting.items.filter(by_consent=True, resolution__isnull=True, pk__in=said).select_related("proposal")
    items = list(rows.order_by("ordinal", "pk"))
    if not items:
        raise Refused(_("No case is left to take together."))
    for item in items:
        proposal, name = item.proposal, move_of(said[item.pk])
        answer = may(name, proposal, part_in(proposal, actor, standing), standing)
        if not answer:
            sentence = _("%(number)s cannot be taken with the others: %(why)s Pull it out.")
            raise Refused(sentence % {"number": proposal.number, "why": answer.reason}, who=answer.who)
        require_quorum(meeting, proposal)
        resolution = _write(meeting, item, said[item.pk], Vote(), actor=actor)
        resolution.by_consent = True
        resolution.save(update_fields=["by_consent"])
    rehearse(meeting)
    names = [str(row.proposal) for row in items]
    record("meeting.resolve_together", actor=actor, subject=meeting, data={"items": names})
    return len(items)


def pending(meeting: Meeting) -> "QuerySet[Resolution]":
    """Return what is recorded and has not taken effect, in the order of the agenda."""
    rows = meeting.resolutions.filter(number__isnull=True).select_related("item__proposal", "recorded_by")
    return rows.order_by("item__ordinal", "item_id")


def rehearse(meeting: Meeting) -> None:
    """Try everything that is pending as the closing would, and take it back. Raises what the closing would raise."""
    with transaction.atomic():
        for _resolution, _made in make_moves(meeting):
            pass
        transaction.set_rollback(True)


def make_moves(meeting: Meeting) -> Iterator[tuple[Resolution, object]]:
    """Make what is pending take effect, one by one; yield each resolution with what came of it."""
    for resolution in pending(meeting):
        proposal = resolution.item.proposal
        require_quorum(meeting, proposal)
        try:
            made = make_move(resolution, proposal)
        except Refused as refusal:
            said = {"number": proposal.number, "why": str(refusal)}
            raise Refused(_("%(number)s: %(why)s") % said, act=refusal.act, subject=proposal) from refusal
        yield resolution, made


def move_of_kind(item: AgendaItem) -> str:
    """Return the move that whoever settles the item must be allowed to make."""
    return "approve" if item.kind == AgendaKind.FOR_DECISION else "recommend"


def _locked(item: AgendaItem, *, also: str = "") -> tuple[Meeting, AgendaItem]:
    if item.meeting is None:
        raise Refused(_("The case stands on no agenda."))
    meeting = lock_meeting(item.meeting)
    if meeting.phase != also:
        require_open(meeting)
    item = meeting.items.select_related("proposal").get(pk=item.pk)
    _require_settled_here(meeting, item)
    item.proposal = Proposal.objects.select_related("author", "owner", "area", "unit__department", "unit__area").get(
        pk=item.proposal_id
    )
    return meeting, item


def _require_settled_here(meeting: Meeting, item: AgendaItem) -> None:
    if item.kind != SETTLES[BodyKind(meeting.body.kind)]:
        raise Refused(_("The body is informed of the case and settles nothing."))
    if item.proposal.state not in UNSETTLED[AgendaKind(item.kind)]:
        raise Refused(_("The case has been settled already."))


def _cast(vote: Vote) -> dict[str, bool]:
    return {"casting_vote": True} if vote.casting and not vote.agreed else {}


def chair_casts(
    meeting: Meeting, quorum: Quorum, actor: "User", parameters: "Mapping[str, Dated] | None" = None
) -> bool:
    """Whether the body's rules let the chair's vote decide on a tie, and somebody in the chair takes part in the item.

    Where the chair is excused, it is the deputy who conducts the item in the chair's place.
    """
    rules = meeting_rules(parameters_in_force(meeting.day) if parameters is None else parameters)
    if meeting.body.kind not in rules.casting:
        return False
    if quorum.in_chair is not None:
        return True
    return meeting.body.kind == BodyKind.STRATEGY_GROUP and actor in quorum.taking_part


def _require_votes(vote: Vote, quorum: Quorum, *, casts: bool) -> None:
    if vote.agreed:
        return
    taking_part = len(quorum.taking_part)
    counted = vote.votes_for + vote.votes_against + vote.votes_blank
    if counted != taking_part:
        sentence = _("%(counted)s votes are counted, and %(there)s take part in the case.")
        raise Refused(sentence % {"counted": counted, "there": taking_part})
    tie = vote.votes_for == vote.votes_against
    if vote.casting and not casts:
        raise Refused(_("The chair's vote does not decide in this body, or the chair takes no part in the case."))
    if vote.casting and not (tie and vote.votes_for):
        raise Refused(_("The chair's vote decides only where as many vote for as against."))
    if tie and casts and not vote.casting:
        raise Refused(_("The votes are equal. Tick that the chair's vote decides, if the chair votes for the outcome."))
    if vote.votes_for < vote.votes_against or (tie and not vote.casting):
        raise Refused(_("More must vote for the outcome than against it."))


def _write(meeting: Meeting, item: AgendaItem, said: Said, vote: Vote, *, actor: "User") -> Resolution:
    counted = not vote.agreed
    return Resolution.objects.create(
        item=item,
        meeting=meeting,
        outcome=outcome_of(said),
        content=content_of(said),
        agreed=vote.agreed,
        votes_for=vote.votes_for if counted else None,
        votes_against=vote.votes_against if counted else None,
        votes_blank=vote.votes_blank if counted else None,
        casting_vote=counted and vote.casting,
        dissent=vote.dissent.strip(),
        recorded_by=actor,
        recorded_at=clock.now(),
    )
