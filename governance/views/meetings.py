"""The strategy group's meetings: the list, one agenda, and what the secretary arranges."""

from abc import abstractmethod
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Exists, OuterRef, Q
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
from governance.domain.agenda import (
    SETTLES,
    acknowledge_items,
    gather_by_conflict,
    may_arrange,
    move_item,
    order_items,
)
from governance.domain.calendar_key import calendar_key
from governance.domain.meeting_rules import meeting_rules
from governance.domain.meeting_session import may_open, with_members
from governance.domain.meetings import change_meeting, create_meetings
from governance.enums import AgendaKind, BodyKind, MeetingPhase
from governance.forms.meetings import MeetingForm, MoveItemForm, SeriesForm
from governance.models import AgendaItem, Body, Meeting
from governance.selectors.matters_arising import matters_arising
from governance.selectors.meetings import MeetingPage, meeting_list, meeting_page, readable_items
from governance.selectors.note_holders import note_url
from governance.selectors.standing import reader_standing

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest
    from core.models import User
    from governance.selectors.standing import Standing

# The agendas are open to those who see every submitted case: the bodies and the auditor.
PERMISSION = "portfolio.view_submitted_proposals"


def _require_reader(request: "PersonRequest") -> None:
    if not request.user.has_perm(PERMISSION):
        raise Http404


def readable_meeting(request: "PersonRequest", pk: int, *, deputies: bool = False) -> Meeting:
    """Return a meeting that the reader may see, or raise Http404.

    With `deputies`, also whoever steps in on a case that it settles: the page then holds their cases alone.
    """
    rows = with_members(Meeting.objects.select_related("body"))
    if deputies and not request.user.has_perm(PERMISSION):
        items = AgendaItem.objects.filter(stepped_in_by(request.user), meeting=OuterRef("pk"))
        return get_object_or_404(rows.filter(Exists(items)), pk=pk)
    _require_reader(request)
    return get_object_or_404(rows, pk=pk)


def stepped_in_by(person: "User") -> Q:
    """Return the condition on items that a meeting settles and `person` steps in on."""
    rows = person.stand_ins.order_by()
    reviewing, deciding = (rows.filter(decides=decides).values("proposal") for decides in (False, True))
    return Q(kind=AgendaKind.FOR_REVIEW, proposal__in=reviewing) | Q(
        kind=AgendaKind.FOR_DECISION, proposal__in=deciding
    )


def readable_item(request: "PersonRequest", pk: int) -> AgendaItem:
    """Return an item whose case the reader may see or is barred from, or raise Http404."""
    _require_reader(request)
    rows = AgendaItem.objects.filter(pk=pk).select_related("proposal", "meeting__body")
    for item in readable_items(rows, request.user):
        return item  # type: ignore[no-any-return]  # the row asked for
    raise Http404


