"""What a meeting can settle, kept as data until the meeting is closed, and then made by the case's own move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.domain.decisions import decide
from governance.domain.recommendations import Proposed, defer_review, recommend
from governance.domain.ruling import MOVE_OF, Ruling
from governance.enums import RecommendationOutcome, Verdict

if TYPE_CHECKING:
    from core.models import User
    from governance.models import Decision, Recommendation, Resolution
    from portfolio.models import Proposal

# The group may also let the case wait.
DEFER = "defer"


@dataclass(frozen=True, slots=True)
class Deferral:
    """The group lets the case wait."""

    reasons: str


Said = Proposed | Deferral | Ruling


def move_of(said: Said) -> str:
    """Return the name of the move that what was said will become."""
    if isinstance(said, Ruling):
        return MOVE_OF[said.verdict]
    return "recommend" if isinstance(said, Proposed) else "defer_review"


def outcome_of(said: Said) -> str:
    """Return the outcome as the resolution keeps it."""
    if isinstance(said, Ruling):
        return str(said.verdict.value)
    return str(said.outcome.value) if isinstance(said, Proposed) else DEFER


def outcome_words(resolution: "Resolution") -> str:
    """Return the outcome in words."""
    if resolution.outcome == DEFER:
        return str(_("Deferred"))
    if _is_ruling(resolution):
        return str(Verdict(resolution.outcome).label)
    return str(_RECOMMENDED[RecommendationOutcome(resolution.outcome)])


def content_of(said: Said) -> dict[str, Any]:
    """Return what was said, in JSON's types."""
    if isinstance(said, Deferral):
        return {"reasons": said.reasons}
    if isinstance(said, Proposed):
        return {
            "amount": str(said.amount),
            "criterion": said.criterion,
            "reasons": said.reasons,
            "conditions": said.conditions,
            # Not "shares": they are what makes it a ruling.
            **({"years": _plain(said.years)} if said.years else {}),
        }
    return {
        "shares": _plain(said.shares),
        "criterion": said.criterion,
        "reasons": said.reasons,
        "conditions": said.conditions,
        "staff_hours_reason": said.staff_hours_reason,
        "forecast_reason": said.forecast_reason,
        "cause": said.cause,
        "lapses_on": said.lapses_on.isoformat() if said.lapses_on else None,
    }


def said_in(resolution: "Resolution") -> Said:
    """Return what a resolution says, as the move takes it."""
    content = resolution.content
    if resolution.outcome == DEFER:
        return Deferral(content["reasons"])
    if _is_ruling(resolution):
        kept = {**content, "shares": shares_in(resolution), "lapses_on": lapse_in(resolution)}
        return Ruling(verdict=Verdict(resolution.outcome), **kept)
    return Proposed(
        outcome=RecommendationOutcome(resolution.outcome),
        minority=resolution.dissent,
        **{**content, "amount": Decimal(content["amount"]), "years": instalments_in(resolution)},
    )


def shares_in(resolution: "Resolution") -> dict[int, Decimal]:
    """Return what the resolution takes from each of the pool's years; nothing where it recommends."""
    return _read(resolution.content.get("shares", {}))


def instalments_in(resolution: "Resolution") -> dict[int, Decimal]:
    """Return what each year gives: of a ruling what it takes, of a recommendation what it says of it, if anything."""
    return shares_in(resolution) or _read(resolution.content.get("years", {}))


def amount_in(resolution: "Resolution") -> Decimal:
    """Return the amount recommended or allocated, in DKK."""
    return sum(shares_in(resolution).values(), Decimal(resolution.content.get("amount", "0")))


def lapse_in(resolution: "Resolution") -> date | None:
    """Return the day after which the grant lapses; None where it waits for nothing, or was recorded before it could."""
    written = resolution.content.get("lapses_on")
    return date.fromisoformat(written) if written else None


def make_move(resolution: "Resolution", proposal: "Proposal") -> "Recommendation | Decision | None":
    """Make the move that the resolution stands for, as the one who recorded it; raises `Refused`."""
    actor: User = resolution.recorded_by
    said = said_in(resolution)
    if isinstance(said, Ruling):
        return decide(proposal, said, actor=actor)
    if isinstance(said, Proposed):
        return recommend(proposal, said, actor=actor)
    defer_review(proposal, actor=actor, reason=said.reasons)
    return None


_RECOMMENDED = {
    RecommendationOutcome.APPROVE: _("Recommended"),
    RecommendationOutcome.APPROVE_IN_PART: _("Recommended in part"),
    RecommendationOutcome.REJECT: _("Recommended to be rejected"),
}


def _is_ruling(resolution: "Resolution") -> bool:
    return "shares" in resolution.content


def _plain(years: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(year): str(amount) for year, amount in sorted(years.items())}


def _read(years: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in years.items()}
