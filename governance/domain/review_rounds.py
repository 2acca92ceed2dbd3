"""A round of reviews is opened with its criteria and closed; the cases are shared in it (C4)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.children import Child, prefetch_together
from core.domain.audit import record
from core.domain.outbox import promise
from core.domain.refusal import Refused, require
from core.templatetags.danish import date_long
from governance.domain.agenda import may_arrange
from governance.enums import BodyKind
from governance.models import Body, PolicyProfile, Review, ReviewAssignment, ReviewRound
from governance.selectors.offices import Offices
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.review_members import reviewers_of
from governance.selectors.review_rounds import Weighed
from governance.selectors.standing import standing_of
from portfolio.enums import ProposalState
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from core.models import User

HEAVIEST = 10


@transaction.atomic
def begin_round(*, name: str, deadline: date, weights: Mapping[str, int], actor: "User") -> ReviewRound:
    """Open a round on the criteria in force, each with its weight (1 where none is given).

    Raises `Refused` where one is open already, for a deadline that is over, and for a weight outside 1 to 10.
    """
    require(may_arrange(standing_of(actor)), act="round.open")
    name = name.strip()
    if not name:
        raise Refused(_("Give the round a name."))
    if deadline < clock.today():
        raise Refused(_("Choose a day to come."))
    weighed = [Weighed(one.code, one.name, one.title, weights.get(one.code, 1)) for one in criteria_in_force()]
    if any(not 1 <= one.weight <= HEAVIEST for one in weighed):
        raise Refused(_("A weight is a whole number from 1 to %(heaviest)s.") % {"heaviest": HEAVIEST})
    body = Body.objects.get(kind=BodyKind.STRATEGY_GROUP)
    profile = PolicyProfile.objects.get(is_active=True)
    try:
        with transaction.atomic():
            row = ReviewRound.objects.create(
                body=body,
                profile=profile,
                name=name,
                criteria=[asdict(one) for one in weighed],
                deadline=deadline,
                opened_at=clock.now(),
                opened_by=actor,
            )
    except IntegrityError as error:
        raise Refused(_("A round is open already. Close it first.")) from error
    record(
        "round.open",
        actor=actor,
        subject=row,
        data={"deadline": deadline, "weights": {one.code: one.weight for one in weighed}},
    )
    return row


@transaction.atomic
def move_deadline(row: ReviewRound, *, deadline: date, reason: str, actor: "User") -> ReviewRound:
    """Give an open round another deadline, with why."""
    require(may_arrange(standing_of(actor)), act="round.move_deadline", subject=row)
    row = _lock(row)
    reason = reason.strip()
    if deadline < clock.today():
        raise Refused(_("Choose a day to come."))
    if not reason:
        raise Refused(_("Write the reason."))
    before, row.deadline = row.deadline, deadline
    row.save(update_fields=["deadline"])
    data = {"from": before, "to": deadline}
    record("round.move_deadline", actor=actor, subject=row, reason=reason, data=data)
    return row


@transaction.atomic
def close_round(row: ReviewRound, *, actor: "User") -> ReviewRound:
    """Close the round. What was given in it stands; the cases that are left can go into the next one."""
    require(may_arrange(standing_of(actor)), act="round.close", subject=row)
    row = _lock(row)
    row.closed_at, row.closed_by = clock.now(), actor
    row.save(update_fields=["closed_at", "closed_by"])
    record("round.close", actor=actor, subject=row, data={"reviews": row.reviews.count()})
    return row


@dataclass(frozen=True, slots=True)
class Changed:
    """What an assignment changed: pairs of case and reviewer."""

    added: tuple[tuple[int, int], ...]
    removed: tuple[tuple[int, int], ...]


@transaction.atomic
def assign_cases(row: ReviewRound, pairs: Iterable[tuple[int, int]], *, actor: "User") -> Changed:
    """Let the round's assignments be exactly `pairs` of case and reviewer, and tell those who got something new.

    That is logistics and no judgement: the secretary arranges a case that they are barred from too, by its number.
    Raises `Refused` for a case that the group does not review and for somebody who cannot judge the case. Whoever has
    given their review keeps the case.
    """
    require(may_arrange(standing_of(actor)), act="round.assign", subject=row)
    row = _lock(row)
    wanted = set(pairs)
    cases, offices = {one.pk: one for one in cases_to_share()}, Offices()
    able = {(pk, one.pk): one for pk, case in cases.items() for one in reviewers_of(case, offices)}
    if not {case for case, _person in wanted} <= cases.keys():
        raise Refused(_("The group is not reviewing the case now."))
    if not wanted <= able.keys():
        raise Refused(_("Somebody cannot judge a case that they were given. Look the sharing through again."))
    held = set(row.assignments.filter(proposal__in=cases).values_list("proposal", "reviewer"))
    given = set(Review.objects.filter(round=row, withdrawn_at__isnull=True).values_list("proposal", "reviewer"))
    added, removed = sorted(wanted - held), sorted(held - wanted - given)
    now = clock.now()
    ReviewAssignment.objects.bulk_create(
        ReviewAssignment(round=row, proposal_id=case, reviewer_id=person, assigned_at=now, assigned_by=actor)
        for case, person in added
    )
    for case, person in removed:
        row.assignments.filter(proposal=case, reviewer=person).delete()
    if not added and not removed:
        raise Refused(_("Nothing has been changed."))
    entry = record("round.assign", actor=actor, subject=row, data={"added": len(added), "removed": len(removed)})
    for told in {able[pair].pk: able[pair] for pair in added}.values():
        _tell(row, told, sum(reviewer == told.pk for _case, reviewer in added), entry.sequence)
    return Changed(tuple(added), tuple(removed))


def cases_to_share() -> list[Proposal]:
    """Return the cases with the group, oldest first, whoever asks: what is shown of each is the page's own rule.

    Bars, assignments and reviews are at hand; `newest` is the version that they are about.
    """
    versions = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False).order_by("-ordinal")
    found = Proposal.objects.standing(ProposalState.REVIEW).with_editors().select_related("unit")
    found = found.annotate(newest=Subquery(versions.values("pk")[:1]))
    rows = list(found.order_by("state_since", "pk"))
    prefetch_together(
        rows,
        Child("bars"),
        Child("stand_ins", follow=("person", "member")),
        Child("review_assignments", follow=("round",), where=Q(round__closed_at__isnull=True)),
        Child("reviews", where=Q(withdrawn_at__isnull=True)),
    )
    return rows


def _lock(row: ReviewRound) -> ReviewRound:
    row = ReviewRound.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.closed_at is not None:
        raise Refused(_("The round is closed."))
    return row


def _tell(row: ReviewRound, person: "User", count: int, key: int) -> None:
    """Promise a mail that names no case: the queue shows them to whoever may see them."""
    subject = ngettext("%(count)s case to review", "%(count)s cases to review", count) % {"count": count}
    body = _("You have been given cases to review by %(day)s.\n\nReview them here: %(address)s")
    said = body % {
        "day": date_long(row.deadline),
        "address": f"{settings.SITE_ADDRESS}{reverse('governance:review_queue')}",
    }
    promise(person, subject=subject, body=said, key=f"round.assign:{key}:{person.pk}")
