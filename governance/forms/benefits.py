"""The forms of what is done with a benefit: they check and name what was typed, the domain decides."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from businesscase.domain.benefits import hour_price_of
from businesscase.enums import Fulfilment
from businesscase.models import Benefit, Measurement
from core.clock import today
from core.forms.dates import DayField
from core.forms.units import UnitChoice, open_units
from core.forms.widgets import AffixedInput
from core.models import Unit
from core.templatetags.danish import kroner
from governance.domain.benefit_moves import Measured, Plan, Target, in_kroner
from governance.domain.effect_evaluation import Evaluated, Need, unexplained
from governance.domain.measured_amounts import ask_about
from governance.forms.moves import LONGEST
from portfolio.forms.boxes import AmountField, NumberField


def _value(label: Any, measure: str, *, required: bool = True) -> NumberField:
    """Return a box for a value in the benefit's own unit of measure."""
    box = AffixedInput()
    box.suffix = measure
    return NumberField(label=label, max_digits=14, required=required, widget=box)


def _money(label: Any, help_text: Any, *, required: bool = True) -> AmountField:
    return AmountField(label=label, help_text=help_text, max_digits=14, required=required)


def _prose(label: Any, rows: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=required, widget=widget)


class MeasurementForm(forms.Form):
    """What a benefit has come to: its value where it has a target, and DKK where money was promised.

    An amount far from what was promised is asked about; the tick that confirms it carries the amount it is about.
    """

    measured_on = DayField(label=_("Measured on"))
    field_order = ("since", "measured_on", "value", "hours", "realised", "expected", "sure")

    def __init__(self, *arguments: Any, benefit: Benefit, **options: Any) -> None:
        """Ask only for what this benefit is measured in; one that has been settled says why it is measured again."""
        super().__init__(*arguments, **options)
        self.benefit = benefit
        if benefit.target is not None:
            self.fields["value"] = _value(benefit.indicator or _("Measured value"), benefit.measure)
        if benefit.promised:
            self._ask_of_money(hour_price_of(benefit))
            self.fields["expected"] = _money(
                _("Now expected a year"), _("What you now expect of a full year from here on."), required=False
            )
        self.order_fields(self.field_order)
        if benefit.is_settled:
            self.fields["note"] = _prose(
                _("Why is it measured again?"), 3, _("Such as that a figure was wrong, or that there is a newer one.")
            )
            return
        self.fields["note"] = _prose(
            _("What lies behind the figures"), 3, _("Such as which report they come from."), required=False
        )
        if benefit.due_on is not None and benefit.due_on <= today():
            self.fields["final"] = forms.BooleanField(
                label=_("This settles it"),
                help_text=_("The benefit is settled with this measurement. A later one can still be added."),
                required=False,
            )

    def _ask_of_money(self, hour_price: Decimal | None) -> None:
        """Ask which days the amount is of, and where time is saved for the hours too."""
        self.fields["since"] = DayField(
            label=_("Measured from"),
            help_text=_(
                "The first day that the amount covers; a year at most. It is held against the same part of the promise."
                " Left empty, it is a whole year."
            ),
            required=False,
        )
        self.fields["measured_on"].label = _("Up to and including")
        if hour_price is not None:
            text = _("Time saved in those days. The portal counts an hour as %(price)s, as the case does.")
            box = AffixedInput()
            box.suffix = _("hours")
            self.fields["hours"] = NumberField(
                label=_("Hours saved"),
                help_text=text % {"price": kroner(hour_price)},
                max_digits=9,
                required=False,
                widget=box,
            )
        self.fields["realised"] = _money(
            _("Amount measured"),
            _("What it gave in those days. Write 0 if it gave nothing.")
            if hour_price is None
            else _("What it gave in those days, unless you have written hours. Write 0 if it gave nothing."),
            required=hour_price is None,
        )
        for name in {"hours", "realised"} & self.fields.keys():
            # One of the two is needed, so neither is marked as optional.
            self.fields[name].depends = True  # type: ignore[attr-defined]  # known to the page's field

    def clean(self) -> dict[str, Any]:
        """Ask about an amount that looks like a typing error, on the same page."""
        if self.errors:
            return self.cleaned_data
        measured = in_kroner(self.benefit, self.measured())
        if self.benefit.promised and measured.realised is None:
            self.add_error("realised", _("Write the hours or the amount."))
        row = Measurement(measured_on=measured.measured_on, since=measured.since)
        asked = {
            str(amount): question
            for amount, one in ((measured.realised, row), (measured.expected, None))
            if (question := ask_about(self.benefit, amount, one))
        }
        if asked:
            about = " ".join(asked)
            sure = self.data.get(self.add_prefix("sure")) == about
            tick = forms.CheckboxInput(attrs={"value": about}, check_test=lambda _posted: sure)
            label = _("Yes, the amount is right")
            self.fields["sure"] = forms.BooleanField(label=label, required=False, widget=tick)
            self.order_fields(self.field_order)
            if not sure:
                # The summary of errors says the same, far from the box that it is about.
                self.add_error("sure", " ".join([*asked.values(), str(_("Tick “%(field)s”.") % {"field": label})]))
        return self.cleaned_data

    def measured(self) -> Measured:
        """Return the measurement."""
        cleaned = self.cleaned_data
        return Measured(
            measured_on=cleaned["measured_on"],
            since=cleaned.get("since"),
            value=cleaned.get("value"),
            hours=cleaned.get("hours"),
            realised=cleaned.get("realised"),
            expected=cleaned.get("expected"),
            final=bool(cleaned.get("final")),
            note=cleaned["note"],
        )


