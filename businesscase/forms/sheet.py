"""The whole page of a business case, read and judged together: frame, costs, hours and gains."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _

from businesscase.domain.cases import begun_case
from businesscase.domain.terms import Terms
from businesscase.enums import HEADINGS, USUAL_CATEGORIES
from businesscase.forms.frame import FrameForm
from businesscase.forms.lines import (
    BenefitSet,
    CostSet,
    HoursSet,
    known_people,
    stored_benefit,
    stored_cost,
)
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine
from businesscase.models.business_case_version import MOST_YEARS
from core import clock
from portfolio.models import Proposal

PREFIXES = ("cost", "hours", "benefit")
_FIGURE = re.compile(r"(?:cost|hours|benefit)-\d+-y(\d{1,3})")
_OWNER = re.compile(r"benefit-\d+-owner")

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
        """Read the page; `owners` False leaves the people unread, as where only the sums are wanted."""
        self.case = case or begun_case()
        if data is not None and add:
            data = with_line(data, add)
        self.frame = FrameForm(data, instance=self.case, proposal=proposal, terms=terms)
        self.terms = terms
        first = self.first_year
        self.calendar = range(first, first + _columns(data, self.case))
        kwargs: dict[str, Any] = {"years": self.calendar}
        known = known_people(_owner_texts(data)) if owners else None
        # Posted lines are what there is: none of them is told by what was stored in its place.
        stored = _stored(case) if data is None else dict.fromkeys(PREFIXES)
        options: dict[str, Any] = {"data": data}
        self.costs: Lines = CostSet(prefix="cost", initial=stored["cost"], form_kwargs=kwargs, **options)
        self.hours: Lines = HoursSet(prefix="hours", initial=stored["hours"], form_kwargs=kwargs, **options)
        kwargs = {**kwargs, "known": known}
        self.benefits: Lines = BenefitSet(prefix="benefit", initial=stored["benefit"], form_kwargs=kwargs, **options)
        for prefix, lines in self.sets.items():
            lines.extra = int(add == prefix)

    @property
    def sets(self) -> dict[str, Lines]:
        """The sets of lines by prefix."""
        return {"cost": self.costs, "hours": self.hours, "benefit": self.benefits}

    def is_valid(self) -> bool:
        """Tell whether everything can be read; every part is judged, so that all errors show at once."""
        parts = [self.frame.is_valid(), *(lines.is_valid() for lines in self.sets.values())]
        return all(parts) and self._keeps_every_figure()

    def _keeps_every_figure(self) -> bool:
        """Refuse a horizon that would drop figures: nothing that has been typed is lost."""
        years = self.frame.cleaned_data["years"]
        late = [
            index
            for form in self.written_forms
            for index, figure in enumerate(form.figures)
            if index >= years and figure is not None
        ]
        if not late:
            return True
        year = self.frame.cleaned_data["start_year"] + max(late)
        text = _("There are figures in %(year)s. Empty those boxes first, or let the case cover %(count)d years.")
        self.frame.add_error("years", text % {"year": year, "count": max(late) + 1})
        return False

    @property
    def written_forms(self) -> Iterator[Any]:
        """Yield the lines of a valid page in which something stands."""
        return (form for lines in self.sets.values() for form in lines.forms if form.written)

    @property
    def edition(self) -> int:
        """Return the edition that the writer saw."""
        return int(self.frame.cleaned_data["edition"])

    def rows(self) -> tuple[list[CostLine], list[BenefitLine]]:
        """Return the unsaved lines of a valid page: costs before hours, and gains."""
        years = self.frame.cleaned_data["years"]
        rows = [form.row(years) for form in self.written_forms]
        costs = [row for row in rows if isinstance(row, CostLine)]
        return costs, [row for row in rows if isinstance(row, BenefitLine)]

    def wrong(self) -> Iterator[tuple[str, str, str]]:
        """Yield anchor, name and sentence of each error, for the list at the top."""
        for field in self.frame:
            yield from ((field.id_for_label, str(field.label), str(error)) for error in field.errors)
        for prefix, lines in self.sets.items():
            yield from ((prefix, "", str(error)) for error in lines.non_form_errors())
            for number, form in enumerate(lines.forms, start=1):
                for box in form:
                    place = self._place(prefix, number, box)
                    yield from ((box.id_for_label, place, str(error)) for error in box.errors)

    def _place(self, prefix: str, number: int, box: BoundField) -> str:
        names = {"cost": _("Cost %(number)d"), "hours": _("Hours %(number)d"), "benefit": _("Gain %(number)d")}
        line = names[prefix] % {"number": number}
        found = re.fullmatch(r"y(\d+)", box.name)
        return f"{line}, {self.first_year + int(found[1])}" if found else f"{line}, {box.label}"

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


def with_line(data: QueryDict, prefix: str) -> QueryDict:
    """Return what was posted with one empty line more in a section."""
    data = data.copy()
    total = _total(data, prefix)
    data[f"{prefix}-TOTAL_FORMS"] = str(total + 1)
    return data


def without_line(data: QueryDict, prefix: str, gone: int) -> QueryDict:
    """Return what was posted without one line; those after it move up. A line that is not there takes none away."""
    if not 0 <= gone < _total(data, prefix):
        return data
    kept = QueryDict(mutable=True)
    for name, values in data.lists():
        found = re.fullmatch(rf"{prefix}-(\d+)-(.+)", name)
        index = int(found[1]) if found else -1
        if found and index > gone:
            kept.setlist(f"{prefix}-{index - 1}-{found[2]}", values)
        elif index != gone or not found:
            kept.setlist(name, values)
    kept[f"{prefix}-TOTAL_FORMS"] = str(max(_total(data, prefix) - 1, 0))
    return kept


def _total(data: QueryDict, prefix: str) -> int:
    written = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return int(written) if written.isdecimal() and len(written) < len("1000") else 0


def _columns(data: QueryDict | None, case: BusinessCaseVersion) -> int:
    """Return how many boxes a line has: the years asked for, and more where figures stand further out."""
    if data is None:
        return case.years
    written = str(data.get("years", "")).strip()
    wanted = int(written) if written.isdecimal() and len(written) < len("100") else case.years
    filled = [int(found[1]) + 1 for name in data if (found := _FIGURE.fullmatch(name)) and str(data[name]).strip()]
    return max(1, min(max([wanted, *filled]), MOST_YEARS))


def _owner_texts(data: QueryDict | None) -> list[str]:
    return [] if data is None else [str(data[name]) for name in data if _OWNER.fullmatch(name)]


def _stored(case: BusinessCaseVersion | None) -> dict[str, list[dict[str, Any]]]:
    """Return the stored lines; a section without any begins with a line of each kind."""
    costs = list(case.cost_lines.all()) if case else []
    benefits = list(case.benefit_lines.all()) if case else []
    return {
        "cost": [stored_cost(row) for row in costs if not row.counts_hours]
        or [{"category": kind.value} for kind in USUAL_CATEGORIES],
        "hours": [stored_cost(row) for row in costs if row.counts_hours] or [{}],
        "benefit": [stored_benefit(row) for row in benefits] or [{"type": kind.value} for kind in HEADINGS],
    }
