"""The forms of management's decision and of its direction of a case to the pool."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms.dates import DayField
from core.templatetags.danish import kroner
from governance.domain.ruling import APPROVALS, Ruling
from governance.enums import RecommendationOutcome, Verdict
from governance.forms.causes import give_causes
from governance.forms.moves import LONGEST, needed_by_choice
from governance.forms.pool import money_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governance.models import PoolYear, Recommendation
    from governance.selectors.decision_desk import DecisionDesk

_PREFIX = "share_"


def _text(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=required, widget=widget)


class SharesForm(forms.Form):
    """What each open year of the pool gives."""

    def __init__(self, *arguments: Any, years: "Iterable[PoolYear]", **options: Any) -> None:
        """Offer a box for each year."""
        super().__init__(*arguments, **options)
        self.years = [row.year for row in years]
        for year in self.years:
            box = money_field(_("From the pool in %(year)s") % {"year": year})
            self.fields[f"{_PREFIX}{year}"] = needed_by_choice(box)

    @property
    def share_fields(self) -> list[Any]:
        """Return the boxes of the years."""
        return [self[f"{_PREFIX}{year}"] for year in self.years]

    def shares(self) -> dict[int, Decimal]:
        """Return what has been written for each year; the empty boxes are left out."""
        written = {year: self.cleaned_data.get(f"{_PREFIX}{year}") for year in self.years}
        return {year: amount for year, amount in written.items() if amount}


class DecisionForm(SharesForm):
    """The outcomes and what less than everything rests on; for an application amounts, criterion and the exceptions."""

    verdict = forms.ChoiceField(label=_("You decide to"), choices=Verdict, widget=forms.RadioSelect)
    criterion = needed_by_choice(forms.ChoiceField(label=_("Pool criterion"), required=False))
    reasons = needed_by_choice(
        _text(_("Reasons"), 4, _("The applicant reads them. They are needed unless you follow an approval."))
    )
    cause = needed_by_choice(forms.ChoiceField(label=_("The no rests on"), required=False))
    conditions = _text(_("Conditions"), 2, _("One a line, when you approve."))
    lapses_on = DayField(
        label=_("The grant lapses after"),
        required=False,
        help_text=_(
            "Only where the money waits for the conditions: it is reserved, and the project starts once you have"
            " confirmed that they are met."
        ),
    )
    staff_hours_reason = _text(
        _("Exception: the pool pays staff hours"), 2,
        _("As a clear main rule it does not. Write why it does here; the exception is marked on the decision."),
    )  # fmt: skip
    forecast_reason = _text(
        _("Exception: use money kept for mandatory solutions"), 2,
        _("Only when the case would otherwise be refused because of the forecast."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, desk: "DecisionDesk", **options: Any) -> None:
        """Offer the outcomes that fit the recommendation, and money where the case asks the pool."""
        super().__init__(*arguments, years=desk.years, **options)
        self.fields["verdict"].choices = verdict_choices(desk)  # type: ignore[attr-defined]  # a choice field
        give_causes(self, desk.causes, _("When you do not give everything. The applicant reads it with the reasons."))
        if desk.recommendation is None:
            needed_by_choice(self.fields["conditions"])
            self.fields["conditions"].help_text = _("One a line. They are needed when you approve on conditions.")
        if not desk.asks_pool:
            for name in ("criterion", "lapses_on", "staff_hours_reason", "forecast_reason"):
                del self.fields[name]
            return
        self.fields["criterion"].choices = [(one.code, one.name) for one in desk.criteria]  # type: ignore[attr-defined]

    @property
    def exception_fields(self) -> list[Any]:
        """Return the two exceptions, where there is money."""
        return [self[name] for name in ("staff_hours_reason", "forecast_reason") if name in self.fields]

    @property
    def exceptions_in_use(self) -> bool:
        """Whether something is written in one of them."""
        return any((field.value() or "").strip() for field in self.exception_fields)

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons that the outcome demands, at their box."""
        cleaned: dict[str, Any] = super().clean() or {}
        needed = cleaned.get("verdict") and cleaned["verdict"] != Verdict.APPROVED
        if needed and "reasons" not in self.errors and not cleaned.get("reasons"):
            self.add_error("reasons", _("Write the reason."))
        if self.years and cleaned.get("verdict") in APPROVALS and not self.shares() and not self._has_wrong_shares():
            self.add_error(self.share_fields[0].name, _("Write the amount that you allocate. It must be above DKK 0."))
        return cleaned

    def _has_wrong_shares(self) -> bool:
        return any(field.name in self.errors for field in self.share_fields)

    def ruling(self) -> Ruling:
        """Return what is decided; only an approval has money and conditions."""
        cleaned = self.cleaned_data
        verdict = Verdict(cleaned["verdict"])
        cause = cleaned.get("cause", "")
        if verdict not in APPROVALS:
            return Ruling(verdict, reasons=cleaned["reasons"], cause=cause)
        return Ruling(
            verdict=verdict,
            shares=self.shares(),
            criterion=cleaned.get("criterion", ""),
            reasons=cleaned["reasons"],
            conditions=cleaned["conditions"],
            staff_hours_reason=cleaned.get("staff_hours_reason", ""),
            forecast_reason=cleaned.get("forecast_reason", ""),
            cause=cause,
            lapses_on=cleaned.get("lapses_on"),
        )


def verdict_choices(desk: "DecisionDesk") -> list[tuple[str, Any]]:
    """Return the outcomes in the words of what lies before management."""
    recommended = desk.recommendation
    back = _("Send back to the strategy group") if recommended else _("Send back to the applicant")
    last = [(Verdict.DEFERRED, pgettext_lazy("decision", "Defer")), (Verdict.SENT_BACK, back)]
    if recommended is None:
        first = [(Verdict.APPROVED, pgettext_lazy("decision", "Approve")),
                 (Verdict.CHANGED, _("Approve on conditions")),
                 (Verdict.REJECTED, pgettext_lazy("decision", "Reject"))]  # fmt: skip
    elif recommended.outcome == RecommendationOutcome.REJECT:
        first = [(Verdict.REJECTED, _("Follow the recommendation and reject")),
                 (Verdict.CHANGED, _("Approve in spite of the recommendation"))]  # fmt: skip
    else:
        first = [(Verdict.APPROVED, _follow(recommended, asks_pool=desk.asks_pool)),
                 (Verdict.CHANGED, _("Approve with changes")),
                 (Verdict.REJECTED, pgettext_lazy("decision", "Reject"))]  # fmt: skip
    if desk.asks_pool:
        first += [(Verdict.NOT_FUNDED, _("Put on the reserve list: worth doing, but no money now")),
                  (Verdict.INELIGIBLE, _("Turn down: the pool's rules keep the case out"))]  # fmt: skip
    return [*first, *last]


def _follow(recommended: "Recommendation", *, asks_pool: bool) -> Any:
    """Name the amount that following the recommendation allocates."""
    if not asks_pool:
        return _("Follow the recommendation")
    return _("Follow the recommendation: %(amount)s") % {"amount": kroner(recommended.amount)}


class DirectionForm(forms.Form):
    """By which decision of its own management directs the case to the pool."""

    reference = forms.CharField(
        label=_("Decision"), max_length=300, help_text=_("Its date or case number, such as item 4 of a meeting.")
    )
    reasons = _text(_("Reasons"), 4, required=True)
