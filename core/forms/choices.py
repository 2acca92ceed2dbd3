"""A choice with its options, written straight out: the filters of a list hold sixty, and a template is slow at each."""

from typing import TYPE_CHECKING, Any

from django.forms import Select
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def draw_choice(widget: dict[str, Any]) -> "SafeString":
    """Draw what a widget with options says of itself: a list to pull down, or boxes under one another."""
    return _list(widget) if widget["template_name"] == Select.template_name else _boxes(widget)


def _list(widget: dict[str, Any]) -> "SafeString":
    groups = format_html_join("", "{}", ((_group(*group),) for group in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]], _place: int) -> "SafeString":
    rows = ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options)
    drawn = format_html_join("", '\n  <option value="{}"{}>{}</option>', rows)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def _boxes(widget: dict[str, Any]) -> "SafeString":
    groups = ((_heading(name), format_html_join("\n", _BOX, map(_box, options)))
              for name, options, _place in widget["optgroups"])  # fmt: skip
    return format_html_join("", "{}{}", groups)


def _heading(name: str | None) -> "SafeString | str":
    return format_html('<p class="form-choices__group">{}</p>', name) if name else ""


_BOX = """\
<div class="form-group-{}">
  <input type="{}" name="{}" value="{}"{}>
  <label{}>{}</label>
</div>"""


def _box(option: dict[str, Any]) -> tuple[Any, ...]:
    kind, mark = option["type"], flatatt({"for": option["attrs"].get("id")})
    return kind, kind, option["name"], str(option["value"]), flatatt(option["attrs"]), mark, option["label"]
