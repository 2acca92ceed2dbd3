"""The units of the organisation, by their codes."""

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core import clock
from core.api.filters import TruthFilter
from core.enums import UnitKind
from core.models import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet


class UnitSerializer(serializers.Serializer[Unit]):
    """A unit; `parent` is the code of the unit it belongs to, or null at the top."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(UnitKind.choices)
    name = serializers.CharField()
    parent = serializers.CharField(source="parent.code", allow_null=True)  # type: ignore[assignment]  # a field of that name
    path = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class UnitFilters(django_filters.FilterSet):
    """Kind, and whether units that are closed down or still to come are shown too."""

    kind = django_filters.MultipleChoiceFilter(choices=UnitKind.choices)
    closed = TruthFilter(
        label=_("Show closed units too"),
        method="with_closed",
        help_text=_("true: also those that are closed down or still to come."),
    )

    class Meta:
        model = Unit
        fields = ("kind",)

    def filter_queryset(self, queryset: Any) -> Any:
        """Leave out the units that do not exist today, unless they are asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["closed"] is True else rows.valid_on(clock.today())

    def with_closed(self, rows: Any, _name: str, _value: object) -> Any:
        """Leave the rows: `filter_queryset` reads the choice."""
        return rows


@extend_schema(
    tags=["units"],
    summary=_("Fetch the units"),
    description=_("The units that exist today, in the order of the organisation."),
)
class UnitList(ListAPIView[Unit]):
    """The units that exist today, in the order of the organisation."""

    serializer_class = UnitSerializer
    filterset_class = UnitFilters

    def get_queryset(self) -> "QuerySet[Unit]":
        """Return every unit: the organisation is open to every employee."""
        return Unit.objects.select_related("parent").order_by("sort_key")
