"""Django's own form renderer with the field templates of Det Fælles Designsystem."""

from typing import TYPE_CHECKING, Any

from django.forms import BoundField, widgets
from django.forms.renderers import TemplatesSetting

if TYPE_CHECKING:
    from django.forms import BaseForm, Field, Widget

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


class DesignSystemBoundField(BoundField):
    """A field that knows the design system's classes, its affixes and where an error leads."""

    def __init__(self, form: "BaseForm", field: "Field", name: str) -> None:
        """Add the widget's hint about how to write to the field's own help."""
        super().__init__(form, field, name)
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
    def anchor(self) -> str:
        """Return the id of the first control, which an error summary links to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

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


class DesignSystemRenderer(TemplatesSetting):
    """Find templates by the project's settings, so that `templates/django/forms/` comes first."""

    bound_field_class = DesignSystemBoundField
