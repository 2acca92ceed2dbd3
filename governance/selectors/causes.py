"""What a "no" can rest on, and the facts of the day: the place in line, the money, the rules, the scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, DecimalField, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from core import clock
from governance.enums import CauseKind, EntryKind, RecommendationOutcome
from governance.models import LedgerEntry, PoolYear, Recommendation, Score
from governance.policy.shortfall import Asker, Place, Shortfall, stand_in_line
from governance.selectors.eligibility import asked_of_pool, standing_in_the_way, try_on_pool
from governance.selectors.pool import open_years
from portfolio.enums import ProposalKind, ProposalState
from portfolio.models import Proposal
from principles.domain.deviations import standing_deviations
from principles.enums import SetRole
from principles.models import StrategyNode

if TYPE_CHECKING:
    from governance.policy.profile import Criterion
    from governance.policy.reason import Reason
    from portfolio.models import ProposalVersion

_CRITERION, _PRINCIPLE = f"{CauseKind.CRITERION}:", f"{CauseKind.PRINCIPLE}:"
# Within the two decimals that a place on the reserve list keeps.
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cause:
    """What a decision is tied to: a criterion in force, an adopted principle, or nothing where there is neither."""

    kind: CauseKind
    name: str = ""
    code: str = ""
    node: StrategyNode | None = None

    @property
    def key(self) -> str:
        """Return what a form and the API call it."""
        if self.node is not None:
            return f"{_PRINCIPLE}{self.node.document.code}/{self.node.code}"
        return f"{_CRITERION}{self.code}" if self.code else ""


NOTHING = Cause(CauseKind.NOTHING)


def possible_causes(proposal: Proposal, criteria: "Iterable[Criterion]") -> tuple[Cause, ...]:
    """Return the criteria, for an application, and the principles that hold here, in their order; one query."""
    asks = proposal.kind == ProposalKind.APPLICATION
    by_criterion = [Cause(CauseKind.CRITERION, one.name, code=one.code) for one in criteria if asks]
    nodes = StrategyNode.objects.active().principles().exclude(document__role=SetRole.REFERENCE)
    return (*by_criterion, *(Cause(CauseKind.PRINCIPLE, str(node)[:300], node=node) for node in nodes))


def usual_cause(version: "ProposalVersion", criterion: str, causes: "Iterable[Cause]") -> Cause | None:
    """Return what a case was judged by: its criterion, else the principle that it deviates from."""
    known = {one.key: one for one in causes}
    if f"{_CRITERION}{criterion}" in known:
        return known[f"{_CRITERION}{criterion}"]
    nodes = {one.node.pk: one for one in known.values() if one.node is not None}
    deviations = standing_deviations(version) if nodes else ()
    return next((nodes[row.principle_id] for row in deviations if row.principle_id in nodes), None)


def cause_choices(causes: "Iterable[Cause]") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the causes as a form groups them."""
    said = list(causes)
    groups = ((_("Criteria of the pool"), CauseKind.CRITERION), (_("Principles"), CauseKind.PRINCIPLE))
    choices = [(str(label), [(one.key, one.name) for one in said if one.kind == kind]) for label, kind in groups]
    return [(label, rows) for label, rows in choices if rows]


def facts_of(
    version: "ProposalVersion", criteria: "Iterable[Criterion]", *, criterion: str, granted: Decimal, blocked: bool
) -> Shortfall:
    """Return the facts of an application today; `blocked` asks for the rules that stand in its way."""
    known, means = tuple(criteria), _means(version)
    names = {one.code: one.name for one in known}
    weakest = min((code for code in means if code in names), key=lambda code: (means[code], code), default="")
    year = _year(version.proposal, granted)
    return Shortfall(
        applied=version.requested_amount or Decimal(0),
        granted=granted,
        year=year.year if year else None,
        left=year.left if year else Decimal(0),
        place=_place(version.proposal, year, known, granted) if year else None,
        weakest=names.get(weakest, ""),
        weakest_mean=means.get(weakest),
        blocked=rules_in_the_way(version, criterion) if blocked else (),
    )


