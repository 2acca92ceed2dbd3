"""Where each error of a page of lines stands, and what to call the place; and where two copies of a page differ."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _

from core.templatetags.danish import number

_FIGURE = re.compile(r"([ylh])(\d+)")
# Boxes that say nothing about the case.
_TOOLS = {"edition", "less", "more"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A box in which two copies differ: what is saved, and what this writer has typed."""

    anchor: str
    name: str
    saved: str
    mine: str


def wrong_boxes(
    frame: BaseForm, sets: "Mapping[str, BaseFormSet[Any]]", first_year: int
) -> Iterator[tuple[str, str, str]]:
    """Yield anchor, name and sentence of each error, for the list at the top."""
    for field in frame:
        yield from ((field.id_for_label, str(field.label), str(error)) for error in field.errors)
    for prefix, lines in sets.items():
        yield from ((prefix, "", str(error)) for error in lines.non_form_errors())
        for place, form in enumerate(lines.forms, start=1):
            for box in form:
                name = place_of(prefix, place, box, first_year)
                yield from ((box.id_for_label, name, str(error)) for error in box.errors)


def differences(saved: Any, mine: Any, first_year: int) -> list[Difference]:
    """Return every box in which the stored page and a posted one differ, in the order of the page."""
    found = list(_differing("", 0, saved.frame, mine.frame, first_year))
    for prefix, lines in mine.sets.items():
        theirs = saved.sets[prefix].forms
        for place in range(max(len(theirs), len(lines.forms))):
            # A line beyond the other's last is held against an empty one.
            old = theirs[place] if place < len(theirs) else None
            new = lines.forms[place] if place < len(lines.forms) else None
            found += _differing(prefix, place + 1, old, new, first_year)
    return found


def _differing(
    prefix: str, place: int, saved: BaseForm | None, mine: BaseForm | None, first_year: int
) -> Iterator[Difference]:
    fields = mine or saved
    boxes: Iterable[BoundField] = fields if fields is not None else ()
    texts = [(box, _saved(saved, box.name), _typed(mine, box.name)) for box in boxes if box.name not in _TOOLS]
    choices = {"category", "type"}
    # Lines in which neither has written anything differ in nothing but what they were offered as.
    if place and not any(old or new for box, old, new in texts if box.name not in choices):
        return
    for box, old, new in texts:
        if old != new:
            name = place_of(prefix, place, box, first_year) if place else str(box.label)
            yield Difference(box.id_for_label if mine else prefix, name, old, new)


def place_of(prefix: str, place: int, box: BoundField, first_year: int) -> str:
    """Return what a box of a line is called: the line, and its year or what it asks."""
    names = {
        "cost": _("Cost %(number)d"),
        "hours": _("Hours %(number)d"),
        "benefit": _("Gain %(number)d"),
        "risk": _("Risk %(number)d"),
    }
    line = names[prefix] % {"number": place}
    found = _FIGURE.fullmatch(box.name)
    if not found:
        return f"{line}, {box.label}"
    kind = {"y": "", "l": _("lowest"), "h": _("highest")}[found[1]]
    return ", ".join(filter(None, (line, str(first_year + int(found[2])), kind)))


def _saved(form: BaseForm | None, name: str) -> str:
    if form is None or name not in form.fields:
        return ""
    return _text(form, name, form.get_initial_for_field(form.fields[name], name))


def _typed(form: BaseForm | None, name: str) -> str:
    if form is None or name not in form.fields:
        return ""
    cleaned = getattr(form, "cleaned_data", {})
    return _text(form, name, cleaned[name]) if name in cleaned else str(form[name].value() or "")


def _text(form: BaseForm, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else ""
    shown = form.fields[name].prepare_value(value)
    if isinstance(shown, Decimal):
        return number(shown)
    if choices := getattr(form.fields[name], "choices", None):
        return str(dict(choices).get(str(value), value))
    return str(shown.pk if isinstance(shown, Model) else shown)
