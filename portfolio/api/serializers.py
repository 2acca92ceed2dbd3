"""A proposal and its content as the API writes them; amounts are decimal strings in DKK excluding VAT."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import CoFinancing, Goal, InvolvedGroup, Proposal, ProposalVersion


def amount(source: str) -> "serializers.DecimalField":
    """Make a field for an amount that may be unstated."""
    return serializers.DecimalField(14, 2, source=source, allow_null=True, read_only=True)


class ProposalSerializer(serializers.Serializer[Proposal]):
    """A line of the list. `number` is empty while a draft; units are codes, people names."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(ProposalKind.choices)
    state = serializers.ChoiceField(ProposalState.choices)
    state_since = serializers.DateTimeField()
    title = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(source="unit.code")
    area = serializers.CharField(source="area.code", allow_null=True)
    author = serializers.CharField(source="author.name")
    owner = serializers.CharField(source="owner.name", allow_null=True)
    acquisition_type = serializers.CharField(allow_blank=True)
    vendor_cost_dkk = amount("vendor_cost")
    requested_dkk = amount("requested_amount")
    restricted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class GoalSerializer(serializers.ModelSerializer[Goal]):
    """A measurable goal (D19)."""

    class Meta:
        model = Goal
        fields = ("indicator", "measure", "baseline", "target", "target_date", "method")


class InvolvedGroupSerializer(serializers.ModelSerializer[InvolvedGroup]):
    """Who is affected and how they are involved (D35)."""

    class Meta:
        model = InvolvedGroup
        fields = ("kind", "who", "how")


class CoFinancingSerializer(serializers.ModelSerializer[CoFinancing]):
    """What one other pays beside the pool (B13)."""

    amount_dkk = amount("amount")

    class Meta:
        model = CoFinancing
        fields = ("kind", "who", "amount_dkk", "secured")


class VersionSerializer(serializers.ModelSerializer[ProposalVersion]):
    """What the applicant wrote. `frozen_at` is null while it is a draft."""

    unit = serializers.CharField(source="unit.code")
    units_involved = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    vendor_cost_dkk = amount("vendor_cost")
    requested_dkk = amount("requested_amount")
    requested_second_year_dkk = amount("requested_second_year")
    requested_third_year_dkk = amount("requested_third_year")
    goals = GoalSerializer(many=True)
    involved_groups = InvolvedGroupSerializer(many=True)
    co_financing = CoFinancingSerializer(many=True)

    class Meta:
        model = ProposalVersion
        fields = (
            "ordinal",
            "frozen_at",
            "change_reason",
            "title",
            "unit",
            "unit_path",
            "core_task",
            "need",
            "idea",
            "gain",
            "aspect_organisation",
            "aspect_management",
            "aspect_processes",
            "aspect_technology",
            "units_involved",
            "vendor_cost_dkk",
            "staff_hours",
            "acquisition_type",
            "needs_cooperation",
            "external_assistance",
            "external_assistance_text",
            "supplier",
            "requested_dkk",
            "requested_second_year_dkk",
            "requested_third_year_dkk",
            "pool_criterion",
            "strictly_necessary_reason",
            "work_process_changes",
            "reuse_internal",
            "reuse_external",
            "training_plan",
            "origin",
            "obligation_level",
            "obligation_legal_basis",
            "citizen_facing",
            "value_citizen",
            "value_efficiency",
            "support_plan",
            "uses_ai",
            "ai_risk_class",
            "ai_text",
            "personal_data",
            "security_text",
            "esdh_case_number",
            "goals",
            "involved_groups",
            "co_financing",
        )


class ProposalDetailSerializer(ProposalSerializer):
    """One proposal; the context holds the `version` to show."""

    version = serializers.SerializerMethodField()

    @extend_schema_field(VersionSerializer)
    def get_version(self, _proposal: Proposal) -> Any:
        """Return the version that the reader may read."""
        return VersionSerializer(self.context["version"]).data
