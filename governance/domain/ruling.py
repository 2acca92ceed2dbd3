"""What management wants to decide, and what it must hold before the pool is asked (A2, C23, D5, D10, D16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from django.utils.translation import gettext as _

from core import clock
from core.domain.refusal import Refused
from core.templatetags.danish import kroner
from governance.domain.moves import act_of
from governance.domain.stations import is_approved_by_it
from governance.enums import RecommendationOutcome, Verdict
from governance.models import Recommendation, Triage
from governance.policy.profile import Criterion
from governance.policy.shares import SplitOutcome
from governance.selectors.causes import rules_in_the_way
from governance.selectors.pool_case import CaseFigures
from portfolio.models import Proposal, ProposalVersion
from principles.domain.deviations import needing_business_case

if TYPE_CHECKING:
    from principles.models import Deviation

MOVE_OF = {
    Verdict.APPROVED: "approve",
    Verdict.CHANGED: "approve_with_changes",
    Verdict.REJECTED: "reject",
    Verdict.DEFERRED: "defer_decision",
    Verdict.SENT_BACK: "send_back",
    Verdict.NOT_FUNDED: "put_on_reserve",
    Verdict.INELIGIBLE: "reject",
}
APPROVALS = (Verdict.APPROVED, Verdict.CHANGED)
_OERE = Decimal("0.01")
# A grant that waits longer for its condition keeps money from others.
MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Ruling:
    """What management decides.

    `shares` is what each of the pool's years gives, DKK excluding VAT; `criterion` the code of the pool's criterion;
    `conditions` one a line. The two that follow are the reasons for management's own exceptions (D16, D10). `cause` is
    what anything less than everything is tied to, by its key; left empty it is the criterion that the case was judged
    by, or the principle that it deviates from. With `lapses_on` the money is only reserved until the conditions are
    met, at the latest on that day.
    """

    verdict: Verdict
    shares: Mapping[int, Decimal] = field(default_factory=dict)
    criterion: str = ""
    reasons: str = ""
    conditions: str = ""
    staff_hours_reason: str = ""
    forecast_reason: str = ""
    cause: str = ""
    lapses_on: date | None = None

    @property
    def amount(self) -> Decimal:
        """Return what all the years give together."""
        return sum(self.shares.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Before:
    """What lies before management: the locked case, its version, and the recommendation (None where no group reviews).

    `criteria` are the pool's that it can allocate under; none where the case or the policy has no pool.
    """

    move: str
    proposal: Proposal
    version: ProposalVersion
    recommendation: Recommendation | None
    criteria: tuple[Criterion, ...]

    @property
    def asks_pool(self) -> bool:
        """Whether an approval allocates from the pool."""
        return bool(self.criteria)


def require_no_money(before: Before, ruling: Ruling) -> None:
    """Refuse money in what allocates none."""
    if ruling.shares or ruling.criterion or ruling.staff_hours_reason or ruling.forecast_reason or ruling.lapses_on:
        refuse(before, _("Only an approval allocates money."))


def require_pool(before: Before) -> None:
    """Refuse to let a case wait for money of a pool that it does not ask, or that policy does not have."""
    if not before.asks_pool:
        refuse(before, _("The case asks the pool for nothing, so it cannot wait for its money."))


def require_rules_in_the_way(before: Before) -> None:
    """Refuse to call a case ineligible that the pool's rules let through: then the no is management's own."""
    criterion = before.recommendation.criterion if before.recommendation else before.version.pool_criterion
    if not before.asks_pool:
        refuse(before, _("The case asks the pool for nothing, so the pool's rules keep nothing out."))
    if not rules_in_the_way(before.version, criterion):
        refuse(before, _("The pool's rules let the case through. Choose another outcome."))


def require_it(before: Before) -> None:
    """Refuse to approve an acquisition that IT has not (D5)."""
    triage = Triage.objects.filter(proposal=before.proposal)[0]
    if triage.it_assessment_required and not is_approved_by_it(triage):
        refuse(before, _("IT must approve the acquisition before it can be decided."))


def require_change(before: Before, ruling: Ruling) -> None:
    """Hold the two approvals apart: one is the recommendation as it stands, the other says what is different."""
    recommended = before.recommendation
    if recommended is None:
        if ruling.verdict == Verdict.CHANGED and not ruling.conditions.strip():
            refuse(before, _("Write the conditions, or approve the case as it is."))
        return
    same_money = (ruling.amount, ruling.criterion) == (recommended.amount, recommended.criterion)
    if recommended.shares and dict(ruling.shares) != recommended.shares:
        same_money = False
    rejects = recommended.outcome == RecommendationOutcome.REJECT
    if ruling.verdict == Verdict.CHANGED:
        if same_money and not rejects and lines_of(ruling.conditions) == recommended.conditions:
            refuse(before, _("Nothing is different from the recommendation. Choose to follow it."))
        return
    if rejects:
        refuse(before, _("The recommendation is to reject. Choose to approve with changes if you approve."))
    if not same_money or lines_of(ruling.conditions) not in ("", recommended.conditions):
        refuse(before, _("This is not what was recommended. Choose to approve with changes."))


def require_conditions(before: Before, ruling: Ruling) -> None:
    """Refuse a grant that lapses unless there is something to meet, and money that waits for it."""
    if ruling.lapses_on is None:
        return
    followed = before.recommendation.conditions if before.recommendation else ""
    if not before.asks_pool:
        refuse(before, _("The case asks the pool for nothing, so no grant can lapse."))
    if not lines_of(ruling.conditions) and not (ruling.verdict == Verdict.APPROVED and followed):
        refuse(before, _("Write the condition that must be met before the grant lapses."))
    if not clock.today() < ruling.lapses_on <= clock.today() + timedelta(days=MOST_DAYS):
        refuse(before, _("The grant lapses on a day after today, within two years."))


def require_business_case(before: Before, deviations: "tuple[Deviation, ...]", figures: CaseFigures) -> None:
    """C23, D23: what departs from proven technology rests on a business case, which the approval approves."""
    if figures.result is None and (sentence := without_business_case(deviations)):
        refuse(before, sentence)


def without_business_case(deviations: "tuple[Deviation, ...]") -> str:
    """Return why the deviations of a case without a calculated business case cannot be approved; empty where they can.

    It holds for every body that decides, the head of a department too.
    """
    resting = needing_business_case(deviations)
    if not resting:
        return ""
    sentence = _("The case departs from “%(principle)s”. That takes a calculated business case, and there is none.")
    return sentence % {"principle": resting[0].principle}


def require_amount(before: Before, ruling: Ruling) -> None:
    """Refuse an amount that cannot be allocated, whatever the pool holds."""
    if ruling.criterion not in {criterion.code for criterion in before.criteria}:
        refuse(before, _("Choose one of the pool's criteria."))
    amounts = ruling.shares.values()
    if not amounts or any(not amount.is_finite() or amount <= 0 for amount in amounts):
        refuse(before, _("Write the amount that you allocate. It must be above DKK 0."))
    if any(amount != amount.quantize(_OERE) for amount in amounts):
        refuse(before, _("Write the amount with at most two decimals."))
    applied = before.version.requested_amount or Decimal(0)
    if ruling.amount > applied:
        sentence = _("You cannot allocate more than the %(applied)s that was applied for.")
        refuse(before, sentence % {"applied": kroner(applied)})


def require_needed(before: Before, ruling: Ruling, staff_hours: Decimal, outcome: SplitOutcome) -> None:
    """Refuse an exception that nothing needs: it would be counted among the exceptions of the year."""
    if ruling.staff_hours_reason.strip() and not staff_hours:
        refuse(before, _("The amount pays no staff hours, so no exception is needed."))
    if ruling.forecast_reason.strip() and not outcome.forecast_overridden:
        refuse(before, _("The amount stays within the forecast, so no exception is needed."))


def refuse(before: Before, sentence: str) -> NoReturn:
    """Refuse the move; the attempt is recorded on the case."""
    raise Refused(sentence, act=act_of(before.move), subject=before.proposal)


def lines_of(text: str) -> str:
    """Return the lines that say something, without spaces around."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
