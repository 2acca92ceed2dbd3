"""Business cases over HTTP: the newest submitted one of each case, its lines, and the stored result as it stands."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from businesscase.domain.cases import save_case
from businesscase.models import RiskItem
from governance.domain.submission import submit_proposal, take_back_proposal
from portfolio.enums import ProposalKind
from portfolio.models import Proposal
from tests.factories.businesscase import WORDS, cost, figures, whole_benefits, write_case
from tests.factories.governance import make_draft


def uncertain_draft(town) -> Proposal:
    """Make a draft whose case has an estimate, a risk, and nothing else out of the ordinary."""
    proposal = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    licence = cost("purchase", 140_000, None, None)
    licence.low, licence.high = figures(100_000, None, None), figures(200_000, None, None)
    edition = proposal.versions.get().business_case.edition
    save_case(
        proposal,
        actor=town.author,
        edition=edition,
        fields=WORDS,
        costs=[licence],
        benefits=whole_benefits(town.author),
        risks=[RiskItem(title="Forsinket", probability=Decimal(20), impact=Decimal(10_000), year=2026)],
    )
    return Proposal.objects.get(pk=proposal.pk)


def test_the_list_shows_what_was_submitted_last(town, call):
    write_draft = make_draft(town, kind=ProposalKind.APPLICATION, requested_amount=Decimal(140_000))
    write_case(write_draft, town.author)
    sent = submit_proposal(uncertain_draft(town), actor=town.author)
    again = take_back_proposal(sent, actor=town.author, reason="Ny pris")
    write_case(again, town.author, purchase=150_000)
    (row,) = call(town.author).get("business-cases").json()["results"]
    assert (row["proposal"], row["version"], row["years"], row["price_basis"]) == (sent.number, 1, 3, "fixed")
    assert (row["result"]["npv_dkk"], row["result"]["npv_risk_adjusted_dkk"]) == ("69969.43", "67969.43")
    assert (row["result"]["is_positive"], row["result"]["positive_definition"]) == (True, "npv > 0")


def test_one_case_has_its_lines_and_everything_that_was_calculated(town, call):
    proposal = submit_proposal(uncertain_draft(town), actor=town.author)
    body = call(town.author).get(f"business-cases/{proposal.number}").json()
    (line,) = body["cost_lines"]
    assert (line["figures"], line["low"][0], line["supplier"]) == (["140000.00", None, None], "100000.00", "")
    assert [(gain["owner"], gain["unit"]) for gain in body["benefit_lines"]] == [("Author Test", "care")] * 2
    assert [(risk["probability"], risk["impact_dkk"], risk["year"]) for risk in body["risks"]] == [
        ("20.00", "10000.00", 2026)
    ]
    assert [year["net_dkk"] for year in body["annual"]] == ["-120000.00", "100000.00", "100000.00"]
    assert (body["key_figures"]["peak_year"], body["key_figures"]["total_cost_dkk"]) == (2026, "140000.00")
    assert (body["simulation"]["draws"], len(body["simulation"]["payback_within"])) == (10_000, 3)
    assert body["sensitivity"] == [
        {"label": "Licens", "kind": "cost", "low_npv_dkk": "109969.43", "high_npv_dkk": "9969.43"}
    ]
    assert (body["scenarios"], body["reference"]["count"]) == (None, 0)
    assert body["discount"][0]["rate"] == "0.035"


def test_what_is_not_seen_is_not_there(town, call):
    draft = uncertain_draft(town)
    reader = call(town.outsider)
    assert reader.get(f"business-cases/{draft.pk}").status_code == 404
    assert call(town.author).get(f"business-cases/{draft.pk}").json()["frozen_at"] is None
    sent = submit_proposal(draft, actor=town.author)
    assert reader.get("business-cases").json()["count"] == 0
    assert reader.get(f"business-cases/{sent.number}").status_code == 404
    bare = make_draft(town, kind=ProposalKind.SUGGESTION)
    assert call(town.author).get(f"business-cases/{bare.pk}").status_code == 404


def test_queries_do_not_grow_with_the_cases(town, call):
    counts = []
    for _round in range(2):
        submit_proposal(uncertain_draft(town), actor=town.author)
        caller = call(town.author)
        with CaptureQueriesContext(connection) as captured:
            assert caller.get("business-cases").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
