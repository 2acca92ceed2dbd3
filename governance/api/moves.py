"""The moves of a proposal: the same rules as the pages, answered with the new state or a refusal that says who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.authentication import caller
from core.api.fields import AmountField, ChoiceField, DayField, FlagField, RowsField, StrictSerializer, TextField
from core.api.problems import Invalid
from core.domain.posting import LONGEST_KEY, post_once
from governance.api.decision_moves import DECISION_MOVES, CauseField, DecisionReasonSerializer, ShareSerializer
from governance.api.group_moves import GROUP_MOVES, ScoreSerializer
from governance.domain.hearing import answer_in_hearing, ask_in_hearing
from governance.domain.it_assessment import approve_acquisition, refuse_acquisition
from governance.domain.local_decision import decide_locally
from governance.domain.routing import settle_route, sign_route
from governance.domain.submission import give_suggestion, submit_proposal, take_back_proposal, withdraw_proposal
from governance.domain.suggestions import answer_suggestion, carry_on_suggestion
from governance.enums import Position, RecommendationOutcome, Route, Signatory, Verdict
from governance.models.route_signature import CHOICES_LEFT
from portfolio.api.proposals import NUMBER_PARAMETER, find_proposal
from portfolio.domain.proposals import may_write
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal

if TYPE_CHECKING:
    from rest_framework.request import Request

    from core.models import User

MOST_CONDITIONS = 50
_FULL_KINDS = (ProposalKind.APPLICATION, ProposalKind.NOTIFICATION)


class NoWordsSerializer(StrictSerializer):
    """A move that needs nothing."""


class PerhapsReasonSerializer(StrictSerializer):
    """A later version says why it differs; the first needs no reason."""

    reason = TextField(allow_blank=True, default="")


class ReasonedSerializer(StrictSerializer):
    """A move that needs its reason."""

    reason = TextField()


class ConditionedSerializer(ReasonedSerializer):
    """An approval may have conditions, which follow the case."""

    conditions = RowsField(child=TextField(max_length=2_000), max_length=MOST_CONDITIONS, default=list)


class RoutedSerializer(ReasonedSerializer):
    """A signature on a route."""

    route = ChoiceField([(route.value, route.label) for route in CHOICES_LEFT])


class KindSerializer(StrictSerializer):
    """What a suggestion is carried on as."""

    kind = ChoiceField([(kind.value, kind.label) for kind in _FULL_KINDS])


class MoveRequestSerializer(StrictSerializer):
    """The union of what the moves take, for the schema; a field that the move does not take is refused."""

    reason = TextField(required=False, allow_blank=True)
    conditions = RowsField(child=TextField(max_length=2_000), max_length=MOST_CONDITIONS, required=False)
    route = ChoiceField([(route.value, route.label) for route in CHOICES_LEFT], required=False)
    kind = ChoiceField([(kind.value, kind.label) for kind in _FULL_KINDS], required=False)
    position = ChoiceField(Position.choices, required=False)
    scores = RowsField(child=ScoreSerializer(), required=False)
    outcome = ChoiceField(RecommendationOutcome.choices, required=False)
    amount_dkk = AmountField(required=False)
    criterion = TextField(required=False, allow_blank=True, max_length=30)
    minority = TextField(required=False, allow_blank=True)
    shares = RowsField(child=ShareSerializer(), required=False)
    staff_hours_reason = TextField(required=False, allow_blank=True)
    forecast_reason = TextField(required=False, allow_blank=True)
    lapses_on = DayField(required=False)
    reference = TextField(required=False, max_length=300)
    cause = CauseField()
    ineligible = FlagField(required=False)


class MoveAnswerSerializer(serializers.Serializer[Any]):
    """Where the proposal stands now; `successor` is the id of the draft that `carry_on` made, else null."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    state = serializers.ChoiceField(ProposalState.choices)
    state_since = serializers.DateTimeField()
    successor = serializers.IntegerField(allow_null=True)


@dataclass(frozen=True, slots=True)
class Move:
    """What a move takes, and how it is made; `make` returns the successor, if there is one."""

    takes: type[StrictSerializer]
    make: "Callable[[Proposal, User, dict[str, Any]], Proposal | None]"


