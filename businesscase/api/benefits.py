"""Benefits over HTTP: what was promised, and what has been measured; amounts are decimal strings in DKK."""

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from businesscase.enums import BenefitType, HarvestMode
from businesscase.filters import BenefitSearch
from businesscase.models import BaselineMeasurement, Benefit, Measurement
from core.api.authentication import caller
from portfolio.api.serializers import amount

if TYPE_CHECKING:
    from django.db.models import QuerySet

_RELATED = ("project__proposal", "owner", "unit")


class BaselineSerializer(serializers.ModelSerializer[BaselineMeasurement]):
    """A zero point, in the benefit's unit of measure."""

    class Meta:
        model = BaselineMeasurement
        fields = ("value", "measured_on", "source")


class MeasurementSerializer(serializers.ModelSerializer[Measurement]):
    """A measurement: `value` in the benefit's unit of measure, `realised_dkk` in DKK; null is not stated.

    `realised_dkk` is of the days from `since` to `measured_on`, without `since` of the year up to `measured_on`;
    `expected_dkk` is of a whole year.
    """

    realised_dkk = amount("realised")
    expected_dkk = amount("expected")

    class Meta:
        model = Measurement
        fields = ("since", "measured_on", "value", "hours", "realised_dkk", "expected_dkk", "final", "note")


class BenefitSerializer(serializers.Serializer[Benefit]):
    """A benefit. `promised_dkk` holds one amount a year from `start_year` on; `type` is empty where it is a goal."""

    id = serializers.IntegerField(source="pk")
    project = serializers.IntegerField(source="project_id")
    project_number = serializers.CharField(source="project.number")
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    type = serializers.ChoiceField(BenefitType.choices, allow_blank=True)
    cash_releasing = serializers.BooleanField()
    harvest_mode = serializers.ChoiceField(HarvestMode.choices, allow_blank=True)
    start_year = serializers.IntegerField()
    promised_dkk = serializers.ListField(child=serializers.DecimalField(14, 2, allow_null=True), source="promised")
    indicator = serializers.CharField(allow_blank=True)
    measure = serializers.CharField(allow_blank=True)
    target = serializers.DecimalField(14, 2, allow_null=True)
    target_date = serializers.DateField(allow_null=True)
    owner = serializers.CharField(source="owner.name", allow_null=True)
    unit = serializers.CharField(source="unit.code", allow_null=True)
    method = serializers.CharField(allow_blank=True)
    change_in_work = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    is_settled = serializers.BooleanField()
    baselines = BaselineSerializer(many=True)
    measurements = MeasurementSerializer(many=True)


@extend_schema(
    tags=["benefits"],
    summary=_("Fetch the benefits"),
    description=_(
        "The benefits of the projects that you may see, each with its zero points and its measurements, the newest"
        " first. What has not been measured is there too."
    ),
    parameters=[OpenApiParameter("unit", OpenApiTypes.STR, description=_("A unit and everything below it, by code."))],
)
class BenefitList(ListAPIView[Benefit]):
    """The benefits that the caller may see."""

    serializer_class = BenefitSerializer
    filterset_class = BenefitSearch
    queryset = Benefit.objects.none()

    def get_queryset(self) -> "QuerySet[Benefit]":
        """Return what the caller may see."""
        rows: Any = Benefit.objects.visible_to(caller(self.request)).select_related(*_RELATED)
        sets = (
            Prefetch("baselines", BaselineMeasurement.objects.order_by("-pk")),
            Prefetch("measurements", Measurement.objects.order_by("-measured_on", "-pk")),
        )
        return rows.prefetch_related(*sets).order_by("-project_id", "position")  # type: ignore[no-any-return]
