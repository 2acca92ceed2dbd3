"""Projects over HTTP: the list and one of them, as the pages show them; amounts are decimal strings in DKK."""

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.authentication import caller
from core.children import Child, prefetch_together
from portfolio.api.serializers import amount
from portfolio.enums import Light, ProjectPhase, ProjectTrack
from portfolio.filters import ProjectSearch
from portfolio.models import Milestone, Project, Risk, StatusUpdate

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

_RELATED = ("proposal", "unit", "area", "owner", "manager")


def _light(source: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(Light.choices, source=source, allow_blank=True)


class LightsSerializer(serializers.Serializer[Project]):
    """The lights of the newest status; empty while none has been reported."""

    time = _light("light_time")
    economy = _light("light_economy")
    benefits = _light("light_benefits")
    quality = _light("light_quality")


class ProjectSerializer(serializers.Serializer[Project]):
    """A line of the list. Units are codes, people names; what nobody has stated is null, never 0."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    proposal = serializers.CharField(source="proposal.number", allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name
    title = serializers.CharField()
    unit = serializers.CharField(source="unit.code", allow_null=True)
    area = serializers.CharField(source="area.code", allow_null=True)
    owner = serializers.CharField(source="owner.name", allow_null=True)
    manager = serializers.CharField(source="manager.name", allow_null=True)
    track = serializers.ChoiceField(ProjectTrack.choices)
    phase = serializers.ChoiceField(ProjectPhase.choices)
    phase_since = serializers.DateTimeField()
    started_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    lights = LightsSerializer(source="*")
    status_month = serializers.DateField(allow_null=True)
    granted_dkk = serializers.DecimalField(14, 2, source="granted")
    planned_cost_dkk = amount("baseline_cost")
    planned_gain_dkk = amount("baseline_benefit")
    planned_end = serializers.DateField(source="baseline_end", allow_null=True)
    spent_dkk = amount("spent")
    expected_cost_dkk = amount("forecast")
    expected_end = serializers.DateField(allow_null=True)
    decision_needed = serializers.CharField(allow_blank=True)
    restricted = serializers.BooleanField()


class MilestoneSerializer(serializers.ModelSerializer[Milestone]):
    """A milestone: first planned for, planned for now, reached."""

    class Meta:
        model = Milestone
        fields = ("label", "baseline_on", "planned_on", "done_on")


class RiskSerializer(serializers.ModelSerializer[Risk]):
    """A risk; probability and consequence go from 1 to 5."""

    class Meta:
        model = Risk
        fields = ("text", "probability", "consequence", "action", "closed_on")


class StatusSerializer(serializers.ModelSerializer[StatusUpdate]):
    """A reported status, named by the first day of its month; a later one for a month corrects the earlier."""

    spent_dkk = amount("spent")
    expected_cost_dkk = amount("forecast")

    class Meta:
        model = StatusUpdate
        fields = (
            "month", "time", "time_text", "economy", "economy_text", "benefits", "benefits_text", "quality",
            "quality_text", "spent_dkk", "expected_cost_dkk", "expected_end", "decision_needed", "reported_by_name",
            "reported_at",
        )  # fmt: skip


class ProjectDetailSerializer(ProjectSerializer):
    """One project with what hangs on it."""

    summary = serializers.CharField(allow_blank=True)
    end_reason = serializers.CharField(allow_blank=True)
    follow_up_on = serializers.DateField(allow_null=True)
    source_texts = serializers.DictField(child=serializers.CharField())
    milestones = MilestoneSerializer(many=True)
    risks = RiskSerializer(many=True)
    statuses = StatusSerializer(many=True)


@extend_schema(
    tags=["projects"],
    summary=_("Fetch the projects"),
    description=_("The projects that you may see, newest number first, with the filters of the page."),
    parameters=[OpenApiParameter("unit", OpenApiTypes.STR, description=_("A unit and everything below it, by code."))],
)
class ProjectList(ListAPIView[Project]):
    """The projects that the caller may see; the same filters and search as the page."""

    serializer_class = ProjectSerializer
    filterset_class = ProjectSearch
    queryset = Project.objects.none()

    def get_queryset(self) -> "QuerySet[Project]":
        """Return what the caller may see."""
        newest = [F(key).desc(nulls_last=True) for key in ("case_year", "case_serial")]
        return Project.objects.visible_to(caller(self.request)).select_related(*_RELATED).order_by(*newest, "-pk")


@extend_schema(
    tags=["projects"],
    parameters=[
        OpenApiParameter("project", OpenApiTypes.INT64, OpenApiParameter.PATH, description=_("The project's id."))
    ],
)
class ProjectDetail(APIView):
    """One project."""

    @extend_schema(
        summary=_("Fetch one project"),
        description=_("With its milestones, its risks and every status, the newest first."),
        operation_id="project_detail",
        responses=ProjectDetailSerializer,
    )
    def get(self, request: "Request", project: str) -> Response:
        """Answer with the project, or 404."""
        rows = Project.objects.visible_to(caller(request)).select_related(*_RELATED).filter(pk=int(project))
        found: Any = rows.first()
        if found is None:
            raise NotFound
        prefetch_together([found], Child("milestones"), Child("risks"), Child("statuses"))
        return Response(ProjectDetailSerializer(found).data)
