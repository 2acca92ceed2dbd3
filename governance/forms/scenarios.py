"""The forms of the pool's workbench: a scenario, what it settles for a case, and how two cases hang together."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.domain.scenarios import CaseTerms, Terms
from governance.enums import AllocationMethod, LinkKind, LockGround, RowLock, ValueBasis
from governance.forms.moves import needed_by_choice
from governance.forms.pool import money_field

if TYPE_CHECKING:
    from core.models import Unit


def area_box(pk: int) -> str:
    """Return the name of the box in which a director area has its own limit."""
    return f"area_{pk}"


class ScenarioForm(forms.Form):
    """Name, method, value and the limits of the director areas."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Such as “Most value” or “Schools first”."))
    method = forms.ChoiceField(label=_("Method"), choices=AllocationMethod, widget=forms.RadioSelect)
    basis = forms.ChoiceField(label=_("Value"), choices=ValueBasis, widget=forms.RadioSelect)
    area_limit = money_field(
        _("At most to one director area"), help_text=_("In all. Left empty where there is no limit.")
    )

    def __init__(self, *arguments: Any, areas: "Iterable[Unit]" = (), **options: Any) -> None:
        """Offer each director area a limit of its own."""
        super().__init__(*arguments, **options)
        self.areas = [area.pk for area in areas]
        self.fields |= {area_box(area.pk): money_field(area.name) for area in areas}

    @property
    def plain_fields(self) -> list[Any]:
        """Return the boxes that every scenario fills in."""
        return [self[name] for name in ("name", "method", "basis", "area_limit")]

    @property
    def area_fields(self) -> list[Any]:
        """Return the boxes of the areas' own limits."""
        return [self[area_box(pk)] for pk in self.areas]

    @property
    def areas_in_use(self) -> bool:
        """Whether an area has a limit of its own, or something is wrong in its box."""
        return any(field.value() or field.errors for field in self.area_fields)

    def terms(self) -> Terms:
        """Return what was written."""
        cleaned = self.cleaned_data
        own = {pk: cleaned.get(area_box(pk)) for pk in self.areas}
        return Terms(
            name=cleaned["name"],
            method=AllocationMethod(cleaned["method"]),
            basis=ValueBasis(cleaned["basis"]),
            area_limit=cleaned["area_limit"],
            area_limits={pk: limit for pk, limit in own.items() if limit is not None},
        )


class CaseTermsForm(forms.Form):
    """What is settled for one case."""

    lock = forms.ChoiceField(
        label=_("The case in the scenario"),
        choices=[("", _("Chosen or left by the calculation")), *RowLock.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label=_("Ground of the lock"),
        choices=[("", _("No lock, no ground")), *LockGround.choices],
        required=False,
        help_text=_("Everybody who sees the scenario reads it."),
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        max_length=300,
        required=False,
        help_text=_("Such as the section of the law, or what the contract says."),
    )
    amount = money_field(_("Another amount"))

    def __init__(self, *arguments: Any, amount_help: str, **options: Any) -> None:
        """Say beside the amount what the case asks for."""
        super().__init__(*arguments, **options)
        self.fields["amount"].help_text = amount_help
        needed_by_choice(self.fields["ground"])
        needed_by_choice(self.fields["reason"])

    def clean(self) -> dict[str, Any]:
        """Ask at its box for what a lock demands."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("lock") and not cleaned.get("ground") and "ground" not in self.errors:
            self.add_error("ground", _("Choose the ground of the lock. A lock without one is not kept."))
        if cleaned.get("lock") and cleaned.get("ground") == LockGround.OTHER and not cleaned.get("reason"):
            self.add_error("reason", _("Write what the reason is."))
        return cleaned

    def terms(self) -> CaseTerms:
        """Return what was written."""
        return CaseTerms(**{name: self.cleaned_data[name] for name in ("lock", "ground", "reason", "amount")})


class LinkForm(forms.Form):
    """Two of the cases that ask, and how they hang together."""

    proposal = forms.TypedChoiceField(label=_("Case"), coerce=int)
    kind = forms.ChoiceField(label=_("How"), choices=LinkKind)
    other = forms.TypedChoiceField(label=_("The other case"), coerce=int)

    def __init__(self, *arguments: Any, cases: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        """Offer the cases that ask."""
        super().__init__(*arguments, **options)
        for name in ("proposal", "other"):
            self.fields[name].choices = cases  # type: ignore[attr-defined]  # a choice field
