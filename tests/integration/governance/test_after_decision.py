"""What the head of a case says once it is decided: the project that came of it, or how the case ended."""

from decimal import Decimal

import pytest
from django.test import Client

from core.models import User
from governance.domain.restriction import restrict_case
from governance.domain.submission import submit_proposal
from governance.enums import Verdict
from portfolio.enums import ProjectPhase, ProposalKind, ProposalState
from portfolio.models import Project, Proposal
from portfolio.selectors.proposal_page import proposal_page
from tests.factories.governance import Town, make_draft, make_standing, make_town
from tests.factories.pool import make_application, make_decided, make_frame
from tests.factories.projects import make_project, make_status

A = ProposalKind.APPLICATION
N = ProposalKind.NOTIFICATION


def head_for(rf, reader: User, case: Proposal):
    """Read the head as the case's page reads it."""
    request = rf.get("/")
    request.user = reader
    return proposal_page(request, case.pk).head


def said(head) -> tuple[str, str]:
    return head.next_step.what, head.next_step.who


@pytest.mark.parametrize(
    ("phase", "sentence", "station"),
    [
        (ProjectPhase.ANALYSIS, "Projektet er i gang i fasen “Analyse”.", "current"),
        (ProjectPhase.EXECUTION, "Projektet er i gang i fasen “Gennemførelse”.", "current"),
        (ProjectPhase.CLOSED, "Projektet er gennemført og afsluttet.", "done"),
        (ProjectPhase.STOPPED, "Projektet er stoppet med læring. Læs på projektets side, hvad I lærte.", "done"),
    ],
)
def test_an_approved_case_leads_on_to_its_project(town, rf, phase, sentence, station):
    project = make_project(town, phase)
    head = head_for(rf, town.colleague, project.proposal)
    assert head.next_step.what == sentence
    assert (head.road[-1].label, head.road[-1].status) == ("Projekt", station)
    assert [(one.label, one.url) for one in head.actions if one.primary] == [
        ("Se projektet", f"/projekter/{project.pk}/")
    ]


def test_the_manager_is_named_and_once_closed_nothing_waits(town, rf):
    running = make_project(town)
    Project.objects.filter(pk=running.pk).update(manager=town.colleague)
    assert said(head_for(rf, town.author, running.proposal))[1] == "Colleague Test"
    closed = make_project(town, ProjectPhase.CLOSED)
    step = head_for(rf, town.author, closed.proposal).next_step
    assert (step.what, step.who, step.by) == ("Projektet er gennemført og afsluttet.", "", None)


def test_the_money_shows_what_was_allocated_and_what_has_been_spent(town, rf):
    make_frame()
    case = make_application(town)
    make_decided(town, case)
    project = Project.objects.get(proposal=case)

    def money() -> dict[str, Decimal | None]:
        return {line.label: line.amount for line in head_for(rf, town.author, case).money}

    assert (money()["Udmøntet"], money()["Brugt"]) == (Decimal(100_000), None)
    make_status(project, spent=Decimal(40_000))
    assert (money()["Udmøntet"], money()["Brugt"]) == (Decimal(100_000), Decimal(40_000))


def test_what_is_no_project_is_carried_out_by_the_department_itself(town, rf):
    head = head_for(rf, town.author, make_standing(town, ProposalState.APPROVED, N))
    assert said(head) == ("Sagen er godkendt. Afdelingen gennemfører den selv.", "Owner Test")
    assert ("Projekt", "Se projektet") not in [(step.label, one.label) for step in head.road for one in head.actions]


def test_where_policy_has_neither_pool_nor_limits_managements_approval_is_a_project_without_allocation(db, rf):
    odense = make_town("odense")
    draft = make_draft(odense, kind=A, units_involved=[odense.units["schools"]])
    case = submit_proposal(draft, actor=odense.author)
    make_decided(odense, case, shares={}, criterion="", reasons="Godt for alle")
    head = head_for(rf, odense.author, case)
    assert head.next_step.what == "Projektet er i gang i fasen “Analyse”."
    assert [(line.label, line.amount) for line in head.money] == [
        ("Leverandørudgift", Decimal(140_000)),
        ("Ansøgt", Decimal(100_000)),
        ("Brugt", None),
    ]


def test_what_the_administration_decides_for_itself_is_no_project_there(db):
    odense = make_town("odense")
    approved = make_standing(odense, ProposalState.APPROVED, N)
    assert Project.objects.filter(proposal=approved).count() == 0


def test_whoever_may_not_see_the_project_is_told_of_none_of_its_content(town, rf):
    project = make_project(town, ProjectPhase.EXECUTION)
    restrict_case(project.proposal, actor=town.it, reason="Personoplysninger")
    case = project.proposal
    head = head_for(rf, town.author, case)
    assert head.next_step.what == "Projektet er i gang i fasen “Gennemførelse”."
    User.objects.filter(pk=town.author.pk).update(unit=town.units["schools"])
    moved = User.objects.get(pk=town.author.pk)
    hidden = head_for(rf, moved, case)
    assert said(hidden) == ("Sagen er godkendt og bliver gennemført som et projekt.", "Owner Test")
    assert [one.label for one in hidden.actions if one.primary] == []
    assert [line.label for line in hidden.money] == ["Leverandørudgift"]


@pytest.mark.parametrize(
    ("state", "kind", "sentence"),
    [
        (ProposalState.REJECTED, N,
         "Sagen er afvist. Begrundelsen står i beslutningen nedenfor. Ændrer behovet sig, er en ny sag velkommen."),
        (ProposalState.WITHDRAWN, N, "Sagen er trukket tilbage. Historikken viser, hvornår og hvorfor."),
        (ProposalState.ANSWERED, ProposalKind.SUGGESTION, "Forslaget er besvaret. Tak for det."),
        (ProposalState.CONVERTED, ProposalKind.SUGGESTION, "Forslaget er ført videre som en selvstændig sag."),
    ],
)  # fmt: skip
def test_a_case_that_has_ended_says_how(town: Town, client: Client, state, kind, sentence):
    case = make_standing(town, state, kind)
    client.force_login(town.author)
    page = client.get(f"/sager/{case.pk}/").content.decode()
    assert sentence in page
    assert "Her sker der ikke mere." not in page


def test_a_small_application_is_carried_out_for_the_allocated_amount(town, rf):
    make_frame()
    case = make_application(town)
    decision = make_decided(town, case, Verdict.CHANGED, reasons="Mindre", conditions="Begynd småt")
    if decision.proposal.triages.first().is_project:
        Project.objects.filter(proposal=case).delete()
    case.triages.update(is_project=False)
    assert said(head_for(rf, town.author, case))[0] == (
        "Sagen er godkendt. Afdelingen gennemfører den selv for det beløb, der er udmøntet."
    )
