"""The pool in the demo: the frames of three years, and what management decides."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from core.models import User
from governance.domain.conditional_grants import meet_condition
from governance.domain.decisions import decide
from governance.domain.directions import direct_to_pool
from governance.domain.ledger import Frame, set_frame
from governance.domain.ruling import APPROVALS, Ruling
from governance.domain.scenarios import CaseTerms, Terms, link_cases, make_scenario, settle_case
from governance.enums import AllocationMethod, LinkKind, LockGround, RowLock, ValueBasis, Verdict
from governance.models import Recommendation, Scenario
from governance.selectors.asking import ASKING
from governance.selectors.pool_criteria import criteria_in_force
from portfolio.enums import ProposalKind
from portfolio.models import Proposal

Row = dict[str, Any]
# Last year's, this year's and next year's frame, DKK. Each holds
# every decision of the demo, wherever the turn of the year falls among them.
FRAMES = ((-1, 4_000_000), (0, 5_200_000), (1, 4_300_000))
_ADOPTED = (10, 15)
# A limit is a round sum.
_STEP = 100_000
# What the scenarios settle of the cases that ask beside the named ones: which waits, and which requires which.
_POSTPONED, _REQUIRES = "Energistyring", ("Vejrdata", "Ruteplanlægning")
_VERDICTS = {
    "approve": Verdict.APPROVED,
    "approve_on_conditions": Verdict.CHANGED,
    "change_amount": Verdict.CHANGED,
    "reject": Verdict.REJECTED,
    "reserve": Verdict.NOT_FUNDED,
}


def frame_road(administrator: User, start: datetime, founded: datetime) -> Iterator[datetime]:
    """Yield when the council has adopted each year's budget; what follows is that its frame is entered."""
    if not criteria_in_force():
        return
    this_year = start.astimezone(clock.COPENHAGEN).year
    for ahead, amount in FRAMES:
        year = this_year + ahead
        adopted = datetime(year - 1, *_ADOPTED, 9, 0, tzinfo=clock.COPENHAGEN)
        yield min(max(adopted, founded + timedelta(days=1)), start - timedelta(days=3))
        reference = f"Budget {year}, konto 06.45.52, vedtaget af byrådet"
        set_frame(Frame(year, Decimal(amount), reference, price_year=year), actor=administrator)


def play_direction(proposal: Proposal, row: Row, people: dict[str, User]) -> None:
    """Let management direct the case to the pool by the decision that the file names."""
    reference = row["directed_by"]["reference"].format(year=clock.today().year)
    actor = people[row["decision"]["account"]]
    direct_to_pool(proposal, actor=actor, reference=reference, reasons=row["directed_by"]["reasons"])


def play_decision(proposal: Proposal, said: Row, people: dict[str, User]) -> None:
    """Let management decide: what is allocated comes from the year in which it decides."""
    verdict = _VERDICTS[said["outcome"]]
    recommended = Recommendation.objects.filter(proposal=proposal).first()
    approved = recommended if verdict in APPROVALS else None
    amount = Decimal(said.get("amount_dkk", 0))
    ruling = Ruling(
        verdict=verdict,
        shares={clock.today().year: amount} if amount else {},
        criterion=approved.criterion if approved else "",
        reasons=said["reasons"],
        conditions=approved.conditions if approved else "\n".join(said.get("conditions", ())),
        staff_hours_reason=said.get("staff_hours_reason", ""),
        lapses_on=clock.today() + timedelta(days=said["lapses_days"]) if "lapses_days" in said and amount else None,
    )
    decide(proposal, ruling, actor=people[said["account"]])


def play_condition(proposal: Proposal, said: Row, people: dict[str, User]) -> None:
    """Let management confirm that the condition of what it has granted is met."""
    meet_condition(proposal, actor=people[said["account"]], reason=said["condition_met"])


def make_scenarios(people: dict[str, User]) -> None:
    """Let the secretary and the chair weigh the cases that ask this year's pool; nothing is put forward yet."""
    secretary, chair = people.get("secretary@demo.invalid"), people.get("chair@demo.invalid")
    if secretary is None or chair is None or not criteria_in_force():
        return
    year = clock.today().year
    best = Terms("Mest værdi", AllocationMethod.BEST, ValueBasis.NPV)
    asking = list(Proposal.objects.visible_to(chair).filter(kind=ProposalKind.APPLICATION).standing(*ASKING))
    waits = Terms("Efter rang, og én sag venter", AllocationMethod.RANK, ValueBasis.NPV, area_limits=_shared(asking))
    for scenario in (make_scenario(year, best, actor=secretary), make_scenario(year, waits, actor=chair)):
        _link(scenario, asking, scenario.made_by)
    if asking:
        postponed = _named(asking, _POSTPONED) or max(asking, key=lambda case: (case.year or 0, case.serial or 0))
        lock = CaseTerms(RowLock.OUT, LockGround.CAPACITY, "Leverandøren har først folk efter sommerferien")
        settle_case(scenario, postponed, lock, actor=chair)


def _shared(asking: list[Proposal]) -> dict[int, Decimal]:
    """Let the director area that asks for most get a quarter of it at most, in whole hundred thousands."""
    asked: dict[int, Decimal] = {}
    for case in asking:
        if case.area_id is not None:
            asked[case.area_id] = asked.get(case.area_id, Decimal(0)) + (case.requested_amount or Decimal(0))
    most = max(asked, key=lambda area: asked[area], default=0)
    limit = asked.get(most, Decimal(0)) // 4 // _STEP * _STEP
    return {most: limit} if limit else {}


def _link(scenario: Scenario, asking: list[Proposal], actor: User) -> None:
    """Say of the case that makes no sense without the other that it requires it."""
    case, other = _named(asking, _REQUIRES[0]), _named(asking, _REQUIRES[1])
    if case is not None and other is not None:
        link_cases(scenario, case, LinkKind.REQUIRES, other, actor=actor)


def _named(asking: list[Proposal], beginning: str) -> Proposal | None:
    return next((case for case in asking if case.title.startswith(beginning)), None)
