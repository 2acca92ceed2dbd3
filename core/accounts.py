"""How log-in behaves: closed to strangers, every log-in and every failed one an act, guessing locked out."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.domain.audit import record
from core.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Nobody signs up: an administrator or the identity provider makes the accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "too_many_login_attempts": gettext_lazy(
            "There have been too many attempts with a wrong password. Wait ten minutes and try again."
        ),
    }

    def is_open_for_signup(self, _request: "HttpRequest") -> bool:
        """Answer no, always."""
        return False

    def post_login(self, request: "HttpRequest", user: "User", **arguments: Any) -> "HttpResponse":
        """Record the log-in among the acts."""
        with transaction.atomic():
            record("person.log_in", actor=user, subject=user)
        response: HttpResponse = super().post_login(request, user, **arguments)
        return response

    def authentication_failed(self, _request: "HttpRequest", **credentials: Any) -> None:
        """Record the attempt on a known address.

        An unknown address does the same work and throws it away, so that the answer's time tells nothing.
        """
        person = User.objects.filter(email=credentials.get("email", "").lower()).first()
        with transaction.atomic():
            record("person.log_in_failed", actor=None, subject=person)
            transaction.set_rollback(person is None)

    def logout(self, request: "HttpRequest") -> None:
        """Record the log-out and end the session."""
        with transaction.atomic():
            record("person.log_out", actor=cast("User", request.user), subject=cast("User", request.user))
        super().logout(request)

    def set_password(self, user: "User", password: str) -> None:
        """Change the password and record that it was changed."""
        with transaction.atomic():
            super().set_password(user, password)
            record("person.change_password", actor=user, subject=user)

    def reauthenticate(self, user: "User", password: str) -> bool:
        """Check the password of somebody who is logged in, by the address on the account itself."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return bool(found == user)

    def respond_user_inactive(self, request: "HttpRequest", _user: "User") -> "HttpResponse":
        """Say that the account is closed to the one who knows its password."""
        messages.error(request, _("The account is closed. Ask your administrator."))
        return redirect("account_login")

    def _get_login_attempts_cache_key(self, request: "HttpRequest", **credentials: Any) -> str:
        """Count attempts by address and place, so that a stranger locks out nobody but the stranger."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
