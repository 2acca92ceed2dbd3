"""Reading the portal's own workbook back: what people fill in, from where it was written; what is calculated is not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from businesscase.domain.chapters import MOST_MILESTONES
from businesscase.enums import BenefitType, CostCategory, LineSide
from businesscase.forms.lines import MOST_BENEFITS, MOST_COSTS, MOST_HOURS
from businesscase.models import Alternative, AlternativeLine, BenefitLine, CostLine, PlannedMilestone, RiskItem
from businesscase.models.alternative import MOST_ALTERNATIVES
from businesscase.models.business_case_version import MOST_YEARS
from businesscase.models.risk_item import MOST_RISKS
from businesscase.workbook import layout
from businesscase.workbook.cell_reader import CellReader
from businesscase.workbook.frame_reader import read_fields
from businesscase.workbook.layout import FIRST_LINE, HEADS, Column
from businesscase.workbook.line_table import Blocks
from core.models import Unit, User
from portfolio.reading.cells import SheetCells

MOST_WAY_LINES = 100
_PROPOSED = 1


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as it was read: the fields of its frame and its chapters, and unsaved rows.

    A workbook without a sheet for them has no `fields` of the chapters, and None for `milestones`: they stay as they
    are. `number` is that of the case it came from.
    """

    fields: Mapping[str, Any]
    costs: Sequence[CostLine]
    benefits: Sequence[BenefitLine]
    risks: Sequence[RiskItem] = ()
    alternatives: Sequence[tuple[Alternative, list[AlternativeLine]]] = ()
    number: str = ""
    milestones: Sequence[PlannedMilestone] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """How the people and units that a workbook names are found; each returns None for what it does not know."""

    person: Callable[[str], User | None]
    unit: Callable[[str], Unit | None]


@dataclass
class _Row:
    """A row of a table: its words by the name of their column, and its figures by block."""

    sheet: CellReader
    row: int
    columns: Mapping[str, int]
    blocks: Blocks

    def text(self, name: str, most: int) -> str:
        return self.sheet.text(self.row, self.columns[name], most)

    def choice(self, column: Column, *, needed: bool = True) -> str:
        return self.sheet.choice(self.row, self.columns[column.name], column.choices, needed=needed)

    def figures(self, first: int, *, digits: int = 12) -> list[Decimal | None]:
        return [self.sheet.figure(self.row, first + year, digits=digits) for year in range(self.blocks.years)]

    def estimate(self, likely: Sequence[Decimal | None], *, digits: int = 12) -> dict[str, list[Decimal | None]]:
        """Return the lowest and highest figures; both are empty where the line is certain."""
        low, high = (self.figures(first, digits=digits) for first in (self.blocks.low, self.blocks.high))
        written = [any(figure is not None for figure in one) for one in (low, high)]
        if not any(written):
            return {"low": [], "high": []}
        if not all(written):
            lacking = self.blocks.high if written[0] else self.blocks.low
            self.sheet.wrong(
                self.row, lacking, _("An estimate has both a lowest and a highest. Write both, or neither.")
            )
        for year, (least, usual, most) in enumerate(zip(low, likely, high, strict=True)):
            if usual is None and self.sheet.cells[self.row, self.blocks.likely + year] is not None:
                # What stands there cannot be read, and that has been said.
                continue
            middle = usual or Decimal(0)
            if least is not None and least > middle:
                text = _("The lowest must not be above the likely one.")
                self.sheet.wrong(self.row, self.blocks.low + year, text)
            if most is not None and most < middle:
                text = _("The highest must not be below the likely one.")
                self.sheet.wrong(self.row, self.blocks.high + year, text)
        return {"low": low, "high": high}


def is_own(sheets: Mapping[str, SheetCells]) -> bool:
    """Tell whether a workbook is one that the portal has made."""
    with layout.danish():
        return all(name in sheets for name in layout.own_sheets())


def read_case(sheets: Mapping[str, SheetCells], known: Known) -> tuple[ReadCase, list[str]]:
    """Return the case, and a sentence for everything in it that cannot be used, each with its sheet and cell."""
    with layout.danish():
        reader = _CaseReader(sheets, known)
        return reader.read(), reader.problems


