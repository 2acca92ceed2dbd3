"""The minutes of a meeting: the draft, what its approval sends, and a new version of what was approved."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core.domain.refusal import Refused, require
from core.pdf import render_pdf
from core.ui import Action
from governance.domain.meeting_session import may_conduct
from governance.domain.minutes import approve_minutes, change_remarks, may_approve, reopen_minutes
from governance.forms.meetings import RemarksForm
from governance.forms.moves import ReasonForm
from governance.models import Meeting, Minutes
from governance.reports.meeting_papers import minutes_html
from governance.selectors.minutes_content import without_cases
from governance.selectors.minutes_page import hidden_cases, letters_page, minutes_of_deputy, minutes_page
from governance.selectors.standing import reader_standing
from governance.views.meetings import PERMISSION, readable_meeting

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


class MinutesView(FormView[RemarksForm]):
    """Read the newest minutes; while they are a draft, whoever conducts the meeting writes remarks.

    Whoever stepped in on a case reads of it here, and neither the remarks nor the paper, which hold the other cases.
    """

    request: "PersonRequest"
    template_name = "governance/minutes_detail.html"
    form_class = RemarksForm

    @cached_property
    def meeting(self) -> Meeting:
        """Return the meeting, or 404."""
        return readable_meeting(self.request, self.kwargs["pk"], deputies=True)

    @cached_property
    def minutes(self) -> Minutes:
        """Return the newest version, or 404 before the closing."""
        return _newest(self.meeting)

    def get_initial(self) -> dict[str, Any]:
        return {"remarks": self.minutes.remarks}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.has_perm(PERMISSION):
            page = minutes_of_deputy(self.meeting, self.minutes, self.request.user)
            return super().get_context_data(page=page, writes=False, actions=[], own_cases=True, **kwargs)
        standing, kind = reader_standing(self.request), self.meeting.body.kind
        draft = self.minutes.approved_at is None
        conducts = bool(may_conduct(standing, kind))
        approves = may_approve(standing, kind)
        actions = []
        if draft and (approves or conducts):
            approve = Action(
                _("Approve the minutes"), reverse("governance:minutes_approve", args=[self.meeting.pk]), primary=True,
                enabled=approves.allowed, why=approves.reason, who=approves.who,
            )  # fmt: skip
            actions.append(approve)
        if not draft:
            pdf = reverse("governance:minutes_file", args=[self.meeting.pk, self.minutes.version])
            actions.append(Action(_("Fetch the minutes as PDF"), pdf))
            if conducts:
                actions.append(
                    Action(_("Reopen the minutes"), reverse("governance:minutes_reopen", args=[self.meeting.pk]))
                )
        return super().get_context_data(
            page=minutes_page(self.meeting, self.minutes, self.request.user),
            writes=draft and conducts,
            actions=actions,
            **kwargs,
        )

    def form_valid(self, form: RemarksForm) -> HttpResponse:
        """Keep the remarks."""
        change_remarks(self.minutes, remarks=form.cleaned_data["remarks"], actor=self.request.user)
        messages.success(self.request, _("The minutes have been saved."))
        return redirect("governance:minutes_detail", pk=self.meeting.pk)


def minutes_approve(request: "PersonRequest", pk: int) -> HttpResponse:
    """Show what the approval sends, and approve."""
    meeting = readable_meeting(request, pk)
    minutes = _newest(meeting)
    require(may_approve(reader_standing(request), meeting.body.kind))
    if minutes.approved_at is not None:
        raise Refused(_("The minutes have been approved and stand."))
    if request.method == "POST":
        sent = approve_minutes(minutes, actor=request.user)
        said = ngettext(
            "The minutes have been approved. %(count)s letter is on its way.",
            "The minutes have been approved. %(count)s letters are on their way.",
            sent,
        )
        messages.success(request, said % {"count": sent} if sent else _("The minutes have been approved."))
        return redirect("governance:minutes_detail", pk=pk)
    return render(request, "governance/minutes_approve.html", {"page": letters_page(meeting, minutes, request.user)})


class MinutesReopening(FormView[ReasonForm]):
    """Begin a new version, with the reason."""

    request: "PersonRequest"
    template_name = "governance/minutes_reopen.html"
    form_class = ReasonForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        self.meeting = readable_meeting(request, kwargs["pk"])
        require(may_conduct(reader_standing(request), self.meeting.body.kind))
        if _newest(self.meeting).approved_at is None:
            raise Refused(_("The minutes have not been approved, so they are open already."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Reopen them."""
        try:
            reopen_minutes(self.meeting, reason=form.cleaned_data["reason"], actor=self.request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The minutes are a draft again, as a new version."))
        return redirect("governance:minutes_detail", pk=self.meeting.pk)


@require_safe
def minutes_file(request: "PersonRequest", pk: int, ordinal: int) -> "HttpResponseBase":
    """Send approved minutes; whoever takes no part in a case gets the same without it, set anew."""
    meeting = readable_meeting(request, pk)
    minutes = meeting.minutes.filter(version=ordinal, approved_at__isnull=False).first()
    if minutes is None:
        raise Http404
    minutes.meeting = meeting
    hidden = hidden_cases(minutes.content, request.user)
    response: FileResponse | HttpResponse
    if hidden:
        content = without_cases(minutes.content, hidden)
        html = minutes_html(minutes, municipality=settings.INSTALLATION_NAME, content=content)
        response = HttpResponse(render_pdf(html), content_type="application/pdf")
    else:
        response = FileResponse(minutes.file.open(), content_type="application/pdf")
    name = f"referat-{meeting.day:%Y-%m-%d}-v{minutes.version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _newest(meeting: Meeting) -> Minutes:
    minutes = meeting.minutes.first()
    if minutes is None:
        raise Http404
    minutes.meeting = meeting
    return minutes
