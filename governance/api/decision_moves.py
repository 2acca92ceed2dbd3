"""Management's moves: what each takes in a body, and how it is made."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.fields import AmountField, DayField, FlagField, RowsField, StrictSerializer, TextField
from governance.domain.conditional_grants import lapse_grant, meet_condition
from governance.domain.decisions import decide, resume_decision
from governance.domain.directions import direct_to_pool
from governance.domain.ledger import EARLIEST, LATEST
from governance.domain.ruling import Ruling
from governance.enums import Verdict
from governance.policy.errors import InputError
from governance.policy.number import check_number
from governance.reason_texts import render_message

if TYPE_CHECKING:
    from core.models import User
    from portfolio.models import Proposal

MOST_CONDITIONS = 50
MOST_YEARS = 20
_CAUSE_HELP = _("What less than everything rests on: criterion:CODE or principle:DOCUMENT/CODE.")


class YearField(AmountField):
    """A budget year, a whole number."""

    default_error_messages: ClassVar[dict[str, Any]] = {"year": _("Write a year, such as 2027.")}

    def to_internal_value(self, data: Any) -> Any:
        """Return the year."""
        value = super().to_internal_value(data)
        whole = value.is_finite() and EARLIEST <= value <= LATEST and value == value.to_integral_value()
        return int(value) if whole else self.fail("year")


class KeptAmountField(AmountField):
    """An amount that the move writes down; how much it can be is the move's to say."""

    def to_internal_value(self, data: Any) -> Any:
        """Return it; refuse what no amount can be, which cannot even be held against the others."""
        value = super().to_internal_value(data)
        try:
            check_number(value, "", signed=True)
        except InputError as error:
            raise serializers.ValidationError(render_message(error.message)) from error
        return value


class ShareSerializer(StrictSerializer):
    """What one of the pool's years gives, DKK excluding VAT."""

    year = YearField()
    amount_dkk = KeptAmountField()


class CauseField(TextField):
    """What less than everything rests on: criterion:CODE or principle:DOCUMENT/CODE."""

    def __init__(self, **options: Any) -> None:
        """Let it be left out: then it is the criterion that the case was judged by, or the principle deviated from."""
        said = {"allow_blank": True, "default": "", "max_length": 200, "help_text": _CAUSE_HELP}
        super().__init__(**said | options)


class SharesSerializer(StrictSerializer):
    """Money over the pool's years."""

    default_error_messages: ClassVar[dict[str, Any]] = {"twice": _("A year can stand in the list once only.")}

    shares = RowsField(child=ShareSerializer(), max_length=MOST_YEARS, default=list)

    def validate_shares(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a year that is named twice."""
        if len({row["year"] for row in rows}) != len(rows):
            raise serializers.ValidationError(self.error_messages["twice"])
        return rows


class ApprovalSerializer(SharesSerializer):
    """An approval: the money of an application, and management's own exceptions with their reasons (D10, D16)."""

    reason = TextField(allow_blank=True, default="")
    criterion = TextField(allow_blank=True, max_length=30, default="")
    conditions = RowsField(child=TextField(max_length=2_000), max_length=MOST_CONDITIONS, default=list)
    staff_hours_reason = TextField(allow_blank=True, default="")
    forecast_reason = TextField(allow_blank=True, default="")
    cause = CauseField()
    lapses_on = DayField(required=False)


class DecisionReasonSerializer(StrictSerializer):
    """A rejection, a deferral and a return need their reason."""

    reason = TextField()
    cause = CauseField()


class RejectionSerializer(DecisionReasonSerializer):
    """A rejection is management's own, or says that the pool's rules keep the case out."""

    ineligible = FlagField(default=False, help_text=_("Whether it is the pool's rules that keep the case out."))


class DecisionPerhapsReasonSerializer(StrictSerializer):
    """Taking a case up again may have one."""

    reason = TextField(allow_blank=True, default="")


class DirectedSerializer(StrictSerializer):
    """By which decision of its own management directs the case to the pool (D14)."""

    reference = TextField(max_length=300)
    reason = TextField()


def _approval(verdict: Verdict) -> "Callable[[Proposal, User, dict[str, Any]], None]":
    def make(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
        ruling = Ruling(
            verdict=verdict,
            shares={row["year"]: row["amount_dkk"] for row in said["shares"]},
            criterion=said["criterion"],
            reasons=said["reason"],
            conditions="\n".join(said["conditions"]),
            staff_hours_reason=said["staff_hours_reason"],
            forecast_reason=said["forecast_reason"],
            cause=said["cause"],
            lapses_on=said.get("lapses_on"),
        )
        decide(proposal, ruling, actor=actor)

    return make


def _other(verdict: Verdict) -> "Callable[[Proposal, User, dict[str, Any]], None]":
    def make(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
        decide(proposal, Ruling(verdict, reasons=said["reason"], cause=said["cause"]), actor=actor)

    return make


def _reject(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    verdict = Verdict.INELIGIBLE if said["ineligible"] else Verdict.REJECTED
    _other(verdict)(proposal, actor, said)


def _resume(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    resume_decision(proposal, actor=actor, reason=said["reason"])


def _meet_condition(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    meet_condition(proposal, actor=actor, reason=said["reason"])


def _lapse_grant(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    lapse_grant(proposal, actor=actor, reason=said["reason"])


def _direct(proposal: "Proposal", actor: "User", said: dict[str, Any]) -> None:
    direct_to_pool(proposal, actor=actor, reference=said["reference"], reasons=said["reason"])


DECISION_MOVES: dict[str, tuple[type[StrictSerializer], Callable[["Proposal", "User", dict[str, Any]], None]]] = {
    "direct": (DirectedSerializer, _direct),
    "approve": (ApprovalSerializer, _approval(Verdict.APPROVED)),
    "approve_with_changes": (ApprovalSerializer, _approval(Verdict.CHANGED)),
    "reject": (RejectionSerializer, _reject),
    "put_on_reserve": (DecisionReasonSerializer, _other(Verdict.NOT_FUNDED)),
    "defer_decision": (DecisionReasonSerializer, _other(Verdict.DEFERRED)),
    "send_back": (DecisionReasonSerializer, _other(Verdict.SENT_BACK)),
    "meet_condition": (DecisionReasonSerializer, _meet_condition),
    "lapse_grant": (DecisionReasonSerializer, _lapse_grant),
    "resume_decision": (DecisionPerhapsReasonSerializer, _resume),
}
