"""What a new person writes on the page that the mailed link opens."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # cannot be subscripted when it runs
    """Choose a password, in our own words."""

    error_messages = {"password_mismatch": _("The two passwords are not the same. Write the same in both.")}  # noqa: RUF012 - Django's own shape

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Put the second field in words that a reader understands."""
        super().__init__(*arguments, **options)
        again = self.fields["new_password2"]
        again.label, again.help_text = _("New password once more"), ""
