"""What a calculated business case is answered with: the figures of the engine, each as it is written."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from businesscase.enums import IrrNote
from businesscase.finance import UncertainCase, annual, evaluate, risk_adjusted_value, sensitivities, to_money
from businesscase.finance.simulation import Simulation, simulate
from core.api.fields import AmountField


class YearSerializer(serializers.Serializer[Any]):
    """One year of the case, DKK."""

    year = serializers.IntegerField()
    cost_dkk = AmountField(signed=True, source="cost")
    benefit_dkk = AmountField(signed=True, source="benefit")
    net_dkk = AmountField(signed=True, source="net")
    cumulative_dkk = AmountField(signed=True, source="cumulative")
    discounted_net_dkk = AmountField(signed=True, source="discounted_net")


class SimulationSerializer(serializers.Serializer[Simulation]):
    """How the draws fell out: one in ten is below p10, half are below p50, nine in ten below p90."""

    draws = serializers.IntegerField()
    p10_dkk = AmountField(signed=True, source="p10")
    p50_dkk = AmountField(signed=True, source="p50")
    p90_dkk = AmountField(signed=True, source="p90")
    probability_positive = AmountField()


class SensitivitySerializer(serializers.Serializer[Any]):
    """The net present value with one line at its low and at its high amounts, the others at their likely ones."""

    line = serializers.IntegerField()
    low_npv_dkk = AmountField(signed=True)
    high_npv_dkk = AmountField(signed=True)


class EvaluationAnswerSerializer(serializers.Serializer[Any]):
    """The results; `irr` is null unless there is exactly one rate, a payback where the money never comes back."""

    npv_dkk = AmountField(signed=True)
    npv_risk_adjusted_dkk = AmountField(signed=True, help_text=_("Less what the risks cost on average."))
    irr = AmountField(signed=True, allow_null=True)
    irr_note = serializers.ChoiceField(IrrNote.choices, allow_blank=True)
    irr_all = serializers.ListField(child=AmountField(signed=True))
    payback_years = AmountField(allow_null=True, help_text=_("Counted from year 0; null where it never comes back."))
    discounted_payback_years = AmountField(allow_null=True)
    annual = YearSerializer(many=True)
    is_positive = serializers.BooleanField()
    positive_definition = serializers.CharField()
    simulation = SimulationSerializer(allow_null=True)
    sensitivity = SensitivitySerializer(many=True)


def answer(uncertain: UncertainCase, *, draws: int, seed: int) -> dict[str, Any]:
    """Calculate a case and return what the serializer writes; 0 draws are no simulation.

    The interface promises that `is_positive` tests the net present value, whatever the municipality's own policy
    calls positive; `positive_definition` says so.
    """
    case = uncertain.case
    rows, results = annual(case), evaluate(case)
    adjusted = risk_adjusted_value(rows[-1].discounted_cumulative, uncertain.risks, [row.factor for row in rows])
    return {
        "npv_dkk": results.npv,
        "npv_risk_adjusted_dkk": to_money(adjusted),
        "irr": results.irr.rate,
        "irr_note": results.irr.note.value,
        "irr_all": results.irr.rates,
        "payback_years": results.payback.years,
        "discounted_payback_years": results.discounted_payback.years,
        "annual": results.rows,
        "is_positive": results.positive.is_positive,
        "positive_definition": results.positive.definition,
        "simulation": simulate(uncertain, draws=draws, seed=seed) if draws else None,
        "sensitivity": [
            {"line": bar.line, "low_npv_dkk": to_money(bar.low_npv), "high_npv_dkk": to_money(bar.high_npv)}
            for bar in sensitivities(uncertain)
        ],
    }
