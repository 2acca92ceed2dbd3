"""Django's own form renderer with the field templates of Det Fælles Designsystem."""

from typing import TYPE_CHECKING, Any

from django.forms import BoundField, widgets
from django.forms import Field as PlainField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from core.forms.choices import draw_choice

if TYPE_CHECKING:
    from django.forms import BaseForm, Field, Widget
    from django.http import HttpRequest

# The first match wins: RadioSelect and the check boxes are no text fields.
WIDGET_CLASSES: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.HiddenInput, ""),
    (widgets.CheckboxInput, "form-checkbox"),
    (widgets.CheckboxSelectMultiple, "form-checkbox"),
    (widgets.RadioSelect, "form-radio"),
    (widgets.Select, "form-select"),
    (widgets.FileInput, "form-file"),
    (widgets.Textarea, "form-input"),
    (widgets.Input, "form-input"),
)
_FILL_IN = gettext_lazy("Fill in “%(field)s”.")
_MISSING: tuple[tuple[tuple[type[widgets.Widget], ...], Any], ...] = (
    ((widgets.CheckboxInput,), gettext_lazy("Tick “%(field)s”.")),
    ((widgets.ChoiceWidget, widgets.FileInput), gettext_lazy("Choose under “%(field)s”.")),
)


class DesignSystemBoundField(BoundField):
    """A field that knows the design system's classes, its affixes, where an error leads and what it says."""

    def __init__(self, form: "BaseForm", field: "Field", name: str) -> None:
        """Let the field be named where it is missing, and add the widget's hint to the field's own help."""
        super().__init__(form, field, name)
        _name_what_is_missing(field, str(self.label))
        if how := getattr(field.widget, "hint", ""):
            self.help_text = f"{self.help_text} {how}".strip()

    @property
    def prefix(self) -> str:
        """Return what stands before the box."""
        return str(getattr(self.field.widget, "prefix", ""))

    @property
    def suffix(self) -> str:
        """Return what stands after the box, such as "kr."."""
        return str(getattr(self.field.widget, "suffix", ""))

    @property
    def is_checkbox(self) -> bool:
        """Tell whether the label belongs after a single box."""
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Tell whether the box may always be left empty; its help says when one that `depends` is needed."""
        return not self.field.required and not getattr(self.field, "depends", False)

    @property
    def anchor(self) -> str:
        """Return the id of the first control, which an error summary links to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def summed_up(self) -> list[str]:
        """Return the errors as the summary says them: each names the field."""
        named = f"“{self.label}”"
        return [error if named in error else f"{self.label} – {error}" for error in map(str, self.errors)]

    def build_widget_attrs(self, attrs: dict[str, Any], widget: "Widget | None" = None) -> dict[str, Any]:
        """Add the design system's class, and leave out a placeholder: it is gone once somebody writes."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        own = next((name for kind, name in WIDGET_CLASSES if isinstance(shown, kind)), "")
        given = built.get("class") or shown.attrs.get("class", "")
        if names := f"{own} {given}".strip():
            built["class"] = names
        if "placeholder" in shown.attrs:
            built["placeholder"] = False
        return built


def _name_what_is_missing(field: "Field", label: str) -> None:
    """Say which field is missing and what to do, unless the field says so in words of its own.

    A bound field is made before its value is judged, and a form's fields are its own copies.
    """
    if field.error_messages["required"] is not PlainField.default_error_messages["required"]:
        return
    sentence = next((text for kinds, text in _MISSING if isinstance(field.widget, kinds)), _FILL_IN)
    field.error_messages["required"] = sentence % {"field": label}


class DesignSystemRenderer(TemplatesSetting):
    """Find templates by the project's settings, so that `templates/django/forms/` comes first; draw choices itself."""

    bound_field_class = DesignSystemBoundField

    def render(self, template_name: str, context: dict[str, Any], request: "HttpRequest | None" = None) -> str:
        """Draw a form, a field or a widget; one with options has no template here."""
        widget = context.get("widget", {})
        return draw_choice(widget) if "optgroups" in widget else super().render(template_name, context, request)
