"""The pool's ledger in the demo: the register of obligations, money moved between years, what has been paid."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from core import clock
from core.models import User
from governance.domain.ledger import held_by
from governance.domain.ledger_moves import record_expenditure, reverse_entry, transfer_money
from governance.domain.mandatory_needs import Need, record_need, withdraw_need
from governance.models import LedgerEntry
from governance.selectors.pool_criteria import criteria_in_force
from portfolio.models import Proposal

# Years from this one, DKK, how binding, what, from where. What is binding comes to less than each year can keep.
NEEDS = (
    (-1, 650_000, "binding", "Digital Post: den fælles visningsklient i alle fagsystemer", "Lov om Digital Post"),
    (0, 410_000, "binding", "Digital Post i omsorgssystemet", "Lov om Digital Post"),
    (0, 290_000, "binding", "Fælles adgangsstyring i socialsystemet", "Aftale om kommunernes økonomi"),
    (0, 120_000, "guiding", "Fælles sprogguide på selvbetjeningssider", "Den fællesoffentlige strategi, initiativ 4"),
    (1, 800_000, "binding", "Fælleskommunalt sygedagpengesystem: tilslutning", "Udmelding om monopolbrud"),
    (1, 400_000, "binding", "Overblik over egne sager for borgere og virksomheder", "Den fællesoffentlige strategi"),
    (1, 250_000, "guiding", "Fælles velfærdsdata i hjemmeplejen", "Fælleskommunal handlingsplan"),
)
_POSTPONED = (1, 350_000, "binding", "Ny fælles løsning til pladsanvisning", "Udmelding om monopolbrud")
# What has been paid of the cases' money so many days ago: DKK, and what the voucher says.
PAID = (
    ("Digital Post direkte fra omsorgs", 180, 96_500, "Opsætning i omsorgssystemet, bilag 20417"),
    ("Udskiftning af firewall", 16, 612_000, "Udstyr, bilag 22964"),
)
_WRONG = ("Udskiftning af firewall", 9, 61_200, "Udstyr, bilag 23011")


def ledger_road(people: dict[str, User], start: datetime, founded: datetime) -> Iterator[datetime]:
    """Yield when something is posted; what follows is that it is."""
    if not criteria_in_force():
        return
    architect, administrator = people["architect@demo.invalid"], people["admin@demo.invalid"]
    this_year = start.astimezone(clock.COPENHAGEN).year
    yield founded + timedelta(days=2)
    for row in NEEDS:
        record_need(_need(row, this_year), actor=architect)
    postponed = record_need(_need(_POSTPONED, this_year), actor=architect)
    yield start - timedelta(days=PAID[0][1])
    _pay(*PAID[0], administrator)
    yield start - timedelta(days=40)
    withdraw_need(postponed, reason="Fristen er flyttet til efter budgetperioden.", actor=architect)
    yield start - timedelta(days=20)
    reference = "Byrådet, overførsel mellem budgetår, punkt 12"
    transfer_money(this_year - 1, this_year, Decimal(240_000), reference=reference, actor=administrator)
    yield start - timedelta(days=PAID[1][1])
    _pay(*PAID[1], administrator)
    yield start - timedelta(days=_WRONG[1])
    wrong = _pay(*_WRONG, administrator)
    yield start - timedelta(days=_WRONG[1] - 1)
    if wrong is not None:
        reverse_entry(wrong, reason="Bilaget er en del af bilag 22964.", actor=administrator)


def _need(row: tuple[int, int, str, str, str], this_year: int) -> Need:
    ahead, amount, level, title, basis = row
    return Need(title, this_year + ahead, Decimal(amount), level, basis)


def _pay(title: str, _days: int, amount: int, text: str, actor: User) -> LedgerEntry | None:
    case = Proposal.objects.filter(title__startswith=title).first()
    held = held_by(case) if case else {}
    # A stage that has not come to the decisions has nothing to pay of.
    return record_expenditure(case, min(held), Decimal(amount), text=text, actor=actor) if case and held else None
