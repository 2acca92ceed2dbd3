"""Which applications a pool can pay for, by three methods side by side (C16, C17, D9). Stores nothing."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.fields import AmountField, ChoiceField, MoneyField, RowsField, StrictSerializer, TextField, WholeField
from governance.allocation.allocate import Allocation, allocate
from governance.allocation.candidate import Candidate, Lock, Question
from governance.allocation.difference import Selection
from governance.allocation.frontier import FrontierPoint
from governance.api.pool_years import instalments, unit_limits, year_limits
from governance.api.reasons import told_by_path
from governance.policy.number import check_number
from governance.reason_texts import render_message, render_summary

if TYPE_CHECKING:
    from rest_framework.request import Request

MOST_PROPOSALS = 10_000
LONGEST_ID = 200
HIGHEST_RANK = 1_000_000_000
MOST_YEARS = 50
FIRST_YEAR, LAST_YEAR = 1900, 2199
LOCK_WORDS = ((str(Lock.IN), pgettext_lazy("lock", "In")), (str(Lock.OUT), pgettext_lazy("lock", "Out")))


class InstalmentSerializer(StrictSerializer):
    """What an application asks of one year."""

    year = WholeField(low=FIRST_YEAR, high=LAST_YEAR, help_text=_("One of the years of the question."))
    amount_dkk = AmountField(help_text=_("What it asks of that year, DKK."))


class AllocationYearSerializer(StrictSerializer):
    """A year of the pool."""

    year = WholeField(low=FIRST_YEAR, high=LAST_YEAR, help_text=_("The year, once."))
    frame_dkk = AmountField(help_text=_("What can be allocated from it, DKK."))


class UnitLimitSerializer(StrictSerializer):
    """What the applications of one unit may get together."""

    unit = TextField(max_length=LONGEST_ID, help_text=_("The word that the applications have for it, once."))
    limit_dkk = AmountField(help_text=_("At most so much in all, DKK."))


class CandidateSerializer(StrictSerializer):
    """One application: what it asks, what it is worth, and what it hangs together with."""

    id = TextField(max_length=LONGEST_ID, help_text=_("Your own word for it, once."))
    amount_dkk = AmountField(help_text=_("What it asks for, DKK excluding VAT."))
    value = AmountField(help_text=_("What it is worth, in any unit that is the same for all."))
    priority = WholeField(low=1, high=2, help_text=_("1 for mandatory solutions, else 2."))
    rank = WholeField(low=0, high=HIGHEST_RANK, help_text=_("Its place in the ranking; the lowest goes first."))
    requires = RowsField(
        child=TextField(max_length=LONGEST_ID),
        default=list,
        help_text=_("The ids without which it makes no sense. Those that require each other go all or none."),
    )
    excludes = RowsField(
        child=TextField(max_length=LONGEST_ID),
        default=list,
        help_text=_("The ids that cannot be chosen together with it; it holds both ways."),
    )
    locked = ChoiceField(
        LOCK_WORDS, allow_null=True, default=None, help_text=_("Whether people have settled it beforehand.")
    )
    lock_reason = TextField(allow_blank=True, default="", help_text=_("Why it is locked, for your own record."))
    years = RowsField(
        child=InstalmentSerializer(),
        max_length=MOST_YEARS,
        default=list,
        help_text=_("What it asks of each year; together the amount. Empty where it asks all of it of the first year."),
    )
    unit = TextField(
        max_length=LONGEST_ID, allow_blank=True, default="", help_text=_("The unit whose limit it counts in, if any.")
    )


class AllocationRequestSerializer(StrictSerializer):
    """A budget, and those who ask for a part of it."""

    budget_dkk = AmountField(help_text=_("What can be allocated, DKK."))
    years = RowsField(
        child=AllocationYearSerializer(),
        max_length=MOST_YEARS,
        default=list,
        help_text=_(
            "The frame of each year, where the money is that of several. The budget still holds for the whole."
        ),
    )
    unit_limits = RowsField(
        child=UnitLimitSerializer(), default=list, help_text=_("What units may get at most, where they have a limit.")
    )
    proposals = RowsField(child=CandidateSerializer(), max_length=MOST_PROPOSALS)


class YearAmountSerializer(serializers.Serializer[Any]):
    """What is selected takes so much of a year."""

    year = serializers.IntegerField()
    amount_dkk = MoneyField()


class SelectionSerializer(serializers.Serializer[Selection]):
    """What a method selects, in the order of the request; `years` only where the question has some."""

    selected = serializers.ListField(child=serializers.CharField(), source="ids")
    amount_dkk = MoneyField(source="amount")
    value = AmountField(signed=True)
    years = YearAmountSerializer(many=True, required=False)

    def to_representation(self, instance: Selection) -> dict[str, Any]:
        """Add what each year gives."""
        told: dict[str, Any] = super().to_representation(instance)
        question: Question = self.context["question"]
        if question.year_limits:
            chosen = [one for one in question.candidates if one.id in set(instance.ids)]
            rows = [
                {"year": year, "amount_dkk": sum((one.paid_in(year) for one in chosen), Decimal(0))}
                for year, _limit in question.year_limits
            ]
            told["years"] = YearAmountSerializer(rows, many=True).data
        return told


class BestValueSerializer(SelectionSerializer):
    """`optimal` tells whether it is proved that no permitted selection is better."""

    optimal = serializers.BooleanField()


class PointSerializer(serializers.Serializer[FrontierPoint]):
    """Best value if the budget were this large: mostly exact, and never more than one percent below it.

    Where the question has years, it is the frame of the first of them that is this large.
    """

    budget_dkk = MoneyField(source="budget")
    value = AmountField(signed=True)


class AllocationAnswerSerializer(serializers.Serializer[Allocation]):
    """The three methods, and what sets them apart in words; `infeasible` says why no selection keeps the locks."""

    by_rank = SelectionSerializer()
    by_rank_skipping = SelectionSerializer()
    best_value = BestValueSerializer()
    frontier = PointSerializer(many=True)
    difference = serializers.SerializerMethodField()
    infeasible = serializers.SerializerMethodField()

    def get_difference(self, allocation: Allocation) -> str:
        """Return the sentence in the request's language."""
        return render_summary(allocation.difference)

    def get_infeasible(self, allocation: Allocation) -> str | None:
        """Return why no selection keeps the locks."""
        return render_message(allocation.infeasible) if allocation.infeasible else None


