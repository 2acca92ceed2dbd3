"""The pool, its ledger, what has been recommended of it and what has been decided: the read side."""

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView

from core.api.authentication import caller
from core.api.fields import MoneyField
from governance.cause_texts import cause_sentences
from governance.enums import BodyKind, CauseKind, EntryKind, RecommendationOutcome, Verdict
from governance.models import Decision, DecisionCause, LedgerEntry, Pool, PoolYear, Recommendation
from governance.selectors.pool import the_pool
from governance.selectors.pool_criteria import criteria_in_force
from governance.selectors.pool_page import readable_entries
from portfolio.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User


class PoolYearSerializer(serializers.Serializer[PoolYear]):
    """A year with its balances, DKK: `left` is what no decision has spoken for or reserved.

    `transferred` is what has been moved from other years, below 0 when it has been moved to them.
    """

    year = serializers.IntegerField()
    price_year = serializers.IntegerField()
    budget_reference = serializers.CharField()
    frame_dkk = MoneyField(source="frame")
    transferred_dkk = MoneyField(signed=True, source="transferred")
    reserved_dkk = MoneyField(source="reserved")
    committed_mandatory_dkk = MoneyField(source="committed_mandatory")
    committed_other_dkk = MoneyField(source="committed_other")
    expected_mandatory_dkk = MoneyField(source="still_expected")
    returned_dkk = MoneyField(source="returned")
    spent_dkk = MoneyField(source="spent")
    left_dkk = MoneyField(source="left")


class PoolListSerializer(serializers.Serializer[Pool]):
    """A pool with its years, newest first."""

    code = serializers.CharField()
    name = serializers.CharField()
    years = PoolYearSerializer(many=True, source="newest_years")


class EntrySerializer(serializers.Serializer[LedgerEntry]):
    """A movement; `proposal` is the case's number, null for a frame and where the caller does not see the case.

    `reverses` is the id of the entry that a counter-entry takes back.
    """

    id = serializers.IntegerField()
    year = serializers.IntegerField(source="pool_year.year")
    kind = serializers.ChoiceField(EntryKind.choices)
    amount_dkk = MoneyField(signed=True, source="amount")
    priority = serializers.IntegerField(allow_null=True)
    proposal = serializers.SerializerMethodField()
    posted_at = serializers.DateTimeField()
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)

    def get_proposal(self, entry: Any) -> str | None:
        """Return the number of a case that the caller sees."""
        return entry.proposal.number if entry.proposal_id and entry.case_is_seen else None


class RecommendationListSerializer(serializers.Serializer[Recommendation]):
    """What the strategy group recommends of one version."""

    id = serializers.IntegerField()
    proposal = serializers.CharField(source="proposal.number")
    outcome = serializers.ChoiceField(RecommendationOutcome.choices)
    amount_dkk = MoneyField(source="amount")
    years = serializers.SerializerMethodField(help_text=_("What each of the pool's years is to give, in instalments."))
    criterion = serializers.CharField(allow_blank=True)
    reasons = serializers.CharField()
    conditions = serializers.ListField(child=serializers.CharField(), source="condition_lines")
    minority = serializers.CharField(allow_blank=True)
    recorded_at = serializers.DateTimeField()

    def get_years(self, recommendation: Recommendation) -> dict[str, str]:
        """Return amounts by year; empty where everything is given at once."""
        return {str(year): f"{part:.2f}" for year, part in recommendation.shares.items()}


class CauseSerializer(serializers.Serializer[Any]):
    """What a decision that does not give everything rests on: frozen with it, in the words of the page."""

    kind = serializers.ChoiceField(CauseKind.choices)
    name = serializers.CharField(allow_blank=True)
    facts = serializers.ListField(child=serializers.CharField())
    would_have_changed_it = serializers.ListField(child=serializers.CharField())
    next_on = serializers.DateField(allow_null=True)
    contact = serializers.CharField(allow_blank=True)


