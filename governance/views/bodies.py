"""The bodies: what each may do, who sits there, and the moves on their seats."""

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from core import clock
from core.domain.audit import record_refusal
from core.domain.refusal import Refused, require
from core.selectors.people import suggested_people
from core.selectors.units import organisation_tabs
from core.ui import Action
from governance.domain.agenda import SETTLES
from governance.domain.bodies import appoint, end_membership, may_manage_seats, name_deputy, seat_member
from governance.domain.body_settings import may_set
from governance.forms.bodies import EndSeatForm, NewSeatForm, SeatForm
from governance.models import Body, Membership
from governance.selectors.bodies import body_lines, body_page, seat_history
from governance.selectors.body_settings import meeting_rule_lines
from governance.selectors.leadership_meetings import leadership_meetings
from governance.selectors.profile import reader_profile
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_GET
def body_list(request: "PersonRequest") -> "HttpResponse":
    """Show every body and what it may do."""
    leadership = leadership_meetings(reader_profile(request))
    context = {"lines": body_lines(), "leadership": leadership, "tabs": organisation_tabs(request)}
    return render(request, "governance/body_list.html", context)


@require_GET
def body_detail(request: "PersonRequest", code: str) -> "HttpResponse":
    """Show one body with its seats."""
    page = body_page(code, request.user)
    seat = Action(_("Give a seat"), reverse("governance:seat_create", args=[code]), primary=True)
    actions = [seat] if page.manages else []
    if page.body.kind in SETTLES and may_set(page.body, request.user, reader_standing(request)):
        actions.append(Action(_("Settings"), reverse("governance:body_settings", args=[code])))
    context = {
        "page": page,
        "actions": actions,
        "rules": meeting_rule_lines(page.body, request, clock.today()),
        "history": seat_history(page.body),
    }
    return render(request, "governance/body_detail.html", context)


class SeatFormView(FormView["Form"]):
    """A move on the seats of a body; `act` names it in the audit log."""

    template_name = "governance/body_seat.html"
    act: ClassVar[str]
    request: "PersonRequest"

    @cached_property
    def body(self) -> Body:
        """Return the body, or 404."""
        return get_object_or_404(Body, code=self.kwargs["code"])

    @cached_property
    def seat(self) -> Membership:
        """Return the seat, or 404 where it is not this body's."""
        seats = self.body.memberships.select_related("person", "deputy", "body")
        return get_object_or_404(seats, pk=self.kwargs["pk"])

    def dispatch(self, request: "HttpRequest", *arguments: Any, **options: Any) -> "HttpResponseBase":
        """Refuse those who do not manage the seats; an attempt to send is recorded."""
        answer = may_manage_seats(self.body, self.request.user)
        if not answer and self.request.method == "POST":
            record_refusal(self.act, actor=self.request.user, subject=self.body, reason=answer.reason)
        require(answer)
        return super().dispatch(request, *arguments, **options)

    def form_valid(self, form: "Form") -> "HttpResponse":
        """Make the move; what the rules refuse is said at the top of the form, with the answers kept."""
        try:
            with transaction.atomic():
                done = self.move(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return super().form_valid(form)

    @abstractmethod
    def move(self, data: dict[str, Any]) -> str:
        """Carry out what the form says and return the sentence that tells it."""

    def get_success_url(self) -> str:
        return reverse("governance:body_detail", args=[self.body.code])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, back=self.get_success_url(), **context)


class SeatCreate(SeatFormView):
    """Give a seat."""

    form_class = NewSeatForm
    act = "body.seat"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "body": self.body}

    def move(self, data: dict[str, Any]) -> str:
        seat_member(self.body, **data, actor=self.request.user)
        return _("%(name)s has a seat in %(body)s.") % {"name": data["person"].name, "body": self.body.name}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        title = _("Give a seat in %(body)s") % {"body": self.body.name}
        words = {"title": title, "here": _("Give a seat"), "submit": _("Give the seat"), "people": suggested_people()}
        return super().get_context_data(**words, **context)


class SeatChange(SeatFormView):
    """Change the role or the deputy."""

    form_class = SeatForm
    act = "body.appoint"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "body": self.body}

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.seat.role, "deputy": self.seat.deputy}

    def move(self, data: dict[str, Any]) -> str:
        seat = self.seat
        if data["role"] != seat.role:
            seat = appoint(seat, role=data["role"], actor=self.request.user)
        if data["deputy"] != seat.deputy:
            name_deputy(seat, deputy=data["deputy"], actor=self.request.user)
        return _("The seat of %(name)s has been changed.") % {"name": seat.person.name}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        title = _("Change the seat of %(name)s") % {"name": self.seat.person.name}
        words = {"title": title, "here": title, "submit": _("Save"), "people": suggested_people()}
        return super().get_context_data(**words, **context)


class SeatEnd(SeatFormView):
    """End a seat."""

    form_class = EndSeatForm
    act = "body.end_seat"

    def move(self, data: dict[str, Any]) -> str:
        end_membership(self.seat, **data, actor=self.request.user)
        return _("The seat of %(name)s ends.") % {"name": self.seat.person.name}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        title = _("End the seat of %(name)s") % {"name": self.seat.person.name}
        lead = _("The rights that came with the seat go the day after. The seat stays in the register.")
        words = {"title": title, "here": title, "submit": _("End the seat"), "lead": lead, "danger": True}
        return super().get_context_data(**words, **context)