def _year(proposal: Proposal, granted: Decimal) -> PoolYear | None:
    """Return the year that the case has got from, else the open one that has most left."""
    if granted:
        return PoolYear.objects.filter(entries__proposal=proposal).order_by("year").first()
    return max(open_years(), key=lambda row: row.left, default=None)


def rules_in_the_way(version: "ProposalVersion", criterion: str) -> "tuple[Reason, ...]":
    """Return the rules that keep the pool from paying what an application asks for, whatever the pool holds."""
    asked = version.requested_amount or Decimal(0)
    outcome = try_on_pool(version.proposal, asked_of_pool(version), requested=asked, criterion=criterion)
    return standing_in_the_way(outcome)


def mean_of(version: "ProposalVersion") -> Decimal | None:
    """Return the mean of the scores that the group has given a version, or None where it gave none."""
    counted = Score.objects.filter(review__version=version, review__withdrawn_at__isnull=True)
    found = counted.aggregate(mean=Avg("level"))["mean"]
    return None if found is None else Decimal(found).quantize(_HUNDREDTH)


def _place(proposal: Proposal, year: PoolYear, criteria: "tuple[Criterion, ...]", granted: Decimal) -> Place:
    """Return where an application stands among those laid before management together, and how far the year reaches.

    In line are those that await the decision and those that have got money of the year today: what they have got is
    counted as if it were still there to be allocated. Who is recommended to be rejected asks for nothing.
    """
    begin = datetime.combine(clock.today(), time.min, tzinfo=clock.COPENHAGEN)
    today = LedgerEntry.objects.filter(
        pool_year=year, kind=EntryKind.COMMITMENT, decision__isnull=False, posted_at__gte=begin
    )
    entries = list(today)
    got = {row.proposal_id: row.amount for row in entries}
    newest = Recommendation.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    rows: Any = (
        Proposal.objects.filter(kind=ProposalKind.APPLICATION)
        .filter(Q(state=ProposalState.RECOMMENDED) | Q(pk__in=[*got, proposal.pk]))
        .annotate(
            outcome=Subquery(newest.values("outcome")[:1]),
            recommended=Subquery(newest.values("amount")[:1]),
            criterion=Subquery(newest.values("criterion")[:1]),
            mean=Subquery(_mean_of_the_row()),
        )
        .order_by("pk")
    )
    priorities = {one.code: one.priority for one in criteria}
    line = []
    for row in rows:
        own = row.pk == proposal.pk
        if own or row.outcome != RecommendationOutcome.REJECT:
            wanted = row.recommended or row.requested_amount or Decimal(0)
            amount = row.requested_amount if own and granted else wanted if own else got.get(row.pk, wanted)
            paid = not own and row.pk in got
            line.append(Asker(row.pk, amount, priorities.get(row.criterion, 2), row.mean, paid))
    before_today = year.spoken_for_mandatory - sum((row.amount for row in entries if row.priority == 1), Decimal(0))
    kept = max(Decimal(0), year.expected_mandatory - before_today)
    return stand_in_line(proposal.pk, line, year.left + sum(got.values(), Decimal(0)), kept)


def _mean_of_the_row() -> Any:
    """Ask for the mean of the scores on the newest version that each application was recommended on."""
    newest = Recommendation.objects.filter(proposal=OuterRef("review__proposal")).order_by("-pk").values("version")[:1]
    counted = Score.objects.filter(review__proposal=OuterRef("pk"), review__withdrawn_at__isnull=True)
    counted = counted.filter(review__version=Subquery(newest)).order_by()
    return counted.values("review__proposal").annotate(mean=Avg("level", output_field=DecimalField())).values("mean")


def _means(version: "ProposalVersion") -> dict[str, Decimal]:
    counted = Score.objects.filter(review__version=version, review__withdrawn_at__isnull=True).order_by()
    rows = counted.values_list("criterion").annotate(mean=Avg("level"))
    return {code: Decimal(mean).quantize(_HUNDREDTH) for code, mean in rows}
