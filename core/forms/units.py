"""What an administrator writes about a unit."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.enums import UnitKind
from core.forms.dates import DayField
from core.models import Unit
from core.selectors.units import plain_name

if TYPE_CHECKING:
    from django.db.models import QuerySet


NAME_LENGTH = 150


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit, chosen by its path so that two of the same name can be told apart."""

    def label_from_instance(self, obj: Unit) -> str:
        """Show the whole path."""
        return obj.path


def open_units() -> "QuerySet[Unit]":
    """Return the units that exist today."""
    return Unit.objects.valid_on(clock.today())


class NamesField(forms.CharField):
    """Several names in one line, with a comma between them."""

    def to_python(self, value: Any) -> Any:
        """Return the names as a list, each once, as it is first spelt."""
        names: dict[str, str] = {}
        for said in (super().to_python(value) or "").split(","):
            if name := " ".join(said.split()):
                names.setdefault(plain_name(name), name)
        return list(names.values())

    def prepare_value(self, value: Any) -> Any:
        """Write the names as they are read; what has been typed stays as it is."""
        return ", ".join(value) if isinstance(value, list) else value

    def validate(self, value: list[str]) -> None:
        """Refuse a name that is longer than a unit's can be."""
        super().validate(value)
        if any(len(name) > NAME_LENGTH for name in value):
            raise forms.ValidationError(_("A name can have 150 characters at most."))

    def run_validators(self, value: list[str]) -> None:
        """Leave out those of one text: each name has been looked at."""


class UnitForm(forms.Form):
    """Names and place of a unit."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    aliases = NamesField(
        label=_("Other names"),
        required=False,
        help_text=_(
            "What others call the unit, for instance CC IT. Put a comma between them. The search and the import of "
            "projects know the unit by them."
        ),
    )
    parent = UnitChoice(
        label=_("Belongs to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Nothing: it stands at the top"),
    )

    def __init__(self, *arguments: Any, unit: Unit | None = None, **options: Any) -> None:
        """Offer the units that exist today, and not the unit itself."""
        super().__init__(*arguments, **options)
        parents = open_units().exclude(pk=unit.pk) if unit else open_units()
        if unit and unit.parent_id:
            parents = parents | Unit.objects.filter(pk=unit.parent_id)
        cast("UnitChoice", self.fields["parent"]).queryset = parents


class NewUnitForm(UnitForm):
    """A new unit."""

    kind = forms.ChoiceField(label=pgettext_lazy("organisation", "Kind of unit"), choices=UnitKind.choices)
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, for instance plan-byg. Other systems know the unit by it."),
    )
    valid_from = DayField(label=_("Exists from"), required=False)
    field_order = ("name", "aliases", "kind", "parent", "code", "valid_from")

    def clean_code(self) -> str:
        """Refuse a code that another unit has."""
        code: str = self.cleaned_data["code"].lower()
        if Unit.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit already has the code %(code)s.") % {"code": code})
        return code


class CloseUnitForm(forms.Form):
    """The end of a unit."""

    last_day = DayField(label=_("Last day"))
    successor = UnitChoice(
        label=_("Who takes over"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *arguments: Any, unit: Unit, **options: Any) -> None:
        """Offer the other units that exist today."""
        super().__init__(*arguments, **options)
        others = open_units().exclude(pk=unit.pk)
        cast("UnitChoice", self.fields["successor"]).queryset = others
