"""Out to a workbook and back: the same case, whatever it holds, also after a spreadsheet program has saved it."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from businesscase.domain.rows import settle_estimates
from businesscase.domain.written import Written
from businesscase.enums import BenefitType, CostCategory, HarvestMode, LineSide
from businesscase.models import (
    Alternative,
    AlternativeLine,
    BenefitLine,
    BusinessCaseVersion,
    CostLine,
    PlannedMilestone,
    RiskItem,
)
from businesscase.workbook import layout
from businesscase.workbook.parcel import packed, unpacked
from businesscase.workbook.reader import Known, ReadCase, is_own, read_case
from core.models import Unit, User
from portfolio.forms.boxes import person_text
from portfolio.reading.cells import read_sheets
from tests.libreoffice import recalculate
from tests.unit.businesscase.workbook.books import Sample, whole
from tests.unit.businesscase.written import terms

ANNE = User(pk=7, name="Anne Ø. Å", email="anne@test.invalid")
CARE = Unit(pk=3, name="Hjemmepleje (nord)", code="care-north")
KNOWN = Known({person_text(ANNE): ANNE}.get, {f"{CARE.name} ({CARE.code})": CARE}.get)


def read(content: bytes) -> ReadCase:
    sheets = read_sheets(content)
    assert is_own(sheets)
    found, problems = read_case(sheets, KNOWN)
    assert problems == []
    return found


def as_read(written: Written, milestones=()) -> dict:
    """Return what reading the workbook of a case should give."""
    frame = {name: getattr(written.case, name) for name in (*layout.FRAME, *layout.CHAPTERS)}
    costs = sorted(written.costs, key=lambda line: line.counts_hours)
    rows = written.benefits, written.risks, written.alternatives
    return packed(ReadCase(frame, costs, *rows, "2026-014", milestones))


def plain(data: dict) -> dict:
    """Let figures of equal value be equal, however many zeros they are written with."""
    if isinstance(data, dict):
        return {name: plain(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, int) and not isinstance(data, bool):
        return str(data)
    if isinstance(data, str):
        data = str.__str__(data)
        try:
            return f"{Decimal(data).normalize():f}"
        except ArithmeticError:
            return data
    return data


words = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029"), max_size=30
).map(str.strip)
texts = st.lists(words, max_size=3).map("\n".join).map(str.strip)
named = words.filter(lambda word: word not in ("", "I alt"))
money = st.none() | st.decimals(0, 999_999_999, places=2)
worked = st.none() | st.decimals(0, 99_999, places=2)


stones = st.builds(
    PlannedMilestone, label=named, due_on=st.none() | st.dates(date(2000, 1, 1), date(2150, 12, 31))
)  # fmt: skip


@st.composite
def estimates(draw, years: int, figure) -> tuple[list, list, list]:
    likely = draw(st.lists(figure, min_size=years, max_size=years))
    if draw(st.booleans()):
        return likely, [], []
    low = [None if one is None else one * draw(st.integers(0, 100)) / 100 for one in likely]
    high = [None if one is None else one + draw(st.integers(0, 10_000)) for one in likely]
    return likely, [one and one.quantize(Decimal("0.01"), "ROUND_DOWN") for one in low], high


@st.composite
def cases(draw) -> Written:
    years, start = draw(st.integers(1, 4)), draw(st.integers(2020, 2040))
    case = BusinessCaseVersion(
        start_year=start,
        years=years,
        price_year=start,
        price_basis=draw(st.sampled_from(["fixed", "current"])),
        spreading=draw(st.sampled_from(["pert", "triangular"])),
        supplier_correlation=draw(st.decimals(0, 1, places=2)),
        seed=draw(st.integers(0, 2**31 - 1)),
        hourly_rate=draw(st.none() | st.decimals(0, 999_999, places=2)),
        follow_up_months=draw(st.none() | st.integers(1, 120)),
        **{name: draw(texts) for name in layout.FRAME if name.startswith(("rationale", "learning", "difference"))},
        **{name: draw(texts) for name in layout.CHAPTERS},
        **{name: draw(st.booleans()) for name in ("no_economic", "no_service", "no_efficiency", "is_trial")},
    )
    costs, gains = [], []
    for _ in range(draw(st.integers(0, 3))):
        likely, low, high = draw(estimates(years, money))
        kind = draw(st.sampled_from([one for one in CostCategory.values if one != "staff_hours"]))
        costs.append(
            CostLine(category=kind, label=draw(named), supplier=draw(words), amounts=likely, low=low, high=high)
        )
    for _ in range(draw(st.integers(0, 2))):
        likely, low, high = draw(estimates(years, worked))
        costs.append(CostLine(category="staff_hours", label=draw(named), hours=likely, low=low, high=high))
    for _ in range(draw(st.integers(0, 2))):
        likely, low, high = draw(estimates(years, money))
        releasing = draw(st.booleans())
        harvest = draw(st.sampled_from(["", *HarvestMode.values])) if releasing else ""
        gains.append(
            BenefitLine(
                type=draw(st.sampled_from(BenefitType.values)), label=draw(named),
                owner=draw(st.sampled_from([None, ANNE])),
                unit=draw(st.sampled_from([None, CARE])), cash_releasing=releasing,
                indirect=draw(st.booleans()), harvest_mode=harvest,
                amounts=likely, low=low, high=high,
            )
        )  # fmt: skip
    risks = [
        RiskItem(
            title=draw(named), probability=draw(st.none() | st.decimals(0, 100, places=2)), impact=draw(money),
            year=draw(st.none() | st.integers(start, start + years - 1)), mitigation=draw(texts),
            owner=draw(st.sampled_from([None, ANNE])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    ways = []
    for ordinal in draw(st.sampled_from([[], [0], [0, 2], [3]])):
        lines = [
            AlternativeLine(
                side=LineSide.COST, category=draw(st.sampled_from(CostCategory.values)), label=draw(named),
                figures=draw(st.lists(worked, min_size=years, max_size=years)),
            ),
            AlternativeLine(
                side=LineSide.BENEFIT, category=draw(st.sampled_from(BenefitType.values)), label=draw(named),
                cash_releasing=draw(st.booleans()), figures=draw(st.lists(money, min_size=years, max_size=years)),
            ),
        ]  # fmt: skip
        way = Alternative(ordinal=ordinal, title=draw(named), description=draw(texts), why_not=draw(texts))
        ways.append((way, lines))
    settle_estimates([*costs, *gains])
    return Written(case, costs, gains, risks, ways)


@settings(max_examples=20, deadline=timedelta(seconds=30))
@given(cases(), st.lists(stones, max_size=3))
def test_what_goes_out_comes_back(written, milestones):
    found = read(Sample(written, terms("0.035"), tuple(milestones)).workbook())
    settle_estimates([*found.costs, *found.benefits])
    assert plain(packed(found) | {"number": "2026-014"}) == plain(as_read(written, milestones))
    assert packed(unpacked(packed(found))) == packed(found)


@pytest.mark.slow
def test_it_comes_back_from_libreoffice_too(tmp_path):
    written = whole(rationale_economic="=1+1\nog en linje til", follow_up_months=12, summary="Kort\nfortalt")
    milestones = (PlannedMilestone(label="Prøve i Nord", due_on=date(2027, 5, 3)), PlannedMilestone(label="Alle med"))
    made = Sample(written, terms("0.035"), milestones).workbook()
    found = read(recalculate(tmp_path, {"book": made})["book"])
    settle_estimates([*found.costs, *found.benefits])
    assert plain(packed(found)) == plain(as_read(written, milestones))


def test_a_workbook_from_before_the_chapters_had_sheets_leaves_them_as_they_are():
    book = load_workbook(BytesIO(Sample(whole(), terms("0.035")).workbook()))
    del book["Beskrivelse"], book["Milepæle"]
    older = BytesIO()
    book.save(older)
    found = read(older.getvalue())
    assert (found.milestones, set(found.fields) & set(layout.CHAPTERS)) == (None, set())
    assert unpacked(packed(found)).milestones is None


@pytest.mark.slow
def test_what_is_edited_in_the_workbook_is_what_comes_back(tmp_path):
    """A line is written in an open row, one is emptied, a figure is calculated: LibreOffice saves it, it is read."""
    book = load_workbook(BytesIO(Sample(whole(), terms("0.035")).workbook()))
    costs = book["Udgifter"]
    costs["D6"], costs["E7"] = "=2*600000", None
    costs["A8"], costs["B8"], costs["F8"] = "uddannelse", "Kursus", 12_345.678
    book["Ramme"]["B6"], book["Risici"]["D7"] = 2027, 2027
    edited = BytesIO()
    book.save(edited)
    found = read(recalculate(tmp_path, {"book": edited.getvalue()})["book"])
    assert found.fields["start_year"] == 2027
    assert [line.label for line in found.costs] == ["Licens", "=1+1", "Kursus", "Timer", "Oplæring"]
    assert (found.costs[0].amounts[0], found.costs[1].amounts[1]) == (Decimal(1_200_000), None)
    assert (found.costs[2].category, found.costs[2].amounts[2]) == ("training", Decimal("12345.68"))
