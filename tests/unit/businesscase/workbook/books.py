"""Cases of every kind as workbooks, and the figures on their sheets by name."""

from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from businesscase.domain.reference import Realised
from businesscase.domain.results import calculate
from businesscase.domain.terms import DatedRate, Terms
from businesscase.domain.written import Written
from businesscase.enums import CostCategory, HarvestMode
from businesscase.finance import Definition, Measure, RateBand
from businesscase.models import PlannedMilestone, Result
from businesscase.workbook import layout
from businesscase.workbook.content import Title, content_from
from businesscase.workbook.export import case_workbook
from businesscase.workbook.grid import FIRST_YEAR_COLUMN, Grid
from core import clock
from core.models import Unit
from tests.unit.businesscase.written import case, cost, gain, gained, hours, risk, spent, terms, way

SOURCE = "Økonomi- og Indenrigsministeriet"


def bands(*rates: tuple[int, str]) -> tuple[DatedRate, ...]:
    return tuple(DatedRate(RateBand(year, Decimal(rate)), clock.today(), SOURCE) for year, rate in rates)


@dataclass
class Sample:
    """A case with the terms it stands on."""

    written: Written
    terms: Terms
    milestones: tuple[PlannedMilestone, ...] = ()
    # What closed cases of the kind have realised; one share each.
    realised: tuple[str, ...] = ()

    def result(self) -> Result:
        rows = self.written
        found = calculate(
            rows.case,
            rows.costs,
            rows.benefits,
            self.terms,
            risks=rows.risks,
            alternatives=rows.alternatives,
            realised=Realised("new", tuple(Decimal(share) for share in self.realised)),
            draws=0,
        )
        assert found is not None
        return found

    def workbook(self) -> bytes:
        content = content_from(Title("2026-014", "Digital post", 1), self.written, self.terms, None)
        middle = (self.result().reference or {}).get("middle") if self.realised else None
        content = replace(content, middle=None if middle is None else Decimal(middle))
        return case_workbook(replace(content, milestones=self.milestones))


def flows(*nets: str | int) -> Sample:
    """Make a case whose nets are given: a year below 0 is a cost, one above a gain."""
    figures = [Decimal(net) for net in nets]
    down = cost(*(-net if net < 0 else None for net in figures))
    up = gain(*(net if net > 0 else None for net in figures))
    return Sample(Written(case(len(nets)), [down], [up]), terms("0.035"))


def whole(**fields: Any) -> Written:
    """Make a case with everything in it: hours whose price is a half øre, estimates, risks, today and another way."""
    return Written(
        case(6, hourly_rate=Decimal("333.33"), **fields),
        [
            cost(1_000_000, 250_000.25, None, None, None, None, low=[900_000, 200_000, None, None, None, None],
                 high=[1_400_000, 300_000, None, None, None, None], supplier="KMD"),
            cost(None, 50_000, 51_000, 52_000, 53_000, "54000.55", category=CostCategory.OPERATION, label="=1+1"),
            hours("0.5", "37.5", "12.25", None, None, "0.1"),
            hours(100, 10, None, None, None, None, label="Oplæring"),
        ],
        [
            gain(None, 300_000, 400_000, 400_000, 400_000, 400_000, low=[None, 100_000, *[200_000] * 4],
                 high=[None, 350_000, *[500_000] * 4]),
            gain(*[None] * 6, label="Svar samme dag"),
        ],
        [risk("12.35", 200_000, 2028), risk(20, "99999.99", 2026), risk(None, 5, 2027), risk(5, 10, None)],
        [
            way(0, spent(*[80_000] * 6), spent(*[100] * 6, category=CostCategory.STAFF_HOURS), gained(*[5_000] * 6),
                title="Som i dag"),
            way(2, spent(400_000, *[60_000] * 5), gained(None, *[150_000] * 5)),
            way(3, title="Uden tal"),
        ],
    )  # fmt: skip


