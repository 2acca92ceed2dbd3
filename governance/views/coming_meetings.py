"""A body's fixed meetings to come: changed or ended together, after the days have been read through."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from governance.domain.coming_meetings import cancel_coming, change_coming, coming_from
from governance.forms.coming_meetings import ComingCancelForm, ComingChangeForm, ComingForm
from governance.views.meetings import MeetingFormView

if TYPE_CHECKING:
    from django.http import HttpResponse


class ComingView(MeetingFormView):
    """First the meetings are shown, then they are changed."""

    template_name = "governance/meeting_coming.html"
    danger = False

    def form_valid(self, form: ComingForm) -> "HttpResponse":
        """Show which meetings it is about; change them when that has been confirmed."""
        meetings = list(coming_from(self.kind, form.cleaned_data["from_day"]).annotate(cases=Count("items")))
        if not meetings:
            form.add_error("from_day", _("No meeting has been called from that day on."))
            return self.form_invalid(form)
        if self.request.POST.get("step") != "confirm":
            return self.render_to_response(self.get_context_data(form=form, meetings=meetings))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title(), "submit": self.title(), "danger": self.danger}
        return super().get_context_data(back=self.list_url, **words, **kwargs)

    def move(self, form: ComingForm) -> str:
        messages.success(self.request, self.make(form))
        return self.list_url

    @abstractmethod
    def title(self) -> str:
        """Return what is done."""

    @abstractmethod
    def make(self, form: ComingForm) -> str:
        """Do it, and return the sentence that tells it; raises `Refused`."""


class ComingChange(ComingView):
    """Another time or place for all of them."""

    form_class = ComingChangeForm

    def title(self) -> str:
        return _("Change the meetings to come")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the next meeting's."""
        following = coming_from(self.kind, clock.today()).first()
        return {name: getattr(following, name) for name in ("begins", "ends", "place")} if following else {}

    def make(self, form: ComingForm) -> str:
        count = change_coming(self.kind, **form.cleaned_data, actor=self.request.user)
        said = ngettext("%(count)s meeting has been changed.", "%(count)s meetings have been changed.", count)
        return said % {"count": count}


class ComingCancel(ComingView):
    """An end to them."""

    form_class = ComingCancelForm
    danger = True

    def title(self) -> str:
        return _("Cancel meetings to come")

    def make(self, form: ComingForm) -> str:
        count = cancel_coming(self.kind, **form.cleaned_data, actor=self.request.user)
        said = ngettext("%(count)s meeting has been cancelled.", "%(count)s meetings have been cancelled.", count)
        return said % {"count": count}
