"""The lines of a case: costs in DKK, staff hours in hours, gains in DKK, one box a year."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from businesscase.enums import MONEY_CATEGORIES, BenefitType, CostCategory
from businesscase.models import BenefitLine, CostLine
from core.models import User
from portfolio.forms.boxes import AmountField, HoursField, PersonField, person_text

if TYPE_CHECKING:
    from decimal import Decimal

# 28 lines of 30 years and their words stay below the thousand fields that a page may post.
MOST_COSTS, MOST_HOURS, MOST_BENEFITS = 12, 4, 12
_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")


class LineForm(forms.Form):
    """One line; the boxes y0, y1 … hold its figures. Nothing is demanded of a draft."""

    use_required_attribute = False
    label = forms.CharField(label=_("What it is for"), max_length=200, required=False)

    def __init__(self, *arguments: Any, years: range, **options: Any) -> None:
        """Add a box for each of the calendar years."""
        super().__init__(*arguments, **options)
        self.years = years
        for index in range(len(years)):
            self.fields[f"y{index}"] = self.make_box()

    def make_box(self) -> forms.Field:
        """Make the box of one year."""
        return AmountField(max_digits=14, min_value=0, required=False)

    @property
    def boxed(self) -> Iterator[tuple[BoundField, int]]:
        """Yield each box with its year."""
        return ((self[f"y{index}"], year) for index, year in enumerate(self.years))

    @property
    def figures(self) -> "list[Decimal | None]":
        """Return the figures of a valid line, one a year."""
        return [self.cleaned_data.get(f"y{index}") for index in range(len(self.years))]

    @property
    def written(self) -> bool:
        """Whether anything but a choice stands in the line."""
        return bool(self.cleaned_data.get("label")) or any(figure is not None for figure in self.figures)


class CostForm(LineForm):
    """A cost that is paid in money."""

    category = forms.ChoiceField(
        label=_("Kind of cost"), choices=[(one.value, one.label) for one in MONEY_CATEGORIES], required=False
    )

    def row(self, years: int) -> CostLine:
        """Return the unsaved line."""
        category = self.cleaned_data["category"] or CostCategory.PURCHASE
        return CostLine(category=category, label=self.cleaned_data["label"], amounts=self.figures[:years])


class HoursForm(LineForm):
    """Hours of the municipality's own people."""

    def make_box(self) -> forms.Field:
        """Make the box of one year's hours."""
        return HoursField(max_digits=9, min_value=0, required=False)

    def row(self, years: int) -> CostLine:
        """Return the unsaved line."""
        label, hours = self.cleaned_data["label"], self.figures[:years]
        return CostLine(category=CostCategory.STAFF_HOURS, label=label, hours=hours)


class OwnerField(PersonField):
    """A benefit owner; `known` holds the people of the page, so that a full page asks the database once."""

    known: dict[str, User]

    def clean(self, value: Any) -> User | None:
        """Return the one person who is meant."""
        text = str(value or "").strip()
        return self.known[text] if text in self.known else super().clean(value)


class BenefitForm(LineForm):
    """A gain."""

    label = forms.CharField(label=_("What is gained"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Kind of gain"), choices=BenefitType.choices, required=False)
    owner = OwnerField(label=_("Benefit owner"), max_length=300, required=False)
    cash_releasing = forms.BooleanField(label=_("Releases money in a budget"), required=False)

    def __init__(self, *arguments: Any, known: dict[str, User] | None, **options: Any) -> None:
        """Know the page's people; with None owners are not read, as where only the sums are wanted."""
        super().__init__(*arguments, **options)
        if known is None:
            del self.fields["owner"]
        else:
            self.fields["owner"].known = known  # type: ignore[attr-defined]
            self.fields["owner"].widget.attrs["list"] = "people"

    @property
    def written(self) -> bool:
        """Whether anything but a choice stands in the line."""
        return super().written or self.cleaned_data.get("owner") is not None

    def row(self, years: int) -> BenefitLine:
        """Return the unsaved line."""
        data = self.cleaned_data
        return BenefitLine(
            type=data["type"] or BenefitType.ECONOMIC,
            label=data["label"],
            owner=data.get("owner"),
            cash_releasing=data["cash_releasing"],
            amounts=self.figures[:years],
        )


CostSet: "type[BaseFormSet[CostForm]]" = formset_factory(
    CostForm, extra=0, max_num=MOST_COSTS, absolute_max=MOST_COSTS, validate_max=True
)
HoursSet: "type[BaseFormSet[HoursForm]]" = formset_factory(
    HoursForm, extra=0, max_num=MOST_HOURS, absolute_max=MOST_HOURS, validate_max=True
)
BenefitSet: "type[BaseFormSet[BenefitForm]]" = formset_factory(
    BenefitForm, extra=0, max_num=MOST_BENEFITS, absolute_max=MOST_BENEFITS, validate_max=True
)


def stored_cost(line: CostLine) -> dict[str, Any]:
    """Return a line as its form shows it."""
    return {"category": line.category, "label": line.label, **_boxes(line.figures)}


def stored_benefit(line: BenefitLine) -> dict[str, Any]:
    """Return a gain as its form shows it."""
    words = {"type": line.type, "label": line.label, "owner": line.owner, "cash_releasing": line.cash_releasing}
    return {**words, **_boxes(line.amounts)}


def known_people(texts: Iterable[str]) -> dict[str, User]:
    """Return the active people whose addresses stand in `texts`, by text; one query for all of them."""
    addresses = {text: found[0].lower() for text in texts if len(found := _ADDRESS.findall(text)) == 1}
    people = {person.email: person for person in User.objects.active().filter(email__in=set(addresses.values()))}
    by_text = {text.strip(): people[address] for text, address in addresses.items() if address in people}
    # Only the very text that the page wrote itself may skip the careful reading.
    return {text: person for text, person in by_text.items() if text in (person.email, person_text(person))}


def _boxes(figures: "Iterable[Decimal | None]") -> dict[str, Any]:
    return {f"y{index}": figure for index, figure in enumerate(figures)}
