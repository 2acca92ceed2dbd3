"""The exported workbook, recalculated by LibreOffice unchanged, has every figure that the portal has."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from businesscase.domain.budget import budget_effect
from businesscase.domain.results import calculate
from businesscase.workbook.content import Title, content_from
from businesscase.workbook.export import case_workbook
from tests.libreoffice import recalculate
from tests.unit.businesscase.workbook.books import Read, Sample, samples

pytestmark = pytest.mark.slow
SAMPLES = samples()
OERE, RATE = 0.01, 1e-6
MONEY = {
    "Nettonutidsværdi": "npv",
    "Nettogevinst": "net_gain",
}
DRAWN = {
    "P10: hvert tiende resultat er lavere": "p10",
    "P50: halvdelen af resultaterne er lavere": "p50",
    "P90: ni ud af ti resultater er lavere": "p90",
    "Gennemsnittet": "mean",
    "Sandsynlighed for en nettonutidsværdi over nul": "probability_positive",
}
FURTHER = {
    "Nettonutidsværdi pr. år": "annuity",
    "En måneds forsinkelse koster": "delay_per_month",
    "Udgifter i alt": "total_cost",
    "Udgifter i nutidsværdi": "present_cost",
    "Største udlæg": "peak_funding",
}


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, tuple[bytes, Read]]:
    made = {name: sample.workbook() for name, sample in SAMPLES.items()}
    saved = recalculate(tmp_path_factory.mktemp("libreoffice"), made)
    return {name: (made[name], Read(saved[name])) for name in made}


@pytest.fixture(params=SAMPLES)
def book(request, books) -> tuple[Sample, Read, bytes]:
    made, saved = books[request.param]
    return SAMPLES[request.param], saved, made


def test_it_comes_to_what_the_portal_says(book):
    sample, read, _made = book
    result = sample.result()
    further = result.key_figures
    assert {label: read.key(label) for label in MONEY} == pytest.approx(
        {label: float(getattr(result, name)) for label, name in MONEY.items()}, abs=OERE
    )
    assert {label: read.key(label) for label in FURTHER} == pytest.approx(
        {label: float(further[name]) for label, name in FURTHER.items()}, abs=OERE
    )
    adjusted = result.npv if result.risk_adjusted_npv is None else result.risk_adjusted_npv
    assert read.key("Risikojusteret nettonutidsværdi") == pytest.approx(float(adjusted), abs=OERE)
    assert read.verdict() == ("Positiv business case" if result.is_positive else "Business casen er ikke positiv")


def test_its_rates_are_the_portals(book):
    sample, read, _made = book
    result, further = sample.result(), sample.result().key_figures
    rate = {"none": "Ingen", "several": "Flere"}.get(result.irr_note) or pytest.approx(float(result.irr), abs=RATE)
    assert read.key("Intern rente") == rate
    modified = further["mirr"]
    assert read.key("Modificeret intern rente") == (
        "Ingen" if modified is None else pytest.approx(float(modified), abs=RATE)
    )
    share = further["switching_share"]
    assert read.key("Gevinsterne kan falde med") == (
        "Ingen gevinster" if share is None else pytest.approx(float(share), abs=RATE)
    )


def test_it_is_paid_back_when_the_portal_says(book):
    sample, read, _made = book
    result = sample.result()
    for label, years in (
        ("Tjent hjem efter (år)", result.payback),
        ("Tjent hjem efter, diskonteret (år)", result.discounted_payback),
    ):
        assert read.key(label) == ("Aldrig" if years is None else pytest.approx(float(years), abs=RATE))
    peak = result.key_figures["peak_year"]
    assert read.key("Året, hvor der er lagt mest ud") == ("Ingen" if peak is None else peak)


def test_every_year_is_the_portals(book):
    sample, read, _made = book
    rows = sample.result().rows
    names = ("cost", "benefit", "net", "cumulative", "factor", "discounted_net", "discounted_cumulative")
    for name in names:
        wanted = [float(row[name]) for row in rows]
        assert read.years(name, len(rows)) == pytest.approx(wanted, abs=RATE if name == "factor" else OERE), name


def test_current_prices_are_the_portals(book):
    sample, read, _made = book
    rows = sample.result().prices["rows"]
    if rows is None:
        assert read.years("current_net", sample.written.case.years)[-1] in (None, "")
        return
    for name in ("cost", "benefit", "net"):
        wanted = [float(row[name]) for row in rows]
        assert read.years(f"current_{name}", len(rows)) == pytest.approx(wanted, abs=OERE)


@pytest.mark.parametrize("name", ["whole", "fixed", "current", "current_past", "solutions"])
def test_estimates_and_other_ways_are_the_portals(books, name):
    sample, read = SAMPLES[name], books[name][1]
    result = sample.result()
    bars = {row[0]: row[4:6] for row in read.book["Trepunktsskøn"].iter_rows(min_row=6, max_col=6, values_only=True)}
    for bar in result.sensitivity or ():
        wanted = float(bar["low_npv"]), float(bar["high_npv"])
        assert bars[bar["label"]] == pytest.approx(wanted, abs=OERE)
    ways = {row[0]: row[4:12] for row in read.book["Alternativer"].iter_rows(min_row=6, max_col=12, values_only=True)}
    for one in result.alternatives:
        total, _gain, net, npv, more, rate, back, peak = ways[one["ordinal"]]
        if "npv" in one:
            wanted_rate = {"none": "Ingen", "several": "Flere"}.get(one["irr_note"])
            assert rate == (wanted_rate or pytest.approx(float(one["irr"]), abs=RATE))
            wanted_back = one["payback"]
            assert back == ("Aldrig" if wanted_back is None else pytest.approx(float(wanted_back), abs=RATE))
            assert peak == pytest.approx(float(one["peak_funding"]), abs=OERE)
        else:
            assert (rate or None, back or None, peak or None) == (None, None, None)
        for found, key in ((total, "total_cost"), (net, "net_gain"), (npv, "npv"), (more, "difference")):
            wanted = one.get(key)
            # A figure may be 0, and a cell without one is empty.
            shown = None if found == "" else found
            assert shown == (None if wanted is None else pytest.approx(float(wanted), abs=OERE)), key


def test_how_the_draws_fell_out_stands_as_the_portal_keeps_it():
    sample = SAMPLES["whole"]
    rows = sample.written
    result = calculate(rows.case, rows.costs, rows.benefits, sample.terms, risks=rows.risks, draws=1_000)
    made = case_workbook(content_from(Title("2026-014", "Digital post", 1), rows, sample.terms, result))
    found = {row[0]: row[1] for row in load_workbook(BytesIO(made))["Trepunktsskøn"].values}
    for label, key in DRAWN.items():
        assert found[label] == pytest.approx(float(result.simulation[key]))
    said = f"1.000 gennemregninger i Pejling med startværdien {rows.case.seed}."
    assert any(str(label).startswith(said) for label in found)


def test_the_budgets_are_the_portals(books):
    sample, read = SAMPLES["budgets"], books["budgets"][1]
    effect = budget_effect(sample.written)
    rows = [row[2:6] for row in read.book["Budgetter"].iter_rows(min_row=6, max_col=6, values_only=True)]
    wanted = [one.amounts for one in effect.released]
    wanted += [effect.saved, [-amount for amount in effect.running], effect.net]
    assert [list(row) for row in rows] == [
        pytest.approx([*map(float, amounts), float(sum(amounts))], abs=OERE) for amounts in wanted
    ]
    assert "Budgetter" not in books["thirty"][1].book.sheetnames


def test_what_its_kind_has_realised_is_the_portals(books):
    sample, read = SAMPLES["budgets"], books["budgets"][1]
    found = sample.result().reference
    assert read.key("Så meget har sager af samme slags hentet") == pytest.approx(float(found["middle"]), abs=RATE)
    label = "Nettonutidsværdi, hvis sagen indfries som andre af samme slags"
    assert read.key(label) == pytest.approx(float(found["adjusted_npv"]), abs=OERE)


def test_what_is_shown_before_it_is_calculated_is_what_it_comes_to(book):
    """A preview, a telephone and a protected view calculate nothing: they show what the file carries."""
    _sample, read, made = book
    shown, formulas = load_workbook(BytesIO(made), data_only=True), load_workbook(BytesIO(made))
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in (one for one in row if one.data_type == "f"):
                count += 1
                carried = shown[sheet.title][cell.coordinate].value
                comes_to = read.book[sheet.title][cell.coordinate].value
                if isinstance(comes_to, int | float):
                    near = pytest.approx(comes_to, rel=1e-6, abs=1e-6)
                    assert carried == near, f"{sheet.title}!{cell.coordinate} {cell.value}"
                else:
                    assert (carried or "") == (comes_to or ""), f"{sheet.title}!{cell.coordinate} {cell.value}"
    assert count > 1000


def test_no_formula_comes_to_an_error(book):
    _sample, read, _made = book
    errors = [
        f"{sheet.title}!{cell.coordinate}" for sheet in read.book for row in sheet.iter_rows() for cell in row
        if cell.data_type == "e"
    ]  # fmt: skip
    assert errors == []


def test_a_figure_that_is_changed_changes_the_result(tmp_path):
    """The formulas are live: the same change in the sheet and in the portal gives the same figures."""
    sample = SAMPLES["whole"]
    book = load_workbook(BytesIO(sample.workbook()))
    book["Udgifter"]["D6"] = 1_250_000
    book["Timer"]["C6"] = 80
    book["Gevinster"]["J6"] = 450_000
    book["Risici"]["B6"] = 0.5
    changed = BytesIO()
    book.save(changed)
    written = SAMPLES["whole"].written
    costs, benefits, risks = list(written.costs), list(written.benefits), list(written.risks)
    costs[0].amounts = [Decimal(1_250_000), *costs[0].amounts[1:]]
    costs[2].hours = [Decimal(80), *costs[2].hours[1:]]
    benefits[0].amounts = [*benefits[0].amounts[:2], Decimal(450_000), *benefits[0].amounts[3:]]
    risks[0].probability = Decimal(50)
    result = sample.result()
    read = Read(recalculate(tmp_path, {"changed": changed.getvalue()})["changed"])
    assert read.key("Nettonutidsværdi") == pytest.approx(float(result.npv), abs=OERE)
    assert read.key("Risikojusteret nettonutidsværdi") == pytest.approx(float(result.risk_adjusted_npv), abs=OERE)
    assert read.key("Intern rente") == pytest.approx(float(result.irr), abs=RATE)
