"""Two to four cases side by side."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.enums import BodyKind
from governance.selectors.compare import FEWEST, MOST, comparable_cases, comparison
from governance.selectors.pool_criteria import criterion_names
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest

# Who judges between cases: the group that recommends, and management that decides.
_READERS = frozenset({BodyKind.STRATEGY_GROUP, BodyKind.MANAGEMENT})


@require_safe
def case_comparison(request: "PersonRequest") -> "HttpResponse":
    """Compare the cases that the address names; what the reader may not see is not among those to choose from."""
    if not reader_standing(request).kinds & _READERS:
        raise Http404
    asked, cases = set(request.GET.getlist("sag")), list(comparable_cases(request.user))
    chosen = [case for case in cases if str(case.pk) in asked]
    problem = ""
    if asked and len(chosen) < FEWEST:
        problem = _("Choose at least two cases.")
    elif len(chosen) > MOST:
        problem = _("Choose at most four cases.")
    found = comparison(chosen, request.user, dict(criterion_names(request))) if chosen and not problem else None
    context = {"cases": cases, "chosen": {case.pk for case in chosen}, "problem": problem, "found": found}
    return render(request, "governance/case_comparison.html", context)
