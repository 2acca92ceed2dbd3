"""The pool's money in a project: granted by the decision, and what is not spent given back at the end."""

from decimal import Decimal

import pytest

from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.project_phases import close_project, stop_project
from governance.domain.submission import submit_proposal
from governance.enums import EntryKind, Verdict
from governance.models import LedgerEntry
from portfolio.enums import ProjectPhase, ProposalKind
from portfolio.models import Project
from tests.factories.governance import make_draft, make_recommended
from tests.factories.pool import balance, make_decided, make_frame, this_year
from tests.factories.projects import LESSON, make_due, make_evaluation, make_status, settle_benefits


def make_granted(town, shares: dict[int, int] | None = None) -> Project:
    """Make the project of an application of 100.000 kr., allocated this year unless `shares` says otherwise."""
    years = shares or {this_year(): 100_000}
    for year in years:
        make_frame(year=year)
    draft = make_draft(
        town,
        kind=ProposalKind.APPLICATION,
        vendor_cost=Decimal(200_000),
        units_involved=[town.units["schools"]],
    )
    proposal = make_recommended(town, submit_proposal(draft, actor=town.author)).proposal
    make_decided(town, proposal, shares={year: Decimal(amount) for year, amount in years.items()})
    return Project.objects.get(proposal=proposal)


def returned() -> list[tuple[int, Decimal, str]]:
    rows = LedgerEntry.objects.filter(kind=EntryKind.RETURN).order_by("pool_year__year")
    return [(row.pool_year.year, row.amount, row.text) for row in rows]


def test_managements_approval_starts_the_project_with_what_it_allocates(town):
    project = make_granted(town)
    assert (project.granted, project.baseline_cost, project.owner) == (Decimal(100_000), Decimal(220_000), town.owner)
    assert AuditEntry.objects.about(project).get().actor == town.director


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.DEFERRED, Verdict.SENT_BACK])
def test_no_other_verdict_starts_one(town, verdict):
    make_frame()
    draft = make_draft(
        town, kind=ProposalKind.APPLICATION, vendor_cost=Decimal(200_000), units_involved=[town.units["schools"]]
    )
    make_decided(town, make_recommended(town, submit_proposal(draft, actor=town.author)).proposal, verdict)
    assert Project.objects.count() == 0


def test_what_is_not_spent_goes_back_with_a_line_that_says_so(town):
    project = make_granted(town)
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=Decimal("84000.50"))
    text = "Projektet er slut. Der er brugt 84.000,50 kr. af de 100.000 kr., der var udmøntet."
    assert returned() == [(this_year(), Decimal("-15999.50"), text)]
    assert balance().committed == Decimal("84000.50")
    assert AuditEntry.objects.get(act="project.stop").data["returned"] == "15999.50"


def test_it_goes_back_to_the_latest_year_first(town):
    project = make_granted(town, {this_year(): 60_000, this_year() + 1: 40_000})
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=Decimal(50_000))
    assert [(year, amount) for year, amount, _text in returned()] == [
        (this_year(), Decimal(-10_000)), (this_year() + 1, Decimal(-40_000)),
    ]  # fmt: skip


def test_what_is_spent_whole_leaves_nothing(town):
    project = make_granted(town)
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=Decimal(100_000))
    assert (returned(), balance().committed) == ([], Decimal(100_000))


def test_closing_gives_back_too(town):
    project = make_granted(town)
    make_status(project, spent=Decimal(90_000))
    Project.objects.filter(pk=project.pk).update(phase=ProjectPhase.REALISATION)
    make_due(project)
    settle_benefits(project)
    make_evaluation(project)
    close_project(project, actor=town.owner, reason="Nået", pool_spent=Decimal(90_000))
    assert [amount for _year, amount, _text in returned()] == [Decimal(-10_000)]


@pytest.mark.parametrize("spent", [None, Decimal(-1), Decimal("100000.01")])
def test_a_project_with_the_pools_money_does_not_end_before_it_says_what_was_spent(town, spent):
    project = make_granted(town)
    with pytest.raises(Refused) as refused:
        stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON, pool_spent=spent)
    assert str(refused.value) == "Skriv, hvad der er brugt af puljens 100.000 kr."
    assert (returned(), Project.objects.get().phase) == ([], ProjectPhase.ANALYSIS)
