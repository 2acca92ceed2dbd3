"""The API speaks JSON, whatever the caller says it accepts; what it reads must be what the caller says it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rest_framework.negotiation import DefaultContentNegotiation

if TYPE_CHECKING:
    from rest_framework.renderers import BaseRenderer
    from rest_framework.request import Request


class AlwaysJSON(DefaultContentNegotiation):
    """Answer with the view's first renderer."""

    def select_renderer(
        self,
        request: "Request",  # noqa: ARG002 - the framework's signature
        renderers: "Sequence[BaseRenderer]",  # type: ignore[override]
        format_suffix: str | None = None,  # noqa: ARG002
    ) -> "tuple[BaseRenderer, str]":
        """Return the renderer and its media type."""
        return renderers[0], renderers[0].media_type
