"""The schema as a file."""

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.schema import whole_schema

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema(exclude=True)
class SchemaView(APIView):
    """OpenAPI 3.1 in JSON."""

    def get(self, request: "Request") -> Response:  # noqa: ARG002 - the framework's signature
        """Answer with the schema."""
        return Response(whole_schema())
