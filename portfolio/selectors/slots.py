"""What higher apps show on the portfolio's pages, drawn and ready."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from core.panels import fill

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from core.http import PersonRequest


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel's HTML with its place; `url` is where it is fetched anew, when its context holds one."""

    anchor: str
    title: str
    order: int
    html: "SafeString"
    url: str = ""


def drawn(slot: str, request: "PersonRequest", subject: object) -> tuple[Drawn, ...]:
    """Return the slot's panels in order; each template is rendered with its panel's own context."""
    return tuple(
        Drawn(
            anchor=one.panel.anchor,
            title=str(one.panel.title),
            order=one.panel.order,
            html=render_to_string(one.panel.template, one.context, request),
            url=str(one.context.get("url", "")),
        )
        for one in fill(slot, request, subject)
    )
