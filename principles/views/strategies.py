"""The sets of principles, open to every employee."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.providers import collect
from principles.models import StrategyDocument, StrategyNode
from principles.selectors import strategies

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@require_GET
def list_strategies(request: "PersonRequest") -> "HttpResponse":
    """Show the active sets, then those that stand beside as reference."""
    active, others = strategies.list_sets()
    return render(
        request,
        "principles/strategy_list.html",
        {"active": active, "others": others, "actions": collect("strategy_actions", request)},
    )


@require_GET
def show_strategy(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one set with its tree."""
    document = get_object_or_404(StrategyDocument, pk=pk)
    return render(request, "principles/strategy_detail.html", {"page": strategies.set_page(document)})


@require_GET
def show_node(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one principle, guiding mark or other node, and the visible proposals that answer it."""
    node = get_object_or_404(StrategyNode.objects.select_related("document", "parent"), pk=pk)
    return render(request, "principles/node_detail.html", {"page": strategies.node_page(node, request.user)})