@extend_schema(tags=["calculations"])
class PoolAllocationView(APIView):
    """Hold those who ask for money against a budget, by rank and by value."""

    calculates = True

    @extend_schema(
        summary=_("Allocation of the pool"),
        description=_(
            "Which applications can the budget hold: by rank, by rank passing over what does not fit, and with the"
            " highest total value? Mandatory solutions are placed first in all three. People decide; this only shows."
        ),
        operation_id="pool_allocation",
        request=AllocationRequestSerializer,
        responses={200: AllocationAnswerSerializer},
    )
    def post(self, request: "Request") -> Response:
        """Answer with the three selections."""
        asked = AllocationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with told_by_path():
            question = _question(asked.validated_data)
            allocation = allocate(question)
        return Response(AllocationAnswerSerializer(allocation, context={"question": question}).data)


def _question(asked: dict[str, Any]) -> Question:
    for index, row in enumerate(asked["proposals"]):
        # The pool's own workbench weighs present values below 0; the contract of the API knows none.
        check_number(row["value"], f"proposals.{index}.value")
    limits = year_limits(asked["years"])
    return Question(
        asked["budget_dkk"],
        tuple(
            _candidate(row, instalments(row, limits, f"proposals.{index}"))
            for index, row in enumerate(asked["proposals"])
        ),
        unit_limits=unit_limits(asked["unit_limits"]),
        year_limits=limits,
    )


def _candidate(row: dict[str, Any], years: tuple[tuple[int, Decimal], ...]) -> Candidate:
    return Candidate(
        id=row["id"],
        amount=row["amount_dkk"],
        value=row["value"],
        priority=row["priority"],
        rank=row["rank"],
        requires=tuple(row["requires"]),
        excludes=tuple(row["excludes"]),
        locked=row["locked"] and Lock(row["locked"]),
        unit=row["unit"],
        years=years,
    )
