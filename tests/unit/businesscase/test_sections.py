"""What is said of a result: each part's finding, what it leaves out, and what it says where there is nothing."""

from decimal import Decimal

import pytest

from businesscase.domain.budget import budget_effect
from businesscase.domain.reference import Realised
from businesscase.domain.results import calculate
from businesscase.domain.written import Written
from businesscase.enums import CostCategory, HarvestMode, PriceBasis
from businesscase.selectors.result_view import ResultView, result_view
from businesscase.selectors.section import Section
from businesscase.selectors.uncertainty_view import draws_section
from core.models import Unit
from tests.unit.businesscase.written import case, cost, gain, hours, risk, spent, terms, way


def view(frame=None, costs=(), gains=(), on=None, risks=(), alternatives=(), draws=200, realised=None) -> ResultView:
    written = Written(frame or case(3), costs or [cost(100, 0, 0)], gains or [gain(0, 80, 80)], risks, alternatives)
    result = calculate(
        written.case,
        written.costs,
        written.benefits,
        on or terms(),
        risks=risks,
        alternatives=alternatives,
        draws=draws,
        realised=realised,
    )
    found = result_view(written.case, result, written)
    assert found is not None
    return found


def part(shown: ResultView, title: str) -> Section:
    (found,) = [section for section in shown.sections if section.title == title]
    return found


def texts(section: Section, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in section.tables[table].body]


def test_a_plain_case_has_its_years_and_nothing_else():
    shown = view()
    assert [section.title for section in shown.sections] == ["År for år"]
    years = part(shown, "År for år")
    assert (years.finding, years.texts) == ("100 kr. ud og 160 kr. ind", ())
    assert texts(years)[1] == ["2027", "0 kr.", "80 kr.", "80 kr.", "−20 kr.", "1,0000", "80 kr."]
    assert years.chart.title == "2027 er det første år, der giver mere, end det koster"
    assert [figure.label for figure in shown.figures] == [
        "Nettonutidsværdi", "Intern rente", "Tjent hjem efter", "Tjent hjem efter, diskonteret",
    ]  # fmt: skip


def test_risks_stand_beside_the_result_and_in_a_map():
    shown = view(risks=[risk(20, 100, 2027), risk(60, 50, 2028), risk(None, None, None)])
    assert [(figure.label, figure.value) for figure in shown.figures[:2]] == [
        ("Nettonutidsværdi", "60 kr."), ("Risikojusteret", "10 kr."),
    ]  # fmt: skip
    assert shown.further[0].label == "Tjent hjem efter, diskonteret"
    risks = part(shown, "Risici")
    assert risks.finding == "3 risici, der i gennemsnit koster 50 kr."
    assert texts(risks)[2] == ["3. Forsinket levering", "–", "–", "–", "–", "–"]
    assert risks.chart.spots == ((3, 1, 1), (3, 3, 2))
    assert risks.chart.title == "Risiko 2 er den alvorligste"
    # The limits of the map's fields are told beneath it.
    assert risks.notes[1] == (
        "Felterne på billedet skifter ved en sandsynlighed på 10, 25 og 50 % og ved en udgift på 1, 5 og 20 % af det, "
        "løsningen koster i alt (100 kr.)."
    )


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        ("0", "Ingen af de 200 gennemregninger giver"),
        ("0.0004", "Under 0,1 % sandsynlighed for"),
        ("0.0005", "Under 0,1 % sandsynlighed for"),
        ("0.5", "50 % sandsynlighed for"),
        ("0.9999", "Over 99,9 % sandsynlighed for"),
        ("1", "Alle 200 gennemregninger giver"),
    ],
)
def test_only_what_is_certain_is_called_so(probability, said):
    costs = [cost(100, 0, 0, low=(90, 0, 0), high=(150, 0, 0))]
    result = calculate(case(3), costs, [gain(0, 80, 80)], terms(), draws=200)
    result.simulation["probability_positive"] = probability
    found = draws_section(result)
    assert found is not None
    assert found.finding == f"{said} en nettonutidsværdi over nul"


