"""What a project must have before it enters a phase (C10, C21): each thing that lacks is one sentence.

The light track and the trial ask for less paper than the standard one, never for less than a plan and a manager.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.models import Benefit
from core.clock import today
from core.templatetags.danish import date_long
from governance.domain.conditions import known_conditions
from governance.domain.status_months import previous_month, this_month
from portfolio.enums import ProjectTrack
from portfolio.models import Milestone, Project

if TYPE_CHECKING:
    from governance.models import Condition

# More than these are counted, not named.
NAMED = 3


def gaps_before(name: str, project: Project) -> tuple[str, ...]:
    """Return what the project lacks before the move `name`.

    Its milestones and risks are read as they are at hand, so that a page that has fetched them asks nothing more.
    """
    match name:
        case "begin_execution":
            return _before_execution(project)
        case "begin_realisation":
            return _before_realisation(project)
        case "evaluate":
            return _before_evaluation(project)
        case "date_operation" | "go_back":
            return (_("The effect has been evaluated."),) if is_evaluated(project) else ()
        case "close":
            return _before_end(project)
    return ()


def unreached(project: Project) -> tuple[Milestone, ...]:
    """Return the milestones that should have been reached by now; going on in spite of them takes a reason."""
    return tuple(one for one in project.milestones.all() if one.done_on is None and one.planned_on <= today())


def unreached_sentence(milestones: tuple[Milestone, ...]) -> str:
    """Say which milestones have not been reached, and what to do about it."""
    named = ", ".join(f"“{one.label}” ({date_long(one.planned_on)})" for one in milestones)
    return ngettext(
        "The milestone %(named)s has not been reached. Say why the project goes on without it.",
        "The milestones %(named)s have not been reached. Say why the project goes on without them.",
        len(milestones),
    ) % {"named": named}


def month_name(month: date) -> str:
    """Return a month in words, such as "november 2027"."""
    return formats.date_format(month, "F Y")


def is_evaluated(project: Project) -> bool:
    """Whether what the project has given has been evaluated; a page's row knows, any other asks once."""
    return getattr(project, "evaluation", None) is not None


def unsettled(project: Project) -> tuple[Benefit, ...]:
    """Return the measurable benefits that no measurement has settled; as for milestones, read as they are at hand."""
    measurable = (one for one in project.benefits.all() if one.is_measurable)
    return tuple(one for one in measurable if not any(row.final for row in one.measurements.all()))


def _before_end(project: Project) -> tuple[str, ...]:
    """Ask for the effect evaluation, and for a fresh status: of this month, or of the one before."""
    gaps = [] if is_evaluated(project) else [_("That comes after the effect has been evaluated.")]
    # What cannot be evaluated yet says so itself: the period comes first.
    if gaps and project.follow_up_on is not None and project.follow_up_on > today():
        gaps = [_not_before(project.follow_up_on)]
    if project.status_month is None or project.status_month < previous_month():
        gaps.append(_("Report the status for %(month)s.") % {"month": month_name(this_month())})
    return tuple(gaps)


def _before_realisation(project: Project) -> tuple[str, ...]:
    """Ask for a first status, and for what IT's approval of the acquisition depends on."""
    gaps = [] if project.status_month else [_("Report a first status.")]
    left = [one for one in project_conditions(project) if one.met_on is None]
    if left:
        counted = ngettext(
            "Meet IT's condition: %(first)s",
            "Meet IT's %(count)d conditions. The first: %(first)s",
            len(left),
        )
        gaps.append(counted % {"count": len(left), "first": left[0].text})
    return tuple(gaps)


def project_conditions(project: Project) -> "tuple[Condition, ...]":
    """Return IT's conditions for what the project carries out; a page's row keeps them, any other asks once."""
    if project.proposal_id is None:
        return ()
    known: tuple[Condition, ...] | None = project.__dict__.get("conditions_read")
    if known is None:
        known = project.__dict__["conditions_read"] = known_conditions(project.proposal_id)
    return known


def _before_evaluation(project: Project) -> tuple[str, ...]:
    if is_evaluated(project):
        return (_("The effect has been evaluated."),)
    if project.follow_up_on is not None and project.follow_up_on > today():
        return (_not_before(project.follow_up_on),)
    left = unsettled(project)
    if not left:
        return ()
    named = ", ".join(f"“{one.label}”" for one in left[:NAMED])
    if len(left) > NAMED:
        return (_("Measure the benefits first: %(count)d have not been settled.") % {"count": len(left)},)
    return (_("Measure and settle first: %(named)s.") % {"named": named},)


def _not_before(day: date) -> str:
    return _("The effect is evaluated after the agreed period of normal operation, from %(date)s.") % {
        "date": date_long(day)
    }


def _before_execution(project: Project) -> tuple[str, ...]:
    gaps = []
    if project.manager_id is None:
        gaps.append(_("Name a project manager."))
    if all(one.done_on is not None for one in project.milestones.all()):
        gaps.append(_("Lay a plan with at least one milestone to come."))
    if project.track == ProjectTrack.STANDARD and not project.risks.all():
        gaps.append(_("Assess at least one risk: the standard track asks for it."))
    return tuple(gaps)
