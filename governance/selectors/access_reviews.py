"""The group's reviews among the papers of a case: the words of each, and who may let it leave the house."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.children import Child, prefetch_together
from governance.enums import AccessMark
from governance.permissions import part_in
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.reviews import is_spared, may_read_positions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.models import User
    from governance.models import Review
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal


def read_reviews(proposal: "Proposal") -> None:
    """Lay the reviews beside the case for a page, with all that tells who may read them; one query."""
    prefetch_together(
        [proposal],
        Child("bars"),
        Child("stand_ins", follow=("person", "member")),
        Child("review_assignments", follow=("round",), where=Q(round__closed_at__isnull=True)),
        Child("recommendations"),
        Child("reviews", follow=("reviewer", "version"), children=(Child("scores"),)),
    )


def reviews_of(proposal: "Proposal") -> "list[Review]":
    """Return every review of the case, the withdrawn ones too; asked afresh where `read_reviews` has not read them."""
    if "reviews" in getattr(proposal, "_prefetched_objects_cache", {}):
        return sorted(proposal.reviews.all(), key=lambda row: row.pk)
    return list(proposal.reviews.select_related("version", "reviewer").prefetch_related("scores").order_by("pk"))


def review_key(row: "Review") -> str:
    """Return the key of a review among the papers."""
    return f"review:{row.pk}"


def closed_reviews(proposal: "Proposal", reader: "User", standing: "Standing") -> frozenset[str]:
    """Return the keys of the reviews that `reader` may not read, and so not give to others either.

    The members review independently of each other (C4): that somebody asks for access opens no position to whoever
    handles the request.
    """
    part, rows = part_in(proposal, reader, standing), reviews_of(proposal)
    spared = bool(rows) and is_spared(proposal, reader)
    heard = {row.version_id for row in rows if row.reviewer_id == reader.pk and row.withdrawn_at is None}
    return frozenset(
        review_key(row)
        for row in rows
        if not may_read_positions(proposal, row.version, part, standing, heard=spared or row.version_id in heard)
    )


def gives_closed(marks: "Mapping[str, str]", before: "Mapping[str, str]", closed: frozenset[str]) -> bool:
    """Whether `marks` give a review that is closed to who marks it, and that nobody has given before."""
    given = {key for key, mark in marks.items() if mark == AccessMark.GIVEN}
    return any(before.get(key) != AccessMark.GIVEN for key in given & closed)


def review_lines(row: "Review") -> str:
    """Return what the member has said."""
    names = {one.code: one.name for one in criteria_in_force()}
    said = [row.get_position_display(), *filter(None, [row.comment])]
    for score in row.scores.all():
        said += ["", f"{names.get(score.criterion, score.criterion)}: {score.get_level_display()}"]
        said += filter(None, [score.comment])
    if row.withdrawn_at:
        said += ["", _("Withdrawn because of a conflict of interest.")]
    return "\n".join([*said, "", row.reviewer.name])


def review_title(row: "Review") -> str:
    """Return the title: whose, and of which version; never what it says."""
    said = {"name": row.reviewer.name, "version": row.version.ordinal}
    return pgettext("paper", "Review by %(name)s, version %(version)s") % said