@dataclass
class _CaseReader:
    sheets: Mapping[str, SheetCells]
    known: Known
    problems: list[str] = field(default_factory=list)
    years: int = 0
    calendar: range = field(default_factory=lambda: range(0))

    def read(self) -> ReadCase:
        frame = self.sheets[layout.frame_sheet()]
        fields = read_fields(CellReader(frame, self.problems), layout.FRAME)
        if layout.chapter_sheet() in self.sheets:
            words = CellReader(self.sheets[layout.chapter_sheet()], self.problems)
            fields |= read_fields(words, layout.CHAPTERS)
        self.years = int(fields.get("years") or 0)
        if not 1 <= self.years <= MOST_YEARS:
            return ReadCase(fields, (), ())
        start = int(fields.get("start_year") or 0)
        self.calendar = range(start, start + self.years)
        costs = [self._cost(row) for row in self._rows(layout.cost_sheet(), layout.cost_columns(), MOST_COSTS)]
        hours = [self._hours(row) for row in self._rows(
            layout.hours_sheet(), layout.hours_columns(), MOST_HOURS, with_amounts=True
        )]  # fmt: skip
        gains = [self._gain(row) for row in self._rows(layout.benefit_sheet(), layout.benefit_columns(), MOST_BENEFITS)]
        risks = [self._risk(row) for row in self._plain_rows(layout.risk_sheet(), layout.risk_columns(), MOST_RISKS)]
        number = str(frame[1, layout.FRAME_VALUE] or "")
        return ReadCase(fields, [*costs, *hours], gains, risks, self._ways(), number, self._milestones())

    def _milestones(self) -> list[PlannedMilestone] | None:
        if layout.milestone_sheet() not in self.sheets:
            return None
        rows = self._plain_rows(layout.milestone_sheet(), layout.milestone_columns(), MOST_MILESTONES)
        return [
            PlannedMilestone(label=row.text("label", 200), due_on=row.sheet.day(row.row, row.columns["due_on"]))
            for row in rows
        ]

    def _cost(self, row: _Row) -> CostLine:
        category, amounts = layout.cost_columns()[0], row.figures(row.blocks.likely)
        return CostLine(
            category=row.choice(category),
            label=row.text("label", 200),
            supplier=row.text("supplier", 200),
            amounts=amounts,
            **row.estimate(amounts),
        )

    def _hours(self, row: _Row) -> CostLine:
        hours = row.figures(row.blocks.likely, digits=7)
        return CostLine(
            category=CostCategory.STAFF_HOURS,
            label=row.text("label", 200),
            supplier=row.text("supplier", 200),
            hours=hours,
            **row.estimate(hours, digits=7),
        )

    def _gain(self, row: _Row) -> BenefitLine:
        by_name = {column.name: column for column in layout.benefit_columns()}
        amounts = row.figures(row.blocks.likely)
        answers = {name: row.choice(by_name[name], needed=False) == "true" for name in ("cash_releasing", "indirect")}
        harvest_mode = row.choice(by_name["harvest_mode"], needed=False)
        return BenefitLine(
            type=row.choice(by_name["type"]),
            label=row.text("label", 200),
            owner=self._person(row),
            unit=self._unit(row),
            # As on the page: where no money is released, nothing becomes of it.
            harvest_mode=harvest_mode if answers["cash_releasing"] else "",
            amounts=amounts,
            **row.estimate(amounts),
            **answers,
        )

    def _risk(self, row: _Row) -> RiskItem:
        at, sheet = row.columns, row.sheet
        return RiskItem(
            title=row.text("title", 200),
            probability=sheet.share(row.row, at["probability"]),
            impact=sheet.figure(row.row, at["impact"]),
            year=sheet.whole(row.row, at["year"], self.calendar.start, self.calendar.stop - 1),
            mitigation=row.text("mitigation", 10_000),
            owner=self._person(row),
        )

    def _ways(self) -> list[tuple[Alternative, list[AlternativeLine]]]:
        ways: dict[int, tuple[Alternative, list[AlternativeLine]]] = {}
        for row in self._plain_rows(layout.way_sheet(), layout.way_columns(), MOST_ALTERNATIVES + 1):
            ordinal = row.sheet.whole(row.row, 0, 0, 99, needed=True)
            if ordinal in ways or ordinal == _PROPOSED:
                row.sheet.wrong(row.row, 0, _("The number must be 0 or from 2 up, and each only once."))
            elif ordinal is not None:
                words = {name: row.text(name, 10_000) for name in ("description", "why_not")}
                ways[ordinal] = Alternative(ordinal=ordinal, title=row.text("title", 200), **words), []
        rows = self._rows(
            layout.way_line_sheet(), layout.way_line_columns(), MOST_WAY_LINES, with_amounts=True, with_estimates=False
        )
        for row in rows:
            ordinal = row.sheet.whole(row.row, 0, 0, 99, needed=True)
            line = self._way_line(row)
            if ordinal in ways:
                ways[ordinal][1].append(line)
            elif ordinal is not None:
                row.sheet.wrong(row.row, 0, _("There is no alternative with that number."))
        return [ways[ordinal] for ordinal in sorted(ways)]

    def _way_line(self, row: _Row) -> AlternativeLine:
        by_name = {column.name: column for column in layout.way_line_columns()}
        side, category = row.choice(by_name["side"]), row.choice(by_name["category"])
        kinds = {LineSide.COST: CostCategory.values, LineSide.BENEFIT: BenefitType.values}
        if side and category and category not in kinds[LineSide(side)]:
            row.sheet.wrong(row.row, row.columns["category"], _("That kind does not belong on the side of the line."))
        hours = category == CostCategory.STAFF_HOURS
        return AlternativeLine(
            side=side,
            category=category,
            label=row.text("label", 200),
            cash_releasing=row.choice(by_name["cash_releasing"], needed=False) == "true",
            figures=row.figures(row.blocks.likely, digits=7 if hours else 12),
        )

    def _rows(
        self,
        name: str,
        columns: Sequence[Column],
        most: int,
        *,
        with_amounts: bool = False,
        with_estimates: bool = True,
    ) -> Iterator[_Row]:
        """Yield the rows of a table of years in which something stands, down to its sums."""
        sheet = self._sheet(name)
        if sheet is None:
            return
        blocks = Blocks(len(columns), self.years, with_amounts=with_amounts, with_estimates=with_estimates)
        if str(sheet.cells[HEADS, blocks.sum] or "") != layout.total():
            text = _("“%(word)s” should stand here. Does the sheet have as many columns of years as the frame says?")
            sheet.wrong(HEADS, blocks.sum, text % {"word": layout.total()})
            return
        firsts = [blocks.likely, *([blocks.low, blocks.high] if with_estimates else [])]
        figures = [first + year for first in firsts for year in range(self.years)]
        yield from self._written(sheet, columns, most, blocks, figures)

    def _plain_rows(self, name: str, columns: Sequence[Column], most: int) -> Iterator[_Row]:
        """Yield the rows of a table without years in which something stands."""
        sheet = self._sheet(name)
        if sheet is not None:
            yield from self._written(sheet, columns, most, Blocks(len(columns), 0), ())

    def _sheet(self, name: str) -> CellReader | None:
        if name not in self.sheets:
            self.problems.append(_("The sheet “%(name)s” is missing.") % {"name": name})
            return None
        return CellReader(self.sheets[name], self.problems)

    def _written(
        self, sheet: CellReader, columns: Sequence[Column], most: int, blocks: Blocks, figures: Sequence[int]
    ) -> Iterator[_Row]:
        if not self._heads_match(sheet, columns):
            return
        # A choice alone says nothing: the open lines of the workbook may have one.
        telling = [place for place, column in enumerate(columns) if not column.choices]
        count = 0
        for row in range(FIRST_LINE, sheet.cells.rows):
            if str(sheet.cells[row, 0] or "") == layout.total():
                return
            if all(sheet.cells[row, column] is None for column in (*telling, *figures)):
                continue
            count += 1
            if count > most:
                sheet.wrong(row, 0, _("There is room for at most %(most)s lines.") % {"most": most})
                return
            yield _Row(sheet, row, {column.name: place for place, column in enumerate(columns)}, blocks)

    def _heads_match(self, sheet: CellReader, columns: Sequence[Column]) -> bool:
        for place, column in enumerate(columns):
            if str(sheet.cells[HEADS, place] or "") != column.heading:
                text = _("The heading should be “%(word)s”. Leave the headings and their order as they are.")
                sheet.wrong(HEADS, place, text % {"word": column.heading})
                return False
        return True

    def _person(self, row: _Row) -> User | None:
        text = row.text("owner", 300)
        found = self.known.person(text) if text else None
        if text and found is None:
            problem = _("The portal knows nobody by “%(text)s”. Write the person's e-mail address.")
            row.sheet.wrong(row.row, row.columns["owner"], problem % {"text": text})
        return found

    def _unit(self, row: _Row) -> Unit | None:
        text = row.text("unit", 300)
        found = self.known.unit(text) if text else None
        if text and found is None:
            problem = _("The portal knows no unit by “%(text)s”. Write its name and code as in the portal's workbook.")
            row.sheet.wrong(row.row, row.columns["unit"], problem % {"text": text})
        return found
