"""Whether the pool can pay for a case, as a calculation (D9-D16). Stores nothing."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from businesscase.finance import Payback
from core import clock
from core.api.authentication import caller
from core.api.fields import AmountField, ChoiceField, FlagField, MoneyField, RowsField, StrictSerializer, TextField
from governance.api.reasons import ReasonSerializer, policy_in_force, told_by_path
from governance.enums import BodyKind
from governance.policy.eligibility import EligibilityOutcome, assess_eligibility
from governance.policy.pool_case import CostLine, PoolCase, PoolState
from governance.selectors.standing import standing_of

if TYPE_CHECKING:
    from rest_framework.request import Request

COST_WORDS = (
    ("purchase", pgettext_lazy("cost", "Purchase")),
    ("implementation", pgettext_lazy("cost", "Implementation")),
    ("operation", pgettext_lazy("cost", "Operation")),
    ("staff_hours", pgettext_lazy("cost", "Staff hours")),
    ("training", pgettext_lazy("cost", "Training")),
)
CRITERION_WORDS = (
    ("mandatory", _("Mandatory solution")),
    ("own_strategy", _("The municipality's own strategy")),
    ("efficiency", _("Efficiency with a positive business case")),
    ("operations", _("Operations, strictly necessary or with a positive business case")),
    ("directed", _("Directed to the pool by management")),
)


class NecessitySerializer(StrictSerializer):
    """The claim that the case is strictly necessary; without a reason it does not count (D13)."""

    claimed = FlagField()
    reason = TextField(allow_blank=True, default="")


class DirectionSerializer(StrictSerializer):
    """Management's own decision that the case goes to the pool (D14)."""

    decision_reference = TextField(allow_blank=True, max_length=300)


class OverrideSerializer(StrictSerializer):
    """An exception that counts only when a member of management sends it, with a reason (D10, D16)."""

    reason = TextField(allow_blank=True)


class CostLineSerializer(StrictSerializer):
    """One line of the costs, DKK excluding VAT."""

    category = ChoiceField(COST_WORDS)
    amount_dkk = AmountField()


class PoolSerializer(StrictSerializer):
    """The pool in the year asked about, DKK."""

    frame_dkk = AmountField()
    committed_mandatory_dkk = AmountField()
    committed_other_dkk = AmountField()
    expected_mandatory_dkk = AmountField()


class EligibilityRequestSerializer(StrictSerializer):
    """What is asked for, and what it rests on; `npv_dkk` is null while no business case is calculated."""

    criterion = ChoiceField(CRITERION_WORDS)
    npv_dkk = AmountField(
        signed=True, allow_null=True, help_text=_("The net present value; null while no business case is calculated.")
    )
    net_gain_dkk = AmountField(
        signed=True,
        allow_null=True,
        required=False,
        help_text=_("The gains less the costs; needed where policy judges a business case by them."),
    )
    payback_years = AmountField(
        allow_null=True,
        required=False,
        help_text=_("Needed where policy judges a business case by its payback; null when the money never comes back."),
    )
    strictly_necessary = NecessitySerializer(required=False, help_text=_("Counts only with a reason."))
    directed_by = DirectionSerializer(required=False, help_text=_("Management's own decision, by date or case number."))
    strategy_nodes = RowsField(
        child=TextField(allow_blank=True, max_length=300),
        required=False,
        help_text=_("The guiding marks or principles that the case carries out."),
    )
    mandatory_reference = TextField(
        allow_blank=True, required=False, max_length=300, help_text=_("The joint obligation that the case fulfils.")
    )
    cost_lines = RowsField(child=CostLineSerializer(), help_text=_("The costs, DKK excluding VAT."))
    staff_hours_override = OverrideSerializer(required=False, help_text=_("Counts only when management sends it."))
    forecast_override = OverrideSerializer(required=False, help_text=_("Counts only when management sends it."))
    requested_dkk = AmountField(help_text=_("What is asked of the pool."))
    pool = PoolSerializer(help_text=_("The pool in the year asked about."))


class EligibilityAnswerSerializer(serializers.Serializer[EligibilityOutcome]):
    """What the pool can do for the case; a reason in `warnings` never stops it."""

    eligible = serializers.BooleanField()
    priority = serializers.IntegerField(min_value=1, max_value=2)
    fundable_dkk = MoneyField(source="fundable")
    capacity_dkk = MoneyField(source="capacity")
    reasons = ReasonSerializer(many=True)
    warnings = ReasonSerializer(many=True)


@extend_schema(tags=["calculations"])
class PoolEligibilityView(APIView):
    """Hold a case against the pool's criteria and what it has left."""

    calculates = True
    problems = (409,)

    @extend_schema(
        summary=_("Eligibility for the pool"),
        description=_("Can the pool pay for the case, how much of it, and is there money left?"),
        operation_id="pool_eligibility",
        request=EligibilityRequestSerializer,
        responses={200: EligibilityAnswerSerializer},
    )
    def post(self, request: "Request") -> Response:
        """Answer with what the pool can do."""
        asked = EligibilityRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sent_by_management = BodyKind.MANAGEMENT in standing_of(caller(request)).kinds
        with told_by_path():
            case = _case(asked.validated_data, sent_by_management=sent_by_management)
            outcome = assess_eligibility(case, policy_in_force())
        return Response(EligibilityAnswerSerializer(outcome).data)


def _case(asked: dict[str, Any], *, sent_by_management: bool) -> PoolCase:
    necessary = asked.get("strictly_necessary", {})
    pool = asked["pool"]
    return PoolCase(
        criterion=asked["criterion"],
        npv=asked["npv_dkk"],
        net_gain=asked.get("net_gain_dkk"),
        payback=Payback(asked["payback_years"], lost_again=False) if "payback_years" in asked else None,
        cost_lines=tuple(CostLine(line["category"], line["amount_dkk"]) for line in asked["cost_lines"]),
        requested=asked["requested_dkk"],
        pool=PoolState(
            frame=pool["frame_dkk"],
            committed_mandatory=pool["committed_mandatory_dkk"],
            committed_other=pool["committed_other_dkk"],
            expected_mandatory=pool["expected_mandatory_dkk"],
        ),
        on_date=clock.today(),
        strictly_necessary=necessary.get("claimed", False),
        strictly_necessary_reason=necessary.get("reason", ""),
        decision_reference=asked.get("directed_by", {}).get("decision_reference", ""),
        strategy_nodes=tuple(asked.get("strategy_nodes", ())),
        mandatory_reference=asked.get("mandatory_reference", ""),
        staff_hours_override_reason=asked.get("staff_hours_override", {}).get("reason", ""),
        forecast_override_reason=asked.get("forecast_override", {}).get("reason", ""),
        sent_by_management=sent_by_management,
    )
