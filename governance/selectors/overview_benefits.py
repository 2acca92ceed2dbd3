"""The benefits on the overview: how many are overdue, not measured and settled, and the evaluations that are due."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.models import Benefit
from core.clock import today
from governance.selectors.benefit_lines import Stand
from governance.selectors.benefit_list import ranked
from governance.selectors.evaluations import evaluation_due
from governance.selectors.overview_capacity import project_list
from portfolio.models import Project

if TYPE_CHECKING:
    from core.models import User


@dataclass(frozen=True, slots=True)
class CountFigure:
    """A count with the address of its rows; `note` says what is counted."""

    label: str
    value: int
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Benefits:
    """What the benefits come to, in a sentence and in counts; no figures where there are no benefits."""

    finding: str
    figures: tuple[CountFigure, ...]


def benefits(reader: "User") -> Benefits:
    """Return the counts of what can still be measured, as far as `reader` may know of it, in one query."""
    due = Project.objects.visible_to(reader).filter(evaluation_due(today())).order_by()
    counted = (
        ranked(Benefit.objects.visible_to(reader).alive().measurable())
        .order_by()
        .aggregate(count=Count("pk"), **{stand.name: Count("pk", filter=Q(rank=stand)) for stand in Stand})
    )
    if not counted["count"]:
        return Benefits("", ())
    overdue, url = counted[Stand.OVERDUE.name], reverse("governance:benefit_list")
    figures = (
        CountFigure(_("Overdue"), overdue, f"{url}?view=overdue", _("not measured in time")),
        CountFigure(_("Not measured"), counted[Stand.UNMEASURED.name], url),
        CountFigure(_("Settled"), counted[Stand.SETTLED.name], f"{url}?view=settled"),
        CountFigure(_("Evaluations due"), due.count(), project_list(view="evaluation")),
    )
    return Benefits(_finding(overdue, counted["count"]), figures)


def _finding(overdue: int, count: int) -> str:
    if not overdue:
        return ngettext(
            "%(count)d benefit is followed, and it is not overdue.",
            "%(count)d benefits are followed, and none of them is overdue.",
            count,
        ) % {"count": count}
    return ngettext(
        "%(overdue)d of %(count)d benefits should have been measured.",
        "%(overdue)d of %(count)d benefits should have been measured.",
        overdue,
    ) % {"overdue": overdue, "count": count}
