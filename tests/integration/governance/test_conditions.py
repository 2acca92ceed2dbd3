"""IT's conditions after the approval: reported as met, taken back, and asked for before a project is taken into use."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from core import clock
from core.domain.refusal import Refused
from core.models import AuditEntry
from governance.domain.conditions import meet_condition, reopen_condition
from governance.domain.local_decision import decide_locally
from governance.domain.project_gates import gaps_before
from governance.domain.project_phases import begin_execution, begin_realisation, stop_project
from governance.domain.projects import name_manager
from governance.domain.submission import submit_proposal
from governance.enums import Verdict
from governance.models import Condition
from portfolio.models import Project
from tests.factories.governance import Town, approve, make_draft, sign_both
from tests.factories.projects import LESSON, make_ready, make_status

LOG = "Loggen leveres i et åbent format"


def browser(town: Town, person: str) -> Client:
    client = Client()
    client.force_login(town.people[person], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def project(town: Town) -> Project:
    """The project of an acquisition that IT has approved on one condition."""
    draft = make_draft(town, acquisition_type="acquisition", vendor_cost=Decimal(200_000))
    case = approve(town, submit_proposal(draft, actor=town.author), LOG)
    sign_both(town, case, "it_and_unit", "it_and_unit")
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    return Project.objects.get(proposal=case)


def test_whoever_carries_the_case_out_says_how_a_condition_is_met(town, project):
    condition = meet_condition(Condition.objects.get(), actor=town.owner, how=" Kontraktens punkt 4.2 ")
    assert (condition.met_on, condition.met_by, condition.met_how) == (
        clock.today(),
        town.owner,
        "Kontraktens punkt 4.2",
    )
    act = AuditEntry.objects.get(act="proposal.meet_it_condition")
    assert (act.actor, act.reason, act.data) == (town.owner, "Kontraktens punkt 4.2", {"condition": LOG})


@pytest.mark.parametrize("person", ["author", "editor", "it", "head", "director", "outsider"])
def test_nobody_else_does(town, project, person):
    with pytest.raises(Refused):
        meet_condition(Condition.objects.get(), actor=town.people[person], how="Sådan")
    assert Condition.objects.get().met_on is None
    assert AuditEntry.objects.filter(act="proposal.meet_it_condition", outcome="done").count() == 0


def test_the_manager_does_too(town, project):
    name_manager(project, town.colleague, actor=town.owner)
    assert meet_condition(Condition.objects.get(), actor=town.colleague, how="Sådan").met_by == town.colleague


def test_without_a_project_the_applicant_does(town):
    draft = make_draft(town, acquisition_type="acquisition")
    case = approve(town, submit_proposal(draft, actor=town.author), LOG)
    with pytest.raises(Refused, match="når sagen er godkendt"):
        meet_condition(Condition.objects.get(), actor=town.author, how="Sådan")
    decide_locally(case, actor=town.head, verdict=Verdict.APPROVED, reasons="Derfor")
    assert meet_condition(Condition.objects.get(), actor=town.author, how="Sådan").met_by == town.author


def test_a_project_is_not_taken_into_use_before_all_are_met(town, project):
    make_ready(project)
    begin_execution(project, actor=town.owner)
    make_status(Project.objects.get())
    assert gaps_before("begin_realisation", Project.objects.get()) == (f"Opfyld IT's betingelse: {LOG}",)
    with pytest.raises(Refused):
        begin_realisation(Project.objects.get(), actor=town.owner)
    meet_condition(Condition.objects.get(), actor=town.owner, how="Sådan")
    assert begin_realisation(Project.objects.get(), actor=town.owner).phase == "realisation"


def test_it_takes_back_what_is_not_met_after_all(town, project):
    with pytest.raises(Refused, match="ikke meldt opfyldt"):
        reopen_condition(Condition.objects.get(), actor=town.it, reason="Nej")
    meet_condition(Condition.objects.get(), actor=town.owner, how="Sådan")
    for person in ("owner", "head", "director"):
        with pytest.raises(Refused):
            reopen_condition(Condition.objects.get(), actor=town.people[person], reason="Nej")
    row = reopen_condition(Condition.objects.get(), actor=town.it, reason="Formatet er lukket")
    assert (row.met_on, row.met_by, row.met_how) == (None, None, "")
    assert AuditEntry.objects.get(act="proposal.reopen_it_condition", outcome="done").reason == "Formatet er lukket"


def test_no_condition_is_met_twice_or_without_words(town, project):
    with pytest.raises(Refused, match="Skriv, hvordan"):
        meet_condition(Condition.objects.get(), actor=town.owner, how="  ")
    meet_condition(Condition.objects.get(), actor=town.owner, how="Sådan")
    with pytest.raises(Refused, match="er meldt opfyldt"):
        meet_condition(Condition.objects.get(), actor=town.owner, how="Igen")
    assert Condition.objects.get().met_how == "Sådan"


def test_the_database_refuses_half_a_report(town, project):
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.update(met_on=clock.today())


def test_case_and_project_show_it_and_lead_to_its_page(town, project):
    page = f"/sager/{project.proposal_id}/betingelser/{Condition.objects.get().pk}/"
    for address in (f"/sager/{project.proposal_id}/", f"/projekter/{project.pk}/"):
        assert page in browser(town, "colleague").get(address).content.decode()
    assert browser(town, "owner").post(page, {"how": ""}).status_code == 200
    assert browser(town, "owner").post(page, {"how": "Punkt 4.2"}).url == f"/sager/{project.proposal_id}/#vejen"
    assert "Punkt 4.2" in browser(town, "colleague").get(f"/projekter/{project.pk}/").content.decode()
    assert browser(town, "it").post(page, {"reason": "Nej"}).status_code == 302
    assert Condition.objects.get().met_on is None


def test_once_the_project_has_ended_what_was_not_met_was_not(town, project):
    stop_project(project, actor=town.owner, reason="Nok", lesson=LESSON)
    page = f"/sager/{project.proposal_id}/betingelser/{Condition.objects.get().pk}/"
    for address in (f"/sager/{project.proposal_id}/", f"/projekter/{project.pk}/", page):
        text = browser(town, "owner").get(address).content.decode()
        assert "Ikke opfyldt, før projektet sluttede" in text
        assert "Ikke opfyldt endnu" not in text
        assert "Meld betingelsen opfyldt" not in text
    with pytest.raises(Refused, match="Projektet er slut"):
        meet_condition(Condition.objects.get(), actor=town.owner, how="Punkt 4.2")


def test_a_condition_of_another_case_is_not_there(town, project):
    other = make_draft(town)
    client = browser(town, "author")
    assert client.get(f"/sager/{other.pk}/betingelser/{Condition.objects.get().pk}/").status_code == 404
