"""How we govern: for whoever asks who decides, along which road and by which rules."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.selectors.units import organisation_tabs
from governance.selectors.how_we_govern import how_we_govern
from governance.selectors.profile import reader_profile

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def how_we_govern_page(request: "PersonRequest") -> "HttpResponse":
    """Show what is in force today; an installation without a policy says so."""
    profile = reader_profile(request)
    page = how_we_govern(profile) if profile else None
    return render(request, "governance/how_we_govern.html", {"page": page, "tabs": organisation_tabs(request)})
