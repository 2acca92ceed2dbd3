"""A round's scores read together once its deadline is over, as far as the reader may know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from core.children import Child, prefetch_together
from core.models import User
from core.templatetags.danish import number
from governance.enums import Position
from governance.models import Review
from governance.permissions import part_in
from governance.reviewing.calibration import FAR_APART, Calibration, Leaning, Placed, Scored, calibrate
from governance.selectors.review_rounds import criteria_of, weights_of
from governance.selectors.reviews import is_spared, may_read_positions
from portfolio.models import Proposal, ProposalVersion

if TYPE_CHECKING:
    from governance.models import ReviewRound
    from governance.selectors.standing import Standing

# A leaning below this is noise to a reader.
_SMALL = Fraction(1, 4)
_FEW = 3
_FOR, _AGAINST = frozenset({Position.APPROVE, Position.APPROVE_IN_PART}), frozenset({Position.REJECT})


@dataclass(frozen=True, slots=True)
class DisagreementLine:
    """How the members are apart on one criterion of a case. `discuss`: so far that the group is to talk about it."""

    proposal: Proposal
    criterion: str
    levels: tuple[int, ...]
    distance: int
    discuss: bool


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A case's place. `why` says in words what the correction did; `split`: some would approve and some reject."""

    proposal: Proposal
    place: int
    raw_place: int
    score: Decimal
    raw: Decimal
    why: str
    split: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member's leaning in words."""

    name: str
    by: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """How far apart the members are on a criterion across the cases that more than one has scored."""

    name: str
    cases: int
    mean: Decimal
    largest: int


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """What the reader may know; `hidden` cases wait for the reader's own review."""

    disagreements: tuple[DisagreementLine, ...]
    splits: tuple[Proposal, ...]
    places: tuple[PlaceLine, ...]
    members: tuple[MemberLine, ...]
    criteria: tuple[CriterionLine, ...]
    hidden: int

    @property
    def to_discuss(self) -> int:
        """How many lines the group is to talk about."""
        return sum(line.discuss for line in self.disagreements) + len(self.splits)


def calibration_page(row: "ReviewRound", reader: User, standing: "Standing") -> CalibrationPage:
    """Return the round read together; a constant number of queries.

    Calculated from the cases that the reader may read the positions of and from nothing else: what is hidden from
    them is in no figure either.
    """
    cases, hidden = _readable(row, reader, standing)
    reviews = {case.pk: _counted(case, row) for case in cases}
    marks = [
        Scored(case.pk, score.criterion, review.reviewer_id, score.level)
        for case in cases
        for review in reviews[case.pk]
        for score in review.scores.all()
    ]
    found = calibrate(marks, weights_of(criteria_of(row)))
    names = {one.code: one.name for one in criteria_of(row)}
    known = {case.pk: case for case in cases}
    split = {pk for pk, rows in reviews.items() if _is_split(rows)}
    people = {review.reviewer_id: review.reviewer for rows in reviews.values() for review in rows}
    judges = {pk: [review.reviewer_id for review in rows] for pk, rows in reviews.items()}
    return CalibrationPage(
        disagreements=tuple(
            DisagreementLine(
                known[one.case], names.get(one.criterion, one.criterion), one.levels, one.distance,
                discuss=one.distance >= FAR_APART,
            )
            for one in found.disagreements
            if one.distance
        ),
        splits=tuple(case for case in cases if case.pk in split),
        places=_places(found, known, judges, split),
        members=tuple(_member(people[one.member], one) for one in found.leanings),
        criteria=_criteria(found, names),
        hidden=hidden,
    )  # fmt: skip


def _readable(row: "ReviewRound", reader: User, standing: "Standing") -> tuple[list[Proposal], int]:
    """Return the cases of the round whose positions the reader may read, and how many wait for their own review."""
    frozen = ProposalVersion.objects.filter(proposal=OuterRef("pk"), frozen_at__isnull=False).order_by("-ordinal")
    reviewed = Review.objects.filter(round=row, withdrawn_at__isnull=True).order_by()
    rows = (
        Proposal.objects.visible_to(reader)
        .filter(pk__in=reviewed.values("proposal"))
        .select_related("unit")
        .with_editors()
        .annotate(newest=Subquery(frozen.values("pk")[:1]))
    )
    cases = list(rows.order_by("year", "serial"))
    prefetch_together(
        cases,
        Child("bars"),
        Child("stand_ins", follow=("person", "member")),
        Child("recommendations"),
        Child("review_assignments", follow=("round",)),
        Child("reviews", follow=("reviewer",), children=(Child("scores"),)),
    )
    open_cases = [case for case in cases if _may_read(case, row, reader, standing)]
    waiting = [case for case in cases if case not in open_cases and standing.is_group_member]
    return open_cases, len([case for case in waiting if not part_in(case, reader, standing).has_a_part])


