"""How far a result may be from what is expected: the draws, and the lines that matter most."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from businesscase.enums import Spreading
from businesscase.finance.simulation import MAX_DRAWS
from businesscase.models import Result
from businesscase.selectors.section import FIGURES, Section, Table, whole, words
from core.charts import HistogramChart, Mark, Swing, TornadoChart, histogram_chart, tornado_chart
from core.charts.short import short_kroner
from core.templatetags.danish import number, percent, whole_kroner

# A tornado of more bars says nothing; the table behind it has all of them.
_MOST_BARS = 10
_HALF = Decimal("0.5")


def draws_section(result: Result, *, again: str = "") -> Section | None:
    """Return how the draws fell out; None where nothing is uncertain.

    `again` is the address at which the case is drawn more often.
    """
    return None if result.simulation is None else section_of(result.simulation, result, again=again)


def section_of(drawn: dict[str, Any], result: Result, *, again: str = "") -> Section:
    """Return how some draws of the case fell out."""
    share = _share(Decimal(drawn["probability_positive"]))
    return Section(
        name=FIGURES,
        title=_("Uncertainty"),
        finding=_finding(drawn, share),
        texts=(
            _(
                "The case has been calculated %(draws)s times. Each time every estimate falls somewhere between its "
                "lowest and its highest, and each risk happens as often as its probability says."
            )
            % {"draws": number(drawn["draws"])},
        ),
        chart=_histogram(drawn, share),
        tables=(_levels(drawn), _payback(drawn, result)),
        notes=(_how(drawn),),
        link=(again, _("Draw %(draws)s times") % {"draws": number(MAX_DRAWS)}) if again else None,
    )


def drawn_apart(stored: dict[str, Any], again: dict[str, Any]) -> Table:
    """Hold the draws that are stored against as many more, figure by figure."""
    names = (
        (_("P10: one in ten results is lower"), "p10"),
        (_("P50: half of the results are lower"), "p50"),
        (_("P90: nine in ten results are lower"), "p90"),
        (_("The average"), "mean"),
    )
    rows = [
        (words(text), *(whole(amount) for amount in (old, new, new - old)))
        for text, old, new in ((text, Decimal(stored[name]), Decimal(again[name])) for text, name in names)
    ]
    shares = (Decimal(one["probability_positive"]) for one in (stored, again))
    rows.append(
        (words(_("Probability of a net present value above zero")), *map(words, map(_share, shares)), words(""))
    )
    said = _("%(draws)s draws")
    heads = (
        _("Level"),
        said % {"draws": number(stored["draws"])},
        said % {"draws": number(again["draws"])},
        _("Difference"),
    )
    return Table(_("How much the figures move with more draws"), heads, tuple(rows))


def _share(probability: Decimal) -> str:
    """Return a probability in percent; only what is certain is rounded to nothing or to all."""
    shown = percent(probability)
    if shown == percent(1) and probability < 1:
        return _("Over %(share)s") % {"share": percent(Decimal("0.999"))}
    if shown == percent(0) and probability:
        return _("Under %(share)s") % {"share": percent(Decimal("0.001"))}
    return shown


def _finding(drawn: dict[str, Any], share: str) -> str:
    """Return how probable a value above zero is; that every draw came out alike makes nothing certain."""
    probability, draws = Decimal(drawn["probability_positive"]), {"draws": number(drawn["draws"])}
    if probability == 1:
        return _("All %(draws)s draws give a net present value above zero") % draws
    if not probability:
        return _("None of the %(draws)s draws gives a net present value above zero") % draws
    return _("%(share)s probability of a net present value above zero") % {"share": share}


def is_unlikely(result: Result) -> bool:
    """Tell whether a case that is positive as expected is so in fewer than half of the draws."""
    drawn = result.simulation
    return result.is_positive and drawn is not None and Decimal(drawn["probability_positive"]) < _HALF


def probability_words(result: Result) -> str:
    """Return beside the verdict how probable a value above zero is; empty where nothing has been drawn."""
    if result.simulation is None:
        return ""
    probability = Decimal(result.simulation["probability_positive"])
    share = _share(probability)
    if probability and is_unlikely(result):
        said = _(
            "That goes for the estimates as expected, but the probability of a net present value above zero is only "
            "%(share)s."
        )
        return said % {"share": share}
    return f"{_finding(result.simulation, share)}."


def lines_section(result: Result) -> Section | None:
    """Return what each estimate can do to the net present value; None where every line is certain."""
    bars = result.sensitivity
    if not bars:
        return None
    first = _swing(bars[0])
    rows = tuple(
        (words(bar["label"]), *(whole(Decimal(bar[name])) for name in ("low_npv", "high_npv")), whole(_width(bar)))
        for bar in bars
    )
    heads = (_("Line"), _("At the lowest amounts"), _("At the highest amounts"), _("Difference"))
    texts = (_("One line at a time at its lowest and at its highest amounts, and the others as they are expected."),)
    return Section(
        name=FIGURES,
        title=_("What matters most"),
        finding=_("“%(line)s” can move the result by %(amount)s")
        % {"line": first.label, "amount": whole_kroner(_width(bars[0]))},
        texts=texts,
        chart=_tornado(result, bars),
        tables=(Table(_("The net present value when one line changes"), heads, rows),),
    )


def _histogram(drawn: dict[str, Any], share: str) -> HistogramChart:
    figures = {name: Decimal(drawn[name]) for name in ("lowest", "highest", "p10", "p50", "p90")}
    names = {"p10": "P10", "p50": "P50", "p90": "P90"}
    description = _(
        "One in ten results is below %(p10)s, half are below %(p50)s, and nine in ten are below %(p90)s. The lowest is "
        "%(lowest)s and the highest %(highest)s."
    ) % {name: whole_kroner(figure) for name, figure in figures.items()}
    return histogram_chart(
        title=_("%(share)s of the results are above zero") % {"share": share},
        description=description,
        low=figures["lowest"],
        high=figures["highest"],
        counts=drawn["counts"],
        marks=[Mark(figures[name], f"{word}: {short_kroner(figures[name])}") for name, word in names.items()],
    )


def _levels(drawn: dict[str, Any]) -> Table:
    rows = (
        (_("P10: one in ten results is lower"), drawn["p10"]),
        (_("P50: half of the results are lower"), drawn["p50"]),
        (_("P90: nine in ten results are lower"), drawn["p90"]),
        (_("The average"), drawn["mean"]),
    )
    cells = tuple((words(text), whole(Decimal(amount))) for text, amount in rows)
    return Table(_("How the results spread"), (_("Level"), _("Net present value")), cells)


def _payback(drawn: dict[str, Any], result: Result) -> Table:
    """Return the probability of payback by the years in which it changes."""
    return Table(
        _("How probable it is that the money is back"),
        (_("At the latest"), _("Probability")),
        tuple(_payback_rows(drawn["payback_within"], int(result.rows[0]["year"]))),
    )


def _payback_rows(shares: list[str], first_year: int) -> Iterator[tuple[Any, ...]]:
    for place, share in enumerate(shares):
        if place:
            count = ngettext("after %(count)d year", "after %(count)d years", place) % {"count": place}
            label = _("%(count)s, by the end of %(year)s") % {"count": count, "year": first_year + place}
        else:
            label = _("From the start")
        yield words(label), words(_share(Decimal(share)))


def _how(drawn: dict[str, Any]) -> str:
    given = {
        "draws": number(drawn["draws"]),
        "seed": drawn["seed"],
        "spreading": Spreading(drawn["spreading"]).label,
        "correlation": percent(Decimal(drawn["supplier_correlation"])),
    }
    if Decimal(drawn["supplier_correlation"]):
        sentence = _(
            "%(draws)s draws with the seed %(seed)s and the spreading %(spreading)s. Lines of the same supplier follow "
            "each other by %(correlation)s. The same seed gives the same figures."
        )
    else:
        sentence = _(
            "%(draws)s draws with the seed %(seed)s and the spreading %(spreading)s. The same seed gives the same "
            "figures."
        )
    return sentence % given


def _tornado(result: Result, bars: list[dict[str, Any]]) -> TornadoChart:
    shown = bars[:_MOST_BARS]
    said = _("%(line)s: from %(worse)s to %(better)s")
    swings = [_swing(bar) for bar in shown]
    lines = [
        said % {"line": one.label, "worse": whole_kroner(one.worse), "better": whole_kroner(one.better)}
        for one in swings
    ]
    return tornado_chart(
        title=_("“%(line)s” matters most") % {"line": swings[0].label},
        description=". ".join(lines),
        middle=result.npv,
        middle_name=_("%(amount)s as expected") % {"amount": short_kroner(result.npv)},
        swings=swings,
    )


def _swing(bar: dict[str, Any]) -> Swing:
    ends = sorted(Decimal(bar[name]) for name in ("low_npv", "high_npv"))
    return Swing(bar["label"], ends[0], ends[1])


def _width(bar: dict[str, Any]) -> Decimal:
    return abs(Decimal(bar["high_npv"]) - Decimal(bar["low_npv"]))
