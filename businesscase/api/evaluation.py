"""A business case as a calculation (D12-D18). Stores nothing."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from businesscase.api.evaluation_answer import EvaluationAnswerSerializer, answer
from businesscase.finance import Case, CaseError, Kind, Line, RateBand, Risk, Spread, Timing, UncertainCase
from businesscase.finance.risk import MAX_RISKS
from businesscase.finance.simulation import MAX_DRAWS, MAX_SEED
from businesscase.finance.validation import FIRST_YEAR, LAST_YEAR, MAX_YEARS
from core.api.fields import AmountField, ChoiceField, FlagField, RowsField, StrictSerializer, TextField, WholeField
from core.api.problems import Invalid

if TYPE_CHECKING:
    from rest_framework.request import Request

# With 100 years and 100,000 draws each, so many lines still are a matter of seconds.
MOST_LINES = 200
DEFAULT_SEED = 1
TIMING_WORDS = (
    ("year_end", pgettext_lazy("timing", "At the end of the year")),
    ("mid_year", pgettext_lazy("timing", "In the middle of the year")),
    ("year_start", pgettext_lazy("timing", "At the start of the year")),
)
LINE_WORDS = (("cost", pgettext_lazy("line", "Cost")), ("benefit", pgettext_lazy("line", "Benefit")))
# Where the engine's names are not the interface's.
_NAMES: dict[str | int, str] = {"amounts": "likely", "impact": "impact_dkk"}


class BandSerializer(StrictSerializer):
    """A yearly discount rate, from a year of the case on."""

    from_year = WholeField(low=0, high=LAST_YEAR, help_text=gettext_lazy("The year of the case, from 0."))
    rate = AmountField(signed=True, help_text=gettext_lazy("The rate of a year: 0.035 is 3.5 percent."))


def _amounts(help_text: Any, *, required: bool = True) -> RowsField:
    return RowsField(child=AmountField(signed=True), max_length=MAX_YEARS, required=required, help_text=help_text)


class LineSerializer(StrictSerializer):
    """A cost or a benefit, one amount for each year; without low and high it is certain."""

    kind = ChoiceField(LINE_WORDS)
    category = TextField(max_length=60, help_text=gettext_lazy("Your own word for it; other will do."))
    cash_releasing = FlagField(default=False, help_text=gettext_lazy("Whether money can be taken out of a budget."))
    low = _amounts(gettext_lazy("The lowest amount of each year, DKK."), required=False)
    likely = _amounts(gettext_lazy("The likely amount of each year, DKK excluding VAT."))
    high = _amounts(gettext_lazy("The highest amount of each year, DKK."), required=False)


class CaseRiskSerializer(StrictSerializer):
    """An event that costs something in one year, if it happens."""

    probability = AmountField(help_text=gettext_lazy("From 0 to 1: 0.2 is 20 percent."))
    impact_dkk = AmountField(help_text=gettext_lazy("What it costs if it happens, DKK."))
    year = WholeField(low=0, high=MAX_YEARS - 1, help_text=gettext_lazy("The year of the case, from 0."))


class EvaluationRequestSerializer(StrictSerializer):
    """The case and how it is to be calculated."""

    start_year = WholeField(low=FIRST_YEAR, high=LAST_YEAR, help_text=gettext_lazy("The calendar year of year 0."))
    years = WholeField(low=1, high=MAX_YEARS, help_text=gettext_lazy("How many years the case covers."))
    price_year = WholeField(
        low=FIRST_YEAR, high=LAST_YEAR, help_text=gettext_lazy("The year whose prices the amounts are in.")
    )
    discount = RowsField(
        child=BandSerializer(), max_length=MAX_YEARS, help_text=gettext_lazy("The discount rates; they chain.")
    )
    timing = ChoiceField(TIMING_WORDS, help_text=gettext_lazy("When in its year the money moves."))
    first_year_undiscounted = FlagField(help_text=gettext_lazy("Whether year 0 is today's money."))
    lines = RowsField(child=LineSerializer(), allow_empty=False, max_length=MOST_LINES)
    risks = RowsField(child=CaseRiskSerializer(), max_length=MAX_RISKS, default=list)
    simulations = WholeField(
        low=0, high=MAX_DRAWS, help_text=gettext_lazy("How many times the case is drawn; 0 for no simulation.")
    )
    seed = WholeField(
        low=0,
        high=MAX_SEED,
        default=DEFAULT_SEED,
        help_text=gettext_lazy("The same seed gives the same draws; 1 where none is given."),
    )


@extend_schema(tags=["calculations"])
class BusinessCaseEvaluationView(APIView):
    """Calculate a business case."""

    calculates = True

    @extend_schema(
        summary=gettext_lazy("Evaluation of a business case"),
        description=gettext_lazy(
            "Net present value, internal rates, payback, risk, sensitivity and simulation, with the portal's own"
            " engine. A line's low and high NPV are those with its low and its high amounts. In each draw a line lies"
            " as far from its likely amounts in every year (PERT), and each risk happens with its probability."
        ),
        operation_id="business_case_evaluation",
        request=EvaluationRequestSerializer,
        responses={200: EvaluationAnswerSerializer},
    )
    def post(self, request: "Request") -> Response:
        """Answer with the results."""
        asked = EvaluationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        try:
            found = answer(_case(said), draws=said["simulations"], seed=said["seed"])
        except CaseError as error:
            path = ".".join(str(_NAMES.get(part, part)) for part in error.path)
            raise Invalid(_(error.template) % error.params, path) from error
        return Response(EvaluationAnswerSerializer(found).data)


def _case(said: dict[str, Any]) -> UncertainCase:
    case = Case(
        start_year=said["start_year"],
        years=said["years"],
        price_year=said["price_year"],
        discount=tuple(RateBand(band["from_year"], band["rate"]) for band in said["discount"]),
        timing=Timing(said["timing"]),
        first_year_undiscounted=said["first_year_undiscounted"],
        lines=tuple(_line(line) for line in said["lines"]),
    )
    spreads = tuple(_spread(line, index) for index, line in enumerate(said["lines"]))
    risks = tuple(Risk(risk["probability"], risk["impact_dkk"], risk["year"]) for risk in said["risks"])
    return UncertainCase(case, spreads, risks)


def _line(said: dict[str, Any]) -> Line:
    return Line(
        Kind(said["kind"]),
        said["category"],
        cash_releasing=said["cash_releasing"],
        amounts=tuple(said["likely"]),
    )


def _spread(said: dict[str, Any], index: int) -> Spread | None:
    given = [name for name in ("low", "high") if name in said]
    if len(given) == 1:
        missing = "high" if given == ["low"] else "low"
        raise Invalid(_("Give both low and high, or neither."), f"lines.{index}.{missing}")
    return Spread(tuple(said["low"]), tuple(said["high"])) if given else None
