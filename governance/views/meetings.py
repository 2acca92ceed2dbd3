"""The strategy group's meetings: the list, one agenda, and what the secretary arranges."""

from abc import abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from core import clock
from core.domain.refusal import Refused, require
from core.selectors.parameters import parameters_read
from core.templatetags.danish import date_long
from core.ui import Action
from governance.domain.agenda import acknowledge_items, may_arrange, move_item, order_items
from governance.domain.calendar_key import calendar_key
from governance.domain.meeting_rules import meeting_rules
from governance.domain.meetings import change_meeting, create_meetings
from governance.forms.meetings import MeetingForm, MoveItemForm, SeriesForm
from governance.models import AgendaItem, Meeting
from governance.selectors.meetings import meeting_list, meeting_page, readable_items
from governance.selectors.note_holders import note_url
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest

# The agendas are open to those who see every submitted case: the bodies and the auditor.
PERMISSION = "portfolio.view_submitted_proposals"


def _require_reader(request: "PersonRequest") -> None:
    if not request.user.has_perm(PERMISSION):
        raise Http404


def _readable_meeting(request: "PersonRequest", pk: int) -> Meeting:
    _require_reader(request)
    return get_object_or_404(Meeting.objects.select_related("body"), pk=pk)


def _readable_item(request: "PersonRequest", pk: int) -> AgendaItem:
    _require_reader(request)
    rows = readable_items(request.user).select_related("proposal", "meeting")
    return get_object_or_404(rows, pk=pk)


@require_safe
def meeting_list_page(request: "PersonRequest") -> "HttpResponse":
    """Show the next meeting, those to come and those that have been."""
    _require_reader(request)
    arranges = bool(may_arrange(reader_standing(request)))
    found = meeting_list(request.user)
    actions = [
        Action(_("Call a meeting"), reverse("governance:meeting_create"), primary=True),
        Action(_("Call a series"), reverse("governance:meeting_series")),
    ]
    context = {
        "list": found,
        "arranges": arranges,
        "actions": actions if arranges else [],
        "to_come": [found.next, *found.later] if found.next else [],
        "calendar": request.build_absolute_uri(
            reverse("governance:body_calendar", args=[calendar_key(request.user), found.body.code])
        )
        if found.body
        else "",
    }
    return render(request, "governance/meeting_list.html", context)


@require_safe
def meeting_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one meeting with its agenda."""
    rules = meeting_rules(parameters_read(request, clock.today()))
    page = meeting_page(_readable_meeting(request, pk), request.user, rules)
    arranges = bool(may_arrange(reader_standing(request)))
    actions = [Action(_("Put it in your calendar"), reverse("governance:meeting_file", args=[pk]))]
    if arranges and not page.begun:
        actions.insert(0, Action(_("Change the meeting"), reverse("governance:meeting_change", args=[pk])))
    context = {
        "page": page,
        "arranges": arranges,
        "actions": actions if not page.begun else [],
        "note_url": note_url(request, "moede", page.meeting),
    }
    return render(request, "governance/meeting_detail.html", context)


@require_POST
def item_move(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Move a case to another meeting to come."""
    item = _readable_item(request, pk)
    meetings = [*Meeting.objects.all()]
    form = MoveItemForm(request.POST, meetings=meetings)
    if not form.is_valid():
        raise Refused(_("Choose the meeting that the case is to be moved to."))
    target = next(one for one in meetings if one.pk == form.cleaned_data["meeting"])
    move_item(item, meeting=target, actor=request.user)
    said = _("%(number)s now stands on the agenda of %(day)s.")
    messages.success(request, said % {"number": item.proposal.number, "day": date_long(target.day)})
    return redirect(_page_of(item))


@require_POST
def item_order(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Move a case one place up or down its list."""
    item = _readable_item(request, pk)
    if item.meeting is None:
        raise Refused(_("The case stands on no agenda."))
    order_items(item.meeting, item, step=-1 if request.POST.get("way") == "up" else 1, actor=request.user)
    return redirect(_page_of(item))


@require_POST
def meeting_acknowledgement(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Record that the group has taken note of the projects."""
    meeting = _readable_meeting(request, pk)
    count = acknowledge_items(meeting, actor=request.user)
    said = ngettext(
        "It has been recorded that the group has taken note of %(count)s project.",
        "It has been recorded that the group has taken note of %(count)s projects.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("governance:meeting_detail", pk=pk)


class MeetingFormView(FormView[Any]):
    """A form about the meetings, for those who arrange them."""

    request: "PersonRequest"
    template_name = "governance/meeting_form.html"
    form_class: Any = MeetingForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        _require_reader(request)
        require(may_arrange(reader_standing(request)))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> "HttpResponse":
        """Make the change; a refusal stands on the same page with the text kept."""
        try:
            return redirect(self.move(form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    @abstractmethod
    def move(self, form: Any) -> str:
        """Make the change, say it, and return where to go."""


class MeetingCreate(MeetingFormView):
    """Call one meeting."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Call a meeting"), "submit": _("Call the meeting")}
        return super().get_context_data(back=reverse("governance:meeting_list"), **words, **kwargs)

    def move(self, form: MeetingForm) -> str:
        data = form.cleaned_data
        meeting = create_meetings([data["day"]], begins=data["begins"], place=data["place"], actor=self.request.user)[0]
        messages.success(self.request, _("The meeting on %(day)s has been called.") % {"day": date_long(meeting.day)})
        return reverse("governance:meeting_detail", args=[meeting.pk])


class MeetingChange(MeetingFormView):
    """Change day, time or place."""

    @cached_property
    def meeting(self) -> Meeting:
        """Return the meeting, or 404."""
        return _readable_meeting(self.request, self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"day": self.meeting.day, "begins": self.meeting.begins, "place": self.meeting.place}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": _("Change the meeting"), "submit": _("Save")}
        return super().get_context_data(back=self._url(), **words, **kwargs)

    def move(self, form: MeetingForm) -> str:
        change_meeting(self.meeting, **form.cleaned_data, actor=self.request.user)
        messages.success(self.request, _("The meeting has been changed."))
        return self._url()

    def _url(self) -> str:
        return reverse("governance:meeting_detail", args=[self.meeting.pk])


class MeetingSeries(MeetingFormView):
    """Call the year's fixed meetings: first the days are read through, then they are called."""

    template_name = "governance/meeting_series.html"
    form_class = SeriesForm

    def form_valid(self, form: SeriesForm) -> "HttpResponse":
        if "ticked" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, days=form.proposed()))
        return super().form_valid(form)

    def form_invalid(self, form: SeriesForm) -> "HttpResponse":
        """Show the days again where it is the days that are refused, else the series."""
        days = [] if form.errors.keys() - {NON_FIELD_ERRORS} else form.proposed()
        ticked = self.request.POST.getlist("day")
        return self.render_to_response(self.get_context_data(form=form, days=days, ticked=ticked))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=_("Call a series"), back=reverse("governance:meeting_list"), **kwargs)

    def move(self, form: SeriesForm) -> str:
        data = form.cleaned_data
        days = form.chosen(self.request.POST.getlist("day"))
        meetings = create_meetings(days, begins=data["begins"], place=data["place"], actor=self.request.user)
        said = ngettext("%(count)s meeting has been called.", "%(count)s meetings have been called.", len(meetings))
        messages.success(self.request, said % {"count": len(meetings)})
        return reverse("governance:meeting_list")


def _page_of(item: AgendaItem) -> str:
    if item.meeting_id is None:
        return reverse("governance:meeting_list")
    return reverse("governance:meeting_detail", args=[item.meeting_id])