@pytest.mark.parametrize(
    ("probability", "tone", "said"),
    [
        (
            "0.419",
            "warning",
            "Det gælder de sandsynlige skøn, men sandsynligheden for en nettonutidsværdi over nul er kun 41,9 %.",
        ),
        ("0", "warning", "Ingen af de 200 gennemregninger giver en nettonutidsværdi over nul."),
        ("0.5", "success", "50 % sandsynlighed for en nettonutidsværdi over nul."),
    ],
)
def test_the_verdict_says_how_probable_it_is_and_is_not_green_below_a_half(probability, tone, said):
    written = Written(case(3), [cost(100, 0, 0, low=(90, 0, 0), high=(150, 0, 0))], [gain(0, 80, 80)])
    result = calculate(written.case, written.costs, written.benefits, terms(), draws=200)
    result.simulation["probability_positive"] = probability
    shown = result_view(written.case, result, written)
    assert (shown.tone, shown.verdict) == (tone, f"Nettonutidsværdien er 60 kr. og dermed over nul. {said}")


def test_estimates_say_how_uncertain_the_result_is_and_which_matters_most():
    shown = view(costs=[cost(100, 0, 0, low=(90, 0, 0), high=(150, 0, 0), label="Licens")])
    assert part(shown, "Hvad der betyder mest").finding == "“Licens” kan flytte resultatet 60 kr."
    uncertain = part(shown, "Usikkerhed")
    assert uncertain.finding == "Alle 200 gennemregninger giver en nettonutidsværdi over nul"
    assert uncertain.notes == (
        "200 gennemregninger med startværdien 7 og fordelingen PERT. Den samme startværdi giver de samme tal.",
    )
    assert [mark.text[:4] for mark in uncertain.chart.marks] == ["P10:", "P50:", "P90:"]
    assert texts(uncertain, 1)[0] == ["Fra begyndelsen", "0 %"]
    assert texts(uncertain, 1)[2] == ["efter 2 år, ved udgangen af 2028", "100 %"]


def test_a_live_calculation_has_no_draws():
    shown = view(costs=[cost(100, 0, 0, low=(90, 0, 0), high=(150, 0, 0))], draws=0)
    assert [section.title for section in shown.sections] == ["År for år", "Hvad der betyder mest"]
    assert shown.notes == ("Hvor sandsynlig en positiv business case er, bliver beregnet, når den gemmes.",)
    assert view(draws=0).notes == ()


def test_solutions_stand_side_by_side_on_the_same_terms():
    ways = [way(0, spent(30, 30, 30), title=""), way(2, spent(20, 20, 20)), way(3, title="Ikke regnet")]
    shown = view(alternatives=ways, on=terms("0.035"))
    compared = part(shown, "Sammenlignet med andre løsninger")
    assert compared.texts == ("Ens for alle: diskonteringsrente 3,5 %, årene 2026–2028, faste 2026-priser.",)
    assert compared.finding == "Den foreslåede er mest værd"
    assert [row[0] for row in texts(compared)] == [
        "Den foreslåede", "Fortsæt som i dag", "Et andet system", "Ikke regnet",
    ]  # fmt: skip
    assert [row[1] for row in texts(compared)][1::2] == ["målestokken", "ingen beløb"]
    assert part(shown, "År for år").tables[0].heads[1:3] == (
        "Udgifter og tabte gevinster",
        "Gevinster og sparede udgifter",
    )
    assert [row[4] for row in texts(compared)] == ["8 måneder", "–", "Fra begyndelsen; 8 måneder tidligere", "–"]
    better = view(alternatives=[way(2, spent(0, 0, 0))], gains=[gain(0, 1, 1)])
    assert part(better, "Sammenlignet med andre løsninger").finding == (
        "“Et andet system” er 98 kr. mere værd end den foreslåede"
    )


