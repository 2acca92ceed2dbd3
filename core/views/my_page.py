"""The front page for everyone."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.selectors.my_page import my_page as assemble

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def my_page(request: "PersonRequest") -> "HttpResponse":
    """Show what waits, what is due and what happened."""
    return render(request, "core/my_page.html", {"page": assemble(request.user)})
