"""The risks of a case: each with what it costs on average, and all of them by likelihood and cost."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.models import Result, RiskItem
from businesscase.selectors.section import RISKS, Cell, Section, Table, whole, words
from core.charts import HeatMapChart, heat_map_chart
from core.charts.short import short_kroner
from core.templatetags.danish import percent, whole_kroner

# Where one field of the map ends and the next begins: percent, and shares of what the solution costs in all.
_LIKELY = (Decimal(10), Decimal(25), Decimal(50))
_COSTLY = (Decimal("0.01"), Decimal("0.05"), Decimal("0.2"))


def risk_section(result: Result, risks: Sequence[RiskItem]) -> Section | None:
    """Return the risks; None where none has been written."""
    if not risks:
        return None
    expected = [_expected(one) for one in risks]
    total = sum((amount for amount in expected if amount is not None), Decimal(0))
    heads = (
        _("Risk"), _("What is done about it"), _("Year"), _("Probability"), _("Costs if it happens"),
        _("Costs on average"),
    )  # fmt: skip
    rows = tuple(_row(number, one, cost) for number, (one, cost) in enumerate(zip(risks, expected, strict=True), 1))
    foot = (words(_("In all")), words(""), words(""), words(""), words(""), whole(total))
    return Section(
        name=RISKS,
        title=_("Risks"),
        finding=ngettext(
            "%(count)s risk, which costs %(amount)s on average",
            "%(count)s risks, which cost %(amount)s on average",
            len(risks),
        )
        % {"count": len(risks), "amount": whole_kroner(total)},
        chart=_map(result, risks),
        tables=(Table(_("The risks, numbered as in the picture"), heads, rows, foot, words=2),),
        notes=tuple(_notes(result)),
    )


def _notes(result: Result) -> Iterator[str]:
    yield _("What a risk costs on average is its probability times what it costs, before discounting.")
    cost = _total_cost(result)
    if cost > 0:
        given = {
            "chances": ", ".join(f"{limit:f}" for limit in _LIKELY[:-1]),
            "last_chance": percent(_LIKELY[-1] / 100),
            "shares": ", ".join(f"{share * 100:.0f}" for share in _COSTLY[:-1]),
            "last_share": percent(_COSTLY[-1]),
            "cost": whole_kroner(cost),
        }
        yield (
            _(
                "The fields of the picture end at a probability of %(chances)s and %(last_chance)s, and at a cost of "
                "%(shares)s and %(last_share)s of what the solution costs in all (%(cost)s)."
            )
            % given
        )


def _total_cost(result: Result) -> Decimal:
    return Decimal((result.key_figures or {}).get("total_cost", 0))


def _expected(risk: RiskItem) -> Decimal | None:
    if risk.probability is None or risk.impact is None or risk.year is None:
        return None
    return risk.impact * risk.probability / 100


def _row(number: int, risk: RiskItem, expected: Decimal | None) -> tuple[Cell, ...]:
    watched = [risk.mitigation.strip(), _("Watched by %(name)s.") % {"name": risk.owner.name} if risk.owner else ""]
    return (
        words(f"{number}. {risk.title}"),
        words(" ".join(filter(None, watched)) or "–"),
        words(str(risk.year) if risk.year else "–"),
        words("–" if risk.probability is None else percent(risk.probability / 100)),
        whole(risk.impact),
        whole(expected),
    )


def _map(result: Result, risks: Sequence[RiskItem]) -> HeatMapChart | None:
    """Return the map; None where nothing can be placed in it."""
    cost = _total_cost(result)
    placed = [
        (_field(one.impact / cost, _COSTLY), _field(one.probability, _LIKELY), number)
        for number, one in enumerate(risks, 1)
        if one.probability is not None and one.impact is not None and cost > 0
    ]
    if not placed:
        return None
    limits = [short_kroner(cost * share) for share in _COSTLY]
    chances = [percent(limit / 100) for limit in _LIKELY]
    columns = [
        *(_("to %(limit)s") % {"limit": limit} for limit in limits),
        _("above %(limit)s") % {"limit": limits[-1]},
    ]
    rows = [*(_("to %(limit)s") % {"limit": limit} for limit in chances), _("above %(limit)s") % {"limit": chances[-1]}]
    said = _("Risk %(number)s: probability %(chance)s, cost %(cost)s")
    lines = [said % {"number": number, "chance": rows[row], "cost": columns[column]} for column, row, number in placed]
    worst = max(placed, key=lambda one: (one[0] + one[1], -one[2]))[2]
    return heat_map_chart(
        title=_("Risk %(number)s is the gravest") % {"number": worst},
        description=". ".join(lines),
        across=_("What it costs if it happens, DKK"),
        up=_("Probability"),
        columns=columns,
        rows=rows,
        spots=placed,
    )


def _field(value: Decimal, limits: Sequence[Decimal]) -> int:
    return sum(value > limit for limit in limits)
