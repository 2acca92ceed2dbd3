"""A person's own access tokens: created, shown once, revoked."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.domain.api_tokens import create_api_token, revoke_api_token
from core.enums import TokenScope
from core.forms.api_tokens import ApiTokenForm
from core.selectors.api_tokens import tokens_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.http import PersonRequest


@never_cache
@require_http_methods(["GET", "POST"])
def api_token_list(request: "PersonRequest") -> "HttpResponse":
    """Show the tokens with the form for a new one; the answer to the form is the only page that shows a key."""
    in_use, over = tokens_of(request.user)
    form = ApiTokenForm(request.POST or None, taken=frozenset(line.token.name for line in in_use))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        token, key = create_api_token(
            person=request.user,
            name=data["name"],
            scope=TokenScope(data["scope"]),
            days=data["days"],
            actor=request.user,
        )
        return render(request, "core/api_token_created.html", {"token": token, "key": key})
    context = {"form": form, "in_use": in_use, "over": over, "address": request.build_absolute_uri("/api/v1/")}
    return render(request, "core/api_token_list.html", context)


@require_http_methods(["GET", "POST"])
def api_token_revoke(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Ask first, then revoke; a token of somebody else's does not exist."""
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    if request.method == "POST":
        revoke_api_token(token, actor=request.user)
        messages.success(request, _("“%(name)s” has been revoked.") % {"name": token.name})
        return redirect("core:api_token_list")
    return render(request, "core/api_token_revoke.html", {"token": token})
