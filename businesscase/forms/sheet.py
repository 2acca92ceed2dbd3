"""The whole page of a business case, read and judged together: frame, costs, hours, gains and risks."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from businesscase.domain.cases import begun_case
from businesscase.domain.rows import settle_estimates
from businesscase.domain.terms import Terms
from businesscase.enums import HEADINGS, USUAL_CATEGORIES
from businesscase.forms.frame import FrameForm
from businesscase.forms.lines import BenefitSet, CostSet, HoursSet, stored_benefit, stored_cost
from businesscase.forms.people_and_units import known_people, known_units
from businesscase.forms.posted import with_line
from businesscase.forms.risks import RiskSet, stored_risk
from businesscase.forms.wrong import wrong_boxes
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, RiskItem
from businesscase.models.business_case_version import MOST_YEARS
from core import clock
from core.models import Unit
from portfolio.models import Proposal

# The sections with a box a year, and with them the risks.
YEARLY = ("cost", "hours", "benefit")
PREFIXES = (*YEARLY, "risk")
_FIGURE = re.compile(r"(?:cost|hours|benefit)-\d+-[ylh](\d{1,3})")
_OWNER = re.compile(r"(?:benefit|risk)-\d+-owner")
_UNIT = re.compile(r"benefit-\d+-unit")

Lines: TypeAlias = "BaseFormSet[Any]"


class Sheet:
    """A case as stored (without `data`) or as posted. `add` names a section that gets one empty line more."""

    def __init__(
        self,
        proposal: Proposal,
        case: BusinessCaseVersion | None,
        terms: Terms,
        *,
        data: QueryDict | None = None,
        add: str = "",
        owners: bool = True,
    ) -> None:
        """Read the page; `owners` False leaves people and units unread, as where only the sums are wanted."""
        self.case = case or begun_case()
        if data is not None and add:
            data = with_line(data, add)
        self.frame = FrameForm(data, instance=self.case, proposal=proposal, terms=terms)
        self.terms = terms
        first = self.first_year
        self.calendar = range(first, first + _columns(data, self.case))
        kwargs: dict[str, Any] = {"years": self.calendar}
        people = {"known": known_people(_texts(data, _OWNER)) if owners else None}
        units = {"units": _units(data, case) if owners else None}
        # Posted lines are what there is: none of them is told by what was stored in its place.
        stored = _stored(case) if data is None else dict.fromkeys(PREFIXES)
        options: dict[str, Any] = {"data": data}
        self.costs: Lines = CostSet(prefix="cost", initial=stored["cost"], form_kwargs=kwargs, **options)
        self.hours: Lines = HoursSet(prefix="hours", initial=stored["hours"], form_kwargs=kwargs, **options)
        kwargs = {**kwargs, **people, **units}
        self.benefits: Lines = BenefitSet(prefix="benefit", initial=stored["benefit"], form_kwargs=kwargs, **options)
        self.risks: Lines = RiskSet(prefix="risk", initial=stored["risk"], form_kwargs=people, **options)
        for prefix, lines in self.sets.items():
            lines.extra = int(add == prefix)

    @property
    def sets(self) -> dict[str, Lines]:
        """The sets of lines by prefix."""
        return {"cost": self.costs, "hours": self.hours, "benefit": self.benefits, "risk": self.risks}

    def is_valid(self) -> bool:
        """Tell whether everything can be read; every part is judged, so that all errors show at once."""
        parts = [self.frame.is_valid(), *(lines.is_valid() for lines in self.sets.values())]
        return all(parts) and self._keeps_every_figure()

    def _keeps_every_figure(self) -> bool:
        """Refuse a horizon that would drop figures: nothing that has been typed is lost."""
        years = self.frame.cleaned_data["years"]
        last = max((form.last_written for form in self.written_lines), default=-1)
        if last < years:
            return True
        year = self.frame.cleaned_data["start_year"] + last
        text = _("There are figures in %(year)s. Empty those boxes first, or let the case cover %(count)d years.")
        self.frame.add_error("years", text % {"year": year, "count": last + 1})
        return False

    @property
    def written_lines(self) -> Iterator[Any]:
        """Yield the lines of a valid page in which something stands."""
        return (form for prefix in YEARLY for form in self.sets[prefix].forms if form.written)

    @property
    def edition(self) -> int:
        """Return the edition that the writer saw."""
        return int(self.frame.cleaned_data["edition"])

    def rows(self) -> tuple[list[CostLine], list[BenefitLine]]:
        """Return the unsaved lines of a valid page: costs before hours, and gains."""
        years = self.frame.cleaned_data["years"]
        rows = [form.row(years) for form in self.written_lines]
        settle_estimates(rows)
        costs = [row for row in rows if isinstance(row, CostLine)]
        return costs, [row for row in rows if isinstance(row, BenefitLine)]

    def risk_rows(self) -> list[RiskItem]:
        """Return the unsaved risks of a valid page."""
        return [form.row() for form in self.risks.forms if form.written]

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Yield anchor, name and sentence of each error, for the list at the top."""
        return wrong_boxes(self.frame, self.sets, self.first_year)

    @property
    def first_year(self) -> int:
        """Return the first year as far as it can be read."""
        written = self.frame["start_year"].value()
        return int(written) if str(written).isdecimal() and len(str(written)) == len("2000") else clock.today().year

    @property
    def headings(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield the three headings of the rationale, each with the box that says there is no such gain."""
        return ((self.frame[f"rationale_{kind}"], self.frame[f"no_{kind}"]) for kind in HEADINGS)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything that was posted cannot be used."""
        return self.frame.is_bound and (
            bool(self.frame.errors) or any(lines.total_error_count() for lines in self.sets.values())
        )


def _columns(data: QueryDict | None, case: BusinessCaseVersion) -> int:
    """Return how many boxes a line has: the years asked for, and more where figures stand further out."""
    if data is None:
        return case.years
    written = str(data.get("years", "")).strip()
    wanted = int(written) if written.isdecimal() and len(written) < len("100") else case.years
    filled = [int(found[1]) + 1 for name in data if (found := _FIGURE.fullmatch(name)) and str(data[name]).strip()]
    return max(1, min(max([wanted, *filled]), MOST_YEARS))


def _texts(data: QueryDict | None, box: re.Pattern[str]) -> list[str]:
    return [] if data is None else [str(data[name]) for name in data if box.fullmatch(name)]


def _units(data: QueryDict | None, case: BusinessCaseVersion | None) -> dict[str, Unit]:
    """Return the units that may be named; nobody is asked where none is."""
    if data is not None and not any(text.strip() for text in _texts(data, _UNIT)):
        return {}
    return known_units(line.unit_id for line in case.benefit_lines.all()) if case else known_units(())


def _stored(case: BusinessCaseVersion | None) -> dict[str, list[dict[str, Any]]]:
    """Return the stored lines; a section without any begins with a line of each kind."""
    costs = list(case.cost_lines.all()) if case else []
    benefits = list(case.benefit_lines.all()) if case else []
    risks = list(case.risks.all()) if case else []
    return {
        "cost": [stored_cost(row) for row in costs if not row.counts_hours]
        or [{"category": kind.value} for kind in USUAL_CATEGORIES],
        "hours": [stored_cost(row) for row in costs if row.counts_hours] or [{}],
        "benefit": [stored_benefit(row) for row in benefits] or [{"type": kind.value} for kind in HEADINGS],
        "risk": [stored_risk(row) for row in risks] or [{}],
    }
