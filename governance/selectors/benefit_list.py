"""The list of benefits: what is to be measured first, the reader's own, all that the reader may know of."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from businesscase.filters import BenefitFilter
from businesscase.models import Benefit, Measurement
from core.children import Child, prefetch_together
from core.clock import today
from governance.selectors.benefit_lines import BenefitLine, Stand, line_of, promise_held
from portfolio.enums import ProjectPhase
from portfolio.selectors.listing import Listing, Words, grouped
from portfolio.tables import Column

if TYPE_CHECKING:
    from core.xlsx_export import Cell

CHUNK = 500
COLUMNS = {
    column.name: column
    for column in (
        Column("benefit", pgettext_lazy("column", "Benefit"), ("label",)),
        Column("owner", pgettext_lazy("column", "Benefit owner"), ("owner__name",), missing_last=True),
        Column("promised", pgettext_lazy("column", "Promised"), (), amount=True),
        Column("measured", pgettext_lazy("column", "Measured"), (), amount=True),
        Column("due", pgettext_lazy("column", "To be measured by"), ("due_on",), missing_last=True),
        Column("state", pgettext_lazy("column", "State"), ("rank", "due_on"), missing_last=True),
    )
}


class BenefitList(Listing[Benefit]):
    """The list as one reader sees it through one address."""

    title = gettext_lazy("Benefits")
    search_label = gettext_lazy("Search benefit or project")
    table = "benefits"
    unfound = Words(
        gettext_lazy("No benefit fits"), gettext_lazy("Try a shorter word, remove a filter, or look under All.")
    )
    empty: ClassVar[Mapping[str, Words]] = {
        "open": Words(
            gettext_lazy("No benefit is open"),
            gettext_lazy(
                "A benefit turns up here when the case that promises it has been approved as a project. "
                "Those that have been settled stand under Settled."
            ),
        ),
        "mine": Words(
            gettext_lazy("You own no benefits"), gettext_lazy("Here you will find the benefits that you answer for.")
        ),
        "overdue": Words(
            gettext_lazy("Nothing is overdue"),
            gettext_lazy("Every benefit that was to be measured by now has been settled."),
        ),
        "ended": Words(
            gettext_lazy("No benefit has ended otherwise"),
            gettext_lazy(
                "Here stand benefits that lapsed when their project was stopped, "
                "and those that were judged in words when it closed."
            ),
        ),
        "": Words(
            gettext_lazy("There are no benefits here yet"),
            gettext_lazy("A benefit turns up here when the case that promises it has been approved as a project."),
        ),
    }
    views: ClassVar[Mapping[str, Any]] = {
        "open": pgettext_lazy("view", "Open"),
        "mine": pgettext_lazy("view", "Mine"),
        "due": pgettext_lazy("view", "To be measured"),
        "overdue": pgettext_lazy("view", "Overdue"),
        "settled": pgettext_lazy("view", "Settled"),
        "ended": pgettext_lazy("view", "Ended otherwise"),
        "all": pgettext_lazy("view", "All"),
    }
    columns = COLUMNS
    filter_class = BenefitFilter
    default_view = "open"
    default_sort = "state"
    related = ("project", "owner", "unit")
    exports: ClassVar[Mapping[str, str]] = {"CSV": "governance:benefit_export", "Excel": "governance:benefit_sheet"}
    line_template = "governance/_benefit_cells.html"

    def readable(self) -> Any:
        """Return the benefits of the view that the reader may see and the search finds."""
        rows = ranked(Benefit.objects.visible_to(self.reader).matching(self.text))
        match self.view:
            case "open":
                return rows.open()
            case "mine":
                return rows.followed_by(self.reader)
            case "due":
                return rows.filter(rank__lte=Stand.MEASURED, due_on__isnull=False)
            case "overdue" | "settled":
                return rows.filter(rank=Stand[self.view.upper()])
            case "ended":
                return rows.ended_otherwise()
        return rows

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Return count, and how many want a measurement, in one query."""
        counted: dict[str, Any] = self.filter.qs.order_by().aggregate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(rank=Stand.OVERDUE)),
            unmeasured=Count("pk", filter=Q(rank=Stand.UNMEASURED)),
        )
        return counted

    @cached_property
    def lines(self) -> list[BenefitLine]:
        """Return the lines of this page, with what hangs on all of them in one query."""
        benefits = list(self.page)
        prefetch_together(benefits, Child("measurements"), Child("baselines"))
        return [_line(one) for one in benefits]

    @property
    def count_text(self) -> str:
        """Return how many there are, and how many wait, in words."""
        count = self.totals["count"]
        said = ngettext("%(count)s benefit", "%(count)s benefits", count) % {"count": grouped(count)}
        if self.totals["overdue"]:
            said += ", " + _("%(count)s overdue") % {"count": grouped(self.totals["overdue"])}
        if self.totals["unmeasured"]:
            said += ", " + _("%(count)s not measured") % {"count": grouped(self.totals["unmeasured"])}
        return said

    def sheet(self) -> "Iterator[list[Cell]]":
        """Yield the head and all rows of the filter for a file."""
        yield [
            _("Project number"), _("Project"), _("Benefit"), _("Kind of gain"), _("Unit"), _("Benefit owner"),
            _("Promised a year"), _("Promised in total (DKK)"), _("Measured"), _("Measured on"),
            _("Realised (DKK)"), _("Now expected a year (DKK)"), _("To be measured by"), _("State"),
            _("Measured from"), _("Promised for the same time (DKK)"),
        ]  # fmt: skip
        for benefit in self.rows.prefetch_related("measurements", "baselines").iterator(chunk_size=CHUNK):
            yield _cells(benefit, list(benefit.measurements.all()))


def ranked(rows: Any) -> Any:
    """Let each row know where it stands, as `stand_of` says."""
    measurable = ~Q(promised=[]) | Q(target__isnull=False)
    ranks = (
        When(is_settled=True, then=Value(Stand.SETTLED)),
        When(project__phase=ProjectPhase.STOPPED, then=Value(Stand.LAPSED)),
        When(~measurable, then=Value(Stand.IN_WORDS)),
        When(due_on__lt=today(), then=Value(Stand.OVERDUE)),
        When(is_measured=True, then=Value(Stand.MEASURED)),
    )
    rank = Case(*ranks, default=Value(Stand.UNMEASURED), output_field=IntegerField())
    return rows.annotate(rank=rank)


def _line(benefit: Benefit) -> BenefitLine:
    return replace(
        line_of(benefit, list(benefit.measurements.all())),
        project=benefit.project.title,
        project_url=reverse("governance:project_benefits", args=[benefit.project_id]),
        unit=benefit.unit.name if benefit.unit else "",
    )


def _cells(benefit: Benefit, measurements: list[Measurement]) -> "list[Cell]":
    line, newest = line_of(benefit, measurements), measurements[0] if measurements else None
    stated = [amount for amount in benefit.promised if amount is not None]
    return [
        benefit.project.number,
        benefit.project.title,
        benefit.label,
        line.kind,
        benefit.unit.path if benefit.unit else "",
        line.owner,
        line.promised,
        sum(stated) if stated else None,  # type: ignore[list-item]  # not empty, so a Decimal
        line.measured,
        line.measured_on,
        newest.realised if newest else None,
        newest.expected if newest else None,
        benefit.due_on,
        line.state,
        newest.since if newest else None,
        promise_held(benefit, newest) if newest and newest.realised is not None else None,
    ]