class DecisionListSerializer(serializers.Serializer[Decision]):
    """What was decided of one version, by which body; `departs` tells that it is not what was recommended."""

    id = serializers.IntegerField()
    proposal = serializers.CharField(source="proposal.number")
    body = serializers.ChoiceField(BodyKind.choices, source="body_kind")
    verdict = serializers.ChoiceField(Verdict.choices)
    departs = serializers.BooleanField()
    amount_dkk = MoneyField(source="amount")
    criterion = serializers.CharField(allow_blank=True)
    staff_hours_dkk = MoneyField(source="staff_hours_amount")
    staff_hours_reason = serializers.CharField(allow_blank=True)
    forecast_reason = serializers.CharField(allow_blank=True)
    reasons = serializers.CharField(allow_blank=True)
    conditions = serializers.ListField(child=serializers.CharField(), source="condition_lines")
    decided_at = serializers.DateTimeField()
    cause = serializers.SerializerMethodField()

    @extend_schema_field(CauseSerializer(allow_null=True))
    def get_cause(self, decision: Decision) -> dict[str, Any] | None:
        """Return what it rests on, null where everything was given."""
        cause: DecisionCause | None = getattr(decision, "cause", None)
        if cause is None:
            return None
        facts, changes = cause_sentences(cause, decision.verdict)
        said = {"facts": facts, "would_have_changed_it": changes}
        kept = {"kind": cause.kind, "name": cause.name, "next_on": cause.next_on, "contact": cause.contact}
        answer: dict[str, Any] = CauseSerializer(kept | said).data
        return answer


@extend_schema(
    tags=["pools"],
    summary=_("Fetch the pools"),
    description=_("Each with its years: frame, what has been allocated, and what is left. Only for who sees the pool."),
)
class PoolList(ListAPIView[Pool]):
    """The pools with their years."""

    problems = (404,)
    serializer_class = PoolListSerializer
    queryset = Pool.objects.none()

    def get_queryset(self) -> "QuerySet[Pool]":
        """Return the pools; two queries."""
        _require_pool(caller(self.request))
        years = PoolYear.objects.order_by("-year")
        return Pool.objects.prefetch_related(Prefetch("years", queryset=years, to_attr="newest_years"))


@extend_schema(
    tags=["pools"],
    summary=_("Fetch the pool's ledger"),
    description=_("Every movement, newest first. A case that you may not see is not named."),
)
class EntryList(ListAPIView[LedgerEntry]):
    """The ledger, newest first."""

    problems = (404,)
    serializer_class = EntrySerializer
    queryset = LedgerEntry.objects.none()

    def get_queryset(self) -> "QuerySet[LedgerEntry]":
        """Return the entries with whether their cases are seen."""
        reader = caller(self.request)
        _require_pool(reader)
        return readable_entries(reader, the_pool()).order_by("-pk")


@extend_schema(
    tags=["decisions"],
    summary=_("Fetch the recommendations"),
    description=_("The strategy group's, of the cases that you may see, newest first."),
)
class RecommendationList(ListAPIView[Recommendation]):
    """What the strategy group has recommended."""

    serializer_class = RecommendationListSerializer
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> "QuerySet[Recommendation]":
        """Return those of visible cases."""
        visible = Proposal.objects.visible_to(caller(self.request)).order_by().values("pk")
        return Recommendation.objects.filter(proposal__in=visible).select_related("proposal").order_by("-pk")


@extend_schema(
    tags=["decisions"],
    summary=_("Fetch the decisions"),
    description=_("Management's and the departments', of the cases that you may see, newest first."),
)
class DecisionList(ListAPIView[Decision]):
    """What has been decided."""

    serializer_class = DecisionListSerializer
    queryset = Decision.objects.none()

    def get_queryset(self) -> "QuerySet[Decision]":
        """Return those of visible cases."""
        visible = Proposal.objects.visible_to(caller(self.request)).order_by().values("pk")
        return Decision.objects.filter(proposal__in=visible).select_related("proposal", "cause").order_by("-pk")


def _require_pool(reader: "User") -> None:
    if not reader.has_perm("governance.view_pool") or not criteria_in_force():
        raise NotFound
