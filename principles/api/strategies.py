"""Strategies and their principles, the newest version of each, open to every employee."""

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api.filters import TruthFilter
from principles.enums import DocumentKind, NodeKind, SetRole
from principles.models import StrategyDocument, StrategyNode

if TYPE_CHECKING:
    from django.db.models import QuerySet

_IN_FORCE = _("Whether it is in force here.")


class StrategySerializer(serializers.Serializer[StrategyDocument]):
    """A strategy or a set of principles as it was adopted; dates that the source lost are null (AM3)."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(DocumentKind.choices)
    role = serializers.ChoiceField(SetRole.choices)
    title = serializers.CharField()
    municipality = serializers.CharField()
    publisher = serializers.CharField(allow_blank=True)
    adopted_by = serializers.CharField(allow_blank=True)
    adopted_on = serializers.DateField(allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    period = serializers.CharField(allow_blank=True)
    scope = serializers.CharField(allow_blank=True)
    source = serializers.CharField(source="source_title")  # type: ignore[assignment]  # a field of that name
    profile = serializers.CharField()
    active = serializers.BooleanField(source="is_active")
    principles = serializers.IntegerField(source="principle_count")


class PrincipleSerializer(serializers.Serializer[StrategyNode]):
    """A principle. Title and statement are adopted wording; `strategy` and `parent` are codes."""

    code = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    statement = serializers.CharField(allow_blank=True)
    explanation = serializers.CharField(allow_blank=True)
    means = serializers.CharField(allow_blank=True)
    because = serializers.CharField(allow_blank=True)
    modality = serializers.CharField(allow_blank=True)
    parent = serializers.CharField(source="parent.code", allow_null=True)  # type: ignore[assignment]  # a field of that name
    strategy = serializers.CharField(source="document.code")
    strategy_version = serializers.IntegerField(source="document.version")
    active = serializers.BooleanField(source="document.is_active")


class StrategyFilters(django_filters.FilterSet):
    """Whether it is in force here, who answers it, and under which profile."""

    active = TruthFilter(field_name="is_active", label=_("Active"), help_text=_IN_FORCE)
    role = django_filters.MultipleChoiceFilter(choices=SetRole.choices)
    profile = django_filters.CharFilter(max_length=40, help_text=_("The code of the policy that brings it."))

    class Meta:
        model = StrategyDocument
        fields = ("role", "profile")


class PrincipleFilters(django_filters.FilterSet):
    """Whether it is in force here, and the code of its strategy."""

    active = TruthFilter(field_name="document__is_active", label=_("Active"), help_text=_IN_FORCE)
    role = django_filters.MultipleChoiceFilter(field_name="document__role", choices=SetRole.choices)
    strategy = django_filters.CharFilter(
        field_name="document__code", max_length=60, help_text=_("The code of one strategy or set of principles.")
    )

    class Meta:
        model = StrategyNode
        fields: tuple[str, ...] = ()


@extend_schema(
    tags=["strategies"],
    summary=_("Fetch the strategies"),
    description=_("The newest version of each strategy and set of principles, those in force first."),
)
class StrategyList(ListAPIView[StrategyDocument]):
    """The newest version of each strategy and set of principles, those in force first."""

    serializer_class = StrategySerializer
    filterset_class = StrategyFilters

    def get_queryset(self) -> "QuerySet[StrategyDocument]":
        """Return them with how many principles each holds."""
        counted = Count("nodes", filter=Q(nodes__kind=NodeKind.PRINCIPLE))
        rows = StrategyDocument.objects.newest().annotate(principle_count=counted)
        return rows.order_by("-is_active", "role", "title", "-version")


@extend_schema(
    tags=["principles"],
    summary=_("Fetch the principles"),
    description=_("The principles of the newest version of each strategy."),
)
class PrincipleList(ListAPIView[StrategyNode]):
    """The principles of the newest version of each strategy, in the strategies' order."""

    serializer_class = PrincipleSerializer
    filterset_class = PrincipleFilters

    def get_queryset(self) -> "QuerySet[StrategyNode]":
        """Return them with their strategy and what they stand under."""
        newest = StrategyDocument.objects.newest().order_by().filter(pk=OuterRef("document"))
        rows = StrategyNode.objects.principles().filter(Exists(newest)).select_related("document", "parent")
        return rows.order_by("-document__is_active", "document__role", "document__title", "document_id", "position")
