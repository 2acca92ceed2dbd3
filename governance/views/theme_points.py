"""Theme points of the administrations' leadership meetings: the list, one of them, and what is done with it (A15)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from core import clock
from core.domain.refusal import Refused, require
from core.icalendar import write_calendar
from core.selectors.people import suggested_people
from core.views.once import PostedOnce
from governance.domain.theme_points import (
    CANCEL,
    CHANGE,
    FINISH,
    PLAN,
    RECORD,
    cancel_theme,
    change_theme,
    finish_theme,
    may_handle,
    may_plan,
    plan_theme,
    record_theme,
)
from governance.forms.moves import ReasonForm
from governance.forms.theme_points import OutcomeForm, ResultForm, ThemeForm
from governance.selectors.standing import reader_standing
from governance.selectors.theme_points import readable_theme, subject_numbers, theme_event, theme_list, theme_page
from governance.views.move_page import MovePage

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from core.http import PersonRequest


@require_safe
def theme_list_page(request: "PersonRequest") -> HttpResponse:
    """Show the theme points that the reader may know of, of one area where the address names it."""
    page = theme_list(request.user, request.GET.get("omraade", ""))
    return render(request, "governance/theme_list.html", {"page": page})


@require_safe
def theme_detail(request: "PersonRequest", pk: int) -> HttpResponse:
    """Show one theme point."""
    return render(request, "governance/theme_detail.html", {"page": theme_page(pk, request.user)})


@require_safe
def theme_file(request: "PersonRequest", pk: int) -> HttpResponse:
    """Send one theme point as a file that a calendar takes up."""
    row = readable_theme(pk, request.user)
    page = request.build_absolute_uri(reverse("governance:theme_detail", args=[pk]))
    content = write_calendar(row.area.name, [theme_event(row, page)], stamp=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chefmoede-{row.day:%Y-%m-%d}.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


class ThemeCreate(PostedOnce, FormView[ThemeForm]):
    """Plan a theme point."""

    request: "PersonRequest"
    template_name = "governance/theme_form.html"
    form_class = ThemeForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> "HttpResponseBase":
        require(may_plan(None, reader_standing(request)), act=PLAN)
        if before := self.answered_before():
            return before
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.request.user}

    def get_form(self, form_class: Any = None) -> ThemeForm:
        """Begin with the area that the address names, or the only one there is, and with the reader for IT."""
        form = super().get_form(form_class)
        areas = list(form.fields["area"].queryset)  # type: ignore[attr-defined]  # a choice of rows
        code = self.request.GET.get("omraade", "")
        chosen = [area for area in areas if area.code == code] or areas
        if len(chosen) == 1:
            form.fields["area"].initial = chosen[0]
        form.fields["participant"].initial = self.request.user.pk
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Plan a theme point"),
            explanation=_(
                "The leadership meeting discusses it with IT and decides no case. Who comes from IT is told."
            ),
            button=_("Plan the theme point"),
            back=reverse("governance:theme_list"),
            **kwargs,
        )

    def form_valid(self, form: ThemeForm) -> HttpResponse:
        """Plan it; a refusal stands on the same page with the text kept."""
        try:
            return self.carry_out(lambda: self._made(form), _("The theme point has been planned."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))

    def _made(self, form: ThemeForm) -> str:
        row = plan_theme(form.theme(), actor=self.request.user)
        return reverse("governance:theme_detail", args=[row.pk])


class ThemeMove(MovePage):
    """A page for what is done with a theme point."""

    template_name = "governance/theme_form.html"
    act: str

    def find(self, pk: int) -> None:
        self.row = readable_theme(pk, self.request.user)

    def ask(self) -> None:
        answer = may_handle(self.act, self.row, self.request.user, reader_standing(self.request))
        require(answer, act=self.act, subject=self.row)

    def back(self) -> str:
        return reverse("governance:theme_detail", args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class ThemeChange(ThemeMove):
    """Change it before it is discussed."""

    form_class = ThemeForm
    act = CHANGE
    heading = _("Change the theme point")
    button = _("Save")
    done = _("The theme point has been changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        names = ("area", "day", "begins", "ends", "place", "title", "text", "participant")
        said = {name: getattr(self.row, name) for name in names}
        return {**said, "subjects": subject_numbers(self.row, self.request.user)}

    def make(self, form: ThemeForm) -> None:
        change_theme(self.row, form.theme(), actor=self.request.user)


class ThemeOutcome(ThemeMove):
    """Record what came of it."""

    form_class = OutcomeForm
    act = RECORD
    heading = _("Record what came of it")
    explanation = _("A follow-up comes on Min side of the one who is responsible, and in an e-mail.")
    button = _("Save what came of it")
    done = _("What came of it has been recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=suggested_people(), **kwargs)

    def make(self, form: OutcomeForm) -> None:
        record_theme(self.row, **form.said(), actor=self.request.user)


class ThemeCompletion(ThemeMove):
    """Say what the follow-up gave."""

    form_class = ResultForm
    act = FINISH
    heading = _("Record the follow-up")
    button = _("Record the follow-up")
    done = _("The follow-up has been recorded.")

    def make(self, form: ResultForm) -> None:
        finish_theme(self.row, **form.cleaned_data, actor=self.request.user)


class ThemeCancellation(ThemeMove):
    """Cancel it."""

    form_class = ReasonForm
    act = CANCEL
    heading = _("Cancel the theme point")
    explanation = _("Who was to come from IT gets the reason by e-mail.")
    button = _("Cancel the theme point")
    done = _("The theme point has been cancelled.")
    danger = True

    def make(self, form: ReasonForm) -> None:
        cancel_theme(self.row, **form.cleaned_data, actor=self.request.user)