class BaselineForm(forms.Form):
    """A zero point: how things stood before."""

    measured_on = DayField(label=_("Measured on"))
    source = forms.CharField(
        label=_("Source"), help_text=_("Such as the register or the report that the figure comes from."), max_length=300
    )
    field_order = ("value", "measured_on", "source")

    def __init__(self, *arguments: Any, benefit: Benefit, **options: Any) -> None:
        """Ask in the benefit's unit of measure."""
        super().__init__(*arguments, **options)
        in_money = _("kr. a year") if benefit.promised else ""
        self.fields["value"] = _value(benefit.indicator or benefit.label, benefit.measure or str(in_money))
        if benefit.promised:
            self.fields["value"].help_text = _(
                "What it gave in a year before the change: 0 if it gave nothing. Name today's expense in the source."
            )
        self.order_fields(self.field_order)


class TargetForm(forms.Form):
    """What a gain that was promised in words is to be measured by."""

    indicator = forms.CharField(
        label=_("Indicator"), help_text=_("What is counted or measured, such as days of waiting."), max_length=200
    )
    measure = forms.CharField(
        label=_("Unit of measure"), help_text=_("Such as days, percent or letters a year."), max_length=60
    )
    baseline = NumberField(label=_("Zero point"), help_text=_("How it is today."), max_digits=14)
    source = forms.CharField(
        label=_("Source"), help_text=_("Such as the register or the report that the figure comes from."), max_length=300
    )
    target = NumberField(label=_("Target"), max_digits=14)
    target_date = DayField(label=_("To be reached by"))
    reason = _prose(_("Who has agreed on it, and why?"), 2, _("The reason stands in the history."))

    def __init__(self, *arguments: Any, benefit: Benefit, **options: Any) -> None:  # noqa: ARG002 - asks the same of all
        """Ask the same of every benefit."""
        super().__init__(*arguments, **options)

    def agreed(self) -> Target:
        """Return the target."""
        cleaned = self.cleaned_data
        return Target(**{name: cleaned[name] for name in cleaned if name != "reason"})


class PlanForm(forms.Form):
    """How the benefit comes and how it is measured."""

    change_in_work = _prose(_("The change in work that brings it"), 4, required=False)
    method = forms.CharField(
        label=_("How it is measured"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = UnitChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("No particular unit")
    )
    due_on = DayField(label=_("To be measured by"), required=False)
    reason = _prose(_("Why is the plan changed?"), 2, _("The reason stands in the history."))

    def __init__(self, *arguments: Any, benefit: Benefit, **options: Any) -> None:
        """Offer the units that exist today and the one that stands; the day, once there is one."""
        super().__init__(*arguments, **options)
        units = open_units()
        if benefit.unit_id is not None:
            units = units | Unit.objects.filter(pk=benefit.unit_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of units
        if benefit.due_on is None:
            del self.fields["due_on"]

    def plan(self) -> Plan:
        """Return the plan."""
        cleaned = self.cleaned_data
        return Plan(cleaned["method"], cleaned["change_in_work"], cleaned["unit"], cleaned.get("due_on"))


class EvaluationForm(forms.Form):
    """The effect evaluation: what it gave, the changes in the work, and each group's needs."""

    conclusion = _prose(_("What has it given?"), 5, _("Hold it against what was promised, also where it fell short."))
    changes_in_work = _prose(
        _("Which changes in the work have been carried through?"),
        4,
        _("Write also which have not, and who carries them through."),
    )

    def __init__(
        self, *arguments: Any, groups: "tuple[str, ...]", short: "tuple[Benefit, ...]" = (), **options: Any
    ) -> None:
        """Ask about each group that the decided version is for (D34), and for more where benefits fell short."""
        super().__init__(*arguments, **options)
        self.groups, self.short = groups, short
        for place, group in enumerate(groups):
            self.fields[f"degree_{place}"] = forms.ChoiceField(
                label=_("%(group)s: how far were their needs met?") % {"group": group},
                choices=Fulfilment.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how far.")},
            )
            self.fields[f"evidence_{place}"] = _prose(
                _("%(group)s: how do we know?") % {"group": group}, 2, _("Such as a survey, a count or a meeting.")
            )
        if short:
            named = ", ".join(f"“{one.label}”" for one in short)
            text = _("Less than was promised came of %(named)s. Answer if you choose “Fully” for a group.")
            label = _("Why are needs fully met although benefits fell short?")
            self.fields["shortfall_reason"] = _prose(label, 2, text % {"named": named}, required=False)
            self.fields["shortfall_reason"].depends = True  # type: ignore[attr-defined]  # known to the page's field
        self.fields["learned"] = _prose(_("What would we do otherwise?"), 3, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why needs are fully met, where less came than was promised."""
        fully = any(self.cleaned_data.get(f"degree_{place}") == Fulfilment.FULLY for place in range(len(self.groups)))
        if self.short and fully and not self.cleaned_data.get("shortfall_reason"):
            self.add_error("shortfall_reason", unexplained(self.short))
        return self.cleaned_data

    def evaluated(self) -> Evaluated:
        """Return the evaluation."""
        cleaned = self.cleaned_data
        needs = tuple(
            Need(group, Fulfilment(cleaned[f"degree_{place}"]), cleaned[f"evidence_{place}"])
            for place, group in enumerate(self.groups)
        )
        return Evaluated(
            cleaned["conclusion"],
            cleaned["changes_in_work"],
            needs,
            cleaned["learned"],
            cleaned.get("shortfall_reason", ""),
        )
