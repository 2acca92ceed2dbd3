"""Pages of a list: `page` and `page_size`, at most 200 rows a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import PageNumberPagination

from core.api.problems import Invalid

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

LARGEST = 200
_LAST = 10**9


class Pages(PageNumberPagination):
    """Strict about what it is asked for; a page after the last is empty."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = LARGEST

    def paginate_queryset(
        self,
        queryset: "QuerySet[Any] | Sequence[Any]",
        request: "Request",
        view: "APIView | None" = None,  # noqa: ARG002 - the framework's signature
    ) -> list[Any]:
        """Return the rows of the page. Raises Invalid for what is no number, or out of bounds."""
        self.request = request
        number = _whole(request, "page", 1, _LAST)
        paginator = Paginator(queryset, _whole(request, "page_size", self.page_size, LARGEST))
        last = paginator.num_pages
        self.page = paginator.page(number) if number <= last else Page([], last + 1, paginator)
        return list(self.page)

    def get_schema_operation_parameters(self, view: "APIView") -> list[dict[str, Any]]:  # noqa: ARG002
        """Return the two parameters with their bounds."""
        return [
            _parameter("page", _("Which page, from 1."), 1, _LAST),
            _parameter("page_size", _("Rows a page, from 1 to 200."), self.page_size, LARGEST),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return what a page looks like."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer"},
                "next": address,
                "previous": address,
                "results": schema | {"maxItems": LARGEST},
            },
        }


def _parameter(name: str, description: Any, default: int, largest: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": largest, "default": default}
    return {"name": name, "in": "query", "required": False, "description": str(description), "schema": schema}


def _whole(request: "Request", name: str, default: int, largest: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdecimal() and len(text) <= len(str(largest)) and 1 <= int(text) <= largest:
        return int(text)
    raise Invalid(_("Write a whole number from 1 to %(largest)s.") % {"largest": largest}, name)