def _submit(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    # A slip in the request is no attempt that the history tells of; whoever may not write is refused below.
    if proposal.submitted_at and may_write(proposal, actor) and not said["reason"].strip():
        raise Invalid(_("Write the reason."), "reason")
    submit_proposal(proposal, actor=actor, change_reason=said["reason"])


def _give(proposal: Proposal, actor: "User", _said: dict[str, Any]) -> None:
    give_suggestion(proposal, actor=actor)


def _take_back(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    take_back_proposal(proposal, actor=actor, reason=said["reason"])


def _withdraw(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    withdraw_proposal(proposal, actor=actor, reason=said["reason"])


def _approve_acquisition(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    approve_acquisition(proposal, actor=actor, reasons=said["reason"], conditions=said["conditions"])


def _refuse_acquisition(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    refuse_acquisition(proposal, actor=actor, reasons=said["reason"])


def _ask_in_hearing(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    ask_in_hearing(proposal, actor=actor, question=said["reason"])


def _answer_in_hearing(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    answer_in_hearing(proposal, actor=actor, answer=said["reason"])


def _sign_route_for_it(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    sign_route(proposal, actor=actor, signatory=Signatory.IT, route=Route(said["route"]), reason=said["reason"])


def _sign_route_for_owner(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    sign_route(proposal, actor=actor, signatory=Signatory.OWNER, route=Route(said["route"]), reason=said["reason"])


def _settle_route(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    settle_route(proposal, actor=actor, route=Route(said["route"]), reason=said["reason"])


def _approve_locally(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    decide_locally(proposal, actor=actor, verdict=Verdict.APPROVED, reasons=said["reason"])


def _reject_locally(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    decide_locally(proposal, actor=actor, verdict=Verdict.REJECTED, reasons=said["reason"], cause=said["cause"])


def _answer(proposal: Proposal, actor: "User", said: dict[str, Any]) -> None:
    answer_suggestion(proposal, actor=actor, answer=said["reason"])


def _carry_on(proposal: Proposal, actor: "User", said: dict[str, Any]) -> Proposal:
    return carry_on_suggestion(proposal, actor=actor, kind=ProposalKind(said["kind"]))


MOVES = {
    "submit": Move(PerhapsReasonSerializer, _submit),
    "give": Move(NoWordsSerializer, _give),
    "take_back": Move(ReasonedSerializer, _take_back),
    "withdraw": Move(ReasonedSerializer, _withdraw),
    "approve_acquisition": Move(ConditionedSerializer, _approve_acquisition),
    "refuse_acquisition": Move(ReasonedSerializer, _refuse_acquisition),
    # The reason is the question, and the answer.
    "ask_in_hearing": Move(ReasonedSerializer, _ask_in_hearing),
    "answer_in_hearing": Move(ReasonedSerializer, _answer_in_hearing),
    "sign_route_for_it": Move(RoutedSerializer, _sign_route_for_it),
    "sign_route_for_owner": Move(RoutedSerializer, _sign_route_for_owner),
    "settle_route": Move(RoutedSerializer, _settle_route),
    "approve_locally": Move(ReasonedSerializer, _approve_locally),
    "reject_locally": Move(DecisionReasonSerializer, _reject_locally),
    "answer": Move(ReasonedSerializer, _answer),
    "carry_on": Move(KindSerializer, _carry_on),
    **{name: Move(takes, make) for name, (takes, make) in (GROUP_MOVES | DECISION_MOVES).items()},
}
# What a client sends again under the same key is carried out once.
KEY_HEADER, _PREFIX = "Idempotency-Key", "api:"
_KEY_PARAMETER = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    description=_("A key of your own: the same request sent again under it is answered as before and done once."),
)
_MOVE_PARAMETER = OpenApiParameter(
    "move", {"type": "string", "enum": list(MOVES)}, OpenApiParameter.PATH, description=_("The move.")
)


@extend_schema(tags=["proposals"], parameters=[NUMBER_PARAMETER, _MOVE_PARAMETER, _KEY_PARAMETER])
class MoveView(APIView):
    """Make a move on a proposal."""

    problems = (409,)

    @extend_schema(
        summary=_("Move a proposal on"),
        description=_(
            "Every move but submit, give and carry_on needs a reason. approve_acquisition can have conditions,"
            " the three that choose the route take route, and carry_on takes kind. Management's approve and"
            " approve_with_changes take what each of the pool's years gives, and its criterion."
            " What you may not do is answered with 409, why, and who can."
        ),
        operation_id="proposal_move",
        request=MoveRequestSerializer,
        responses={200: MoveAnswerSerializer},
    )
    def post(self, request: "Request", number: str, move: str) -> Response:
        """Answer with the new state; a refusal is 409 and changes nothing but the record of the attempt."""
        actor = caller(request)
        proposal = find_proposal(number, actor)
        if move not in MOVES:
            raise NotFound
        said = MOVES[move].takes(data=request.data)
        said.is_valid(raise_exception=True)
        key = request.headers.get(KEY_HEADER, "")

        def make() -> dict[str, Any]:
            return _standing(proposal.pk, MOVES[move].make(proposal, actor, said.validated_data))

        if not key:
            return Response(make())
        if len(key) > LONGEST_KEY - len(_PREFIX):
            raise Invalid(_("The key is too long."), KEY_HEADER)
        content = {"number": number, "move": move, "said": said.validated_data}
        return Response(post_once(_PREFIX + key, content, make, person=actor).answer)


def _standing(pk: int, successor: Proposal | None) -> dict[str, Any]:
    now = Proposal.objects.get(pk=pk)
    facts = {
        "id": now.pk,
        "number": now.number,
        "state": now.state,
        "state_since": now.state_since,
        "successor": successor.pk if successor else None,
    }
    answer: dict[str, Any] = MoveAnswerSerializer(facts).data
    return answer
