"""A case that asks the pool for money, and the pool it asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from businesscase.finance import Payback, Verdict
from governance.policy.errors import InputError
from governance.policy.messages import Figures, MessageKey
from governance.policy.number import check_number

CATEGORIES = ("purchase", "implementation", "operation", "staff_hours", "training")


@dataclass(frozen=True, slots=True)
class CostLine:
    """DKK excluding VAT in one of CATEGORIES."""

    category: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PoolState:
    """The pool in the year asked about, DKK: its frame, what is committed, what mandatory solutions may still need."""

    frame: Decimal
    committed_mandatory: Decimal
    committed_other: Decimal
    expected_mandatory: Decimal

    @property
    def uncommitted(self) -> Decimal:
        """Return what no decision has spoken for; below 0 when the pool is overdrawn."""
        return self.frame - self.committed_mandatory - self.committed_other


@dataclass(frozen=True, slots=True)
class PoolCase:
    """What is asked for, DKK excluding VAT, and what it rests on.

    `npv` is None while no business case is calculated, and `pool` where what the pool has left is not asked. `verdict`
    is the stored one on the business case; None where only figures are known, of which the one that the definition in
    force judges by counts (`positive_case`). A payback without years is a case that never earns its cost back. A claim,
    a reference or an override counts when its text says something; the two overrides count only when
    `sent_by_management`. Raises InputError, paths as in the API.
    """

    criterion: str
    npv: Decimal | None
    cost_lines: tuple[CostLine, ...]
    requested: Decimal
    pool: PoolState | None
    on_date: date
    strictly_necessary: bool = False
    strictly_necessary_reason: str = ""
    decision_reference: str = ""
    strategy_nodes: tuple[str, ...] = ()
    mandatory_reference: str = ""
    staff_hours_override_reason: str = ""
    forecast_override_reason: str = ""
    sent_by_management: bool = False
    verdict: Verdict | None = None
    net_gain: Decimal | None = None
    payback: Payback | None = None

    def __post_init__(self) -> None:
        """Check the figures and the names of the cost lines."""
        check_number(self.npv, "npv_dkk", signed=True)
        check_number(self.net_gain, "net_gain_dkk", signed=True)
        if self.payback is not None:
            check_number(self.payback.years, "payback_years")
        check_number(self.requested, "requested_dkk")
        if self.pool is not None:
            _check_pool(self.pool)
        for index, line in enumerate(self.cost_lines):
            _check_line(line, f"cost_lines.{index}")

    def total(self, *categories: str) -> Decimal:
        """Return the sum of the lines in these categories."""
        return sum((line.amount for line in self.cost_lines if line.category in categories), Decimal(0))

    @property
    def staff_hours_granted(self) -> bool:
        """Tell whether management has made the reasoned exception for staff hours (D16)."""
        return self.sent_by_management and bool(self.staff_hours_override_reason.strip())

    @property
    def forecast_granted(self) -> bool:
        """Tell whether management has let the case pass the forecast of mandatory solutions, with a reason (D10)."""
        return self.sent_by_management and bool(self.forecast_override_reason.strip())


def _check_pool(pool: PoolState) -> None:
    for name in ("frame", "committed_mandatory", "committed_other", "expected_mandatory"):
        check_number(getattr(pool, name), f"pool.{name}_dkk")


def _check_line(line: CostLine, path: str) -> None:
    check_number(line.amount, f"{path}.amount_dkk")
    if line.category not in CATEGORIES:
        figures: Figures = {"value": line.category, "choices": CATEGORIES}
        raise InputError(MessageKey.CHOICE_UNKNOWN, f"{path}.category", figures)
