"""Cases like the one being written, beside the form and anew while it is typed."""

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portfolio.selectors.similar import similar_cases
from portfolio.selectors.similar_systems import similar_systems
from portfolio.selectors.slots import Drawn

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from portfolio.models import Proposal, ProposalVersion

TEMPLATE = "portfolio/_similar.html"


@require_POST
def similar_list(request: "PersonRequest") -> "HttpResponse":
    """Answer the panel for the title and the need posted; nothing is stored. `?sag=` is the case itself."""
    asked = request.GET.get("sag", "")
    besides = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 9 else None  # noqa: PLR2004 - no id has more digits
    title, need = request.POST.get("title", ""), f"{request.POST.get('need', '')} {request.POST.get('idea', '')}"
    cases = similar_cases(request.user, title=title.strip(), need=need, besides=besides)
    systems = similar_systems(title=title, need=need)
    return render(request, TEMPLATE, {"cases": cases, "systems": systems, "typed": bool(title.strip())})


def similar_panel(request: "PersonRequest", proposal: "Proposal", version: "ProposalVersion") -> Drawn:
    """Draw the panel for what is written so far; a case that has not been begun has written nothing.

    The systems come with the first word that is typed.
    """
    cases = similar_cases(request.user, title=version.title, need=f"{version.need} {version.idea}", besides=proposal.pk)
    html = render_to_string(TEMPLATE, {"cases": cases, "typed": bool(version.title)}, request)
    query = f"?sag={proposal.pk}" if proposal.pk else ""
    return Drawn("lignende", _("Similar cases"), 10, html, reverse("portfolio:similar_list") + query)
