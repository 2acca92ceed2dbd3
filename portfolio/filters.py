"""The filters of the list, the same in the page and the API."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import django_filters
from django.db.models import Max, Min, Q, QuerySet
from django.forms import CheckboxSelectMultiple, HiddenInput
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from core.kept_query import KeptQuery
from core.models import Unit, User
from portfolio import watch
from portfolio.enums import (
    AcquisitionType,
    Light,
    ProjectPhase,
    ProposalKind,
    ProposalState,
    SystemKind,
    SystemOperation,
    SystemState,
)
from portfolio.models import Project, Proposal, System


def years() -> list[tuple[str, str]]:
    """Return the years in which cases have been submitted, newest first."""
    span = Proposal.objects.aggregate(first=Min("year"), last=Max("year"))
    if span["first"] is None:
        return []
    return [(str(year), str(year)) for year in range(span["last"], span["first"] - 1, -1)]


_UNITS = KeptQuery(lambda: Unit.objects.values_list("area", "area__name", "pk", "code", "name", "path"))


class UnitCodes(ModelChoiceIterator[Unit]):
    """Every unit by its code under the name of its director area, with where in the organisation it lies."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the empty choice, then one group an area."""
        yield "", self.field.empty_label
        for (area, name), units in groupby(_UNITS.rows(), key=itemgetter(0, 1)):
            yield (
                name or _("Others"),
                [
                    (code, own if pk == area else path.split(" / ", 1)[-1])
                    for _area, _name, pk, code, own, path in units
                ],
            )


class UnitFilterField(django_filters.fields.ModelChoiceField):
    """A unit by its code, so that the address can be read."""

    iterator = UnitCodes


class UnitFilter(django_filters.ModelChoiceFilter):
    """A unit and everything below it."""

    field_class = UnitFilterField

    def filter(self, rows: QuerySet[Any], unit: Unit | None) -> QuerySet[Any]:
        """Keep what belongs to `unit` or to a unit below it."""
        if unit is None:
            return rows
        below = Unit.objects.filter(Q(pk=unit.pk) | Q(path__startswith=f"{unit.path} / ")).order_by()
        return rows.filter(unit__in=below.values("pk"))


class ListFilter(django_filters.FilterSet):
    """The filters of a list, which also say what is in force."""

    def in_force(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield name, value in the address, label and shown value of each filter in force."""
        if self.form.is_valid() or self.form.cleaned_data:
            for name, value in self.form.cleaned_data.items():
                label = str(self.filters[name].label)
                if isinstance(value, list):
                    words = dict(self.form.fields[name].choices)
                    yield from ((name, one, label, str(words[one])) for one in value)
                elif isinstance(value, Unit):
                    yield name, value.code, label, value.name
                elif isinstance(value, User):
                    yield name, str(value.pk), label, value.name
                elif value:
                    words = dict(getattr(self.form.fields[name], "choices", ()))
                    yield name, str(value), label, str(words.get(value, value))


class ProposalFilter(ListFilter):
    """Kind, unit, state, acquisition and year; what is not understood is said and left out."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=ProposalKind.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    unit = UnitFilter(
        label=_("Unit"), queryset=Unit.objects.all(), to_field_name="code", empty_label=_("The whole municipality")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ProposalState.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    acquisition_type = django_filters.MultipleChoiceFilter(
        label=_("Acquisition"), choices=AcquisitionType.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    year = django_filters.ChoiceFilter(label=_("Year"), choices=years, empty_label=_("All years"))

    class Meta:
        model = Proposal
        fields = ("kind", "unit", "state", "acquisition_type", "year")


class ProposalSearch(ProposalFilter):
    """The filters with the search among them, for the API; the page has its search above the table."""

    q = django_filters.CharFilter(label=_("Search number or title"), method="search", max_length=200)

    def search(self, rows: Any, _name: str, text: str) -> Any:
        """Search as `ProposalQuerySet.matching` does."""
        return rows.matching(text)


SILENT = "silent"


class ProjectFilter(ListFilter):
    """Phase, unit and light; a light is that of any of the four sides."""

    phase = django_filters.MultipleChoiceFilter(
        label=_("Phase"), choices=ProjectPhase.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    light = django_filters.MultipleChoiceFilter(
        label=_("At least one light is"),
        choices=[*Light.choices, (SILENT, _("Silent: no status yet"))],
        widget=CheckboxSelectMultiple,
        method="lit",
    )
    unit = UnitFilter(
        label=_("Unit"), queryset=Unit.objects.all(), to_field_name="code", empty_label=_("The whole municipality")
    )

    # The overview's figures lead here with these; they show as chips and take no room among the boxes.
    owner = django_filters.ModelChoiceFilter(label=_("Project owner"), queryset=User.objects.all(), widget=HiddenInput)
    benefits = django_filters.ChoiceFilter(
        field_name="light_benefits", label=_("Benefits"), choices=Light.choices, widget=HiddenInput
    )

    class Meta:
        model = Project
        fields = ("phase", "light", "unit", "owner", "benefits")

    def lit(self, rows: QuerySet[Project], _name: str, lights: list[str]) -> QuerySet[Project]:
        """Keep the projects that show one of `lights`."""
        if not lights:
            return rows
        wanted = Q(pk__in=[])
        for light in lights:
            wanted |= Q(status_month__isnull=True) if light == SILENT else watch.lit(light)
        return rows.filter(wanted)


class ProjectSearch(ProjectFilter):
    """The filters with the search among them, for the API."""

    q = django_filters.CharFilter(label=_("Search number or title"), method="search", max_length=200)

    def search(self, rows: Any, _name: str, text: str) -> Any:
        """Search as `ProjectQuerySet.matching` does."""
        return rows.matching(text)


class SystemFilter(ListFilter):
    """Kind, unit, operation and state of a system."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of system"), choices=SystemKind.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    unit = UnitFilter(label=_("Business area"), queryset=Unit.objects.all(), to_field_name="code", empty_label=_("All"))
    operation = django_filters.MultipleChoiceFilter(
        label=_("Operation"), choices=SystemOperation.choices, widget=CheckboxSelectMultiple, distinct=False
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=SystemState.choices, widget=CheckboxSelectMultiple, distinct=False
    )

    class Meta:
        model = System
        fields = ("kind", "unit", "operation", "state")
