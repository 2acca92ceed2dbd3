"""The workbench: estimates, units, risks and prices on the writing page, and what two writers see of each other."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesscase.domain.cases import case_of, result_of, save_alternatives, save_case
from businesscase.models import RiskItem
from core.domain.people import create_person
from core.domain.units import create_unit
from core.models import Parameter
from portfolio.domain.versions import current_version
from tests.factories.businesscase import WORDS, figures, posted, risk, way, whole_benefits, whole_costs, write_case

ESTIMATE = {"cost-0-estimate": "on", "cost-0-l0": "126.000", "cost-0-h0": "182.000", "cost-0-h1": "5.000"}
RISKS = {
    "risk-TOTAL_FORMS": "2",
    "risk-0-title": "Leverandøren bliver forsinket",
    "risk-0-probability": "12,5",
    "risk-0-impact": "50.000",
    "risk-0-year": "2027",
    "risk-0-mitigation": "Bod i kontrakten",
    "risk-0-owner": "author@test.invalid",
    "risk-1-title": "",
}


@pytest.fixture
def author(client, town):
    client.force_login(town.author)
    return client


def url(proposal):
    return reverse("businesscase:case_update", args=[proposal.pk])


def stored(proposal):
    return case_of(current_version(proposal))


def boxes(answer):
    """Return every box of the page as a browser would post it."""
    sheet = answer.context["sheet"]
    found = {}
    for form in (sheet.frame, *(one for lines in sheet.sets.values() for one in (lines.management_form, *lines.forms))):
        for box in form:
            value = box.value()
            text = "on" if value is True else None if value is False else box.field.widget.format_value(value)
            if text is not None:
                found[box.html_name] = text[0] if isinstance(text, list) else text
    return found


def test_an_estimate_is_stored_whole_and_shown_as_it_was_written(author, empty):
    author.post(url(empty), posted(**ESTIMATE, **{"cost-1-l1": "1", "cost-0-supplier": "Skolebyen A/S"}, go="on"))
    first, second = list(stored(empty).cost_lines.all())[:2]
    assert (first.low, first.high) == (figures(126_000, None, None), figures(182_000, 5_000, None))
    assert (first.supplier, second.low, second.is_uncertain) == ("Skolebyen A/S", [], False)
    page = author.get(url(empty))
    shown = boxes(page)
    assert {name: shown.get(name, "") for name in ("cost-0-l0", "cost-0-l1", "cost-0-h1", "cost-1-l1")} == {
        "cost-0-l0": "126.000", "cost-0-l1": "", "cost-0-h1": "5.000", "cost-1-l1": "",
    }  # fmt: skip
    author.post(url(empty), {**shown, "go": "stay"})
    again = stored(empty).cost_lines.first()
    assert (again.low, again.high, stored(empty).edition) == (first.low, first.high, 2)


@pytest.mark.parametrize(("box", "text"), [("cost-0-l0", "140.000,01"), ("cost-0-h0", "139.999"), ("cost-0-l1", "1")])
def test_low_likely_and_high_in_another_order_are_sent_back_at_their_box(author, empty, box, text):
    answer = author.post(url(empty), posted(**ESTIMATE | {box: text}, go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)
    assert [anchor for anchor, _name, _sentence in answer.context["sheet"].wrong()] == [f"id_{box}"]


def test_what_stands_in_the_estimate_of_a_certain_line_is_not_read(author, empty):
    answer = author.post(url(empty), posted(**{"cost-0-l0": "mange", "cost-0-less": "x"}, go="on"))
    assert (answer.status_code, stored(empty).cost_lines.first().low) == (302, [])


def test_a_figure_of_an_estimate_beyond_the_years_is_never_dropped(author, empty):
    late = {"cost-0-estimate": "on", "cost-0-h2": "9", "cost-1-y2": "", "benefit-0-y2": ""}
    answer = author.post(url(empty), posted(**late, years="2", go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)


def test_a_percentage_fills_the_estimate_without_a_script(author, empty):
    answer = author.post(url(empty), posted(**{"cost-0-less": "10", "cost-0-more": "30"}, go="spread-cost-0"))
    assert answer.url == f"{url(empty)}#cost"
    line = stored(empty).cost_lines.first()
    assert (line.low, line.high) == (figures(126_000, None, None), figures(182_000, None, None))


def test_a_percentage_that_cannot_be_is_sent_back_at_its_box(author, empty):
    shares = {"cost-0-less": "150", "cost-0-more": "abc"}
    answer = author.post(url(empty), posted(**shares, go="spread-cost-0"))
    sentences = {anchor: sentence for anchor, _name, sentence in answer.context["sheet"].wrong()}
    assert (sentences["id_cost-0-less"], sentences["id_cost-0-more"]) == (
        "Skriv en procent fra 0 til 100.", "Skriv en procent fra 0 til 1.000.",
    )  # fmt: skip
    assert (answer.status_code, stored(empty)) == (422, None)


def test_a_line_is_filled_to_the_right_without_a_script(author, empty):
    author.post(url(empty), posted(go="fill-hours-0"))
    assert stored(empty).cost_lines.last().hours == figures("37.5", "37.5", "37.5")


def test_a_gain_has_its_unit_by_path_or_name_and_says_what_becomes_of_the_money(author, town, empty):
    unit = town.author.unit
    given = {
        "benefit-0-unit": unit.path.upper(), "benefit-0-harvest_mode": "beforehand",
        "benefit-1-unit": unit.name, "benefit-1-indirect": "on", "benefit-1-harvest_mode": "afterwards",
    }  # fmt: skip
    author.post(url(empty), posted(**given, go="on"))
    gains = [(one.unit, one.indirect, one.harvest_mode) for one in stored(empty).benefit_lines.all()]
    # The second releases no money, so nothing becomes of it.
    assert gains == [(unit, False, "beforehand"), (unit, True, "")]
    assert boxes(author.get(url(empty)))["benefit-0-unit"] == unit.name
    create_unit(code="care-2", kind=unit.kind, name=unit.name, parent=town.units["children"], actor=None)
    assert boxes(author.get(url(empty)))["benefit-0-unit"] == unit.path


def test_a_unit_that_is_not_there_is_sent_back(author, empty):
    answer = author.post(url(empty), posted(**{"benefit-0-unit": "Månebasen"}, go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)
    assert [anchor for anchor, _name, _sentence in answer.context["sheet"].wrong()] == ["id_benefit-0-unit"]


def test_risks_are_stored_as_written_and_an_empty_one_is_not(author, town, empty):
    author.post(url(empty), posted(**RISKS, go="on"))
    (found,) = stored(empty).risks.all()
    assert (found.title, found.probability, found.impact, found.year, found.owner) == (
        "Leverandøren bliver forsinket", Decimal("12.5"), Decimal(50_000), 2027, town.author,
    )  # fmt: skip
    author.post(url(empty), {**boxes(author.get(url(empty))), "go": "remove-risk-0"})
    assert RiskItem.objects.count() == 0


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ("risk-0-probability", "100,01"),
        ("risk-0-probability", "-1"),
        ("risk-0-impact", "-1"),
        ("risk-0-impact", "mange"),
        ("risk-0-year", "27"),
        ("risk-0-year", "2029"),
        ("risk-0-owner", "ingen kender ham"),
        ("risk-TOTAL_FORMS", "13"),
        ("price_basis", "guld"),
        ("spreading", "normal"),
        ("supplier_correlation", "101"),
        ("supplier_correlation", "0,5"),
        ("supplier_correlation", "x"),
    ],
)
def test_what_cannot_be_is_sent_back_and_changes_nothing(author, empty, box, text):
    answer = author.post(url(empty), posted(**RISKS | {box: text}, go="on"))
    assert (answer.status_code, stored(empty)) == (422, None)
    assert len(list(answer.context["sheet"].wrong())) + len(answer.context["sheet"].frame.non_field_errors()) >= 1


def test_prices_and_spreading_are_chosen_on_the_page(author, empty):
    chosen = {"price_basis": "current", "spreading": "triangular", "supplier_correlation": "50"}
    missing = author.post(url(empty), posted(**chosen, go="on"))
    assert (missing.status_code, stored(empty)) == (422, None)
    for key in ("price_rise_2027", "price_rise_2028", "wage_rise_2027", "wage_rise_2028"):
        Parameter.objects.create(
            profile="odder", key=key, value="2.5", unit="pct.", valid_from="2026-01-01", source="KL"
        )
    author.post(url(empty), posted(**chosen, go="on"))
    case = stored(empty)
    assert (case.price_basis, case.spreading, case.supplier_correlation) == ("current", "triangular", Decimal("0.5"))
    assert boxes(author.get(url(empty)))["supplier_correlation"] == "50"


def test_the_preview_reads_estimates_and_risks(author, empty):
    preview = reverse("businesscase:case_preview", args=[empty.pk])
    shown = author.post(preview, posted(**ESTIMATE, **RISKS)).context
    wrong = author.post(preview, posted(**ESTIMATE | {"cost-0-l0": "140.001"})).context
    assert (shown["result"] is None, wrong.get("result"), stored(empty)) == (False, None, None)
    # A risk counts while it is written, and one outside the years is told of.
    figures_shown = [
        author.post(preview, posted(**risks)).context["result"]
        for risks in (RISKS, RISKS | {"risk-0-impact": "90.000"})
    ]
    assert figures_shown[0] != figures_shown[1]
    late = author.post(preview, posted(**RISKS | {"risk-0-year": "2029"})).context
    assert (late.get("result"), "2026" in late["said"]) == (None, True)


def test_what_another_has_saved_stands_beside_what_was_typed(author, town, empty):
    write_case(empty, town.editor, rationale_service="Medforfatterens")
    mine = posted(**ESTIMATE, **RISKS, rationale_service="Min", go="on")
    answer = author.post(url(empty), mine)
    assert (answer.status_code, stored(empty).risks.count()) == (409, 0)
    found = {one.name: (one.saved, one.mine) for one in answer.context["differing"]}
    assert {name: found.get(name) for name in ("Bedre service", "Udgift 1, 2026, laveste", "Udgift 1, Indkøb")} == {
        "Bedre service": ("Medforfatterens", "Min"),
        "Udgift 1, 2026, laveste": ("", "126.000"),
        "Udgift 1, Indkøb": None,
    }
    assert found["Risiko 1, Hvad der kan ske"] == ("", "Leverandøren bliver forsinket")
    assert found["Udgift 2, 2028"] == ("10.000", "10.000,5")
    assert "Udgift 1, 2026" not in found
    html = answer.content.decode()
    assert [text in html for text in ("Medforfatterens", "Leverandøren bliver forsinket")] == [True, True]


def test_the_writing_page_leaves_the_other_scenarios_alone(author, town, empty):
    write_case(empty, town.author)
    case = stored(empty)
    save_alternatives(empty, actor=town.author, edition=case.edition, alternatives=[way(2)])
    author.post(url(empty), posted(edition="2", go="on"))
    assert [one.title for one in stored(empty).alternatives.all()] == ["Vej 2"]


def test_nobody_is_asked_once_a_risk(author, town, draft):
    counts = []
    for count in (1, 3):
        people = [
            create_person(
                email=f"vagt{count}{number}@test.invalid", name=f"Vagt {number}", title="", unit=None,
                is_management=False, actor=None,
            )
            for number in range(count)
        ]  # fmt: skip
        write_case(draft, town.author)
        save_case(
            draft, actor=town.author, edition=stored(draft).edition, fields=WORDS, costs=whole_costs(),
            benefits=whole_benefits(town.author), risks=[risk(owner=person) for person in people],
        )  # fmt: skip
        author.get(url(draft))
        with CaptureQueriesContext(connection) as captured:
            author.get(url(draft))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert result_of(stored(draft)) is not None
