"""How a rule that was tried is written, and how an error of policy becomes a problem."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import AmountField
from core.api.problems import Invalid, NotNow
from governance.models import PolicyProfile
from governance.policy.errors import InputError, ProfileError
from governance.policy.profile import Profile
from governance.policy.reason import Reason
from governance.reason_texts import render_message, render_reason
from governance.selectors.profile import active_profile
from principles.enums import Modality


class ComparedSerializer(serializers.Serializer[Any]):
    """The figure of the case and the limit it was held against, as decimal strings in the same unit."""

    value = AmountField()
    limit = AmountField()


class ReasonSerializer(serializers.Serializer[Reason]):
    """A rule that was tried, fired or not: its ledger id, how hard it binds, what it says here and its source."""

    rule = serializers.CharField()
    fired = serializers.BooleanField()
    modality = serializers.ChoiceField(Modality.choices)
    text = serializers.SerializerMethodField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    compared = ComparedSerializer(allow_null=True)

    def get_text(self, reason: Reason) -> str:
        """Return the sentence in the request's language."""
        return render_reason(reason)


def policy_in_force() -> Profile:
    """Return the active profile; raises NotNow where there is none that can be used."""
    try:
        return active_profile()
    except PolicyProfile.DoesNotExist as error:
        raise NotNow(_("No policy has been loaded. Ask your administrator.")) from error
    except ProfileError as error:
        raise NotNow(render_message(error.message)) from error


@contextmanager
def told_by_path() -> Iterator[None]:
    """Turn what policy cannot use into a 400 with the field's path."""
    try:
        yield
    except InputError as error:
        raise Invalid(render_message(error.message), error.path) from error