def test_the_class_is_told_also_where_it_is_too_small():
    shares = tuple(map(Decimal, ("0.5", "0.6", "0.8", "0.9", "1.1")))
    few = part(view(realised=Realised("acquisition", shares[:1])), "Erfaringer fra afsluttede sager")
    assert (few.finding, few.tables) == ("For få til at sige noget", ())
    assert few.texts[0].startswith("1 afsluttet sag af samme slags (anskaffelse af en ny løsning) har målt")
    none = part(view(realised=Realised("acquisition", ())), "Erfaringer fra afsluttede sager")
    assert none.texts[0].startswith("Ingen afsluttet sag af samme slags")
    neither = part(view(realised=Realised("neither", ())), "Erfaringer fra afsluttede sager")
    assert "(hverken anskaffelse eller videreudvikling)" in neither.texts[0]
    enough = part(view(realised=Realised("acquisition", shares)), "Erfaringer fra afsluttede sager")
    assert texts(enough, 1) == [
        ["Som ansøgeren venter", "60 kr."], ["Hvis gevinsterne kommer som i de afsluttede sager", "28 kr."],
    ]  # fmt: skip
    assert [section.title for section in view(realised=Realised("", ())).sections] == ["År for år"]


def test_both_kinds_of_prices_are_told_with_their_rises():
    on = terms(prices={2027: "0.25", 2028: "0.6"})
    shown = view(on=on)
    prices = part(shown, "Faste og løbende priser")
    assert (prices.finding, shown.basis) == ("Skrevet og beregnet i faste 2026-priser", "Faste 2026-priser.")
    assert texts(prices)[2] == ["2028", "0 kr.", "160 kr.", "160 kr.", "80 kr."]
    assert texts(prices, 1) == [["2027", "25 %", "–"], ["2028", "60 %", "–"]]
    assert prices.notes[0].startswith("Kilde: KL's skøn, gældende fra ")
    current = view(case(3, price_basis=PriceBasis.CURRENT), on=on)
    assert current.basis == "Beløbene er skrevet i løbende priser og omregnet til faste 2026-priser."
    lacking = part(view(costs=[hours(1, 1, 1)], on=on), "Faste og løbende priser")
    assert lacking.texts[1] == "Lønstigningen i 2027, 2028 er ikke oplyst, så løbende priser vises ikke."


def test_budgets_by_unit_and_what_becomes_of_the_money():
    care, staff = Unit(name="Ældre"), Unit(name="Borgerservice")
    gains = [
        gain(0, 50, 50, cash_releasing=True, unit=care, harvest_mode=HarvestMode.BEFOREHAND),
        gain(0, 10, None, cash_releasing=True, unit=care, harvest_mode=HarvestMode.BEFOREHAND),
        gain(0, 30, 30, cash_releasing=True, unit=staff, harvest_mode=HarvestMode.NOT_HARVESTED),
        gain(0, 500, 500),
        gain(None, None, None, cash_releasing=True),
    ]
    costs = [cost(100, 0, 0), cost(0, 20, 20, category=CostCategory.OPERATION)]
    budgets = part(view(costs=costs, gains=gains, alternatives=[way(0, spent(0, 5, 5))]), "Virkning på budgetterne")
    assert texts(budgets) == [
        ["Ældre: indregnet i budgettet på forhånd", "0 kr.", "60 kr.", "50 kr.", "110 kr."],
        ["Borgerservice: bliver i enheden", "0 kr.", "30 kr.", "30 kr.", "60 kr."],
        ["Driftsudgifter i dag, der falder bort", "0 kr.", "5 kr.", "5 kr.", "10 kr."],
        ["Drift og vedligehold af løsningen", "0 kr.", "−20 kr.", "−20 kr.", "−40 kr."],
    ]
    assert [cell.text for cell in budgets.tables[0].foot_cells] == [
        "Virkning på budgettet", "0 kr.", "45 kr.", "35 kr.", "80 kr.",
    ]  # fmt: skip
    assert (budgets.finding, len(budgets.notes)) == ("80 kr. mindre i budgetterne over årene", 1)
    assert budget_effect(Written(case(), [cost(1, 1)], [gain(1, 1)])) is None


def test_budgets_that_neither_gain_nor_lose_are_told_in_words():
    budgets = part(view(costs=[cost(1, 1)], gains=[gain(1, 1, cash_releasing=True)]), "Virkning på budgetterne")
    assert budgets.finding == "Ingen virkning på budgetterne over årene"