def budgets() -> Written:
    """Make a case that releases money in two units, and some that stays or that nobody has said anything of."""
    care, post = Unit(name="Pleje & omsorg", code="pleje"), Unit(name="Post", code="post")
    return Written(
        case(3),
        [
            cost(1_000, None, None),
            cost(None, 100, "100.25", category=CostCategory.OPERATION),
            cost(None, 10, 20, category=CostCategory.MAINTENANCE),
        ],
        [
            gain(None, 300, 400, cash_releasing=True, harvest_mode=HarvestMode.BEFOREHAND, unit=care),
            gain(None, 30, 40, cash_releasing=True, harvest_mode=HarvestMode.BEFOREHAND, unit=care),
            gain(None, 3, 4, cash_releasing=True, harvest_mode=HarvestMode.AFTERWARDS, unit=post),
            gain(None, 7_000, 8_000, cash_releasing=True, harvest_mode=HarvestMode.NOT_HARVESTED, unit=post),
            gain(None, 500, 500, cash_releasing=True),
            gain(None, 900, 900, unit=post),
        ],
        (),
        [
            way(0, spent(50, 50, 50, category=CostCategory.OPERATION), spent(5, 5, 5), title="Som i dag"),
            way(2, spent(70, 70, 70, category=CostCategory.OPERATION)),
        ],
    )


def samples() -> dict[str, Sample]:
    usual = replace(terms(), rates=bands((0, "0.035"), (3, "0.025"), (5, "0.015")))
    rises = terms(
        "0.04",
        prices=dict.fromkeys(range(2024, 2033), "0.031") | {2028: "0.0175"},
        wages=dict.fromkeys(range(2024, 2033), "0.028"),
    )
    payback = replace(terms("0.035"), definition=Definition(Measure.PAYBACK, Decimal(4)))
    gains = replace(terms("0.035"), definition=Definition(Measure.NET_GAIN))
    return {
        "whole": Sample(whole(), usual),
        "fixed": Sample(whole(price_year=2027), rises),
        "current": Sample(whole(price_basis="current", price_year=2027), rises),
        "current_past": Sample(whole(price_basis="current", price_year=2024), rises),
        "solutions": Sample(
            Written(
                case(4),
                [cost(1_000, 10, 10, 10)],
                [gain(0, 300, 500, 400)],
                (),
                [
                    way(2, spent(1, 1, 1, 1), gained(0, 20, 0, 0)),
                    way(3, spent(500, 0, 0, 0), gained(0, 100, 100, 100)),
                    way(4, spent(100, 0, 200, 0), gained(0, 300, 0, 0)),
                    way(5, spent(60, 0, 0, 0), gained(0, 20, 20, 40)),
                ],
            ),
            usual,
        ),
        "budgets": Sample(budgets(), usual, realised=("0.5", "0.8", "0.911111", "1", "1.2")),
        "payback": Sample(whole(), payback),
        "net_gain": Sample(whole(), gains),
        "published": replace_terms(flows(-40_000, 8_000, 9_200, 10_000, 12_000, 14_500), "0.08"),
        "published_negative": replace_terms(flows(-40_000, 8_000, 9_200, 10_000, 12_000, 14_500, -9_000), "0.08"),
        "fifteen": flows(-1_000_000, *[90_000] * 15),
        "thirty": flows(-2_000_000, *["123456.78"] * 29),
        "three_roots": flows(-1_000, 3_900, -5_030, 2_145),
        "two_close_roots": flows(-100, "220.01", -121),
        "touching": flows(1, -2, 1),
        "no_root": flows(100, -20, 50),
        "highest_root": flows(-100, 1_100),
        "above_highest": flows(-100, 1_101),
        "near_minus_one": flows(-1_000_000, "0.01"),
        "only_costs": flows(-100, -100),
        "zero": flows(-100, 0, 100),
        "breaks_even": replace_terms(flows(-100, 110), "0.1"),
        "lost_again": flows(-100, 150, -100, 200),
        "lost_for_good": flows(-100, 150, -100),
        "one_year": flows(-100),
        "at_once": flows(50, -20, 30),
        "negative_rate": replace_terms(flows(-100, 40, 40), "-0.01"),
    }


def replace_terms(sample: Sample, rate: str) -> Sample:
    return Sample(sample.written, terms(rate))


class Read:
    """A workbook's figures by name."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content), data_only=True)

    def key(self, label: str) -> Any:
        """Return a key figure by what it is called."""
        sheet = self.book[named(layout.result_sheet)]
        return next(row[1].value for row in sheet.iter_rows(max_col=2) if row[0].value == label)

    def verdict(self) -> str:
        return self.book[named(layout.result_sheet)]["A4"].value

    def years(self, name: str, count: int) -> list[Any]:
        """Return the figures of a row of the calculation."""
        grid = Grid(None, count)  # type: ignore[arg-type]  # only where the rows stand
        row = self.book[named(layout.calculation_sheet)][grid.row(name) + 1]
        return [row[FIRST_YEAR_COLUMN + year].value for year in range(count)]


def named(sheet: Any) -> str:
    with layout.danish():
        return sheet()