@require_safe
def meeting_list_page(request: "PersonRequest") -> "HttpResponse":
    """Show the next meeting, those to come and those that have been."""
    _require_reader(request)
    kind = _body_kind(request)
    arranges = bool(may_arrange(reader_standing(request), kind))
    found = meeting_list(request.user, kind)
    actions = [
        Action(_("Call a meeting"), f"{reverse('governance:meeting_create')}?organ={kind}", primary=True),
        Action(_("Call a series"), f"{reverse('governance:meeting_series')}?organ={kind}"),
    ]
    if found.next:
        actions += [
            Action(_("Change the meetings to come"), f"{reverse('governance:meetings_change')}?organ={kind}"),
            Action(_("Cancel meetings to come"), f"{reverse('governance:meetings_cancel')}?organ={kind}"),
        ]
    context = {
        "list": found,
        "arranges": arranges,
        "by_management": kind == BodyKind.MANAGEMENT,
        "tabs": [
            {"label": body.name, "url": f"?organ={body.kind}", "current": body.kind == kind, "count": None}
            for body in found.bodies
        ],
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
    meeting = readable_meeting(request, pk, deputies=True)
    rules = meeting_rules(parameters_read(request, clock.today()), meeting.body.kind)
    standing = reader_standing(request)
    page = meeting_page(meeting, request.user, rules, standing)
    arranges = bool(may_arrange(standing, meeting.body.kind))
    actions = _actions(page, standing, arranges=arranges)
    reads_all = request.user.has_perm(PERMISSION)
    if not reads_all:
        # A deputy reads their own cases, and none of the papers that hold the others.
        page = replace(page, packs=(), before=None, after=None)
        closed = meeting.phase == MeetingPhase.CLOSED
        label, name = _("Go through the cases"), "governance:meeting_mode"
        if closed:
            label, name = _("Read the minutes"), "governance:minutes_detail"
        actions = [Action(label, reverse(name, args=[meeting.pk]), primary=closed)]
    context = {
        "page": page,
        "arranges": arranges,
        "pulls": meeting.body.kind in standing.kinds and meeting.body.kind not in standing.secretary_of,
        "actions": actions,
        "arising": matters_arising(meeting, request.user) if reads_all and meeting.phase != MeetingPhase.CLOSED else (),
        "note_url": note_url(request, "moede", meeting) if reads_all else "",
    }
    return render(request, "governance/meeting_detail.html", context)


def _actions(page: MeetingPage, standing: "Standing", *, arranges: bool) -> list[Action]:
    """Return what this reader does next: the meeting itself first, then what arranges it."""
    meeting, found = page.meeting, []
    if meeting.phase == MeetingPhase.CLOSED:
        found.append(
            Action(_("Read the minutes"), reverse("governance:minutes_detail", args=[meeting.pk]), primary=True)
        )
        return found
    if meeting.phase == MeetingPhase.OPEN:
        found.append(
            Action(_("Go to the meeting"), reverse("governance:meeting_mode", args=[meeting.pk]), primary=True)
        )
        return found
    answer = may_open(meeting, standing)
    if answer:
        opening = reverse("governance:meeting_attendance", args=[meeting.pk])
        found.append(Action(_("Open the meeting"), opening, primary=True))
    if page.has_cases:
        found.append(Action(_("Go through the cases"), reverse("governance:meeting_mode", args=[meeting.pk])))
    if not page.begun:
        if arranges:
            found.append(Action(_("Change the meeting"), reverse("governance:meeting_change", args=[meeting.pk])))
        found.append(Action(_("Put it in your calendar"), reverse("governance:meeting_file", args=[meeting.pk])))
    return found


@require_POST
def meeting_gathering(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Put the cases that the same people take no part in beside each other."""
    moved = gather_by_conflict(readable_meeting(request, pk), actor=request.user)
    if moved:
        messages.success(request, _("The cases are gathered, so that whoever has a conflict of interest leaves once."))
    else:
        messages.info(request, _("The cases were gathered already."))
    return redirect("governance:meeting_detail", pk=pk)


@require_POST
def item_move(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Move a case to another meeting to come."""
    item = readable_item(request, pk)
    meetings = [*Meeting.objects.select_related("body")]
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
    item = readable_item(request, pk)
    if item.meeting is None:
        raise Refused(_("The case stands on no agenda."))
    order_items(item.meeting, item, step=-1 if request.POST.get("way") == "up" else 1, actor=request.user)
    return redirect(_page_of(item))


@require_POST
def meeting_acknowledgement(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Record that the group has taken note of the projects."""
    meeting = readable_meeting(request, pk)
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
        require(may_arrange(reader_standing(request), self.kind))
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> BodyKind:
        """Whose meeting it is."""
        return _body_kind(self.request)

    @property
    def list_url(self) -> str:
        """The address of the body's meetings."""
        address = reverse("governance:meeting_list")
        return address if self.kind == BodyKind.STRATEGY_GROUP else f"{address}?organ={self.kind}"

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
        return super().get_context_data(back=self.list_url, **words, **kwargs)

    def move(self, form: MeetingForm) -> str:
        data = form.cleaned_data
        meeting = create_meetings(
            [data["day"]],
            begins=data["begins"],
            ends=data["ends"],
            place=data["place"],
            actor=self.request.user,
            kind=self.kind,
        )[0]
        messages.success(self.request, _("The meeting on %(day)s has been called.") % {"day": date_long(meeting.day)})
        return reverse("governance:meeting_detail", args=[meeting.pk])


class MeetingChange(MeetingFormView):
    """Change day, time or place."""

    @cached_property
    def meeting(self) -> Meeting:
        """Return the meeting, or 404."""
        return readable_meeting(self.request, self.kwargs["pk"])

    @property
    def kind(self) -> BodyKind:
        """Whose meeting it is."""
        return BodyKind(self.meeting.body.kind)

    def get_initial(self) -> dict[str, Any]:
        meeting = self.meeting
        return {"day": meeting.day, "begins": meeting.begins, "ends": meeting.ends, "place": meeting.place}

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
        return super().get_context_data(title=_("Call a series"), back=self.list_url, **kwargs)

    def move(self, form: SeriesForm) -> str:
        data = form.cleaned_data
        days = form.chosen(self.request.POST.getlist("day"))
        meetings = create_meetings(
            days,
            begins=data["begins"],
            ends=data["ends"],
            place=data["place"],
            actor=self.request.user,
            kind=self.kind,
        )
        said = ngettext("%(count)s meeting has been called.", "%(count)s meetings have been called.", len(meetings))
        messages.success(self.request, said % {"count": len(meetings)})
        return self.list_url


def _body_kind(request: "PersonRequest") -> BodyKind:
    """Return whose meetings the address names: else the strategy group's, or management's where there is no group."""
    named = request.GET.get("organ", "")
    if named in SETTLES:
        return BodyKind(named)
    group = Body.objects.filter(kind=BodyKind.STRATEGY_GROUP).exists()
    return BodyKind.STRATEGY_GROUP if group else BodyKind.MANAGEMENT


def _page_of(item: AgendaItem) -> str:
    if item.meeting_id is None:
        return reverse("governance:meeting_list")
    return reverse("governance:meeting_detail", args=[item.meeting_id])
