"""The forms of the pool's ledger: a transfer between years and an expenditure."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.templatetags.danish import kroner
from governance.forms.pool import money_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.models import PoolYear
    from governance.selectors.spendable import Spendable


class TransferForm(forms.Form):
    """From which year to which, how much, and where the council has decided it."""

    source = forms.TypedChoiceField(label=_("From"), coerce=int)
    target = forms.TypedChoiceField(label=_("To"), coerce=int)
    amount = money_field(_("Amount"), required=True)
    reference = forms.CharField(
        label=_("The council's decision"), max_length=200, help_text=_("Its date and item, or the case number.")
    )

    def __init__(self, *arguments: Any, years: "Sequence[PoolYear]", **options: Any) -> None:
        """Offer the years with what is left of each; nothing where there is no pair of them."""
        super().__init__(*arguments, **options)
        if len(years) < 2:  # noqa: PLR2004 - from one to another
            self.fields.clear()
            return
        choices = [
            (row.year, _("%(year)s – %(left)s left") % {"year": row.year, "left": kroner(row.left)}) for row in years
        ]
        for name in ("source", "target"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class ExpenditureForm(forms.Form):
    """Which case's money of which year, how much, and the voucher."""

    case = forms.ChoiceField(label=_("Case and year"))
    amount = money_field(_("Amount"), required=True)
    text = forms.CharField(
        label=_("What has been paid"),
        max_length=300,
        help_text=_("With the voucher's number, so that it can be found."),
    )

    def __init__(self, *arguments: Any, choices: "Sequence[Spendable]", **options: Any) -> None:
        """Offer the cases that have money left."""
        super().__init__(*arguments, **options)
        self._choices = {one.code: one for one in choices}
        if not choices:
            self.fields.clear()
            return
        self.fields["case"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one.code, _("%(left)s left in %(year)s: %(case)s")
             % {"case": one.proposal, "year": one.year, "left": kroner(one.left)})
            for one in choices
        ]  # fmt: skip

    def chosen(self) -> "Spendable":
        """Return the case and the year."""
        return self._choices[self.cleaned_data["case"]]
