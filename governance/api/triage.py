"""Triage as a calculation: is it a project, who handles it, what must happen first. Stores nothing."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import AmountField, DayField, FlagField, RowsField, StrictSerializer, TextField
from core.api.problems import Invalid
from core.models import Unit
from governance.api.reasons import ReasonSerializer, policy_in_force, told_by_path
from governance.domain.triage import unit_ref
from governance.enums import Route
from governance.policy.triage import TriageInput, triage
from governance.policy.unit_ref import UnitRef

if TYPE_CHECKING:
    from rest_framework.request import Request


class TriageRequestSerializer(StrictSerializer):
    """The task as its applicant states it; `units` are codes, `staff_hours` internal hours."""

    vendor_cost_dkk = AmountField(
        help_text=gettext_lazy("Supplier cost, DKK excluding VAT, up to the start of operation.")
    )
    staff_hours = AmountField(help_text=gettext_lazy("Internal hours."))
    units = RowsField(child=TextField(max_length=60), help_text=gettext_lazy("The codes of the units that take part."))
    needs_cooperation = FlagField(help_text=gettext_lazy("Whether several people must work together."))
    external_assistance = FlagField(help_text=gettext_lazy("Whether somebody from outside helps."))
    is_acquisition = FlagField(help_text=gettext_lazy("Whether something is bought or developed further."))
    asks_pool = FlagField(default=False, help_text=gettext_lazy("Whether money is asked of the pool."))
    on_date = DayField(help_text=gettext_lazy("The day whose policy is asked."))


class TriageAnswerSerializer(serializers.Serializer[Any]):
    """What policy says, with every rule that was tried and the version of the policy."""

    is_project = serializers.BooleanField()
    route = serializers.ChoiceField(Route.choices)
    for_information = serializers.BooleanField()
    it_assessment_required = serializers.BooleanField()
    hearing_required = serializers.BooleanField()
    reasons = ReasonSerializer(many=True)
    profile = serializers.CharField()
    profile_version = serializers.CharField()


@extend_schema(tags=["calculations"])
class TriageView(APIView):
    """Try the municipality's policy on a task."""

    calculates = True
    problems = (409,)

    @extend_schema(
        summary=gettext_lazy("Triage"),
        description=gettext_lazy(
            "Is it a project, who handles it, and what must happen first?"
            " Every rule that was tried stands in the answer."
        ),
        operation_id="triage",
        request=TriageRequestSerializer,
        responses={200: TriageAnswerSerializer},
    )
    def post(self, request: "Request") -> Response:
        """Answer with the route and the reasons."""
        asked = TriageRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with told_by_path():
            outcome = triage(_question(asked.validated_data), policy_in_force())
        return Response(TriageAnswerSerializer(outcome).data)


def _question(asked: dict[str, Any]) -> TriageInput:
    return TriageInput(
        vendor_cost=asked["vendor_cost_dkk"],
        staff_hours=asked["staff_hours"],
        units=_resolve(asked["units"]),
        needs_cooperation=asked["needs_cooperation"],
        external_assistance=asked["external_assistance"],
        is_acquisition=asked["is_acquisition"],
        asks_pool=asked["asks_pool"],
        on_date=asked["on_date"],
    )


def _resolve(codes: list[str]) -> tuple[UnitRef, ...]:
    """Return the units with their departments and areas, each once; one query."""
    rows = Unit.objects.filter(code__in=set(codes)).select_related("department", "area")
    units = {unit.code: unit_ref(unit) for unit in rows}
    for index, code in enumerate(codes):
        if code not in units:
            raise Invalid(_("There is no unit with the code “%(code)s”.") % {"code": code}, f"units.{index}")
    return tuple(dict.fromkeys(units[code] for code in codes))
