"""Requests for access: the list, registering one, marking the papers, answering, and the package."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.clock import today
from core.domain.refusal import Refused, require
from core.selectors.history import history
from core.ui import Action
from core.views.once import PostedOnce
from governance.domain.access_requests import (
    is_under_way,
    mark_papers,
    may_handle,
    may_handle_case,
    order_package,
    refuse_request,
    register_request,
)
from governance.enums import AccessOutcome
from governance.forms.access_requests import AccessAnswerForm, AccessRequestForm, MarksForm
from governance.selectors.access_index import index_lines
from governance.selectors.access_papers import papers_of
from governance.selectors.access_requests import access_clock, access_list, readable_request
from governance.selectors.access_reviews import closed_reviews, read_reviews
from governance.selectors.standing import reader_standing
from governance.views.move_page import MovePage

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_safe
def access_list_page(request: "PersonRequest") -> "HttpResponse":
    """Show what is to be answered, and what has been."""
    _require_handler(request)
    register = Action(_("Register a request"), reverse("governance:access_create"), primary=True)
    return render(request, "governance/access_list.html", {"list": access_list(request.user), "actions": [register]})


@require_safe
def access_file(request: "PersonRequest", pk: int) -> FileResponse:
    """Send the package; the browser neither shows nor sniffs it."""
    row = readable_request(pk, request.user)
    if not row.file:
        raise Http404
    name = slugify(f"aktindsigt {row.proposal.number} {row.pk}")
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=f"{name}.zip")
    response["Content-Type"] = "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def access_progress(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show how far the package is; a page that asks by script is drawn anew when it ends."""
    row = readable_request(pk, request.user)
    response = render(request, "governance/_access_progress.html", {"row": row})
    if not is_under_way(row):
        response["HX-Refresh"] = "true"
    return response


class AccessCreate(PostedOnce, FormView[AccessRequestForm]):
    """Register a request; from a case's page its number stands there."""

    request: "PersonRequest"
    template_name = "governance/access_form.html"
    form_class = AccessRequestForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        """Let those who handle requests in, and answer what was sent twice as it was answered the first time."""
        _require_handler(request)
        return self.answered_before() or super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the case that the reader comes from, and today."""
        return {"number": self.request.GET.get("sag", "")[:20], "received_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("governance:access_list"), **kwargs)

    def form_valid(self, form: AccessRequestForm) -> HttpResponseRedirect:
        """Register it; a refusal stands on the same page with the text kept."""
        try:
            return self.carry_out(lambda: self._register(form), _("The request has been registered."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]

    def _register(self, form: AccessRequestForm) -> str:
        said = form.cleaned_data
        row = register_request(
            said["number"],
            asker=said["asker"],
            contact=said["contact"],
            received_on=said["received_on"],
            actor=self.request.user,
        )
        return reverse("governance:access_detail", args=[row.pk])


class AccessDetail(FormView[MarksForm]):
    """One request: while it is open every paper with its marking, afterwards the index and the package."""

    request: "PersonRequest"
    template_name = "governance/access_detail.html"
    form_class = MarksForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.row = readable_request(kwargs["pk"], request.user)
        case, standing = self.row.proposal, reader_standing(request)
        if self.row.is_open:
            read_reviews(case)
        self.papers = papers_of(case) if self.row.is_open else ()
        self.closed = closed_reviews(case, request.user, standing) if self.row.is_open else frozenset()
        self.answer = may_handle_case(case, request.user, standing)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"papers": self.papers, "marks": self.row.marks, "closed": self.closed}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "row": self.row,
            "clock": access_clock(self.row),
            "answer": self.answer,
            "under_way": is_under_way(self.row),
            "papers": [(paper, form[paper.key], paper.key in self.row.marks) for paper in self.papers],
            "closed": self.closed,
            "unmarked": sum(paper.key not in self.row.marks for paper in self.papers),
            "lines": index_lines(self.row.index),
            "history": history(self.row),
        }

    def form_valid(self, form: MarksForm) -> HttpResponseRedirect:
        """Keep the markings."""
        mark_papers(self.row, form.cleaned_data, actor=self.request.user)
        messages.success(self.request, _("The markings have been saved."))
        return HttpResponseRedirect(reverse("governance:access_detail", args=[self.row.pk]))


class AccessAnswer(MovePage):
    """Answer a request."""

    template_name = "governance/access_answer.html"
    form_class = AccessAnswerForm
    heading = gettext_lazy("Answer the request")
    button = gettext_lazy("Answer the request")
    explanation = gettext_lazy("The answer stands once it has been given. The package is made and kept.")
    done = gettext_lazy("The answer has been taken down.")

    def find(self, pk: int) -> None:
        self.row = readable_request(pk, self.request.user)

    def ask(self) -> None:
        answer = may_handle_case(self.row.proposal, self.request.user, reader_standing(self.request))
        require(answer, act="access.answer", subject=self.row)
        if not self.row.is_open:
            raise Refused(_("The request has been answered."), act="access.answer", subject=self.row)
        if is_under_way(self.row):
            reason = _("The package is being made. Wait until it is there.")
            raise Refused(reason, act="access.answer", subject=self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, clock=access_clock(self.row), **kwargs)

    def make(self, form: AccessAnswerForm) -> None:
        said = form.cleaned_data
        move = refuse_request if said["outcome"] == AccessOutcome.REFUSED else order_package
        move(self.row, reason=said["reason"], actor=self.request.user)

    def back(self) -> str:
        return reverse("governance:access_detail", args=[self.row.pk])


def _require_handler(request: "PersonRequest") -> None:
    """Raise Http404 for who does not handle requests: that somebody has asked is not for everybody to know."""
    if not may_handle(reader_standing(request)):
        raise Http404
