"""The papers of a meeting for `core.pdf`: its pack beforehand and its minutes afterwards, from what is frozen alone."""

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from governance.models import Minutes


def minutes_html(minutes: "Minutes", *, municipality: str, content: "dict[str, Any] | None" = None) -> str:
    """Return the minutes as a page; `content` is what this reader may see of them, all of it unless given."""
    context = {
        "minutes": minutes,
        "content": minutes.content if content is None else content,
        "digest": minutes.content_sha256,
        "municipality": municipality,
    }
    return render_to_string("reports/minutes.html", context)


def pack_html(content: "dict[str, Any]", *, version: int, digest: str, municipality: str) -> str:
    """Return the pack as a page; `digest` is the hash of the whole snapshot, also where a reader gets less of it."""
    context = {"content": content, "version": version, "digest": digest, "municipality": municipality}
    return render_to_string("reports/meeting_pack.html", context)
