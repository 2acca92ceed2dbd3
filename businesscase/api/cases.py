"""Business cases over HTTP: those that were submitted last, and one by its proposal's number, with what it comes to."""

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from businesscase.api.case_serializers import CaseDetailSerializer, CaseSerializer
from businesscase.domain.cases import case_of
from businesscase.models import BusinessCaseVersion
from core.api.authentication import caller
from portfolio.api.proposals import NUMBER_PARAMETER, find_proposal
from portfolio.models import Proposal, ProposalVersion
from portfolio.selectors.proposal_page import holds_the_pen, readable_versions

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema(
    tags=["business-cases"],
    summary=_("Fetch the business cases"),
    description=_("Those of the cases that you may see, as they were last submitted, newest number first."),
)
class CaseList(ListAPIView[BusinessCaseVersion]):
    """The business case of the newest submitted version of every proposal that the caller may see."""

    serializer_class = CaseSerializer
    queryset = BusinessCaseVersion.objects.none()

    def get_queryset(self) -> "QuerySet[BusinessCaseVersion]":
        """Return what the caller may see; one query a page and one for the count."""
        seen = Proposal.objects.visible_to(caller(self.request))
        frozen = ProposalVersion.objects.filter(proposal=OuterRef("version__proposal"), frozen_at__isnull=False)
        newest = [F(f"version__proposal__{key}").desc(nulls_last=True) for key in ("year", "serial")]
        return (
            BusinessCaseVersion.objects.filter(
                version=Subquery(frozen.order_by("-ordinal").values("pk")[:1]), version__proposal__in=seen
            )
            .select_related("version__proposal", "result")
            .order_by(*newest, "-pk")
        )


@extend_schema(tags=["business-cases"], parameters=[NUMBER_PARAMETER])
class CaseDetail(APIView):
    """The business case of one proposal, in the newest version that the caller may read."""

    @extend_schema(
        summary=_("Fetch one business case"),
        description=_("In the newest version of the case that you may read, with its lines and the stored result."),
        operation_id="business_case_detail",
        responses=CaseDetailSerializer,
    )
    def get(self, request: "Request", number: str) -> Response:
        """Answer with the case, or 404."""
        reader = caller(request)
        proposal = find_proposal(number, reader)
        versions = readable_versions(proposal, reader, writes=holds_the_pen(proposal, reader))
        found = case_of(versions[0]) if versions else None
        if found is None:
            raise NotFound
        return Response(CaseDetailSerializer(found).data)
