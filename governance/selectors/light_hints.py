"""What a project's own figures say beside the lights that somebody has chosen (C19)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.clock import COPENHAGEN
from core.templatetags.danish import date_long, kroner, percent
from governance.policy.lights import (
    ECONOMY_RED,
    NAMES,
    TIME_RED,
    TIME_YELLOW,
    Figures,
    Limits,
    Signal,
    economy_signal,
    points_worse,
    time_signal,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.models import Parameter
    from portfolio.models import Project, StatusUpdate


@dataclass(frozen=True, slots=True)
class Hint:
    """The light that the figures point at on one side, and the sentence that says so."""

    side: str
    light: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The limits in force, with the sentence that states them and where they come from."""

    limits: Limits
    sentence: str
    source: str


def yardstick(parameters: "Mapping[str, Parameter]") -> Yardstick | None:
    """Return the limits of the policy in force, or None where it has none."""
    if not {ECONOMY_RED, TIME_YELLOW, TIME_RED} <= set(parameters):
        return None
    limits = Limits(
        economy_red_share=Decimal(str(parameters[ECONOMY_RED].value)),
        time_yellow_months=int(parameters[TIME_YELLOW].value),
        time_red_months=int(parameters[TIME_RED].value),
    )
    sentence = _(
        "More than %(share)s over the planned cost is red, any other excess yellow. More than %(red)s late is red, "
        "from %(yellow)s yellow."
    ) % {
        "share": percent(limits.economy_red_share),
        "red": _months(limits.time_red_months),
        "yellow": _months(limits.time_yellow_months),
    }
    return Yardstick(limits, sentence, parameters[ECONOMY_RED].source)


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def hints(project: "Project", status: "StatusUpdate", measure: Yardstick | None) -> tuple[Hint, ...]:
    """Return where the figures of a status point at a worse light than the one it chose."""
    if measure is None:
        return ()
    figures = _figures(project, status)
    said = (
        ("time", status.time, time_signal(figures, measure.limits), _time_sentence),
        ("economy", status.economy, economy_signal(figures, measure.limits), _economy_sentence),
    )
    return tuple(
        Hint(side, NAMES[signal], sentence(figures, signal))
        for side, chosen, signal, sentence in said
        if signal is not None and points_worse(chosen, signal)
    )


def _figures(project: "Project", status: "StatusUpdate") -> Figures:
    return Figures(
        baseline_cost=project.baseline_cost,
        spent=status.spent,
        forecast=status.forecast,
        baseline_end=project.baseline_end,
        expected_end=status.expected_end,
        as_of=status.reported_at.astimezone(COPENHAGEN).date(),
    )


def _economy_sentence(figures: Figures, signal: Signal) -> str:
    cost = max(amount for amount in (figures.spent, figures.forecast) if amount is not None)
    return _("The figures point at %(light)s: %(cost)s against the planned %(planned)s.") % {
        "light": _named(signal),
        "cost": kroner(cost),
        "planned": kroner(figures.baseline_cost),
    }


def _time_sentence(figures: Figures, signal: Signal) -> str:
    end: date = max(figures.expected_end or figures.as_of, figures.as_of)
    return _("The figures point at %(light)s: the end is %(end)s at the earliest, planned was %(planned)s.") % {
        "light": _named(signal),
        "end": date_long(end),
        "planned": date_long(figures.baseline_end),
    }


def _named(signal: Signal) -> str:
    words = {
        Signal.GREEN: pgettext("the light", "green"),
        Signal.YELLOW: pgettext("the light", "yellow"),
        Signal.RED: pgettext("the light", "red"),
    }
    return words[signal]
