"""The form of the group's recommendation."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.templatetags.danish import kroner
from governance.domain.recommendations import Proposed
from governance.enums import RecommendationOutcome
from governance.forms.decision import SharesForm
from governance.forms.moves import LONGEST, needed_by_choice
from governance.forms.pool import money_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governance.models import PoolYear
    from governance.policy.profile import Criterion


def _text(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=required, widget=widget)


class RecommendationForm(SharesForm):
    """Outcome, amount and criterion for an application; reasons, conditions and the minority's opinion for all."""

    outcome = forms.ChoiceField(
        label=_("The group recommends to"), choices=RecommendationOutcome, widget=forms.RadioSelect
    )
    amount = needed_by_choice(
        money_field(_("Amount recommended"), help_text=_("Left empty when the group recommends to reject."))
    )
    criterion = forms.ChoiceField(label=_("Pool criterion"), widget=forms.Select)
    reasons = _text(_("Reasons"), 5, _("Management reads them first. Say what carries the case, or what it fails on."),
                    required=True)  # fmt: skip
    conditions = _text(_("Conditions"), 3, _("One a line. They follow the case to management."))
    minority = _text(_("Minority opinion"), 3, _("What one or more members mean instead, and who."))

    def __init__(
        self,
        *arguments: Any,
        criteria: "Iterable[Criterion]" = (),
        years: "Iterable[PoolYear]" = (),
        asks_pool: bool,
        **options: Any,
    ) -> None:
        """Leave out the money where none is asked for; `years` are offered where the case asks in instalments."""
        super().__init__(*arguments, years=years if asks_pool else (), **options)
        self.order_fields(["outcome", "amount", *(field.name for field in self.share_fields)])
        if asks_pool:
            choices = [(one.code, one.name) for one in criteria]
            self.fields["criterion"].choices = choices  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["amount"], self.fields["criterion"]

    def clean(self) -> dict[str, Any]:
        """Ask for the amount of an approval; the domain holds it against what was applied for."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "amount" not in self.fields or "amount" in self.errors:
            return cleaned
        rejects = cleaned.get("outcome") == RecommendationOutcome.REJECT
        total = sum(self.shares().values(), Decimal(0))
        if not rejects and total and cleaned.get("amount") and total != cleaned["amount"]:
            sentence = _("The instalments come to %(total)s, but the amount recommended is %(amount)s.")
            facts = {"total": kroner(total), "amount": kroner(cleaned["amount"])}
            self.add_error(self.share_fields[0].name, sentence % facts)
        if not rejects and cleaned.get("outcome") and not cleaned.get("amount"):
            self.add_error("amount", _("Write the amount that you recommend. It must be above DKK 0."))
        return cleaned

    def proposed(self) -> Proposed:
        """Return what was recommended; a rejection has no amount."""
        cleaned = self.cleaned_data
        outcome = RecommendationOutcome(cleaned["outcome"])
        amount = cleaned.get("amount") or Decimal(0)
        return Proposed(
            outcome=outcome,
            amount=Decimal(0) if outcome == RecommendationOutcome.REJECT else amount,
            criterion=cleaned.get("criterion", ""),
            reasons=cleaned["reasons"],
            conditions=cleaned["conditions"],
            minority=cleaned["minority"],
            years={} if outcome == RecommendationOutcome.REJECT else self.shares(),
        )
