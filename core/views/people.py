"""People: the list, the person, and the first password."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import ListView

from core.domain.audit import record
from core.domain.organisation import may_manage_organisation
from core.domain.people import change_person, create_person, send_password_link
from core.forms.passwords import PasswordForm
from core.forms.people import ChangePersonForm, PeopleFilterForm, PersonForm
from core.models import Unit, User
from core.panels import fill
from core.selectors.history import history
from core.selectors.people import PeopleFilter, people
from core.selectors.units import organisation_tabs
from core.ui import Action
from core.views.administrators import AdministratorFormView, require_administrator

if TYPE_CHECKING:
    from django.contrib.auth.forms import SetPasswordForm
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from core.http import PersonRequest


class PersonList(ListView[User]):
    """People with search (`q`), unit (`enhed`, a code) and, for administrators, closed accounts (`lukkede`)."""

    template_name = "core/person_list.html"
    context_object_name = "people"
    paginate_by = 25
    request: "PersonRequest"

    @cached_property
    def form(self) -> PeopleFilterForm:
        """Return the filters as the address gives them."""
        return PeopleFilterForm(self.request.GET, manages=_manages(self.request))

    @cached_property
    def wanted(self) -> PeopleFilter:
        """Return what the address asks for; 404 for a unit that does not exist."""
        wanted = self.form.wanted(self.request.GET.get("q", "").strip())
        if wanted is None:
            raise Http404
        return wanted

    def get_queryset(self) -> "QuerySet[User]":
        return people(self.wanted)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        manages = _manages(self.request)
        create = Action(_("Create a person"), reverse("core:person_create"), primary=True)
        return super().get_context_data(
            wanted=self.wanted,
            form=self.form,
            chips=self._chips(),
            tabs=organisation_tabs(self.request),
            actions=[create] if manages else [],
            **context,
        )

    def _chips(self) -> list[dict[str, str]]:
        wanted = self.wanted
        labels = {
            "q": _("Search: %(text)s") % {"text": wanted.text} if wanted.text else "",
            "enhed": wanted.unit.name if wanted.unit else "",
            "lukkede": _("Closed accounts") if wanted.closed else "",
        }
        return [{"label": label, "url": self._without(name)} for name, label in labels.items() if label]

    def _without(self, name: str) -> str:
        query = self.request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        return f"?{query.urlencode()}"


@require_GET
def person_detail(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Show one person: who, where, and what they are in the bodies."""
    person = get_object_or_404(User.objects.select_related("unit__area", "unit__department"), pk=pk)
    manages = _manages(request)
    context = {
        "person": person,
        "actions": _actions(person) if manages else [],
        "panels": fill("person", request, person),
        "history": history(person, limit=50) if manages else None,
    }
    return render(request, "core/person_detail.html", context)


class PersonCreate(AdministratorFormView):
    """Create an account and send the person a link to choose a password."""

    form_class = PersonForm
    template_name = "core/person_form.html"
    act = "person.create"

    def get_initial(self) -> dict[str, Any]:
        return {"unit": Unit.objects.filter(code=self.request.GET.get("enhed", "")).first()}

    def move(self, data: dict[str, Any]) -> None:
        with transaction.atomic():
            person = create_person(**data, actor=self.request.user)
            send_password_link(person, link=password_link(self.request, person), actor=self.request.user)
        sent = _("%(name)s has an account. A link to choose a password is on its way to %(email)s.")
        messages.success(self.request, sent % {"name": person.name, "email": person.email})
        self.success_url = reverse("core:person_detail", args=[person.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        words = {"title": _("Create a person"), "submit": _("Create the person"), "back": reverse("core:person_list")}
        return super().get_context_data(**words, **context)


class PersonChange(AdministratorFormView):
    """Change a person or close the account."""

    form_class = ChangePersonForm
    template_name = "core/person_form.html"
    act = "person.change"

    @cached_property
    def person(self) -> User:
        """Return the person, or 404."""
        person: User = get_object_or_404(User.objects.select_related("unit"), pk=self.kwargs["pk"])
        return person

    def subject(self) -> User:
        return self.person

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in ChangePersonForm.base_fields}

    def move(self, data: dict[str, Any]) -> None:
        person = change_person(self.person, **data, actor=self.request.user)
        messages.success(self.request, _("%(name)s has been changed.") % {"name": person.name})

    def get_success_url(self) -> str:
        return reverse("core:person_detail", args=[self.person.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        title = _("Change %(name)s") % {"name": self.person.name}
        back = self.get_success_url()
        words = {"title": title, "submit": _("Save"), "back": back, "object_url": back}
        return super().get_context_data(person=self.person, **words, **context)


@require_POST
def person_send_link(request: "PersonRequest", pk: int) -> "HttpResponse":
    """Send the person a new link to choose a password."""
    person = get_object_or_404(User, pk=pk)
    require_administrator(request, "person.send_password_link", person)
    send_password_link(person, link=password_link(request, person), actor=request.user)
    messages.success(request, _("A link is on its way to %(email)s.") % {"email": person.email})
    return redirect("core:person_detail", pk=person.pk)


class PersonPassword(PasswordResetConfirmView):
    """The page that the link in the mail opens: choose a password, once."""

    template_name = "core/person_password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: "SetPasswordForm[User]") -> "HttpResponse":
        with transaction.atomic():
            record("person.set_password", actor=form.user, subject=form.user)
            response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your password has been chosen. Log in with it."))
        return response


def password_link(request: "PersonRequest", person: User) -> str:
    """Return the address that lets `person` choose a password; it holds until used, and for three days."""
    who = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("core:person_password", args=[who, default_token_generator.make_token(person)])
    return request.build_absolute_uri(path)


def _manages(request: "PersonRequest") -> bool:
    return bool(may_manage_organisation(request.user))


def _actions(person: User) -> list[Action]:
    link = reverse("core:person_send_link", args=[person.pk])
    return [
        Action(_("Change"), reverse("core:person_change", args=[person.pk])),
        Action(
            _("Send a link to choose a password"),
            link,
            method="post",
            enabled=person.is_active,
            why=_("The account is closed."),
        ),
    ]
