"""The pool's frames, and management's decisions on cases that have been recommended."""

from decimal import Decimal
from typing import Any

from core import clock
from governance.domain.decisions import decide
from governance.domain.ledger import Frame, set_frame
from governance.domain.mandatory_needs import Need, record_need
from governance.domain.ruling import Ruling
from governance.enums import Verdict
from governance.models import Decision, MandatoryNeed, PoolYear
from governance.selectors.pool import the_pool
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.governance import Town, make_recommended, make_submitted
from tests.standing import remembered

MILLION = Decimal(1_000_000)


def this_year() -> int:
    """Return the year whose money is allocated today."""
    return clock.today().year


@remembered
def make_frame(amount: Decimal | int = MILLION, *, year: int = 0, expected: Decimal | int = 0) -> PoolYear:
    """Enter the frame of a year, this one unless given, and what mandatory solutions are expected to need in it."""
    number = year or this_year()
    row = set_frame(Frame(number, Decimal(amount), f"Budget {number}, konto 06.45", price_year=number), actor=None)
    if expected:
        make_need(expected, year=number)
        row.refresh_from_db()
    return row


@remembered
def make_need(amount: Decimal | int, *, year: int = 0, **said: Any) -> MandatoryNeed:
    """Enter a binding obligation of a year, this one unless given."""
    whole = {"title": "Digital Post", "level": "binding", "legal_basis": "Lov om Digital Post"} | said
    return record_need(Need(year=year or this_year(), amount=Decimal(amount), **whole), actor=None)


def balance(year: int = 0) -> PoolYear:
    """Return a year as the database has it."""
    return PoolYear.objects.get(pool=the_pool(), year=year or this_year())


@remembered
def make_application(town: Town) -> Proposal:
    """Make an application of 100.000 kr. to a mandatory solution that the group has recommended."""
    return make_recommended(town, make_submitted(town, "review", kind=ProposalKind.APPLICATION)).proposal


def ruling(verdict: Verdict = Verdict.APPROVED, **said: Any) -> Ruling:
    """Say what management decides: by itself to allocate the whole 100.000 kr. this year."""
    approves = verdict in (Verdict.APPROVED, Verdict.CHANGED)
    money = {"shares": {this_year(): Decimal(100_000)}, "criterion": "mandatory"} if approves else {}
    reasons = "" if verdict == Verdict.APPROVED else "Fordi"
    return Ruling(**({"verdict": verdict, "reasons": reasons} | money | said))


def make_decided(town: Town, proposal: Proposal, verdict: Verdict = Verdict.APPROVED, **said: Any) -> Decision:
    """Let the director decide."""
    return decide(proposal, ruling(verdict, **said), actor=town.director)
