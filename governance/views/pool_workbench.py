"""The pool's workbench: the ranked table with its methods, the scenarios beside each other, the long calculations."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.children import Child, prefetch_together
from core.clock import today
from core.selectors.history import history
from governance.domain.pool_calculations import is_alive, order_calculation
from governance.domain.scenarios import opens_workbench
from governance.enums import AllocationMethod, ValueBasis
from governance.models import PoolCalculation, PoolYear, Scenario
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.profile import reader_profile
from governance.selectors.scenario_compare import compare_scenarios
from governance.selectors.scenario_record import committed_page
from governance.selectors.standing import reader_standing
from governance.selectors.workbench import Workbench, find_year, seen_share, workbench
from governance.selectors.workbench_head import workbench_actions, workbench_figures, workbench_tabs

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest
    from governance.policy.profile import Profile

# More digits than an id of the database has.
_DIGITS = 10


def require_workbench(request: "PersonRequest") -> "Profile":
    """Return the policy in force; raise Http404 for who does not open the workbench."""
    profile = reader_profile(request)
    if profile is None or not criteria_in_force(request):
        raise Http404
    if not opens_workbench(request.user, reader_standing(request)):
        raise Http404
    return profile


def readable_scenario(request: "PersonRequest", pk: int) -> Scenario:
    """Return a scenario that the reader may see, with what it settles."""
    scenario = Scenario.objects.visible_to(request.user).select_related("pool_year").filter(pk=pk).first()
    if scenario is None:
        raise Http404
    prefetch_together([scenario], Child("cases"), Child("links", follow=("proposal", "other")))
    return scenario


def read_id(text: str) -> int | None:
    """Return an id from an address or a form; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _DIGITS else None


@require_safe
def pool_workbench(request: "PersonRequest", year: int) -> "HttpResponse":
    """Show who asks, and what each method would choose, with nothing settled beforehand."""
    profile = require_workbench(request)
    return show_workbench(request, profile, year_or_404(year), None)


@require_safe
def scenario_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show the same with what a scenario settles; one that has been put forward is shown as it was."""
    profile = require_workbench(request)
    scenario = readable_scenario(request, pk)
    if scenario.is_committed:
        context = {"page": committed_page(scenario), "history": history(scenario)}
        return render(request, "governance/scenario_committed.html", context)
    return show_workbench(request, profile, find_year(scenario.pool_year.year), scenario)


def show_workbench(
    request: "PersonRequest",
    profile: "Profile",
    found: tuple[PoolYear | None, tuple[PoolYear, ...]],
    scenario: Scenario | None,
) -> "HttpResponse":
    """Draw the workbench."""
    page = assemble(request, profile, found, scenario)
    context = {
        "page": page,
        "tabs": workbench_tabs(page),
        "figures": workbench_figures(page),
        "actions": workbench_actions(page),
        "robust_source": seen_share(page.calculation) if page.robust and page.calculation else "",
    }
    return render(request, "governance/pool_workbench.html", context)


def assemble(
    request: "PersonRequest",
    profile: "Profile",
    found: tuple[PoolYear | None, tuple[PoolYear, ...]],
    scenario: Scenario | None,
) -> Workbench:
    """Return the page as the address asks for it; raise Http404 for a year that the pool has not."""
    row, years = found
    if row is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    method, basis = asked.get("metode", ""), asked.get("vaerdi", "")
    return workbench(
        row,
        years,
        scenario,
        reader=request.user,
        standing=reader_standing(request),
        profile=profile,
        method=AllocationMethod(method) if method in AllocationMethod.values else None,
        basis=ValueBasis(basis) if basis in ValueBasis.values else None,
    )


def year_or_404(number: int) -> tuple[PoolYear | None, tuple[PoolYear, ...]]:
    """Return a year of the pool, and all there are; raise Http404 where it has no frame, or is over."""
    found = find_year(number)
    if found[0] is None or number < today().year:
        raise Http404
    return found


@require_safe
def scenario_compare(request: "PersonRequest", year: int) -> "HttpResponse":
    """Show the saved scenarios beside each other."""
    profile = require_workbench(request)
    _row, years = year_or_404(year)
    following = [one for one in years if one.year >= year]
    page = compare_scenarios(following, request.user, reader_standing(request), profile)
    return render(request, "governance/scenario_compare.html", {"page": page})


@require_POST
def calculation_order(request: "PersonRequest", year: int) -> HttpResponseRedirect:
    """Order the thorough calculation of the page it was asked from."""
    profile = require_workbench(request)
    asked = read_id(request.POST.get("scenario", ""))
    scenario = readable_scenario(request, asked) if asked else None
    found = year_or_404(year) if scenario is None else find_year(scenario.pool_year.year)
    page = assemble(request, profile, found, scenario)
    order_calculation(page.board, page.year, actor=request.user)
    url = (
        reverse("governance:scenario_detail", args=[scenario.pk])
        if scenario
        else reverse("governance:pool_workbench", args=[year])
    )
    look = "&".join(f"{key}={request.POST[key]}" for key in ("metode", "vaerdi") if request.POST.get(key, "").isalpha())
    return HttpResponseRedirect(f"{url}{'?' if look else ''}{look}#sikkert")


@require_safe
def calculation_progress(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show how far a thorough calculation is; a page that asks by script is drawn anew when it ends."""
    require_workbench(request)
    calculation = PoolCalculation.objects.filter(pk=pk).first()
    if calculation is None:
        raise Http404
    response = render(request, "governance/_calculation_progress.html", {"calculation": calculation})
    if not is_alive(calculation):
        response["HX-Refresh"] = "true"
    return response
