"""Whether the business case of a pool case is positive, by the definition in force (D12, D13, AM11)."""

from decimal import Decimal

from businesscase.finance import Definition, Measure, Payback, Verdict, judge, read_definition, to_money
from governance.policy.messages import Figures
from governance.policy.pool_case import PoolCase
from governance.policy.profile import Parameter, Profile
from governance.policy.reason import Compared

KEY = "positive_definition"
_NEVER = Payback(years=None, lost_again=False)


def verdict_on(case: PoolCase, profile: Profile) -> Verdict | None:
    """Return the stored verdict, else one by the definition in force; None where the figure judged by is not known."""
    if case.verdict is not None:
        return case.verdict
    row = _in_force(case, profile)
    definition = Definition(Measure.NPV) if row is None else read_definition(str(row.value))
    known = {Measure.NPV: case.npv, Measure.NET_GAIN: case.net_gain, Measure.PAYBACK: case.payback}
    if known[definition.measure] is None:
        return None
    return judge(
        definition,
        npv=to_money(case.npv or Decimal(0)),
        net_gain=to_money(case.net_gain or Decimal(0)),
        payback=case.payback or _NEVER,
    )


def verdict_figures(verdict: Verdict | None) -> Figures:
    """Return a verdict as a sentence needs it: definition, figure and distance, "" where there is no such number."""
    if verdict is None:
        return {}
    numbers = ("" if number is None else f"{number:f}" for number in (verdict.figure, verdict.distance))
    return {"verdict": (verdict.definition, *numbers)}


def verdict_compared(verdict: Verdict | None) -> Compared | None:
    """Return the figure that was judged and what it was held against, in kroner or years."""
    if verdict is None or verdict.figure is None:
        return None
    return Compared(verdict.figure, read_definition(verdict.definition).years or Decimal(0))


def _in_force(case: PoolCase, profile: Profile) -> Parameter | None:
    begun = {row.key: row for row in profile.parameters_in_force(case.on_date)}
    return begun.get(KEY)