def _may_read(case: Proposal, row: "ReviewRound", reader: User, standing: "Standing") -> bool:
    own = any(review.reviewer_id == reader.pk for review in _counted(case, row))
    heard = own or is_spared(case, reader)
    version = ProposalVersion(pk=case.newest)  # type: ignore[attr-defined]  # annotated above
    return may_read_positions(case, version, part_in(case, reader, standing), standing, heard=heard)


def _counted(case: Proposal, row: "ReviewRound") -> list[Review]:
    """Return the reviews of the newest version that were given in the round and stand."""
    return [
        review
        for review in case.reviews.all()
        if review.round_id == row.pk and review.version_id == case.newest and review.withdrawn_at is None  # type: ignore[attr-defined]
    ]


def _is_split(reviews: Iterable[Review]) -> bool:
    positions = {review.position for review in reviews}
    return bool(positions & _FOR and positions & _AGAINST)


def _places(
    found: Calibration, known: Mapping[int, Proposal], judges: Mapping[int, list[int]], split: set[int]
) -> tuple[PlaceLine, ...]:
    by = {one.member: one.by for one in found.leanings}
    return tuple(
        PlaceLine(
            proposal=known[one.case],
            place=one.place,
            raw_place=one.raw_place,
            score=_decimal(one.adjusted, "0.01"),
            raw=_decimal(one.raw, "0.01"),
            why=_why(one, [by.get(member, Fraction(0)) for member in judges[one.case]]),
            split=one.case in split,
        )
        for one in found.places
    )


def _why(one: Placed, leanings: list[Fraction]) -> str:
    """Say what the correction did to a case's place, and whose leaning did it."""
    if one.place == one.raw_place:
        return _("The same place with and without the correction.")
    up, total = one.place < one.raw_place, len(leanings)
    if total == 1:
        said = _("Down from no. %(before)s: the one who reviewed it gives higher than others.")
        if up:
            said = _("Up from no. %(before)s: the one who reviewed it gives lower than others.")
        return said % {"before": one.raw_place}
    if up:
        said = _("Up from no. %(before)s: %(count)s of the %(total)s who reviewed it give lower than others.")
        return said % {"before": one.raw_place, "count": sum(by < 0 for by in leanings), "total": total}
    said = _("Down from no. %(before)s: %(count)s of the %(total)s who reviewed it give higher than others.")
    return said % {"before": one.raw_place, "count": sum(by > 0 for by in leanings), "total": total}


def _member(person: User, one: Leaning) -> MemberLine:
    by = _decimal(one.by)
    if one.compared == 0:
        words = _("Has reviewed nothing that others have reviewed too, so there is nothing to correct.")
    elif abs(one.by) < _SMALL:
        words = _("Gives like the others.")
    elif one.by > 0:
        words = _("Gives higher than others on the same. The scores are counted %(by)s lower.") % {"by": number(by)}
    else:
        words = _("Gives lower than others on the same. The scores are counted %(by)s higher.") % {"by": number(-by)}
    if 0 < one.compared <= _FEW and abs(one.by) >= _SMALL:
        few = _("Few scores tell it, so the correction is small.")
        words = f"{words} {few}"
    return MemberLine(person.name, by, words)


def _criteria(found: Calibration, names: Mapping[str, str]) -> tuple[CriterionLine, ...]:
    lines = []
    for code, name in names.items():
        distances = [one.distance for one in found.disagreements if one.criterion == code]
        if distances:
            mean = _decimal(Fraction(sum(distances), len(distances)))
            lines.append(CriterionLine(name, len(distances), mean, max(distances)))
    return tuple(sorted(lines, key=lambda line: -line.mean))


def _decimal(value: Fraction, step: str = "0.1") -> Decimal:
    """Return the figure as it is shown: to one decimal, or to the `step` that tells two places apart."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(step))
