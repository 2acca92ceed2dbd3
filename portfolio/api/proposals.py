"""Proposals: the list with the page's filters, and one by its number."""

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.authentication import caller
from portfolio.api.serializers import ProposalDetailSerializer, ProposalSerializer
from portfolio.filters import ProposalSearch
from portfolio.models import Proposal
from portfolio.selectors.proposal_page import holds_the_pen, readable_versions

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from core.models import User

# A number such as 2027-014; a draft has none yet and is named by its id.
ADDRESS = r"(?P<number>[0-9]{4}-[0-9]{3,6}|[0-9]{1,18})"
NUMBER_PARAMETER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^([0-9]{4}-[0-9]{3,6}|[0-9]{1,18})$", "examples": ["2027-014"]},
    OpenApiParameter.PATH,
    description=_("The number, such as 2027-014. A draft has none yet: write its id."),
)
_RELATED = ("unit__department", "area", "author", "owner")


@extend_schema(
    tags=["proposals"],
    summary=_("Fetch the cases"),
    description=_("The proposals that you may see, newest number first, with the filters of the page."),
    parameters=[OpenApiParameter("year", OpenApiTypes.INT, description=_("The year of the number."))],
)
class ProposalList(ListAPIView[Proposal]):
    """The proposals that the caller may see, newest number first; the same filters and search as the page."""

    serializer_class = ProposalSerializer
    filterset_class = ProposalSearch
    queryset = Proposal.objects.none()

    def get_queryset(self) -> "QuerySet[Proposal]":
        """Return what the caller may see."""
        order = (F("year").desc(nulls_last=True), F("serial").desc(nulls_last=True), "-pk")
        return Proposal.objects.visible_to(caller(self.request)).select_related(*_RELATED).order_by(*order)


@extend_schema(tags=["proposals"], parameters=[NUMBER_PARAMETER])
class ProposalDetail(APIView):
    """One proposal with the newest version that the caller may read."""

    @extend_schema(
        summary=_("Fetch one case"),
        description=_("With the newest version that you may read."),
        operation_id="proposal_detail",
        responses=ProposalDetailSerializer,
    )
    def get(self, request: "Request", number: str) -> Response:
        """Answer with the proposal, or 404."""
        reader = caller(request)
        proposal = find_proposal(number, reader)
        version = readable_versions(proposal, reader, writes=holds_the_pen(proposal, reader))[0]
        return Response(ProposalDetailSerializer(proposal, context={"version": version}).data)


def find_proposal(number: str, reader: "User") -> Proposal:
    """Return the proposal at this address of those `reader` may see. Raises NotFound."""
    year, dash, serial = number.partition("-")
    named: dict[str, Any] = {"year": int(year), "serial": int(serial)} if dash else {"pk": int(year)}
    proposal = Proposal.objects.visible_to(reader).select_related(*_RELATED).filter(**named).first()
    if proposal is None or (dash and proposal.number != number):
        raise NotFound
    return proposal
