"""The strategy group's moves: what each takes in a body, and how it is made."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.api.fields import AmountField, ChoiceField, RowsField, StrictSerializer, TextField
from governance.api.decision_moves import KeptAmountField, SharesSerializer
from governance.domain.recommendations import Proposed, defer_review, recommend, resume_review
from governance.domain.reviews import Mark, Opinion, give_review
from governance.enums import Position, RecommendationOutcome, ScoreLevel

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal

MOST_SCORES = 20
MOST_CONDITIONS = 50


class LevelField(AmountField):
    """A score: a whole number from 0 to 5."""

    default_error_messages: ClassVar[dict[str, Any]] = {"level": _("Write a whole number from 0 to 5.")}

    def to_internal_value(self, data: Any) -> Any:
        """Return the level."""
        value = super().to_internal_value(data)
        return ScoreLevel(int(value)) if value in ScoreLevel.values else self.fail("level")


class ScoreSerializer(StrictSerializer):
    """How well the case meets one of the pool's criteria."""

    criterion = TextField(max_length=30)
    level = LevelField()
    comment = TextField(allow_blank=True, default="")


class ReviewSerializer(StrictSerializer):
    """A member's own review; `scores` for an application."""

    position = ChoiceField(Position.choices)
    reason = TextField(allow_blank=True, default="")
    scores = RowsField(child=ScoreSerializer(), max_length=MOST_SCORES, default=list)


class RecommendationSerializer(SharesSerializer):
    """What the chair records; amount and criterion for an application, and `shares` where it is in instalments."""

    outcome = ChoiceField(RecommendationOutcome.choices)
    reason = TextField()
    amount_dkk = KeptAmountField(default=Decimal(0))
    criterion = TextField(allow_blank=True, max_length=30, default="")
    conditions = RowsField(child=TextField(max_length=2_000), max_length=MOST_CONDITIONS, default=list)
    minority = TextField(allow_blank=True, default="")


class GroupReasonSerializer(StrictSerializer):
    """A deferral needs its reason."""

    reason = TextField()


class GroupPerhapsReasonSerializer(StrictSerializer):
    """Taking a case up again may have one."""

    reason = TextField(allow_blank=True, default="")


def _review(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    marks = {one["criterion"]: Mark(one["level"], one["comment"]) for one in said["scores"]}
    give_review(proposal, Opinion(Position(said["position"]), said["reason"], marks), actor=actor)


def _recommend(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    proposed = Proposed(
        outcome=RecommendationOutcome(said["outcome"]),
        amount=said["amount_dkk"],
        criterion=said["criterion"],
        reasons=said["reason"],
        conditions="\n".join(said["conditions"]),
        minority=said["minority"],
        years={row["year"]: row["amount_dkk"] for row in said["shares"]},
    )
    recommend(proposal, proposed, actor=actor)


def _defer_review(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    defer_review(proposal, actor=actor, reason=said["reason"])


def _resume_review(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    resume_review(proposal, actor=actor, reason=said["reason"])


GROUP_MOVES: dict[str, tuple[type[StrictSerializer], Callable[["Proposal", "User", dict[str, Any]], None]]] = {
    "review": (ReviewSerializer, _review),
    "recommend": (RecommendationSerializer, _recommend),
    "defer_review": (GroupReasonSerializer, _defer_review),
    "resume_review": (GroupPerhapsReasonSerializer, _resume_review),
}
