"""A stored business case and its result as the API writes them; amounts are decimal strings in DKK excluding VAT."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from businesscase.enums import (
    BenefitType,
    CostCategory,
    HarvestMode,
    IrrNote,
    PriceBasis,
    Spreading,
)
from businesscase.models import BenefitLine, BusinessCaseVersion, CostLine, Result, RiskItem
from portfolio.api.serializers import amount


def _figure(help_text: Any = "", **options: Any) -> serializers.CharField:
    """Make a field for a decimal that is stored as text."""
    return serializers.CharField(allow_null=True, default=None, help_text=help_text, **options)


def _written() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.DecimalField(14, 2, allow_null=True),
        help_text=_("One a year from start_year on; null where nothing is written."),
    )


class ResultSerializer(serializers.Serializer[Result]):
    """The figures that the pages show; `irr` is null unless there is exactly one, a payback where it never comes."""

    npv_dkk = amount("npv")
    npv_risk_adjusted_dkk = amount("risk_adjusted_npv")
    net_gain_dkk = amount("net_gain")
    irr = serializers.DecimalField(24, 18, allow_null=True)
    irr_note = serializers.ChoiceField(IrrNote.choices, allow_blank=True)
    payback_years = serializers.DecimalField(12, 6, source="payback", allow_null=True)
    discounted_payback_years = serializers.DecimalField(12, 6, source="discounted_payback", allow_null=True)
    is_positive = serializers.BooleanField()
    positive_definition = serializers.CharField(source="definition")
    distance = serializers.DecimalField(
        20,
        6,
        allow_null=True,
        help_text=_("What is missing before it is positive: DKK, or years where it is judged by payback."),
    )
    input_digest = serializers.CharField()
    computed_at = serializers.DateTimeField()


class CaseSerializer(serializers.Serializer[BusinessCaseVersion]):
    """A line of the list: which case it is, its frame and what it comes to. `result` is null without amounts."""

    proposal = serializers.CharField(source="version.proposal.number", allow_blank=True)
    proposal_id = serializers.IntegerField(source="version.proposal_id")
    title = serializers.CharField(source="version.title", allow_blank=True)
    version = serializers.IntegerField(source="version.ordinal")
    frozen_at = serializers.DateTimeField(source="version.frozen_at", allow_null=True)
    start_year = serializers.IntegerField()
    years = serializers.IntegerField()
    price_year = serializers.IntegerField()
    price_basis = serializers.ChoiceField(PriceBasis.choices)
    result = ResultSerializer(allow_null=True, default=None)


class RateSerializer(serializers.Serializer[Any]):
    """A discount rate with the parameter it comes from."""

    from_year = serializers.IntegerField()
    rate = serializers.CharField()
    valid_from = serializers.DateField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name


class CaseYearSerializer(serializers.Serializer[Any]):
    """One year, fixed prices."""

    year = serializers.IntegerField()
    cost_dkk = serializers.CharField(source="cost")
    benefit_dkk = serializers.CharField(source="benefit")
    net_dkk = serializers.CharField(source="net")
    cumulative_dkk = serializers.CharField(source="cumulative")
    discounted_net_dkk = serializers.CharField(source="discounted_net")


class KeyFiguresSerializer(serializers.Serializer[Any]):
    """The further figures; shares are written 0.15 for 15 %."""

    mirr = _figure()
    annuity_dkk = _figure(source="annuity")
    switching_share = _figure(_("How far the gains may fall before the case breaks even."))
    delay_per_month_dkk = _figure(source="delay_per_month")
    total_cost_dkk = _figure(source="total_cost")
    present_cost_dkk = _figure(source="present_cost")
    peak_funding_dkk = _figure(source="peak_funding")
    peak_year = serializers.IntegerField(allow_null=True, default=None)
    irr_all = serializers.ListField(child=serializers.CharField(), default=list)


class StoredSimulationSerializer(serializers.Serializer[Any]):
    """How the draws fell out, and with what they can be made again."""

    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    spreading = serializers.ChoiceField(Spreading.choices)
    supplier_correlation = serializers.CharField()
    p10_dkk = serializers.CharField(source="p10")
    p50_dkk = serializers.CharField(source="p50")
    p90_dkk = serializers.CharField(source="p90")
    mean_dkk = serializers.CharField(source="mean")
    probability_positive = serializers.CharField()
    payback_within = serializers.ListField(
        child=serializers.CharField(), help_text=_("The probability that the money is back within 0, 1, 2 … years.")
    )


class StoredSensitivitySerializer(serializers.Serializer[Any]):
    """The net present value with one line at its low and at its high amounts."""

    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name
    kind = serializers.CharField()
    low_npv_dkk = serializers.CharField(source="low_npv")
    high_npv_dkk = serializers.CharField(source="high_npv")


class ScenarioSerializer(serializers.Serializer[Any]):
    """Another solution on the same terms; 0 is carrying on as today, which has no figures of its own but its costs."""

    ordinal = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    total_cost_dkk = _figure(source="total_cost")
    npv_dkk = _figure(source="npv")
    difference_dkk = _figure(_("Against the proposed solution."), source="difference")
    irr = _figure()
    payback_years = _figure(source="payback")
    peak_funding_dkk = _figure(source="peak_funding")


class ReferenceSerializer(serializers.Serializer[Any]):
    """What closed cases of the kind have realised of what they promised; below five nothing is said."""

    kind = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()
    middle = _figure()
    lower = _figure()
    upper = _figure()
    adjusted_npv_dkk = _figure(source="adjusted_npv")


class CaseCostLineSerializer(serializers.ModelSerializer[CostLine]):
    """A cost; staff hours are hours, everything else DKK."""

    category = serializers.ChoiceField(CostCategory.choices)
    figures = _written()
    low = _written()
    high = _written()

    class Meta:
        model = CostLine
        fields = ("category", "label", "figures", "low", "high", "supplier")


class BenefitLineSerializer(serializers.ModelSerializer[BenefitLine]):
    """A gain; the owner is a name, the unit a code."""

    type = serializers.ChoiceField(BenefitType.choices)
    figures = _written()
    low = _written()
    high = _written()
    owner = serializers.CharField(source="owner.name", allow_null=True, default=None)
    unit = serializers.CharField(source="unit.code", allow_null=True, default=None)
    harvest_mode = serializers.ChoiceField(HarvestMode.choices, allow_blank=True)

    class Meta:
        model = BenefitLine
        fields = (
            "type", "label", "cash_releasing", "indirect", "figures", "low", "high", "owner", "unit", "harvest_mode",
        )  # fmt: skip


class CaseRiskItemSerializer(serializers.ModelSerializer[RiskItem]):
    """A risk; the probability is a percentage."""

    impact_dkk = amount("impact")

    class Meta:
        model = RiskItem
        fields = ("title", "probability", "impact_dkk", "year", "mitigation")


class CaseDetailSerializer(CaseSerializer):
    """One case with its lines and everything that was calculated; parts without anything to say are null."""

    cost_lines = CaseCostLineSerializer(many=True)
    benefit_lines = BenefitLineSerializer(many=True)
    risks = CaseRiskItemSerializer(many=True)
    discount = RateSerializer(many=True, source="result.discount", default=list)
    annual = CaseYearSerializer(many=True, source="result.rows", default=list)
    key_figures = KeyFiguresSerializer(source="result.key_figures", allow_null=True, default=None)
    simulation = StoredSimulationSerializer(source="result.simulation", allow_null=True, default=None)
    sensitivity = StoredSensitivitySerializer(source="result.sensitivity", many=True, allow_null=True, default=None)
    scenarios = ScenarioSerializer(source="result.alternatives", many=True, allow_null=True, default=None)
    reference = ReferenceSerializer(source="result.reference", allow_null=True, default=None)
