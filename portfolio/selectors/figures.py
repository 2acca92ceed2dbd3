"""The figures in which two versions differ, each with its difference; other apps say what their figures are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext as _

from core.providers import collect
from core.templatetags.danish import hours, kroner, number, percent
from portfolio.models import ProposalVersion

NOTHING = "–"


class Unit(StrEnum):
    """What a figure counts; a difference is told in the same unit."""

    DKK = "dkk"
    HOURS = "hours"
    SHARE = "share"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """One figure of a version: the table's section, what it is, and its value.

    `detail` tells figures of the same name apart, such as the year. `words` are shown instead of the value where a
    figure has words of its own, such as a time; such a one has a difference to tell only where `size` says how much a
    difference is. An `outcome` has been calculated from the others and stands after all that people have written.
    """

    section: str
    label: str
    value: Decimal | None
    unit: Unit
    detail: str = ""
    words: str = ""
    size: Callable[[Decimal], str] | None = None
    outcome: bool = False

    @property
    def name(self) -> tuple[str, str, str]:
        """What it is known by in both versions."""
        return self.section, self.label, self.detail

    @property
    def text(self) -> str:
        """How it reads."""
        return self.words or (NOTHING if self.value is None else _written(self.value, self.unit))


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs: both as they read, and the difference with its sign; empty where there is none to tell."""

    label: str
    detail: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class FigureSection:
    """The changed figures of one section."""

    title: str
    changes: tuple[FigureChange, ...]
    outcome: bool = False


def figure_changes(before: ProposalVersion, after: ProposalVersion) -> tuple[FigureSection, ...]:
    """Return every figure that differs, by section, in the order of the newer version.

    The provider "version_figures" answers a version's `NamedFigure`s.
    """
    old, new = (_by_name(collect("version_figures", version)) for version in (before, after))
    # What stands in the newer version gives the order; what is gone comes last in its section.
    sections = list(dict.fromkeys(name[0] for name in (*new, *old)))
    outcomes = {name[0] for names in (new, old) for name, figure in names.items() if figure.outcome}
    names = sorted(dict.fromkeys((*new, *old)), key=lambda name: sections.index(name[0]))
    return tuple(
        FigureSection(title, changes, outcome=title in outcomes)
        for title, group in groupby(names, key=lambda name: name[0])
        if (changes := tuple(_changes(group, old, new)))
    )


def _by_name(figures: Iterable[NamedFigure]) -> dict[tuple[str, str, str], NamedFigure]:
    """Return the figures by name; the second of two that are named alike is numbered."""
    found: dict[tuple[str, str, str], NamedFigure] = {}
    for figure in figures:
        name, place = figure.name, 1
        while name in found:
            place += 1
            name = (figure.section, f"{figure.label} ({place})", figure.detail)
        found[name] = figure
    return found


def _changes(
    names: Iterable[tuple[str, str, str]],
    old: dict[tuple[str, str, str], NamedFigure],
    new: dict[tuple[str, str, str], NamedFigure],
) -> Iterator[FigureChange]:
    for name in names:
        was, now = old.get(name), new.get(name)
        if was is None or now is None or (was.value, was.words) != (now.value, now.words):
            change = _change(name, was, now)
            if change.before != change.after:
                yield change


def _change(name: tuple[str, str, str], was: NamedFigure | None, now: NamedFigure | None) -> FigureChange:
    known = now or was
    if known is None:
        message = "a figure that neither version has"
        raise ValueError(message)
    by = _value(now) - _value(was)
    return FigureChange(
        label=name[1],
        detail=name[2],
        before=was.text if was else NOTHING,
        after=now.text if now else NOTHING,
        difference="" if not by or _is_wordless(was, now) else _signed(by, known),
    )


def _is_wordless(was: NamedFigure | None, now: NamedFigure | None) -> bool:
    """Tell whether there is no difference to tell: one of them is words that stand for no number, or has no size."""
    spoken = [figure for figure in (was, now) if figure is not None and figure.words]
    whole = was is not None and now is not None and None not in {was.value, now.value}
    return any(not whole or figure.size is None for figure in spoken)


def _value(figure: NamedFigure | None) -> Decimal:
    """Return the value; a year in which nothing is written counts nothing."""
    return Decimal(0) if figure is None or figure.value is None else figure.value


def _signed(by: Decimal, figure: NamedFigure) -> str:
    """Return a difference with its sign; that of two shares is told in percentage points."""
    size = abs(by)
    if figure.size is not None:
        text = figure.size(size)
    elif figure.unit == Unit.SHARE:
        text = points(size)
    else:
        text = _written(size, figure.unit)
    return f"{'+' if by > 0 else '−'}{text}"


def points(size: Decimal) -> str:
    """Return how far two shares lie apart."""
    return _("%(number)s points") % {"number": number(size * 100)}


def _written(value: Decimal, unit: Unit) -> str:
    writer = {Unit.DKK: kroner, Unit.HOURS: hours, Unit.SHARE: lambda share: percent(share, 2), Unit.NUMBER: number}
    return writer[unit](value)
