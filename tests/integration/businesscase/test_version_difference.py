"""What differs between two versions: every figure with its difference, every text, and what a decision points at."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from businesscase.domain.cases import case_of, save_case
from businesscase.domain.chapters import save_chapters
from businesscase.enums import BenefitType, CostCategory, LineSide
from businesscase.models import Alternative, AlternativeLine, PlannedMilestone, RiskItem
from core.domain.refusal import Refused
from governance.domain.submission import submit_proposal, take_back_proposal
from governance.enums import Verdict
from governance.models import Decision
from portfolio.domain.versions import current_version
from portfolio.models import Proposal
from portfolio.selectors.figures import figure_changes
from tests.factories.businesscase import WORDS, benefit, cost, figures
from tests.factories.governance import make_meeting
from tests.factories.pool import make_application, make_decided, make_frame

LICENCE = "Indkøb: Licens"


def write(  # noqa: PLR0913 - a case has that many parts
    proposal, actor, *, purchase=140_000, low=None, high=None, hours=50, gain=100_000, risks=(), ways=(), **fields
):
    case = case_of(current_version(proposal))
    licence = cost(CostCategory.PURCHASE, purchase, None, None)
    if low is not None:
        licence.low, licence.high = figures(low, None, None), figures(high, None, None)
    return save_case(
        proposal,
        actor=actor,
        edition=case.edition,
        fields=WORDS | fields,
        costs=[licence, cost(CostCategory.STAFF_HOURS, hours, None, None, label="Projektleder")],
        benefits=[
            benefit(BenefitType.ECONOMIC, None, gain, gain, owner=actor),
            benefit(BenefitType.SERVICE, None, None, None, owner=actor, label="Svar samme dag"),
        ],
        risks=list(risks),
        alternatives=list(ways),
    )


def risk(probability, impact):
    return RiskItem(title="Forsinkelse", probability=Decimal(probability), impact=Decimal(impact), year=2026)


def way(amount):
    line = AlternativeLine(
        side=LineSide.COST, category=CostCategory.OPERATION, label="Porto", figures=figures(amount, amount, amount)
    )
    return Alternative(ordinal=0, description="Papir"), [line]


@pytest.fixture
def revised(town, draft) -> Proposal:
    """A case that has been submitted and is open for a second version, which still says the same."""
    write(draft, town.author, risks=[risk(20, 50_000)], ways=[way(1_000)])
    submit_proposal(Proposal.objects.get(pk=draft.pk), actor=town.author)
    again = take_back_proposal(Proposal.objects.get(pk=draft.pk), actor=town.author, reason="Ny pris")
    write(again, town.author, risks=[risk(20, 50_000)], ways=[way(1_000)])
    return Proposal.objects.get(pk=draft.pk)


def differing(proposal):
    after, before = proposal.versions.order_by("-ordinal")[:2]
    return {
        section.title: {(one.label, one.detail): (one.before, one.after, one.difference) for one in section.changes}
        for section in figure_changes(before, after)
    }


def test_the_same_figures_differ_in_nothing(revised):
    assert differing(revised) == {}


def test_each_line_and_each_result_stands_with_its_difference_in_kroner(town, revised):
    write(revised, town.author, purchase=150_000, risks=[risk(20, 50_000)], ways=[way(1_000)])
    found = differing(revised)
    assert found["Udgifter"] == {(LICENCE, "2026"): ("140.000 kr.", "150.000 kr.", "+10.000 kr.")}
    assert set(found) == {"Resultat", "Udgifter"}
    result = found["Resultat"]
    assert result["Nettonutidsværdi", ""][2] == "−10.000 kr."
    assert result["Nettogevinst", ""][2] == "−10.000 kr."
    # A time reads in words, its difference too; so does how far the gains may fall.
    assert result["Tjent hjem efter", ""] == ("1 år og 7 måneder", "1 år og 9 måneder", "+2 måneder")
    assert result["Gevinsternes spillerum", ""] == ("kan falde 17,04 %", "kan falde 11,86 %", "−5,18 procentpoint")
    assert result["Netto", "2026"][2] == "−10.000 kr."


def test_a_case_that_is_no_longer_positive_says_what_it_lacks_and_how_far_the_gains_must_rise(town, revised):
    write(revised, town.author, purchase=200_000, risks=[risk(20, 50_000)], ways=[way(1_000)])
    result = differing(revised)["Resultat"]
    before, after, difference = result["Gevinsternes spillerum", ""]
    assert (before, after.startswith("skal stige "), difference.startswith("−")) == ("kan falde 17,04 %", True, True)
    assert result["Mangler for at være positiv", ""][0] == "–"
    assert result["Tjent hjem efter", ""][1:] == ("Ikke inden udgangen af 2028", "")


def test_hours_estimates_risks_and_scenarios_are_told_in_their_own_units(town, revised):
    write(
        revised, town.author, hours="62.5", low=120_000, high=180_000, risks=[risk(35, 40_000)], ways=[way(1_500)]
    )  # fmt: skip
    found = differing(revised)
    assert found["Udgifter"] == {
        (LICENCE, "2026, laveste"): ("–", "120.000 kr.", "+120.000 kr."),
        (LICENCE, "2026, højeste"): ("–", "180.000 kr.", "+180.000 kr."),
        (f"{CostCategory.STAFF_HOURS.label}: Projektleder", "2026"): ("50 timer", "62,5 timer", "+12,5 timer"),
    }
    assert found["Risici"] == {
        ("Forsinkelse", "sandsynlighed"): ("20 %", "35 %", "+15 procentpoint"),
        ("Forsinkelse", "hvad det koster"): ("50.000 kr.", "40.000 kr.", "−10.000 kr."),
    }
    assert found["Scenarie 0: som i dag"] == {
        ("Omkostning: Porto", str(year)): ("1.000 kr.", "1.500 kr.", "+500 kr.") for year in (2026, 2027, 2028)
    }


def test_a_line_that_is_gone_and_one_that_is_new(town, revised):
    case = case_of(current_version(revised))
    save_case(
        revised,
        actor=town.author,
        edition=case.edition,
        fields=WORDS,
        costs=[cost(CostCategory.PURCHASE, 140_000, None, None, label="Låse")],
        benefits=[],
    )
    costs = differing(revised)["Udgifter"]
    assert costs["Indkøb: Låse", "2026"] == ("–", "140.000 kr.", "+140.000 kr.")
    assert costs[LICENCE, "2026"] == ("140.000 kr.", "–", "−140.000 kr.")


def test_two_lines_of_one_name_are_held_apart(town, revised):
    case = case_of(current_version(revised))
    twice = [cost(CostCategory.PURCHASE, 100, None, None), cost(CostCategory.PURCHASE, 200, None, None)]
    save_case(revised, actor=town.author, edition=case.edition, fields=WORDS, costs=twice, benefits=[])
    costs = differing(revised)["Udgifter"]
    assert (costs[LICENCE, "2026"][1], costs[f"{LICENCE} (2)", "2026"][1]) == ("100 kr.", "200 kr.")


def test_the_page_shows_figures_and_texts(client, town, revised):
    client.force_login(town.author)
    write(
        revised,
        town.author,
        purchase=150_000,
        difference_reason="Prisen steg",
        risks=[risk(20, 50_000)],
        ways=[way(1_000)],
    )
    case = case_of(current_version(revised))
    stones = [PlannedMilestone(label="Alle enheder er med", due_on=date(2027, 9, 1))]
    save_chapters(revised, actor=town.author, edition=case.edition, fields={"summary": "Dyrere"}, milestones=stones)
    answer = client.get(reverse("portfolio:version_difference", args=[revised.pk, 2]))
    labels = {change.label for change in answer.context["changes"]}
    assert labels == {
        "Business case: Resumé", "Business case: Milepæle", "Business case: Hvorfor de to beløb er forskellige",
    }  # fmt: skip
    text = answer.content.decode()
    # What somebody has changed stands before what follows from it.
    places = [
        text.index(words)
        for words in (
            "Tal, der er ændret", "+10.000 kr.", "Tekster, der er ændret", "enheder er med",
            "Hvad det ændrer i resultatet", "−10.000 kr.",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_the_draft_of_a_new_version_is_not_compared_for_others(client, town, revised):
    client.force_login(town.it)
    assert client.get(reverse("portfolio:version_difference", args=[revised.pk, 2])).status_code == 404


def test_a_change_is_a_new_version_with_a_reason(town, revised):
    with pytest.raises(Refused):
        submit_proposal(revised, actor=town.author)
    submit_proposal(revised, actor=town.author, change_reason="Leverandøren har sat prisen op")
    assert [one.change_reason for one in revised.versions.order_by("ordinal")] == ["", "Leverandøren har sat prisen op"]


def test_a_decision_keeps_pointing_at_the_version_decided_on(town):
    make_frame()
    make_meeting(town)
    proposal = make_application(town)
    decided = current_version(proposal)
    before = case_of(decided).result.npv
    make_decided(town, proposal, Verdict.SENT_BACK)
    again = take_back_proposal(Proposal.objects.get(pk=proposal.pk), actor=town.author, reason="Ny pris")
    write(again, town.author, gain=90_000)
    submit_proposal(Proposal.objects.get(pk=proposal.pk), actor=town.author, change_reason="Billigere")
    decision = Decision.objects.get(proposal=proposal)
    assert (decision.version, current_version(proposal).ordinal) == (decided, 2)
    assert case_of(decision.version).result.npv == before
    assert case_of(current_version(proposal)).result.npv != before
