"""What a case does to the units' budgets, as it is shown."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from businesscase.domain.budget import Amounts, BudgetEffect, budget_effect
from businesscase.domain.written import Written
from businesscase.enums import HarvestMode, PriceBasis
from businesscase.models import BusinessCaseVersion
from businesscase.selectors.section import Cell, Section, Table, whole, words
from core.templatetags.danish import whole_kroner


def budget_section(written: Written) -> Section | None:
    """Return the effect by unit and year; None where no gain releases money in a budget."""
    effect = budget_effect(written)
    if effect is None:
        return None
    case = written.case
    heads = (_("Unit"), *(str(year) for year in case.calendar), _("In all"))
    foot = _line(_("Effect on the budget"), effect.net)
    total = sum(effect.net, Decimal(0))
    if not total:
        finding = _("No change in the budgets over the years")
    elif total > 0:
        finding = _("%(amount)s less in the budgets over the years") % {"amount": whole_kroner(total)}
    else:
        finding = _("%(amount)s more in the budgets over the years") % {"amount": whole_kroner(-total)}
    return Section(
        title=_("Effect on the budgets"),
        finding=finding,
        texts=(
            _("A plus is money that can be taken out of the budget, a minus money that must be added."),
            _prices(case),
        ),
        tables=(Table(_("Budget by unit and year"), heads, tuple(_rows(effect)), foot),),
        notes=_notes(effect),
    )


def _rows(effect: BudgetEffect) -> Iterator[tuple[Cell, ...]]:
    for one in effect.released:
        unit = one.unit or _("No unit named")
        mode = HarvestMode(one.harvest).label if one.harvest else _("Not said what becomes of the money")
        yield _line(f"{unit}: {str(mode)[0].lower()}{str(mode)[1:]}", one.amounts)
    if any(effect.saved):
        yield _line(_("Running costs of today that fall away"), effect.saved)
    if any(effect.running):
        yield _line(_("Operation and maintenance of the solution"), tuple(-amount for amount in effect.running))


def _line(name: str, amounts: Amounts) -> tuple[Cell, ...]:
    return (words(name), *(whole(amount) for amount in amounts), whole(sum(amounts, Decimal(0))))


def _prices(case: BusinessCaseVersion) -> str:
    if case.price_basis == PriceBasis.CURRENT:
        return _("Current prices, as the case is written.")
    return _("Fixed %(year)s prices.") % {"year": case.price_year}


def _notes(effect: BudgetEffect) -> tuple[str, ...]:
    if all(one.is_harvested for one in effect.released):
        return ()
    return (_("Money that stays in the unit, or where nobody has said what becomes of it, is not part of the effect."),)
