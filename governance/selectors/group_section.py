"""What the strategy group has said of a case, on the case's own page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.ui import Action
from governance.domain.conflict_doubts import doubtable, may_raise_doubt
from governance.domain.handing_over import may_take_back
from governance.domain.stations import recommendation_stands
from governance.enums import AgendaKind
from governance.permissions import Part, part_in
from governance.querysets import AT_THE_WORKBENCH
from governance.selectors.agenda_of_case import agenda_lines
from governance.selectors.case import read_ahead
from governance.selectors.conflicts import conflict_lines
from governance.selectors.criteria_tried import hours_left_out, kept_lines
from governance.selectors.pool_proposal import pool_proposal
from governance.selectors.reviews import group_reviews

if TYPE_CHECKING:
    from core.models import User
    from governance.policy.profile import Criterion
    from governance.selectors.standing import Standing
    from portfolio.models import Proposal, StandIn


def group_section(
    reader: "User", proposal: "Proposal", standing: "Standing", criteria: "Iterable[Criterion]"
) -> dict[str, Any] | None:
    """Return the section's context, or None where the group has nothing to do with the case."""
    read_ahead(proposal)
    items = list(proposal.agenda_items.all())
    part = part_in(proposal, reader, standing)
    conflicts = conflict_lines(proposal, reader, part, standing)
    if not items and not conflicts:
        return None
    recommendations = list(proposal.recommendations.all())
    newest = recommendations[0] if recommendations else None
    names = {one.code: one.name for one in criteria}
    steps_in = any(row.person_id == reader.pk for row in proposal.stand_ins.all())
    reviewed = any(item.kind == AgendaKind.FOR_REVIEW for item in items) or recommendations
    return {
        "agenda": tuple(agenda_lines(items, proposal.state)),
        "conflicts": conflicts,
        "stand_ins": _stand_ins(proposal, reader, part, standing),
        "raise_url": _raise_url(proposal, reader, part, standing),
        "reviews": group_reviews(proposal, reader, part, standing, names) if reviewed else None,
        # Only those who can still give a review are told what opens the others'.
        "reviews_hint": part.reviews(standing) and not part.has_a_part,
        "is_body": bool(standing.kinds or steps_in) and not part.has_a_part,
        # A meeting is a page of those who see every case; to others, the heads of department too, its day is told.
        "opens_meetings": reader.has_perm("portfolio.view_submitted_proposals") or steps_in,
        "recommendation": newest,
        "stands": newest is not None and recommendation_stands(proposal, newest),
        "tried": kept_lines(newest) if newest else (),
        "hours_left_out": hours_left_out(newest) if newest else None,
        "earlier": recommendations[1:],
        "criteria": names,
        # Those who weigh the cases against each other read what came of it; who speaks for the case does not.
        "proposed": pool_proposal(proposal) if not part.has_a_part and standing.kinds & set(AT_THE_WORKBENCH) else None,
        "proposal": proposal,
    }


def _stand_ins(
    proposal: "Proposal", reader: "User", part: Part, standing: "Standing"
) -> "list[tuple[StandIn, Action | None]]":
    """Return who steps in for whom, each with the way back where there is one; to the bodies alone."""
    rows = list(proposal.stand_ins.all())
    if part.has_a_part or not (standing.kinds or any(row.person_id == reader.pk for row in rows)):
        return []
    label = _("Take the case back")
    return [
        (row, Action(label, reverse("governance:case_take_back", args=[proposal.pk, row.pk])))
        if may_take_back(proposal, row, reader, standing)
        else (row, None)
        for row in rows
    ]


def _raise_url(proposal: "Proposal", reader: "User", part: Part, standing: "Standing") -> str:
    """Return where the reader raises doubt about another who judges the case; empty for those who cannot."""
    if not may_raise_doubt(proposal, part, standing) or not doubtable(proposal, reader, standing.offices):
        return ""
    return reverse("governance:doubt_create", args=[proposal.pk])
