"""Which kind of business case applies, in plain words, with the rules behind it (AM25, C22)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from businesscase.domain.variant import VariantChoice, variant_of
from businesscase.enums import CaseVariant
from core.templatetags.danish import date_long, hours, kroner
from portfolio.domain.proportion import Because, Ground

if TYPE_CHECKING:
    from businesscase.models import BusinessCaseVersion
    from portfolio.models import Proposal, ProposalVersion


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule behind the choice: its id, what it says of this case, and where it comes from."""

    rule: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class VariantView:
    """The kind of case, why in one sentence, what it means for the writer, and the rules."""

    variant: CaseVariant
    sentence: str
    meaning: str
    rules: tuple[RuleLine, ...]


def variant_view(proposal: "Proposal", version: "ProposalVersion", case: "BusinessCaseVersion | None") -> VariantView:
    """Return what a page says at its top about the kind of case."""
    return variant_words(variant_of(proposal, version, case), version)


def variant_words(choice: VariantChoice, version: "ProposalVersion") -> VariantView:
    """Return a choice in words."""
    writer = {CaseVariant.INNOVATIVE: _trial, CaseVariant.MINI: _mini, CaseVariant.FULL: _full}[choice.variant]
    return writer(choice, version)


def _trial(choice: VariantChoice, _version: "ProposalVersion") -> VariantView:
    return VariantView(
        choice.variant,
        _("Business case of a trial, because goal and frame are not given beforehand."),
        _("It needs learning goals and a stop instead of a full calculation."),
        (RuleLine(choice.rule, _("The case has been marked as a trial."), ""),),
    )


def _mini(choice: VariantChoice, version: "ProposalVersion") -> VariantView:
    small = choice.small
    if small is None:
        message = "a short case without what makes it short"
        raise ValueError(message)
    amounts = {
        "cost": kroner(version.vendor_cost),
        "cost_limit": kroner(small.vendor_cost_limit),
        "hours": hours(version.staff_hours),
        "hours_limit": hours(small.staff_hours_limit),
    }
    text = _(
        "Short business case, because the supplier cost (%(cost)s) is not above %(cost_limit)s, the staff hours "
        "(%(hours)s) are not above %(hours_limit)s, and the case asks no pool money and stays within one department."
    )
    line = RuleLine(choice.rule, small.note, small.source)
    return VariantView(choice.variant, text % amounts, _("Five answers are enough."), (line,))


def _full(choice: VariantChoice, _version: "ProposalVersion") -> VariantView:
    said = [_WORDS[ground.because](ground) for ground in choice.grounds]
    return VariantView(
        choice.variant,
        _sentence(_("Full business case, because %(grounds)s.") % {"grounds": _joined(said)}),
        _("It has both a calculation and a description by chapters."),
        tuple(_rule_lines(choice.grounds, said)),
    )


def _rule_lines(grounds: Sequence[Ground], said: Sequence[str]) -> Iterator[RuleLine]:
    for ground, text in zip(grounds, said, strict=True):
        source = ""
        if ground.valid_from is not None:
            words = {"date": date_long(ground.valid_from), "source": ground.source}
            source = _("%(source)s; the limit in force from %(date)s") % words
        yield RuleLine(ground.rule, _sentence(text[:1].upper() + text[1:]), source)


def _sentence(text: str) -> str:
    """End with one full stop, also after "kr."."""
    return text.rstrip(".") + "."


def _joined(parts: Sequence[str]) -> str:
    """Join clauses as a sentence does: a, b, and c."""
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s, and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _above_cost(ground: Ground) -> str:
    words = {"figure": kroner(ground.figure), "limit": kroner(ground.limit)}
    return _("the supplier cost (%(figure)s) is above %(limit)s") % words


def _above_hours(ground: Ground) -> str:
    words = {"figure": hours(ground.figure), "limit": hours(ground.limit)}
    return _("the staff hours (%(figure)s) are above %(limit)s") % words


_WORDS: dict[Because, Callable[[Ground], str]] = {
    Because.ASKS_POOL: lambda _ground: _("the case asks for money from the pool"),
    Because.COOPERATION: lambda _ground: _("the task takes cooperation between several people"),
    Because.CROSSES: lambda _ground: _("the case goes across departments"),
    Because.COST: _above_cost,
    Because.COST_UNKNOWN: lambda _ground: _("the supplier cost has not been stated yet"),
    Because.HOURS: _above_hours,
    Because.HOURS_UNKNOWN: lambda _ground: _("the staff hours have not been stated yet"),
    Because.NO_LIMIT: lambda _ground: _("the municipality's policy sets no limit below which a short one is enough"),
}
