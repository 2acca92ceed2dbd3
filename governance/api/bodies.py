"""The bodies: what each may do with a case, and who sits in it today."""

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core import clock
from governance.domain.bodies import in_force
from governance.enums import BodyKind, BodyRole
from governance.models import Body, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SeatSerializer(serializers.Serializer[Membership]):
    """A seat that is in force today."""

    person = serializers.CharField(source="person.name")
    role = serializers.ChoiceField(BodyRole.choices)


class BodySerializer(serializers.Serializer[Body]):
    """A body with its powers (AM14)."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(BodyKind.choices)
    name = serializers.CharField()
    decides = serializers.BooleanField()
    recommends = serializers.BooleanField()
    advises = serializers.BooleanField()
    hears = serializers.BooleanField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name
    seats = SeatSerializer(many=True, source="seated")


@extend_schema(
    tags=["bodies"],
    summary=_("Fetch the bodies"),
    description=_("Who decides, who recommends, who advises and who is heard, and who sits there today."),
)
class BodyList(ListAPIView[Body]):
    """Who decides, who recommends, who advises and who is heard."""

    serializer_class = BodySerializer
    queryset = Body.objects.none()

    def get_queryset(self) -> "QuerySet[Body]":
        """Return the bodies with their seats of today; two queries."""
        seated = Membership.objects.filter(in_force(clock.today())).select_related("person")
        seated = seated.order_by("person__sort_key")
        return Body.objects.prefetch_related(Prefetch("memberships", queryset=seated, to_attr="seated"))
