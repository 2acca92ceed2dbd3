"""The field in which a "no" is tied to a criterion or a principle."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.selectors.causes import Cause, cause_choices

if TYPE_CHECKING:
    from django import forms


def give_causes(form: "forms.Form", causes: Iterable[Cause], help_text: Any) -> None:
    """Offer the causes in the form's field, or take the field out where there is nothing to choose from."""
    groups = cause_choices(causes)
    if not groups:
        del form.fields["cause"]
        return
    field: Any = form.fields["cause"]
    field.choices, field.help_text = [("", _("Choose")), *groups], help_text
