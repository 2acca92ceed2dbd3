"""Filters that several lists share."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override
from drf_spectacular.utils import extend_schema_field

_WORDS = (("true", _("Yes")), ("false", _("No")))


@extend_schema_field({"type": "boolean"})
class TruthFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`, and nothing else."""

    def __init__(self, **options: Any) -> None:
        """Offer the two words; the help text is what the API's page says of it."""
        super().__init__(choices=_WORDS, coerce="true".__eq__, **options)
        if words := options.get("help_text"):
            set_override(self, "field", {"type": "boolean", "description": words})
