"""The API's page for people, drawn from the schema on the server: no script, nothing from elsewhere."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.api.reference import chapters
from core.api.schema import whole_schema

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def api_reference(request: "PersonRequest") -> "HttpResponse":
    """Show every operation."""
    address = request.build_absolute_uri("/api/v1/")
    return render(request, "core/api_reference.html", {"chapters": chapters(whole_schema()), "address": address})
